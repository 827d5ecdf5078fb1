"""Following a request: by its reference and e-mail address, or by the link in a message."""

from __future__ import annotations

import re
from typing import BinaryIO
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
from moothall.apps.documents.api import Attached
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import Limit, TooMany
from moothall.sites.public.pages import Happening, Photo, RequestPage, Row, TrackPage
from moothall.ui import proofs
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import time

#: Wrong guesses at one reference; a library's shared computer is not counted against its other users.
GUESSES = Limit("track", most=10, seconds=900)
NOT_TOGETHER = "We have no request with this reference and e-mail address. Check both and try again"
NOT_ASKED = "We are not waiting for an answer any more, so this was not sent. Call us if we should know it"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

STATUS = {
    "new": ("Received", "We have it. Nobody has started on it yet."),
    "in_progress": ("In progress", "Somebody is working on it."),
    "waiting": ("Waiting for you", "We have asked you something and wait for your answer."),
    "closed": ("Closed", "We have finished with it."),
}
#: What was just done, by the word in the address.
DONE = {
    "added": "We have what you added.",
    "withdrawn": "You have withdrawn your request.",
}


def look_up(request: Request) -> HttpResponseBase:
    """The page that asks for reference and e-mail address, and what comes of them."""
    if request.method != "POST":
        return _ask(request, "", "", {})
    reference, email = (
        request.POST.get("reference", "")[:80].replace("\x00", "").strip(),
        request.POST.get("email", "")[:254].replace("\x00", "").strip(),
    )
    errors = _errors(reference, email)
    if errors:
        return _ask(request, reference, email, errors)
    wanted = read_reference(reference)
    try:
        GUESSES.demand(wanted)
        resident = track(wanted, email)
    except TooMany as too_many:
        return _ask(request, reference, email, {"reference": too_many.sentence}, status=429)
    except CaseNotFound:
        GUESSES.count(wanted)
        return _ask(request, reference, email, {"reference": NOT_TOGETHER})
    return _let_in(request, resident, wanted)


def by_link(request: Request, token: str) -> HttpResponseBase:
    """The link in a message. It is in nobody's history twice: what it proves goes into a cookie, and we move on."""
    try:
        resident, reference = track_by_link(token)
    except CaseNotFound:
        raise Http404 from None
    return _let_in(request, resident, reference)


def own_request(request: Request, reference: str) -> HttpResponseBase:
    """The resident's own page of a request. Its reference may stand in the address in any way it is typed."""
    found = own(request, reference)
    if found.reference != reference:
        return HttpResponseRedirect(address_of_request(found))
    return _show(request, found)


def answer(request: Request, reference: str) -> HttpResponseBase:
    """The resident answers what an officer asked."""
    found = own(request, reference)
    if request.method != "POST":
        return HttpResponseRedirect(address_of_request(found))
    words = words_typed(request, "answer")
    if found.question is None:
        return _not_taken(request, found, words, NOT_ASKED)
    try:
        answer_question(found.reference, found.question.id, words, by=visitor(request))
    except Refused as no:
        sentence = no.sentence if words.strip() else "Enter your answer"
        return _show(request, found, {"answer": words}, {"answer": sentence})
    return HttpResponseRedirect(address_of_request(found))


def not_fixed(request: Request, reference: str) -> HttpResponseBase:
    """The resident says that it is not fixed: it comes to the team as a task."""
    found = own(request, reference)
    if request.method != "POST":
        return HttpResponseRedirect(address_of_request(found))
    words = words_typed(request, "why")
    try:
        reopen_case(found.reference, words, by=visitor(request))
    except Refused as no:
        if not found.may_reopen:
            return _not_taken(request, found, words, no.sentence)
        missing = "Enter why you need it" if found.withdrawn else "Enter what is still wrong"
        sentence = no.sentence if words.strip() else missing
        return _show(request, found, {"why": words}, {"why": sentence})
    return HttpResponseRedirect(address_of_request(found))


