"""Somebody takes part in a form that another person began: by a link, in a part of their own.

They see what `sees` of the form names and what they answer themselves; nothing they answer goes to the other person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.catalogue.api import council
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Recipient
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.public.answered import blocks_of
from moothall.sites.public.devices import remember, shown
from moothall.sites.public.drafted_files import drafted_files
from moothall.sites.public.filling import Filling, filling_of, service_or_404
from moothall.sites.public.form_pages import TaskRow
from moothall.sites.public.frames import public_frame
from moothall.sites.public.lost import gone
from moothall.sites.public.pages import Row
from moothall.sites.public.people_pages import DeclinePage, JoinPage, PartCheckPage, PartOverPage, PartPage
from moothall.sites.public.resuming import let_in
from moothall.sites.public.telling import link_in, tell_in
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import day

FINISHED, DECLINED, OVER = "finished", "declined", "over"
#: What somebody reads who finishes their part when it is not what they looked at any more.
LOOK_AGAIN = N_("Something has changed since you looked at it. Look at it again, then finish your part.")


def join(request: Request, slug: str, token: str) -> HttpResponseBase:
    """The link in the e-mail: nothing is shown before the e-mail address is typed."""
    service = service_or_404(request, slug)

    def page(typed: str, wrong: str = "", *, done: str = "", status: int = 200) -> HttpResponse:
        asking = JoinPage(
            title=_("You are asked to do a part of a form"),
            frame=public_frame(request),
            done=done,
            problems=(Problem(wrong, "#email"),) if wrong else (),
            service=service.name,
            email=typed,
            wrong=wrong,
            contact=council().contact,
        )
        return _private(request, asking, status=status)

    return let_in(request, service, token, page)


def part_page(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    """The list of tasks of somebody who was asked: what it is about, and what they are to do."""
    taking = filling.taking
    if taking is None or not taking.needed:
        return _over(request, filling, OVER)
    found = forms.tasks_of(filling.form, filling.answers)
    done = all(task.status is forms.Status.COMPLETED for task in found)
    page = PartPage(
        title=filling.service.name,
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        name=taking.name,
        seen=seen_rows(taking.shown),
        tasks=task_rows(filling, found),
        changed=taking.changed,
        finished=clock.local(taking.done).date() if taking.done else None,
        check=filling.address(forms.CHECK_ANSWERS) if done else "",
        save=filling.address("save") if filling.begun else "",
        decline=filling.address("part/decline"),
    )
    return _private(request, page)


def check(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    """Check your answers of a part; and, when posted, finish it."""
    if filling.taking is None or not filling.taking.needed:
        return _over(request, filling, OVER)
    window = filling.hand.window
    if request.method != "POST":
        return _check_page(request, filling, draft)
    if window is not None and window.revision != draft.revision:
        again = replace(filling, hand=replace(filling.hand, window=None))
        return _check_page(request, again, draft, done=_(LOOK_AGAIN))
    try:
        with transaction.atomic():
            main = forms.finish_part(draft, filling.form, by=request.actor)
            _tell_first("part done", filling, main, by=request.actor)
    except forms.DraftGone:
        return gone(request, filling)
    except forms.NotAllDone:
        return HttpResponseRedirect(filling.address(forms.TASKS))
    except forms.SeenChanged:
        return HttpResponseRedirect(filling.address(forms.TASKS))
    response = HttpResponseRedirect(filling.address("part/finished"))
    remember(response, filling, _without(filling, draft))
    return response


def decline(request: Request, slug: str) -> HttpResponseBase:
    """I do not want to take part: asked once more, then everything typed is gone and the first person is told."""
    filling = filling_of(request, slug)
    draft = filling.draft
    if draft is None or not draft.person or filling.sent:
        return HttpResponseRedirect(filling.address())
    if request.method != "POST":
        page = DeclinePage(
            title=_("Do you not want to take part?"),
            frame=public_frame(request, service=filling.service.name, form=filling.address()),
            back=filling.address(forms.TASKS),
            service=filling.service.name,
        )
        return _private(request, page)
    try:
        with transaction.atomic():
            taking = forms.decline_part(draft, filling.form, by=request.actor)
            _tell_first("part declined", filling, taking.main, by=request.actor)
    except forms.DraftGone:
        return gone(request, filling)
    response = HttpResponseRedirect(filling.address("part/declined"))
    remember(response, filling, _without(filling, draft))
    return response


def over(request: Request, slug: str, state: str) -> HttpResponseBase:
    """Thanks for a part that is finished, or for having said no. Says nothing about anybody, and needs no proof."""
    service = service_or_404(request, slug)
    if state not in (FINISHED, DECLINED) or "form" not in service.parts:
        raise Http404
    filling = Filling(service, forms.form_of(service), None)
    return _over(request, filling, state)


def task_rows(filling: Filling, tasks: Sequence[forms.Task]) -> tuple[TaskRow, ...]:
    """The sections that somebody does, for a list of tasks."""
    return tuple(
        TaskRow(
            key=task.key,
            title=task.title,
            status=task.status.value,
            href=filling.address(task.address) if task.address else "",
            minutes=task.minutes,
        )
        for task in tasks
    )


def seen_rows(said: Sequence[forms.Said]) -> tuple[Row, ...]:
    """What somebody is shown of another person's answers, in rows that lead nowhere."""
    return tuple(
        Row(key=one.question, label=one.label, lines=one.lines, change="", of=", ".join(one.item))
        for one in said
        if not (one.blank or one.unseen)
    )


