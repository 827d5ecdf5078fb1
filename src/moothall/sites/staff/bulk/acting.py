"""The same for many cases: choose, look at what will happen, begin, see how far it is, undo."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases.api import (
    MANY_VERBS,
    CaseNotFound,
    Many,
    Row,
    Wanted,
    act_on_many,
    acts_on_many,
    begin_many,
    cases_waiting,
    count_waiting,
    propose_many,
    undo_many,
)
from moothall.apps.catalogue.api import Service, services_listed
from moothall.apps.identity.api import accounts_named
from moothall.apps.teams.api import members_of, teams
from moothall.kernel.actors import Actor
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import PRIORITY_WORDS, STATUS_WORDS, case_address, counted
from moothall.ui.pages import Choice, Page, Problem, show
from moothall.ui.routes import Request

#: Cases that can be ticked one by one; beyond them one takes the whole list.
TO_TICK = 100
NOBODY = "nobody"
#: What is typed and not chosen.
TYPED = ("words", "tag", "closing", "reason", "into", "why")
#: The verbs in the order of the page: what it says, and what it says while and after it is done.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "assign": ("Give them to somebody", "Giving them to", "Given to"),
    "close": ("Close them", "Closing them as", "Closed as"),
    "answer": ("Answer them", "Answering them", "Answered"),
    "tag": ("Tag them", "Tagging them as", "Tagged as"),
    "move": ("Move them to another service", "Moving them to", "Moved to"),
    "team": ("Give them to another team", "Giving them to the team", "Given to the team"),
    "priority": ("Set their priority", "Setting their priority to", "Priority set to"),
    "merge": ("Merge them into one", "Merging them into", "Merged into"),
    "unmerge": ("Take them out again", "Taking them out of", "Taken out of"),
}
#: Begun on the page of a case alone.
ELSEWHERE = frozenset({"unmerge"})
STATES = {
    "proposed": "Nothing has happened yet",
    "running": "It is being done",
    "done": "Done",
    "undoing": "It is being undone",
    "undone": "Undone",
}


@dataclass(frozen=True, slots=True)
class Tick:
    reference: str
    href: str
    service: str
    who: str
    status: str
    status_words: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePage(Page):
    """`asked` is the list's own address; `all` how many it lists in words; `one` is the one service there is, if so."""

    template: ClassVar[str] = "staff/bulk/choose.html"
    asked: str
    all: str
    ticks: tuple[Tick, ...]
    whole: bool
    verbs: tuple[Choice, ...]
    people: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    services: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    typed: Mapping[str, str]
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyPage(Page):
    template: ClassVar[str] = "staff/bulk/many.html"
    state: str
    act: str
    words: str
    total: int
    counts: Mapping[str, int]
    share: int
    first: tuple[Tick, ...]
    more: int
    why: tuple[tuple[str, int], ...]
    refused: tuple[tuple[Tick, str], ...]
    more_refused: int
    live: bool


@dataclass(frozen=True, slots=True)
class Past:
    href: str
    what: str
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyListPage(Page):
    template: ClassVar[str] = "staff/bulk/acts.html"
    acts: tuple[Past, ...]


#: What a case takes, and the code for where more was typed.
LONGEST = 5_000
_TOO_LONG = {"words": "STAFF-59", "closing": "STAFF-60", "reason": "STAFF-61", "why": "STAFF-62"}


def choose(request: Request) -> HttpResponseBase:
    """Which cases of a list, and what to do with them."""
    wanted = Wanted.of(request.GET.lists())
    if request.method != "POST":
        return _choose(request, wanted, ())
    sent, by = request.POST, request.actor
    try:
        verb = reading.words(sent, "verb")
        verb = "" if verb in ELSEWHERE else verb
        details = _details(verb, sent, by)
        whole = sent.get("which") == "all"
        key = propose_many(
            verb, details, chosen=() if whole else _ticked(sent), wanted=wanted if whole else None, by=by
        )
    except Refused as no:
        at = {"CASE-200": "#which", "CASE-201": "#which", "STAFF-51": "#to", "STAFF-52": "#outcome"}
        at |= {"STAFF-53": "#words", "STAFF-54": "#tag", "STAFF-55": "#service", "STAFF-57": "#team"}
        at |= {code: f"#{name}" for name, code in _TOO_LONG.items()}
        at |= {"STAFF-58": "#level", "STAFF-25": "#into", "CASE-207": "#into", "CASE-162": "#reason"}
        at |= {"CASE-09": "#words" if verb == "answer" else "#tag", "CASE-141": "#tag", "CASE-25": "#service"}
        return _choose(request, wanted, (Problem(no.sentence, at.get(no.code, "#verb")),))
    return HttpResponseRedirect(reverse("staff-many", args=[key]))


