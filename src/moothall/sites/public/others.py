"""Whoever began a form asks others for their parts of it, and sees how far these are: never what is in them."""

from __future__ import annotations

import re

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Recipient, messages_about
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.public import resuming
from moothall.sites.public.devices import remember, shown, with_draft
from moothall.sites.public.filling import Filling, filling_of
from moothall.sites.public.form_pages import PersonRow
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import TooMany
from moothall.sites.public.people_pages import AskPage
from moothall.sites.public.resuming import MAILS, MAILS_TO, WRONG_EMAIL, send_link
from moothall.sites.public.telling import link_in, tell_in
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import day

#: What the buttons of the page say that they do.
ASK, STOP, KEEP = "ask", "stop", "keep"
#: No longer name, and none with an address in it, goes to somebody who has not asked to hear from us.
LONGEST_NAME = 70
_LEADS = re.compile(r"[/@:<>£$€]|www|\.\w{2,}", re.IGNORECASE)
#: Their link could not be delivered, as messages call it.
FAILED = "failed"
_NOT_YET = (forms.PartState.WAITING, forms.PartState.AGAIN)
SOMEBODY = N_("Somebody")


def people_rows(filling: Filling, *, seen_by: Actor) -> tuple[PersonRow, ...]:
    """Everybody's part but one's own, for the list of tasks. No query for a form of one person."""
    draft = filling.draft
    if draft is None or not filling.form.whole.people:
        return ()
    return tuple(
        PersonRow(
            key=part.person,
            called=part.called,
            state=_state(part, seen_by),
            on=clock.local(part.on).date() if part.on else None,
            href=_href(filling, part),
            first=part.first,
        )
        for part in forms.parts_of(draft, filling.form, seen_by=seen_by)
    )


def _state(part: forms.Part, seen_by: Actor) -> str:
    """How far a part is; `failed` where the newest message about it could not be delivered."""
    sent = messages_about(part.owner, seen_by=seen_by) if part.state in _NOT_YET and part.owner else ()
    return FAILED if sent and sent[-1].state == FAILED else part.state.value


def all_done(rows: tuple[PersonRow, ...]) -> bool:
    return all(row.state == forms.PartState.DONE for row in rows)


def ask(request: Request, slug: str, person: str) -> HttpResponseBase:
    """Ask somebody for their part; and, when that was done, what else can be done about it."""
    filling = filling_of(request, slug)
    if filling.form.participant(person) is None or filling.form.person:
        raise Http404
    draft = filling.draft
    if draft is None or filling.sent or filling.closed or filling.outdated:
        return HttpResponseRedirect(filling.address("start"))
    parts = forms.parts_of(draft, filling.form, seen_by=request.actor)
    part = next((one for one in parts if one.person == person), None)
    if part is None or not _href(filling, part):
        return HttpResponseRedirect(filling.address(forms.TASKS))
    if request.method != "POST":
        return _ask_page(request, filling, draft, part, _own_email(filling, draft, request.actor))
    try:
        done = request.POST.get("do", "")
        if done == STOP:
            with transaction.atomic():
                _tell_dropped(filling, draft, (part,), by=request.actor)
                forms.drop_part(draft, person, by=request.actor)
        elif done == KEEP:
            forms.keep_asked(draft, filling.form, person, by=request.actor)
        else:
            return _asked(request, filling, draft, part)
    except forms.DraftGone:
        return HttpResponseRedirect(filling.address())
    return HttpResponseRedirect(filling.address(forms.TASKS))


def which_answer(request: Request, slug: str) -> HttpResponseBase:
    """As `resuming.which_answer`: what is chosen there may be what others had signed."""
    return answers_changed(request, filling_of(request, slug), resuming.which_answer(request, slug))


def answers_changed(request: Request, filling: Filling, response: HttpResponseBase) -> HttpResponseBase:
    """Whoever began has posted a page: links of those who are asked no longer die, and what others had signed falls,
    with a word to them. Where somebody has begun and their address was changed, it is asked what is meant."""
    before = filling.draft
    if request.method != "POST" or before is None or before.person or not filling.form.whole.people:
        return response
    draft = forms.draft_for(before.token, seen_by=request.actor)
    if draft is None or draft.reference:
        return response
    try:
        moved = forms.drop_stray_parts(draft, filling.form, by=request.actor)
        with transaction.atomic():
            for fallen in forms.tell_fallen(draft, filling.form, by=request.actor):
                _tell_part("part again", filling, fallen, by=request.actor)
    except forms.DraftGone:
        return response
    if moved and response.status_code == 302:
        return HttpResponseRedirect(filling.address(f"ask/{moved[0].person}"))
    return response


