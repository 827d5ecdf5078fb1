"""Following a request: by its reference and e-mail address, or by the link in a message."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.cases.api import (
    CaseNotFound,
    Entry,
    RequestView,
    answer_question,
    document_for,
    mail_own_link,
    reopen_case,
    request_for,
    track,
    track_by_link,
)
from moothall.apps.catalogue.api import council
from moothall.apps.documents.api import Attached
from moothall.apps.insight import api as insight
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.public.answered import blocks_to_read
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import Limit, address_of
from moothall.sites.public.pages import Happening, LinkSentPage, Photo, RequestPage, TrackPage
from moothall.sites.public.receipts import receipts
from moothall.ui import proofs
from moothall.ui.languages import local, other_than_spoken
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import time

#: Wrong guesses at one reference from one address, and from everywhere: from then on the reference and the right e-mail
#: address open the request no more by themselves, and we send its link to the address on it instead. So a stranger who
#: guesses is stopped, and the owner never is; and a library's computer is not counted against its other users.
GUESSES = Limit("track", most=10, seconds=900)
GUESSES_ANYWHERE = Limit("track-anywhere", most=50, seconds=900)
#: Links sent to one address about one request: nobody is to be flooded through us.
LINKS = Limit("track-link", most=3, seconds=3600)
NOT_TOGETHER = N_("We have no request with this reference and e-mail address. Check both and try again")
NOT_ASKED = N_(
    "We do not need an answer any more, so this was not sent. Call us if there is something we should know"
)
#: How long somebody is asked how satisfied they are.
ASKED_FOR = timedelta(days=90)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

STATUS = {
    "new": (N_("Received"), N_("We have it. Nobody has started on it yet.")),
    "in_progress": (N_("In progress"), N_("Somebody is working on it.")),
    "waiting": (
        N_("Waiting for you"),
        N_("We have asked you a question. We cannot go on until you answer it."),
    ),
    "closed": (N_("Closed"), N_("We have finished with it.")),
}
#: What becomes of the fee of a request that was withdrawn.
FEE_BACK = {
    "": "",
    "asked": N_(
        "You paid for this request. We look at whether we can give the money back. "
        "If we do, you see it on this page."
    ),
    "kept": N_(
        "You paid for this request. We have looked at it, and do not give the money back. "
        "Call us if you want to know why."
    ),
}
#: What was just done, by the word in the address.
DONE = {
    "added": N_("We have what you added."),
    "withdrawn": N_("You have withdrawn your request."),
    "answered": N_("Thank you. We have your answers and go on with your request."),
    "one-answered": N_("Thank you. We have your answer and go on with your request."),
    "again": N_("Thank you. We have what you wrote, and your request is open again."),
    "said": N_("Thank you. We count what people say here, without their names."),
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
    here = f"{address_of(request)} {wanted}"
    if GUESSES.reached(here) or GUESSES_ANYWHERE.reached(wanted):
        return _mail_link(request, wanted, email)
    try:
        resident = track(wanted, email)
    except CaseNotFound:
        GUESSES.count(here)
        GUESSES_ANYWHERE.count(wanted)
        return _ask(request, reference, email, {"reference": _(NOT_TOGETHER)})
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
    found = own(request, reference, part=True)
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
        return _not_taken(request, found, words, _(NOT_ASKED))
    try:
        answer_question(found.reference, found.question.id, words, by=visitor(request))
    except Refused as no:
        sentence = no.sentence if words.strip() else _("Enter your answer")
        return _show(request, found, {"answer": words}, {"answer": sentence})
    return HttpResponseRedirect(f"{address_of_request(found)}?done=one-answered")


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
        missing = _("Enter why you need it") if found.withdrawn else _("Enter what is still wrong")
        sentence = no.sentence if words.strip() else missing
        return _show(request, found, {"why": words}, {"why": sentence})
    return HttpResponseRedirect(f"{address_of_request(found)}?done=again")


def how_it_went(request: Request, reference: str) -> HttpResponseBase:
    """Whoever asked says how satisfied they are: a number, and words that nobody knows to be theirs."""
    found = own(request, reference)
    if request.method != "POST" or not _asks_how_it_went(found, visitor(request)):
        return HttpResponseRedirect(address_of_request(found))
    words = words_typed(request, "better")
    went = request.POST.get("went", "")
    typed = {"better": words, "went": went}
    if len(words) > insight.MOST_LETTERS:
        return _show(request, found, typed, {"better": _("Write no more than 1,000 letters")})
    try:
        insight.say_how_it_went(found.service, went, words, once=_once(found), by=visitor(request))
    except Refused as no:
        return _show(request, found, typed, {"went": no.sentence})
    return HttpResponseRedirect(f"{address_of_request(found)}?done=said")


def _asks_how_it_went(found: RequestView, by: Actor) -> bool:
    """For some weeks after it was closed, once each time; not of what somebody took back themselves."""
    if found.closed_at is None or found.status != "closed" or found.withdrawn or found.part:
        return False
    return clock.now() - found.closed_at < ASKED_FOR and not insight.has_said(_once(found), seen_by=by)


def _once(found: RequestView) -> str:
    return f"went {found.id} {found.closed_at}"


def own_document(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A photo the resident sent. Never shown as a page of ours, whatever is in it."""
    found = own(request, reference, part=True)
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
        errors["reference"] = _("Enter your reference")
    else:
        try:
            read_reference(reference)
        except NotAReference as wrong:
            errors["reference"] = wrong.sentence
    if not email:
        errors["email"] = _("Enter your e-mail address")
    elif not EMAIL.fullmatch(email):
        errors["email"] = _("Enter an e-mail address in the correct format, like name@example.com")
    return errors