def _ticked(sent: QueryDict) -> tuple[str, ...]:
    return tuple(said[:20] for said in sent.getlist("case")[:TO_TICK])


def _details(verb: str, sent: QueryDict, by: Actor) -> dict[str, str]:
    """What the verb is given. Raises Refused for what is missing, too long, or in no list of ours."""
    if verb == "assign":
        to = reading.key(sent, "to")
        if to is None and sent.get("to") != NOBODY:
            raise Refused("STAFF-51", "Choose who to give them to.")
        return {"to": str(to) if to else ""}
    if verb == "merge":
        return {"into": _into(sent), "words": _words(sent, "why")}
    asked = {
        "close": ("outcome", "STAFF-52", "Choose how they ended."),
        "answer": ("words", "STAFF-53", "Write the answer."),
        "tag": ("tag", "STAFF-54", "Write the tag."),
        "move": ("service", "STAFF-55", "Choose a service."),
        "team": ("team", "STAFF-57", "Choose a team."),
        "priority": ("level", "STAFF-58", "Choose a priority."),
    }
    if verb not in asked:
        return {}
    name, code, sentence = asked[verb]
    said = _words(sent, name) if name == "words" else reading.words(sent, name)
    offered = _offered(verb, by)
    if not said.strip() or (offered is not None and said not in offered):
        raise Refused(code, sentence)
    besides = {"close": "closing", "team": "reason"}.get(verb)
    return {name: said, **({"words": _words(sent, besides)} if besides else {})}


def _offered(verb: str, by: Actor) -> Collection[str] | None:
    """What there is to choose from; None where it is typed, or depends on each case."""
    if verb == "priority":
        return PRIORITY_WORDS
    if verb == "team":
        return {one.code for one in teams()}
    if verb == "close":
        return {outcome.code for one in services_listed(seen_by=by) for outcome in one.outcomes}
    return {one.slug for one in services_listed(seen_by=by)} if verb == "move" else None


def _words(sent: QueryDict, name: str) -> str:
    """Whole, or refused: the cases get what was looked at."""
    said = reading.text(sent, name)
    if len(said) > LONGEST:
        raise Refused(_TOO_LONG[name], f"This is longer than {LONGEST:,} characters. Write it shorter.")
    return said


def _into(sent: QueryDict) -> str:
    """The case to merge into, where one is named."""
    said = reading.words(sent, "into")
    try:
        return read_reference(said) if said else ""
    except NotAReference as none:
        raise Refused("STAFF-25", f"“{said[:40]}” is not a reference. {none.sentence}") from none


def _choose(request: Request, wanted: Wanted, problems: tuple[Problem, ...]) -> HttpResponse:
    by, sent = request.actor, request.POST
    page = cases_waiting(wanted, limit=TO_TICK, purpose="many", seen_by=by)
    count = count_waiting(wanted, stop=5_000, seen_by=by)
    ticked = set(sent.getlist("case"))
    listed = [one for one in services_listed(seen_by=by) if one.takes_requests]
    here = {row.service for row in page.rows}
    return show(
        request,
        ChoosePage(
            title="Do the same for many cases",
            frame=staff_frame(request),
            problems=problems,
            asked=request.GET.urlencode(),
            all=counted(count),
            ticks=tuple(_tick(row, row.reference in ticked) for row in page.rows),
            whole=sent.get("which") == "all",
            verbs=tuple(
                Choice(name, words[0], sent.get("verb") == name)
                for name, words in WORDS.items()
                if name not in ELSEWHERE and MANY_VERBS[name].policy.allows(by)
            ),
            people=_people(by, sent.get("to", "")),
            outcomes=_outcomes([one for one in listed if one.slug in here], sent.get("outcome", "")),
            services=tuple(Choice(one.slug, one.name, sent.get("service") == one.slug) for one in listed),
            teams=tuple(Choice(one.code, one.name, sent.get("team") == one.code) for one in teams()),
            levels=tuple(
                Choice(level, words, sent.get("level") == level) for level, words in PRIORITY_WORDS.items()
            ),
            typed={name: reading.text(sent, name) for name in TYPED},
            back=reverse("staff-queue") + (f"?{request.GET.urlencode()}" if request.GET else ""),
        ),
        status=422 if problems else 200,
    )


