"""Filling in a form: one thing per page, saved at every page, checked before it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO, cast
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token

from moothall.apps.cases.api import CaseNotFound, fee_due, request_for, sender_of
from moothall.apps.catalogue.api import council, keep_version
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor
from moothall.kernel.references import spoken
from moothall.kernel.rules import Refused
from moothall.sites.public import paying
from moothall.sites.public.compiled import compiled
from moothall.sites.public.devices import remember, shown, with_draft, without_current
from moothall.sites.public.drafted_files import NONE, drafted_files
from moothall.sites.public.filling import Filling, filling_of, service_or_404
from moothall.sites.public.following import file_response
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import CheckPage, DonePage, GonePage, Row
from moothall.sites.public.resuming import another, carry_on
from moothall.sites.public.sending import send
from moothall.ui import proofs
from moothall.ui.pages import show
from moothall.ui.questions.outline import LATER
from moothall.ui.routes import Request

#: What somebody reads who sends answers that another window has changed since.
CHANGED = "Your answers were changed in another window. Check them again, then send them."


def start(request: Request, slug: str) -> HttpResponseBase:
    """Off to the first page, or to where somebody had come; unless that is to be forgotten, or was sent."""
    filling = filling_of(request, slug)
    if filling.closed:
        return HttpResponseRedirect(filling.address())
    again = "again" in request.GET
    if (elsewhere := another(request, filling)) is not None:
        return elsewhere
    if again and filling.draft is not None and not filling.sent:
        forms.discard_draft(filling.draft, by=request.actor)
    afresh = again or filling.sent or filling.lost
    if not afresh and filling.begun:
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    first = forms.form_of(service_or_404(request, slug)).pages[0].key
    response = HttpResponseRedirect(filling.address(first))
    if afresh:
        remember(response, filling, without_current(filling.hand.tokens))
    return response


def question_page(request: Request, slug: str, page: str) -> HttpResponseBase:
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if filling.outdated and request.method != "POST":
        return carry_on(request, filling)
    if filling.renewed and not filling.form.has_page(page):
        return carry_on(request, filling)
    if not filling.form.has_page(page):
        raise Http404
    if not forms.may_open(filling.form, filling.answers, page):
        if filling.lost or request.method == "POST":
            return _gone(request, filling, page)
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    if request.method != "POST":
        if filling.closed:
            return HttpResponseRedirect(filling.address())
        return _page(request, filling, page, _shown_in(filling, page))
    return _take(request, filling, page)


def _take(request: Request, filling: Filling, page: str) -> HttpResponseBase:
    """What was typed on a page: sent back with sentences, or saved; saved also when the service has closed since."""
    reading = forms.read_page(filling.form, page, request.POST, request.FILES, held=filling.answers)
    if filling.draft is None and not reading.ok and not reading.uploads and not _said(reading):
        return _page(request, filling, page, reading.typed, reading.problems, reading.more)
    try:
        saved = _save(filling, reading, by=request.actor)
    except forms.DraftGone:
        return _gone(request, filling, page)
    filling = replace(filling, draft=saved.draft)
    if LATER not in request.POST and not filling.sent and (saved.problems or reading.more):
        typed = {**_shown_in(filling, page), **reading.typed}
        response: HttpResponseBase = _page(request, filling, page, typed, saved.problems, reading.more)
    else:
        onward = _onward(request, filling, saved.draft, page, stay=reading.stay)
        response = HttpResponseRedirect(onward)
    remember(response, filling, with_draft(filling.hand.tokens, saved.draft.token))
    return response


def _onward(request: Request, filling: Filling, draft: forms.Draft, page: str, *, stay: bool = False) -> str:
    """Where to go after a page was saved; `stay`: to the same page again, where perhaps another file is added."""
    if filling.sent:
        return filling.address("done")
    if LATER in request.POST:
        return filling.address("save")
    if filling.closed:
        return filling.address()
    if filling.conflicts:
        return filling.address("which-answer") + f"?after={page}" + ("&change=1" * ("change" in request.GET))
    if stay:
        return filling.address(page) + ("?change=1" * ("change" in request.GET))
    return filling.address(
        forms.next_page(filling.form, draft.answers, page, changing="change" in request.GET)
    )


def _said(reading: forms.Reading) -> bool:
    return any(value.strip() for values in reading.typed.values() for value in values)


def _shown_in(filling: Filling, page: str) -> forms.Typed:
    kept = filling.draft.typed if filling.draft else {}
    return forms.typed_for(filling.form, page, filling.answers, kept)


def check(request: Request, slug: str) -> HttpResponseBase:
    """Check your answers; and, when posted, send them."""
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if filling.lost or (filling.draft is None and request.method == "POST"):
        return _gone(request, filling)
    if filling.closed:
        return HttpResponseRedirect(filling.address())
    if filling.outdated:
        return carry_on(request, filling)
    if LATER in request.POST:
        return HttpResponseRedirect(filling.address("save"))
    if filling.conflicts:
        return HttpResponseRedirect(filling.address("which-answer"))
    missing = forms.missing_pages(filling.form, filling.answers)
    if missing or filling.draft is None:
        return HttpResponseRedirect(filling.address(missing[0] if missing else filling.form.pages[0].key))
    draft, window = filling.draft, filling.hand.window
    if request.method != "POST":
        return _check_page(request, filling, draft)
    if window is not None and draft.changed_since(window):
        filling = replace(filling, hand=replace(filling.hand, window=None))
        return _check_page(request, filling, draft, done=CHANGED)
    return _send(request, filling, draft)


def _send(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    try:
        if filling.form.fee and fee_due(filling.service, filling.answers):
            return paying.begin(request, filling, draft)
        opened = send(draft, filling.service, by=request.actor)
    except forms.DraftGone:
        return _gone(request, filling)
    except Refused as refused:
        return _check_page(request, filling, draft, problem=refused.sentence)
    response = HttpResponseRedirect(filling.address("done"))
    proofs.prove(request, response, opened.case_id)
    return response


def done(request: Request, slug: str) -> HttpResponseBase:
    """The confirmation. It can be loaded again for as long as this browser remembers the draft."""
    filling = filling_of(request, slug)
    if filling.draft is None or not filling.draft.reference:
        return HttpResponseRedirect(filling.address())
    reference = filling.draft.reference
    # The draft is the proof: the answer to the sending, with its cookie, may have been lost on its way.
    try:
        sender = sender_of(filling.draft.owner)
        found = request_for(reference, seen_by=sender)
    except CaseNotFound:
        return HttpResponseRedirect("/track")
    page = DonePage(
        title="Thank you. We have it",
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        service=filling.service.name,
        reference=reference,
        spoken=spoken(reference),
        promise=found.promise,
        address=filling.address("done"),
        told_by_email=any(said.binding == "person.email" and not said.blank for said in found.answers),
        follow=f"/requests/{reference}",
        another=filling.address(),
        clear=filling.address("clear"),
        contact=council().contact,
    )
    response = _private(show(request, page))
    proofs.prove(request, response, found.id)
    return response


def own_picture(request: Request, slug: str, document: UUID) -> HttpResponseBase:
    """A picture in a form that has not been sent, for whoever is filling it in."""
    filling = filling_of(request, slug)
    if filling.draft is None:
        raise Http404
    try:
        attached, content = documents.open_document(
            document, owner=filling.draft.owner, seen_by=request.actor
        )
    except (documents.DocumentNotFound, FileNotFoundError):
        raise Http404 from None
    return file_response(attached, content)


def _page(
    request: Request,
    filling: Filling,
    page: str,
    typed: forms.Typed,
    problems: tuple[forms.Problem, ...] = (),
    more: tuple[forms.More, ...] = (),
) -> HttpResponse:
    before = forms.page_before(filling.form, filling.answers, page)
    back = forms.CHECK_ANSWERS if "change" in request.GET else before or ""
    html = compiled(filling.service, filling.form, page).fill(
        token=get_token(request),
        typed=typed,
        problems=problems,
        more=more,
        back=filling.address(back),
        hidden=forms.hidden(filling.form, page, filling.answers),
        shown=shown(filling.hand, filling.draft),
    )
    return _private(HttpResponse(html))


def _save(filling: Filling, reading: forms.Reading, *, by: Actor) -> forms.Saved:
    """Save a page, right or wrong; a file is stored before the row that names it. Raises DraftGone."""
    draft, window = filling.draft, filling.hand.window
    if draft is None:
        service = filling.service
        bare = replace(reading, answers=reading.answers.without(one.question for one in reading.uploads))
        keep_version(service)
        draft = forms.begin_draft(service.slug, service.digest, bare, by=by, window=window)
        if not reading.uploads:
            return forms.Saved(draft, reading.problems)
    for upload in reading.uploads:
        kept = documents.attach(
            draft.owner,
            cast(BinaryIO, upload.content),
            name=upload.name,
            media_type=upload.media_type,
            kind=upload.kind,
            source=f"form:{draft.service}",
            by=by,
            keep_position=upload.keep_position,
        )
        reading = reading.kept(upload.question, kept.digest)
    return forms.save_window(draft, reading, window, by=by)


def _check_page(
    request: Request, filling: Filling, draft: forms.Draft, *, done: str = "", problem: str = ""
) -> HttpResponse:
    answers = forms.relevant(filling.form, filling.answers)
    files = drafted_files(draft.owner, answers, filling.address, seen_by=request.actor)
    rows = tuple(
        Row(
            key=one.question,
            label=one.label,
            lines=() if one.blank else one.lines,
            change=f"{filling.address(one.page)}?change=1",
            second_look=one.second_look,
            pictures=files.get(one.question, NONE).pictures,
            notes=files.get(one.question, NONE).notes,
        )
        for one in forms.answers_in_words(filling.form, answers)
    )
    before = forms.page_before(filling.form, filling.answers, forms.CHECK_ANSWERS)
    fee, problem = _fee(filling, problem)
    page = CheckPage(
        title="Check your answers",
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        done=done,
        back=filling.address(before or ""),
        rows=rows,
        shown=shown(filling.hand, draft),
        fee=str(fee.amount) if fee else "",
        fee_reasons=fee.reasons if fee else (),
        problem=problem,
    )
    return _private(show(request, page))


def _fee(filling: Filling, problem: str) -> tuple[forms.Fee | None, str]:
    """What sending costs; and why that cannot be said, unless there is another problem already."""
    try:
        return fee_due(filling.service, filling.answers), problem
    except Refused as refused:
        return None, problem or refused.sentence


def _gone(request: Request, filling: Filling, page: str = "") -> HttpResponse:
    """The answers are there no more. Says so, gives back what was typed just now, and offers to begin again."""
    rows: tuple[Row, ...] = ()
    if page and request.method == "POST":
        rows = _typed_rows(filling.form, page, request)
    gone = GonePage(
        title="Your answers were kept for a day and are gone",
        frame=public_frame(request, service=filling.service.name),
        rows=rows,
        start=f"{filling.address('start')}?again=1",
        contact=council().contact,
    )
    response = _private(show(request, gone, status=410))
    remember(response, filling, without_current(filling.hand.tokens))
    return response


def _typed_rows(form: forms.Form, page: str, request: Request) -> tuple[Row, ...]:
    """What somebody typed in their own words on a page; what they chose is soon chosen again."""
    typed = forms.read_page(form, page, request.POST, request.FILES).typed
    questions = {question.key: question.label for question in form.page(page).questions}
    rows = []
    for name, values in typed.items():
        lines = tuple(line for value in values for line in value.splitlines() if line.strip())
        label = questions.get(name.partition("-")[0], "")
        if lines and label:
            rows.append(Row(key=name, label=label, lines=lines, change=""))
    return tuple(rows)


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody typed is for nobody's cache, on a library's computer least of all."""
    response["Cache-Control"] = "private, no-store"
    return response