def _asked(request: Request, filling: Filling, draft: forms.Draft, part: forms.Part) -> HttpResponseBase:
    typed = request.POST.get("email", "")[:320].replace("\x00", "").strip()
    email = forms.email_in(typed)
    if email is None:
        wrong = _(WRONG_EMAIL) if typed else _("Enter your e-mail address")
        return _ask_page(request, filling, draft, part, typed, wrong)
    try:
        for limit, tried in ((MAILS, draft.owner), (MAILS_TO, part.email.casefold())):
            limit.demand(tried)
            limit.count(tried)
    except TooMany as too_many:
        return _ask_page(request, filling, draft, part, typed, too_many.sentence, status=429)
    days = filling.now.drafts.keep_days if filling.now else 28
    try:
        with transaction.atomic():
            kept = forms.saved_for(draft, seen_by=request.actor)
            if kept is None or kept.email.casefold() != email.casefold():
                send_link(filling, draft, email, by=request.actor)
            asked = forms.ask_part(draft, filling.form, part.person, days=days, by=request.actor)
            _tell_part("part asked", filling, asked, by=request.actor)
    except forms.NotAsked:
        return HttpResponseRedirect(filling.address(forms.TASKS))
    response = HttpResponseRedirect(filling.address(forms.TASKS) + f"?asked={part.person}")
    remember(response, filling, with_draft(filling.hand.tokens, draft.token))
    return response


def begin_again(filling: Filling, draft: forms.Draft, *, by: Actor) -> None:
    """Forget a draft, with the parts of it; whoever was asked for one is told that nothing is asked of them."""
    parts = forms.parts_of(draft, filling.form, seen_by=by) if filling.form.whole.people else ()
    with transaction.atomic():
        _tell_dropped(filling, draft, parts, by=by)
        for part in parts:
            forms.drop_part(draft, part.person, by=by)
        forms.discard_draft(draft, by=by)


def _tell_dropped(filling: Filling, draft: forms.Draft, parts: tuple[forms.Part, ...], *, by: Actor) -> None:
    """Said about the form they were asked for, because their part is gone before the message leaves."""
    for part in forms.told_of_the_end(parts):
        tell_in(
            part.language,
            "part dropped",
            filling,
            Recipient("co_applicant", name_to_mail(part.name), part.asked_email),
            lambda _form: {"asked_by": _asker(filling)},
            about=draft.owner,
            by=by,
        )


def _tell_part(moment: str, filling: Filling, asked: forms.AskedPart, *, by: Actor) -> None:
    """A message to somebody who takes part, with the link to their part."""

    def facts(form: forms.Form) -> dict[str, str]:
        return {
            "part_link": link_in(asked.language, filling, f"join/{asked.link}"),
            "part_until": day(clock.local(asked.until).date()),
            "asked_by": _asker(filling),
            "changed": ", ".join(forms.labels_of(form, asked.changed)),
        }

    email = asked.part.asked_email or asked.part.email
    to = Recipient("co_applicant", name_to_mail(asked.part.name), email)
    tell_in(asked.language, moment, filling, to, facts, about=asked.owner, by=by)


def _asker(filling: Filling) -> str:
    """Who asks, unless the form keeps their name out of messages."""
    sensitive = any(question.sensitive for question in filling.form.bound("person.name"))
    name = name_to_mail(forms.bound_text(filling.form, filling.answers, "person.name"))
    return name if name and not sensitive else _(SOMEBODY)


def name_to_mail(name: str) -> str:
    """A name that one person typed, as it may stand in a message to another: not what leads somewhere or advertises."""
    return "" if len(name) > LONGEST_NAME or _LEADS.search(name) else name


def _own_email(filling: Filling, draft: forms.Draft, actor: Actor) -> str:
    kept = forms.saved_for(draft, seen_by=actor)
    return kept.email if kept else forms.bound_text(filling.form, filling.answers, "person.email")


def _href(filling: Filling, part: forms.Part) -> str:
    """Where something can be done about a part; nowhere, as long as they cannot be asked."""
    if part.state is forms.PartState.UNKNOWN or (part.first and part.on is None):
        return ""
    return filling.address(f"ask/{part.person}")


def _ask_page(
    request: Request,
    filling: Filling,
    draft: forms.Draft,
    part: forms.Part,
    email: str,
    wrong: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    taking = filling.form.participant(part.person)
    page = AskPage(
        title=_(_TITLES.get(part.state, N_("{called}’s part"))).format(called=part.called),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        problems=(Problem(wrong, "#email"),) if wrong else (),
        back=filling.address(forms.TASKS),
        email=part.email,
        asked_email=part.asked_email,
        state=_state(part, request.actor),
        begun=part.begun,
        on=clock.local(part.on).date() if part.on else None,
        until=clock.local(part.until).date() if part.until else None,
        sees=forms.labels_of(filling.form, taking.sees) if taking else (),
        changed=part.changed,
        days=filling.now.drafts.keep_days if filling.now else 28,
        own_email=email,
        wrong=wrong,
        shown=shown(filling.hand, draft),
    )
    response = show(request, page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


_TITLES = {
    forms.PartState.NOT_ASKED: N_("Ask {called} to do their part"),
    forms.PartState.WAITING: N_("Waiting for {called}"),
    forms.PartState.AGAIN: N_("Waiting for {called}"),
    forms.PartState.EXPIRED: N_("Ask {called} again"),
    forms.PartState.DONE: N_("{called} has done their part"),
    forms.PartState.DECLINED: N_("{called} does not want to take part"),
    forms.PartState.MOVED: N_("You changed the address of {called}"),
}