def _mail_link(request: Request, reference: str, email: str) -> HttpResponse:
    """Says the same whether it was sent or not: that is for whoever reads the mail to know."""
    one = f"{reference} {email.casefold()}"
    if not LINKS.reached(one):
        LINKS.count(one)
        mail_own_link(reference, email, by=request.actor)
    page = LinkSentPage(
        title=_("Look in your e-mail"),
        frame=public_frame(request),
        reference=reference,
        email=email,
        contact=council().contact,
    )
    return _private(show(request, page))


def _ask(request: Request, reference: str, email: str, errors: dict[str, str]) -> HttpResponse:
    page = TrackPage(
        title=_("Follow a request"),
        frame=public_frame(request),
        problems=tuple(Problem(sentence, f"#{field}") for field, sentence in errors.items()),
        reference=reference,
        email=email,
        errors=errors,
        contact=council().contact,
    )
    return show(request, page)


def _let_in(request: Request, resident: Actor, reference: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(local(f"/requests/{reference}"))
    proofs.prove_all(request, response, resident)
    return response


def own(request: Request, reference: str, *, part: bool = False) -> RequestView:
    """The request of whoever has proven it. `part`: to look at, also for those who filled in a part of its form."""
    try:
        found = request_for(read_reference(reference), seen_by=visitor(request))
    except (CaseNotFound, NotAReference):
        raise Http404 from None
    if found.part and not part:
        raise Http404
    return found


def address_of_request(found: RequestView) -> str:
    return local(f"/requests/{found.reference}")


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
    status, sentence = (_(words) for words in STATUS[found.status])
    page = RequestPage(
        title=_("Request {reference}").format(reference=found.reference),
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
        questions=_questions(found),
        may_say_not_fixed=found.may_reopen,
        withdrawn=found.withdrawn,
        not_fixed_until=found.reopen_until,
        story=_story(found),
        blocks=blocks_to_read(found.answers),
        photos=_photos(found),
        typed=typed or {},
        errors=errors or {},
        unsent=unsent,
        done=_(told) if (told := DONE.get(request.GET.get("done", ""))) else "",
        may_add=found.status != "closed" and not found.part,
        may_withdraw=found.may_withdraw,
        part=found.part,
        report=local(f"/reports/{found.reference}") if found.public else "",
        address=address_of_request(found),
        contact=council().contact,
    )
    return _private(show(request, _as_it_ended(page, found, visitor(request))))


def _as_it_ended(page: RequestPage, found: RequestView, by: Actor) -> RequestPage:
    """With what was paid, and whether they are asked how it went."""
    back = FEE_BACK[found.fee_back]
    return replace(
        page,
        paid=receipts(found.payments),
        fee_back=_(back) if back else "",
        asks_how_it_went=_asks_how_it_went(found, by),
    )


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody told us is for nobody's cache."""
    response["Cache-Control"] = "private, no-store"
    return response


def _story(found: RequestView) -> tuple[Happening, ...]:
    """What happened, the newest first."""
    return tuple(
        Happening(
            on=clock.local(entry.at).date(),
            at=time(entry.at),
            sentence=entry.sentence,
            text=entry.text,
            language=other_than_spoken(entry.language) if entry.language else "",
            answer=_answers(found, entry),
        )
        for entry in reversed(found.story)
    )


def _questions(found: RequestView) -> str:
    """Where a small form is answered."""
    return f"{address_of_request(found)}/questions" if found.question and found.question.form else ""


def _answers(found: RequestView, entry: Entry) -> str:
    """Where a reply of ours is answered; empty where it cannot be."""
    if entry.key is None or found.status == "closed" or found.part:
        return ""
    return f"{address_of_request(found)}/add?to={entry.key}"


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