def _tell_first(moment: str, filling: Filling, main: forms.Draft, *, by: Actor) -> None:
    """A word to whoever began, with a link to go on; in the transaction of what it tells. None without an address."""
    form, taking = filling.form.part(""), filling.taking
    kept = forms.saved_for(main, seen_by=by)
    email = kept.email if kept else forms.bound_text(form, main.answers, "person.email")
    if not email or taking is None:
        return
    saved = forms.keep_draft(main, email, days=main.days, by=by)

    def facts(spoken: forms.Form) -> dict[str, str]:
        one = spoken.participant(taking.one.key) or taking.one
        return {
            "person_name": taking.name or one.name,
            "resume_link": link_in(taking.asked_in, filling, f"resume/{saved.link}"),
            "resume_until": day(clock.local(saved.until).date()),
        }

    to = Recipient("reporter", forms.bound_text(form, main.answers, "person.name"), email)
    tell_in(taking.asked_in, moment, filling, to, facts, about=main.owner, by=by)


def _check_page(request: Request, filling: Filling, draft: forms.Draft, *, done: str = "") -> HttpResponse:
    answers = forms.relevant(filling.form, filling.answers)
    files = drafted_files(draft.owner, answers, filling.address, seen_by=request.actor)
    taking = filling.taking
    page = PartCheckPage(
        title=_("Check your answers"),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        done=done,
        back=filling.address(forms.TASKS),
        seen=seen_rows(taking.shown) if taking else (),
        blocks=blocks_of(
            filling,
            forms.answers_in_words(filling.form, answers),
            {key: found.pictures for key, found in files.items()},
            {key: found.notes for key, found in files.items()},
            change="all",
        ),
        changed=taking.changed if taking else (),
        shown=shown(filling.hand, draft),
    )
    return _private(request, page)


def _over(request: Request, filling: Filling, state: str) -> HttpResponse:
    titles = {
        FINISHED: _("Thank you. You have done your part"),
        DECLINED: _("You do not take part"),
        OVER: _("Your part is not needed any more"),
    }
    page = PartOverPage(
        title=titles.get(state, titles[OVER]),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        state=state,
        service=filling.service.name,
        clear=filling.address("clear"),
        contact=council().contact,
    )
    return _private(request, page)


def _without(filling: Filling, draft: forms.Draft) -> tuple[str, ...]:
    """What this browser has besides the part: whoever shares it with the other person leaves nothing open to them."""
    return tuple(token for token in filling.hand.tokens if token != draft.token)


def _private(request: Request, page: Page, *, status: int = 200) -> HttpResponse:
    response = show(request, page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
