"""Doing something with a case: one page for each verb that asks for words or a choice, one button for each other.

A page is made of fields, so that a verb is said once, as an `Act` (`offers.py`): what it asks, whom it is for, what it
calls. When the verb refuses, the page comes back with the rule's sentence and with everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    ChangedSince,
    Entry,
    Verb,
    as_seen,
    case_for,
    timeline_of,
    verdicts_for,
)
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.case import Outcome, showing, wants_in_place
from moothall.sites.staff.casework.offers import ACTS, PRESSES, SAID, Act, Field, Option, Press, said_after
from moothall.sites.staff.casework.presence import others_here, ticket_for
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request, route


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage(Page):
    """`intro` says what will happen; `why_not` why it cannot be done; `since` what colleagues did meanwhile, for
    somebody to read before they do it all the same."""

    template: ClassVar[str] = "staff/casework/act.html"
    case: CaseView
    intro: str
    fields: tuple[Field, ...]
    button: str
    why_not: str = ""
    since: tuple[Entry, ...] = ()
    #: Who else has the case open, and what lets the page's script ask again.
    here: str = ""
    ticket: str = ""


def acting(act: Act) -> Callable[..., HttpResponseBase]:
    """The view of a verb with a page: shows it, or does it and leads on."""

    def view(request: Request, reference: str) -> HttpResponseBase:
        known = reading.reference(reference)
        try:
            if request.method != "POST":
                return _page(request, act, known, None)
            with as_seen(known, reading.number(request.POST, "seen"), heeds=act.heeds):
                done = act.do(known, request.POST, request.actor)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        except Refused as no:
            return _page(request, act, known, no)
        return _led_on(act, known, done)

    return view


def pressing(press: Press) -> Callable[..., HttpResponseBase]:
    """The view of a button: does it and comes back to the case, also for somebody who follows an old link."""

    def view(request: Request, reference: str) -> HttpResponseBase:
        known = reading.reference(reference)
        back = reverse("staff-case", args=[known])
        if request.method != "POST":
            return HttpResponseRedirect(back)
        try:
            with as_seen(known, reading.number(request.POST, "seen"), heeds=press.heeds):
                press.do(known, request.POST, request.actor)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        except Refused as no:
            problem = Problem(no.sentence, f"#{press.keeps}" if press.keeps else "")
            kept = {press.keeps: reading.text(request.POST, press.keeps)} if press.keeps else {}
            seen = no.seen if isinstance(no, ChangedSince) else None
            return showing(request, known, Outcome(problems=(problem,), typed=kept, seen=seen))
        if wants_in_place(request):
            return showing(request, known, Outcome(said_after(press.name)))
        return HttpResponseRedirect(f"{back}?done={press.name}")

    return view


def _page(request: Request, act: Act, reference: str, no: Refused | None) -> HttpResponseBase:
    try:
        case = case_for(reference, seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    fields = tuple(
        replace(field, value=reading.text(request.POST, field.name)) if no else field
        for field in act.fields(case, request.actor)
    )
    since = since_seen(case, no, request.actor)
    page = ActPage(
        title=act.title,
        frame=staff_frame(request),
        problems=(Problem(no.sentence, "#since" if since else f"#{_at(no, fields)}"),) if no else (),
        case=case,
        intro=act.intro,
        fields=fields,
        button=f"{act.button_for(case)} all the same" if since else act.button_for(case),
        why_not="" if no and not since else why_not(case, act.name, request.actor),
        since=since,
        here=others_here(request, f"case:{case.id}", "writing"),
        ticket=ticket_for(request, f"case:{case.id}"),
    )
    return show(request, page, status=422 if no else 200)


def _at(no: Refused, fields: tuple[Field, ...]) -> str:
    """The field of which a refusal speaks: the one asked for words where words are missing, else the first."""
    words = [field.name for field in fields if field.kind == "words"]
    return words[-1] if words and no.code == "CASE-162" else fields[0].name


def _led_on(act: Act, reference: str, done: str | None) -> HttpResponseRedirect:
    to = reverse(act.leads_to, args=[reference] if act.leads_to == "staff-case" else [])
    return HttpResponseRedirect(f"{to}?done={done or act.done or act.name}")


def why_not(case: CaseView, name: str, by: Actor) -> str:
    """Why the verb is not possible; empty where it is."""
    if name not in set(Verb):
        return ""
    closed = "This request is closed. Reopen it first."
    otherwise = closed if case.status == "closed" else "It does not apply to the case as it is now."
    return verdicts_for(case, by=by).get(Verb(name), otherwise)


def since_seen(case: CaseView, no: Refused | None, by: Actor) -> tuple[Entry, ...]:
    """What happened since the page was shown, where that is why the verb stopped."""
    if not isinstance(no, ChangedSince):
        return ()
    return tuple(one for one in timeline_of(case.reference, seen_by=by) if one.sequence > no.seen)


def routes_of(acts: Iterable[Act], presses: Iterable[Press] = ()) -> list[URLPattern]:
    """The addresses of what can be done with a case; from here on the case page offers it."""
    routes = []
    for act in acts:
        ACTS.add(act.name, act)
        SAID.add(act.name, act.said)
        at, name = f"staff/cases/<str:reference>/{act.name}/", f"staff-case-{act.name}"
        routes.append(route(at, acting(act), policy=act.policy, name=name))
    for press in presses:
        PRESSES.add(press.name, press)
        SAID.add(press.name, press.said)
        at, name = f"staff/cases/<str:reference>/{press.name}/", f"staff-case-{press.name}"
        routes.append(route(at, pressing(press), policy=press.policy, name=name))
    return routes


__all__ = ["Act", "Field", "Option", "Press", "acting", "pressing", "routes_of"]
