"""Filling in a form: one thing per page, saved at every page, checked before it is sent."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.cases.api import CaseNotFound, fee_due, request_for, sender_of
from moothall.apps.catalogue.api import council, keep_version
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor
from moothall.kernel.references import spoken
from moothall.kernel.rules import Refused
from moothall.sites.public import joining, paying
from moothall.sites.public.answered import blocks_of
from moothall.sites.public.arriving import carried, preset
from moothall.sites.public.compiled import compiled
from moothall.sites.public.devices import remember, shown, with_draft, without_current
from moothall.sites.public.drafted_files import drafted_files
from moothall.sites.public.filling import Filling, filling_of, service_or_404
from moothall.sites.public.following import file_response
from moothall.sites.public.frames import here_of, public_frame
from moothall.sites.public.kept_files import with_files
from moothall.sites.public.lost import gone, too_early
from moothall.sites.public.others import all_done, answers_changed, begin_again, people_rows
from moothall.sites.public.pages import CheckPage, DonePage
from moothall.sites.public.photo_places import with_photo_places
from moothall.sites.public.receipts import receipts
from moothall.sites.public.repeating import REMOVE, list_page, remove_page
from moothall.sites.public.resuming import another, carry_on
from moothall.sites.public.sections import end_page
from moothall.sites.public.sending import send
from moothall.sites.public.spam import looks_like_spam
from moothall.ui import proofs
from moothall.ui.languages import local
from moothall.ui.pages import show
from moothall.ui.questions.outline import LATER
from moothall.ui.routes import Request

#: What somebody reads who sends answers that another window has changed since.
CHANGED = N_("Your answers were changed in another window. Check them again, then send them.")

#: From which answers somebody came to change one: from those of the whole form, where it has sections.
ALL = "all"


def start(request: Request, slug: str) -> HttpResponseBase:
    """Off to the first page, or to where somebody had come; unless that is to be forgotten, or was sent."""
    filling = filling_of(request, slug)
    if filling.closed:
        return HttpResponseRedirect(filling.address())
    again = "again" in request.GET
    if (elsewhere := another(request, filling)) is not None:
        return elsewhere
    if again and filling.draft is not None and not filling.sent and not filling.draft.person:
        begin_again(filling, filling.draft, by=request.actor)
    afresh = again or filling.sent or filling.lost
    if not afresh and filling.begun:
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    form = forms.form_of(service_or_404(request, slug)).part()
    first = forms.first_place(form, forms.Answers())
    response = HttpResponseRedirect(filling.address(first) + carried(request, form))
    if afresh:
        remember(response, filling, without_current(filling.hand.tokens))
    return response


def question_page(request: Request, slug: str, page: str) -> HttpResponseBase:
    filling = filling_of(request, slug)
    return answers_changed(request, filling, _place(request, filling, page))


def _place(request: Request, filling: Filling, page: str) -> HttpResponseBase:
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if filling.outdated and request.method != "POST":
        return carry_on(request, filling)
    if filling.renewed and not forms.is_place(filling.form, page):
        return carry_on(request, filling)
    removing, item = page.endswith(REMOVE), request.GET.get("item", "")
    place = page.removesuffix(REMOVE).rpartition("/")[0] if removing else page
    if filling.taking is not None and not filling.taking.needed:
        return HttpResponseRedirect(filling.address(forms.TASKS))
    if filling.form.person and filling.draft is None:
        return gone(request, filling, page if forms.is_place(filling.form, page) else "")
    if not forms.is_place(filling.form, place):
        raise Http404
    if removing:
        return _removing(request, filling, place, item)
    step = forms.step_at(filling.form, filling.answers, page, item)
    if step is None and item and "/" in page and not filling.lost:
        return HttpResponseRedirect(filling.address(page.rpartition("/")[0].rpartition("/")[0]))
    if step is None or not forms.may_open(filling.form, filling.answers, step.address):
        if filling.lost or (request.method == "POST" and filling.draft is None):
            return gone(request, filling, page)
        if request.method == "POST":
            return too_early(request, filling, page)
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    if filling.closed and request.method != "POST":
        return HttpResponseRedirect(filling.address())
    return _at(request, filling, step)


def _at(request: Request, filling: Filling, step: forms.Step) -> HttpResponseBase:
    """What is at a place that may be opened. An item that is not there yet has an id from here on."""
    step = forms.step_at(filling.form, filling.answers, step.address, forms.item_for(step)) or step
    if step.page.end:
        return end_page(request, filling, step)
    try:
        if step.group is not None:
            return list_page(request, filling, step)
    except forms.DraftGone:
        return gone(request, filling)
    if request.method != "POST":
        return _page(request, filling, step, {**preset(request, step), **_shown_in(filling, step.address)})
    return _take(request, filling, step)


def _removing(request: Request, filling: Filling, place: str, item: str) -> HttpResponseBase:
    """Taking an item out of the list at `place`."""
    step = forms.step_at(filling.form, filling.answers, place)
    if step is None or filling.lost or filling.closed:
        return HttpResponseRedirect(filling.address("start"))
    try:
        return remove_page(request, filling, step, item)
    except forms.DraftGone:
        return gone(request, filling)


def _take(request: Request, filling: Filling, step: forms.Step) -> HttpResponseBase:
    """What was typed on a page: sent back with sentences, or saved; saved also when the service has closed since."""
    item = forms.item_for(step)
    reading = forms.read_page(
        filling.form, step.address, request.POST, request.FILES, held=filling.answers, item=item
    )
    if filling.draft is None and not reading.ok and not reading.uploads and not _said(reading):
        return _page(request, filling, step, reading.page_typed, reading.page_problems, reading.more, item)
    try:
        saved = _save(filling, reading, by=request.actor)
    except forms.DraftGone:
        return gone(request, filling, step.address)
    filling = replace(filling, draft=saved.draft)
    if LATER not in request.POST and not filling.sent and (saved.problems or reading.more):
        typed = {**_shown_in(filling, step.address), **reading.page_typed}
        problems = forms.on_page(saved.problems, reading.scope)
        response: HttpResponseBase = _page(request, filling, step, typed, problems, reading.more, item)
    else:
        here = forms.step_at(filling.form, saved.draft.answers, step.address, item)
        page = here.address if here else step.address
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
    onward = forms.next_page(filling.form, draft.answers, page, changing="change" in request.GET)
    if request.GET.get("change") == ALL and onward.startswith(forms.CHECK_ANSWERS):
        onward = forms.CHECK_ANSWERS
    return filling.address(onward)


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
        return gone(request, filling)
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
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    if filling.draft.person:
        return joining.check(request, filling, filling.draft)
    if not all_done(people_rows(filling, seen_by=request.actor)):
        return HttpResponseRedirect(filling.address(forms.TASKS))
    draft, window = filling.draft, filling.hand.window
    if request.method != "POST":
        return _check_page(request, filling, draft)
    if window is not None and draft.changed_since(window):
        filling = replace(filling, hand=replace(filling.hand, window=None))
        return _check_page(request, filling, draft, done=_(CHANGED))
    return _send(request, filling, draft)


def _send(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    try:
        if filling.form.fee and fee_due(filling.service, filling.answers):
            return paying.begin(request, filling, draft)
        opened = send(draft, filling.service, by=request.actor, held=lambda: looks_like_spam(request, draft))
    except forms.DraftGone:
        return gone(request, filling)
    except (forms.NotAllDone, forms.PartChanged):
        return HttpResponseRedirect(filling.address(forms.TASKS))
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
        sender = sender_of(filling.draft.opened, filling.draft.person)
        found = request_for(reference, seen_by=sender)
    except CaseNotFound:
        return HttpResponseRedirect(local("/track"))
    page = DonePage(
        title=_("Thank you. We have it"),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        service=filling.service.name,
        reference=reference,
        spoken=spoken(reference),
        promise=found.promise,
        address=filling.address("done"),
        told_by_email=found.part
        or any(said.binding == "person.email" and not said.blank for said in found.answers),
        follow=local(f"/requests/{reference}"),
        another=filling.address(),
        clear=filling.address("clear"),
        contact=council().contact,
        paid=receipts(found.payments),
    )
    response = _private(show(request, page))
    proofs.prove_all(request, response, sender)
    return response


def own_picture(request: Request, slug: str, document: UUID) -> HttpResponseBase:
    """A picture in a form that has not been sent, for whoever is filling it in."""
    filling = filling_of(request, slug)
    if filling.draft is None:
        raise Http404
    try:
        attached, content = documents.open_document(
            document, owner=filling.draft.owner, seen_by=request.actor, small="small" in request.GET
        )
    except (documents.DocumentNotFound, FileNotFoundError):
        raise Http404 from None
    return file_response(attached, content)


def _page(
    request: Request,
    filling: Filling,
    step: forms.Step,
    typed: forms.Typed,
    problems: tuple[forms.Problem, ...] = (),
    more: tuple[forms.More, ...] = (),
    item: str = "",
) -> HttpResponse:
    page, change = step.address, request.GET.get("change", "")
    back = forms.page_before(filling.form, filling.answers, page) or ""
    if change:
        back = forms.CHECK_ANSWERS if change == ALL else forms.check_of(step.section)
    action = ""
    if step.scope:
        action = f"?item={item or forms.item_for(step)}" + (f"&change={quote(change)}" if change else "")
    html = compiled(filling.service, filling.form, step.page.key).fill(
        token=get_token(request),
        typed=typed,
        problems=problems,
        more=with_photo_places(filling, step, more, seen_by=request.actor),
        back=filling.address(back),
        action=action,
        hidden=forms.hidden(filling.form, page, filling.answers),
        shown=shown(filling.hand, filling.draft),
        caption=forms.caption(filling.form, filling.answers, step) if step.scope else "",
        here=here_of(request),
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
    held, source = filling.answers, forms.source_of(draft)
    reading = with_files(reading, draft.owner, held=held, source=source, by=by)
    return forms.save_window(draft, reading, window, by=by)


def _check_page(
    request: Request, filling: Filling, draft: forms.Draft, *, done: str = "", problem: str = ""
) -> HttpResponse:
    answers = forms.relevant(filling.form, filling.answers)
    files = drafted_files(draft.owner, answers, filling.address, seen_by=request.actor)
    blocks = blocks_of(
        filling,
        forms.answers_in_words(filling.form, answers),
        {key: found.pictures for key, found in files.items()},
        {key: found.notes for key, found in files.items()},
        change=ALL if filling.form.sections else "1",
    )
    before = forms.page_before(filling.form, filling.answers, forms.CHECK_ANSWERS)
    fee, problem = _fee(filling, problem)
    page = CheckPage(
        title=_("Check your answers"),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        done=done,
        back=filling.address(before or ""),
        blocks=blocks,
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


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody typed is for nobody's cache, on a library's computer least of all."""
    response["Cache-Control"] = "private, no-store"
    return response
