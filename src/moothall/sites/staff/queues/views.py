"""Lists with a name: keeping them, sharing them, putting them in order; and the columns somebody likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases.api import (
    Saved,
    Shared,
    ViewNotFound,
    change_view,
    keep_columns,
    place_view,
    remove_view,
    rename_view,
    save_view,
    saved_view,
    saved_views,
    share_view,
)
from moothall.apps.teams.api import teams
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.cells import COLUMNS, USUAL
from moothall.sites.staff.queues.columns import ANSWER, MOST, questions_by_key
from moothall.sites.staff.queues.filters import Option, chips
from moothall.sites.staff.queues.menu import NAMED, MenuLink
from moothall.sites.staff.queues.pages import ColumnsPage, SavedLine, SavedPage
from moothall.sites.staff.queues.wording import SORTS, address, asked_in, list_address, read_asked
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request

DONE = {
    "named": "The list has its new name.",
    "shared": "You have changed who can open the list.",
    "removed": "The list is removed. No case has changed.",
}


def views(request: Request) -> HttpResponse:
    """One's lists: a form to save the one that was open, and what can be done with each."""
    if request.method != "POST":
        return _page(request, request.GET.get("asked", ""), None)
    asked = _clean(request.POST.get("asked", ""))
    name = reading.words(request.POST, "name")
    try:
        key = save_view(name, asked, by=request.actor)
    except Refused as no:
        return _page(request, asked, no)
    wanted, shown = read_asked(asked)
    return HttpResponseRedirect(list_address(wanted, replace(shown, saved=key), done="saved"))


def view(request: Request, key: UUID) -> HttpResponse:
    """The link of a saved list: leads to it, for whoever it is shared with."""
    try:
        found = saved_view(key, seen_by=request.actor)
    except ViewNotFound as hidden:
        raise Http404 from hidden
    wanted, shown = read_asked(found.asked)
    return HttpResponseRedirect(list_address(wanted, replace(shown, saved=found.id)))


def change(request: Request, key: UUID, verb: str) -> HttpResponse:
    """One thing done to one's own list; a link to it leads back to the lists."""
    if verb not in _VERBS:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-views"))
    try:
        return HttpResponseRedirect(_VERBS[verb](key, request.POST, request.actor))
    except ViewNotFound as hidden:
        raise Http404 from hidden
    except Refused as no:
        return _page(request, "", no, about=key)


def columns(request: Request) -> HttpResponse:
    """Which columns lists have, or one saved list of one's own."""
    sent = request.POST if request.method == "POST" else request.GET
    asked, key = _clean(sent.get("asked", "")), reading.key(sent, "saved")
    wanted, shown = read_asked(asked)
    saved = saved_views(seen_by=request.actor)
    named = next((one for one in saved.views if one.id == key and one.own), None)
    offered = {name: column.head for name, column in COLUMNS.items()}
    answers = {f"{ANSWER}{key}": one.label for key, one in questions_by_key(wanted, request.actor).items()}
    now = (named.columns if named else ()) or saved.columns or USUAL
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        now = tuple(name for name in sent.getlist("column") if name in offered or name in answers)
        problems = _too_many(now)
    if request.method == "POST" and not problems:
        keep_columns(now, view=named.id if named else None, by=request.actor)
        back = replace(shown, saved=named.id if named else None)
        return HttpResponseRedirect(list_address(wanted, back, done="columns"))
    page = ColumnsPage(
        title="Choose columns",
        frame=staff_frame(request),
        problems=problems,
        options=tuple(Option(name, head, name in now) for name, head in offered.items()),
        answers=tuple(
            Option(name, label, name in now)
            for name, label in answers.items()
            if wanted.services or name in now
        ),
        saved=str(named.id) if named else "",
        asked=asked,
        of=named.name if named else "",
        most=MOST,
    )
    return show(request, page, status=422 if problems else 200)