def own_document(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A photo the resident sent. Never shown as a page of ours, whatever is in it."""
    found = own(request, reference)
    try:
        attached, content = document_for(
            found.reference, document, seen_by=visitor(request), small="small" in request.GET
        )
    except (CaseNotFound, FileNotFoundError):
        raise Http404 from None
    return file_response(attached, content)


def file_response(attached: Attached, content: BinaryIO) -> HttpResponseBase:
    """The bytes, under a name of ours, to this person alone and with no right to do anything."""
    shown = attached.picture
    response = FileResponse(
        content, content_type=attached.media_type, filename=attached.filename, as_attachment=not shown
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def visitor(request: Request) -> Actor:
    """The resident this browser has proven to be, also when an officer is signed in on it: here they are a resident."""
    return proofs.proven(request)


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


def own(request: Request, reference: str) -> RequestView:
    try:
        return request_for(read_reference(reference), seen_by=visitor(request))
    except (CaseNotFound, NotAReference):
        raise Http404 from None


def address_of_request(found: RequestView) -> str:
    return f"/requests/{found.reference}"


def words_typed(request: Request, field: str) -> str:
    return request.POST.get(field, "").replace("\x00", "")


def _not_taken(request: Request, found: RequestView, words: str, sentence: str) -> HttpResponse:
    """What was typed can no longer be taken: it is shown again, so that it is not lost."""
    return _show(request, found, errors={"unsent": sentence}, unsent=words)


def _show(
    request: Request,
    found: RequestView,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    unsent: str = "",
) -> HttpResponse:
    status, sentence = STATUS[found.status]
    page = RequestPage(
        title=f"Request {found.reference}",
        frame=public_frame(request),
        problems=tuple(Problem(said, f"#{field}") for field, said in (errors or {}).items()),
        reference=found.reference,
        service=found.service_name,
        kind=found.status.replace("_", "-"),
        status=status,
        status_sentence=found.outcome_words or sentence,
        together=bool(found.follows),
        promise=found.promise,
        question=found.question.text if found.question else "",
        may_say_not_fixed=found.may_reopen,
        withdrawn=found.withdrawn,
        not_fixed_until=found.reopen_until,
        story=_story(found),
        answers=_answers(found),
        photos=_photos(found),
        typed=typed or {},
        errors=errors or {},
        unsent=unsent,
        done=DONE.get(request.GET.get("done", ""), ""),
        may_add=found.status != "closed" and not found.follows,
        may_withdraw=found.may_withdraw,
        report=f"/reports/{found.reference}" if found.public else "",
        address=address_of_request(found),
        contact=council().contact,
        paid=_paid(found),
    )
    response = show(request, page)
    response["Cache-Control"] = "private, no-store"
    return response


def _paid(found: RequestView) -> tuple[str, ...]:
    """What was paid and given back, a sentence each."""
    return tuple(
        f"You paid {one.amount} on {one.settled_at:%-d %B %Y}."
        for one in found.payments
        if one.paid and one.settled_at
    )


def _answers(found: RequestView) -> tuple[Row, ...]:
    return tuple(
        Row(key=said.question, label=said.label, lines=said.lines, change="")
        for said in found.answers
        if not said.blank
    )


def _story(found: RequestView) -> tuple[Happening, ...]:
    """What happened, the newest first."""
    return tuple(
        Happening(
            on=clock.local(entry.at).date(), at=time(entry.at), sentence=entry.sentence, text=entry.text
        )
        for entry in reversed(found.story)
    )


def _photos(found: RequestView) -> tuple[Photo, ...]:
    """Each picture once, however often it was sent."""
    different = {attached.digest: attached for attached in found.documents}
    return tuple(
        Photo(
            address=f"{address_of_request(found)}/documents/{one.id}",
            name=one.name,
            shown=one.picture,
            words=one.words,
        )
        for one in different.values()
    )
