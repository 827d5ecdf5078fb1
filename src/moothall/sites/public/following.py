"""Following a request: by its reference and e-mail address, or by the link in a message."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect

from moothall.apps.cases.api import (
    CaseNotFound,
    RequestView,
    answer_question,
    document_for,
    reopen_case,
    request_for,
    track,
    track_by_link,
)
from moothall.apps.catalogue.api import council
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import Limit, TooMany
from moothall.sites.public.pages import Happening, RequestPage, Row, TrackPage
from moothall.ui import proofs
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import time

#: Wrong guesses at one reference; a library's shared computer is not counted against its other users.
GUESSES = Limit("track", most=10, seconds=900)
NOT_TOGETHER = "We have no request with this reference and e-mail address. Check both and try again"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

STATUS = {
    "new": ("Received", "We have received it. Nobody has started on it yet."),
    "in_progress": ("In progress", "Somebody is working on it."),
    "waiting": ("Waiting for you", "We have asked you something and wait for your answer."),
    "closed": ("Closed", "We have finished with it."),
}


def look_up(request: Request) -> HttpResponseBase:
    """The page that asks for reference and e-mail address, and what comes of them."""
    if request.method != "POST":
        return _ask(request, "", "", {})
    reference, email = (
        request.POST.get("reference", "")[:80].strip(),
        request.POST.get("email", "")[:254].strip(),
    )
    errors = _errors(reference, email)
    if errors:
        return _ask(request, reference, email, errors)
    try:
        GUESSES.demand(reference.upper())
        resident = track(reference, email)
    except TooMany as too_many:
        return _ask(request, reference, email, {"reference": too_many.sentence}, status=429)
    except CaseNotFound:
        GUESSES.count(reference.upper())
        return _ask(request, reference, email, {"reference": NOT_TOGETHER})
    return _let_in(request, resident, read_reference(reference))


def by_link(request: Request, token: str) -> HttpResponseBase:
    """The link in a message. It is in nobody's history twice: what it proves goes into a cookie, and we move on."""
    try:
        resident, reference = track_by_link(token)
    except CaseNotFound:
        raise Http404 from None
    return _let_in(request, resident, reference)


def own_request(request: Request, reference: str) -> HttpResponse:
    return _show(request, _own(request, reference))


def answer(request: Request, reference: str) -> HttpResponseBase:
    """The resident answers what an officer asked."""
    found = _own(request, reference)
    words = request.POST.get("answer", "")
    if request.method != "POST" or found.question is None:
        return HttpResponseRedirect(f"/requests/{reference}")
    try:
        answer_question(reference, found.question.id, words, by=request.actor)
    except Refused as no:
        sentence = "Enter your answer" if not words.strip() else no.sentence
        return _show(request, found, {"answer": words}, {"answer": sentence})
    return HttpResponseRedirect(f"/requests/{reference}")


def not_fixed(request: Request, reference: str) -> HttpResponseBase:
    """The resident says that it is not fixed: it comes to the team as a task."""
    found = _own(request, reference)
    if request.method != "POST":
        return HttpResponseRedirect(f"/requests/{reference}")
    words = request.POST.get("why", "")
    try:
        reopen_case(reference, words, by=request.actor)
    except Refused as no:
        sentence = "Enter what is still wrong" if not words.strip() else no.sentence
        return _show(request, found, {"why": words}, {"why": sentence})
    return HttpResponseRedirect(f"/requests/{reference}")


def own_document(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A photo the resident sent. Never shown as a page of ours, whatever is in it."""
    try:
        attached, content = document_for(reference, document, seen_by=request.actor)
    except CaseNotFound:
        raise Http404 from None
    response = FileResponse(content, content_type=attached.media_type, filename=attached.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _errors(reference: str, email: str) -> dict[str, str]:
    errors = {}
    if not reference:
        errors["reference"] = "Enter your reference"
    else:
        try:
            read_reference(reference)
        except NotAReference as wrong:
            errors["reference"] = wrong.sentence
    if not email:
        errors["email"] = "Enter your e-mail address"
    elif not EMAIL.fullmatch(email):
        errors["email"] = "Enter an e-mail address in the correct format, like name@example.com"
    return errors


def _ask(
    request: Request, reference: str, email: str, errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    page = TrackPage(
        title="Follow a request",
        frame=public_frame(request),
        problems=tuple(Problem(sentence, f"#{field}") for field, sentence in errors.items()),
        reference=reference,
        email=email,
        errors=errors,
        contact=council().contact,
    )
    return show(request, page, status=status)


def _let_in(request: Request, resident: Actor, reference: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(f"/requests/{reference}")
    for case in resident.holds:
        proofs.prove(request, response, case)
    return response


def _own(request: Request, reference: str) -> RequestView:
    try:
        return request_for(reference, seen_by=request.actor)
    except CaseNotFound:
        raise Http404 from None


def _show(
    request: Request,
    found: RequestView,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    status, sentence = STATUS[found.status]
    photos = {attached.digest: attached for attached in found.documents}
    page = RequestPage(
        title=f"Request {found.reference}",
        frame=public_frame(request),
        problems=tuple(Problem(said, f"#{field}") for field, said in (errors or {}).items()),
        reference=found.reference,
        service=found.service_name,
        status=status,
        status_sentence=found.outcome_words or sentence,
        promise=found.promise,
        question=found.question.text if found.question else "",
        may_say_not_fixed=found.may_reopen,
        not_fixed_until=found.reopen_until,
        story=tuple(
            Happening(
                on=clock.local(entry.at).date(), at=time(entry.at), sentence=entry.sentence, text=entry.text
            )
            for entry in found.story
        ),
        answers=tuple(
            Row(key=said.question, label=said.label, lines=said.lines, change="")
            for said in found.answers
            if not said.blank
        ),
        photos=tuple(f"/requests/{found.reference}/documents/{one.id}" for one in photos.values()),
        typed=typed or {},
        errors=errors or {},
        address=f"/requests/{found.reference}",
    )
    response = show(request, page)
    response["Cache-Control"] = "private, no-store"
    return response