def _too_many(chosen: tuple[str, ...]) -> tuple[Problem, ...]:
    if len(chosen) <= MOST:
        return ()
    return (Problem(f"You chose {len(chosen)} columns. A list can be read with at most {MOST}.", "#c-1"),)


def _clean(asked: str) -> str:
    """What a page of ours has sent, or what can be read of anything else."""
    return asked_in(*read_asked(asked[:8_000]))


def _rename(key: UUID, sent: QueryDict, by: Actor) -> str:
    rename_view(key, reading.words(sent, "name"), by=by)
    return address("staff-views", done="named")


def _share(key: UUID, sent: QueryDict, by: Actor) -> str:
    said, _, team = sent.get("shared", "").partition(":")
    share_view(key, Shared(said) if said in Shared.values else Shared.NOBODY, team=team, by=by)
    return address("staff-views", done="shared")


def _remove(key: UUID, sent: QueryDict, by: Actor) -> str:
    remove_view(key, by=by)
    return address("staff-views", done="removed")


def _up(key: UUID, sent: QueryDict, by: Actor) -> str:
    place_view(key, up=True, by=by)
    return reverse("staff-views")


def _down(key: UUID, sent: QueryDict, by: Actor) -> str:
    place_view(key, up=False, by=by)
    return reverse("staff-views")


def _update(key: UUID, sent: QueryDict, by: Actor) -> str:
    wanted, shown = read_asked(_clean(sent.get("asked", "")))
    change_view(key, asked_in(wanted, shown), by=by)
    return list_address(wanted, replace(shown, saved=key), done="changed")


_VERBS: dict[str, Callable[[UUID, QueryDict, Actor], str]] = {
    "rename": _rename,
    "share": _share,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "update": _update,
}


def _page(request: Request, asked: str, no: Refused | None, about: UUID | None = None) -> HttpResponse:
    by = request.actor
    saved = saved_views(seen_by=by).views
    own = [one for one in saved if one.own]
    asked = _clean(asked) if asked else ""
    field = f"#name-{about}" if about else "#name"
    typed = reading.words(request.POST, "name") if no else ""
    page = SavedPage(
        title="My lists",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        problems=(Problem(no.sentence, field),) if no else (),
        views=tuple(
            _line(one, request, first=n == 0, last=n == len(own) - 1, typed=typed if one.id == about else "")
            for n, one in enumerate(own)
        ),
        others=tuple(
            MenuLink(one.name, reverse("staff-view", args=[one.id]), False) for one in saved if not one.own
        ),
        asked=asked,
        says=_says(asked, by) if asked or "asked" in request.GET else "",
        typed="" if about else typed,
    )
    return show(request, page, status=422 if no else 200)


def _line(one: Saved, request: Request, *, first: bool, last: bool, typed: str) -> SavedLine:
    by = request.actor
    now = f"team:{one.team}" if one.shared == Shared.TEAM else one.shared.value
    called = {team.code: team.name for team in teams()}
    choices = (
        ("nobody", "Only me"),
        *((f"team:{code}", f"My team: {called.get(code, code)}") for code in sorted(by.teams)),
        ("link", "Every colleague who has the link"),
    )
    return SavedLine(
        key=str(one.id),
        name=typed or one.name,
        href=reverse("staff-view", args=[one.id]),
        link=request.build_absolute_uri(reverse("staff-view", args=[one.id])),
        says=_says(one.asked, by),
        sharing=tuple(Option(value, text, value == now) for value, text in choices),
        shared=one.shared.value,
        first=first,
        last=last,
    )


def _says(asked: str, by: Actor) -> str:
    """“Open cases. Ward: Hiram. Tag: school.”"""
    wanted, shown = read_asked(asked)
    said = [NAMED[wanted.view].title]
    said += [f"{chip.label} {chip.value}" for chip in chips(wanted, shown, {}, seen_by=by)]
    said += [f"By {SORTS[wanted.sort].lower()}"] if wanted.sort else []
    return ". ".join(said) + "."