def _people(by: Actor, chosen: str) -> tuple[Choice, ...]:
    named = accounts_named(members_of(by.teams, seen_by=by), seen_by=by)
    people = sorted(named.items(), key=lambda one: (one[1], one[0]))
    return (
        Choice(NOBODY, "Nobody in particular: back to the team", chosen == NOBODY),
        *(Choice(str(key), name, chosen == str(key)) for key, name in people),
    )


def _outcomes(services: list[Service], chosen: str) -> tuple[Choice, ...]:
    """The outcomes that every service of the list knows."""
    if not services:
        return ()
    shared = set.intersection(*({one.code for one in service.outcomes} for service in services))
    first = services[0].outcomes
    return tuple(Choice(one.code, one.name, chosen == one.code) for one in first if one.code in shared)


def _tick(row: Row, ticked: bool) -> Tick:
    return Tick(
        row.reference,
        case_address(row.reference),
        row.service_name,
        row.reporter_name or "Not given",
        row.status,
        STATUS_WORDS[row.status],
        ticked,
    )


def many(request: Request, key: UUID) -> HttpResponseBase:
    """What will happen, is happening, or has happened."""
    by = request.actor
    problems: tuple[Problem, ...] = ()
    try:
        if request.method == "POST":
            (undo_many if request.POST.get("press") == "undo" else begin_many)(key, by=by)
            return HttpResponseRedirect(reverse("staff-many", args=[key]))
    except Refused as no:
        problems = (Problem(no.sentence),)
    except CaseNotFound:
        raise Http404 from None
    try:
        found = act_on_many(key, seen_by=by)
    except CaseNotFound:
        raise Http404 from None
    return _many(request, found, problems)


def _many(request: Request, found: Many, problems: tuple[Problem, ...]) -> HttpResponse:
    left = found.counts["waiting"] if found.state == "running" else found.counts["done"]
    live = found.state in ("running", "undoing")
    answer = show(
        request,
        ManyPage(
            title=f"{WORDS[found.verb][0]}: {STATES[found.state].lower()}",
            frame=staff_frame(request),
            problems=problems,
            state=found.state,
            act=_what(found, request.actor),
            words=found.details.get("words", ""),
            total=found.total,
            counts=found.counts,
            share=round(100 * (found.total - left) / found.total) if live and found.total else 0,
            first=tuple(_tick(row, False) for row in found.first),
            more=found.total - found.counts["refused"] - len(found.first),
            why=found.why,
            refused=tuple((_tick(row, False), reason) for row, reason in found.refused),
            more_refused=found.counts["refused"] - len(found.refused),
            live=live,
        ),
        status=422 if problems else 200,
    )
    if live:
        answer.headers["Refresh"] = "2"
    return answer


def _what(found: Many, by: Actor) -> str:
    """The act in words: “Closed as emptied”."""
    said = WORDS[found.verb][1 if found.state in ("proposed", "running") else 2]
    if found.verb == "assign":
        to = found.details["to"]
        whom = (
            accounts_named([UUID(to)], seen_by=by).get(UUID(to), "an officer")
            if to
            else "nobody in particular"
        )
        return f"{said} {whom}"
    if found.verb == "move":
        named = {one.slug: one.name for one in services_listed(seen_by=by)}
        return f"{said} “{named.get(found.details['service'], found.details['service'])}”"
    if found.verb == "team":
        called = {one.code: one.name for one in teams()}
        return f"{said} “{called.get(found.details['team'], found.details['team'])}”"
    if found.verb == "priority":
        return f"{said} {PRIORITY_WORDS[found.details['level']].lower()}"
    if found.verb in ("merge", "unmerge"):
        return f"{said} {found.details['into']}"
    if found.verb == "answer":
        return said
    return f"{said} “{found.details['outcome' if found.verb == 'close' else 'tag'].replace('-', ' ')}”"


def acts(request: Request) -> HttpResponse:
    """One's own acts on many cases, to see how they went and to undo them."""
    by = request.actor
    page = ManyListPage(
        title="What I did with many cases",
        frame=staff_frame(request),
        acts=tuple(
            Past(reverse("staff-many", args=[one.id]), _what(one, by), STATES[one.state], one.made_at)
            for one in acts_on_many(seen_by=by)
        ),
    )
    return show(request, page)
