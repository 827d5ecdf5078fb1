"""What a list asks for, as one value: an address, a saved view, an export and an act on many cases all carry it.

    wanted = Wanted.of(request.GET.lists())          # whatever was sent: bounded, cleaned, nonsense left out
    cases_waiting(wanted, seen_by=by)
    urlencode(wanted.pairs())                        # the same again, in a fixed order

It says nothing about who asks: `person="me"` and `view="mine"` are whoever opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias
from uuid import UUID

from moothall.apps.cases.marks import FOLLOWER, HELD, MENTIONED, REOPENED
from moothall.apps.cases.models import OPEN, Level, Status

ME, NOBODY = "me", "nobody"
#: Among `wards`: cases of which no ward is known.
NO_WARD = "-"
#: Words for days; `range` is `due_from` to `due_to`, `none` where nothing is promised.
Due: TypeAlias = Literal["", "late", "today", "soon", "week", "none", "range"]
DUES: tuple[Due, ...] = ("late", "today", "soon", "week", "none", "range")
#: While the reporter is asked the clock stands still, so nothing is late.
CAN_BE_LATE = (Status.NEW, Status.IN_PROGRESS)
EVERY = (*OPEN, Status.CLOSED)
#: In which order: by the day they are due (closed cases newest first), or the most urgent first and then so.
Sort: TypeAlias = Literal["", "priority"]
MOST_URGENT_FIRST = tuple(reversed(Level))


@dataclass(frozen=True, slots=True)
class View:
    """What a view asks for by itself. `own` is a mark whose value is whoever asks, `mark` one that is set to yes."""

    statuses: tuple[Status, ...] = OPEN
    person: str = ""
    own_teams: bool = False
    due: Due = ""
    tasks: bool = False
    mark: str = ""
    own: str = ""


VIEWS: Mapping[str, View] = {
    "open": View(),
    "mine": View(person=ME),
    "team": View(own_teams=True),
    "unassigned": View(person=NOBODY),
    "breaching": View(CAN_BE_LATE, due="soon"),
    "waiting": View((Status.WAITING,)),
    "held": View(mark=HELD),
    "tasks": View(EVERY, tasks=True),
    "reopened": View(mark=REOPENED),
    "mentioned": View(EVERY, own=MENTIONED),
    "followed": View(EVERY, own=FOLLOWER),
    "new": View((Status.NEW,)),
    "in_progress": View((Status.IN_PROGRESS,)),
    "closed": View((Status.CLOSED,)),
    "all": View(EVERY),
}

#: What is sent beyond these is left out: nobody asks for more at once. Of what is ticked in a list there may be more.
MOST, MOST_TICKED, LONGEST = 8, 60, 120
_ANSWER = re.compile(r"answer\.([a-z][a-z0-9_]{0,99})(\.from|\.to)?")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to the question `key` is `value`; or, of numbers and days, lies between `least` and `most`."""

    key: str
    value: str = ""
    least: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cases of one of the `services` and one of the `wards` …, with all the `tags` and `answers`. Empty: not asked."""

    view: str = "open"
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    #: `me`, `nobody` or the key of an account.
    person: str = ""
    due: Due = ""
    due_from: date | None = None
    due_to: date | None = None
    #: When it was made: from this day, to that one.
    made_from: date | None = None
    made_to: date | None = None
    channel: str = ""
    #: One of `Level`; `normal` are those of which nobody said anything else.
    priority: str = ""
    tags: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    sort: Sort = ""

    @classmethod
    def of(cls, sent: Iterable[tuple[str, Sequence[str]]]) -> Wanted:
        """What these names and values ask for, as `QueryDict.lists()` gives them. Never fails."""
        said = {name: _cleaned(values) for name, values in sent}
        one = {name: values[0] for name, values in said.items() if values}
        due_from, due_to = _day(one.get("due_from", "")), _day(one.get("due_to", ""))
        view = one.get("view", "open")
        return cls(
            view=view if view in VIEWS else "open",
            services=_several(said, "service"),
            teams=_several(said, "team"),
            wards=_several(said, "ward"),
            statuses=tuple(status for status in EVERY if status.value in said.get("status", ())),
            person=_person(one.get("person", "")),
            due=_due(one.get("due", ""), due_from, due_to),
            due_from=due_from,
            due_to=due_to,
            made_from=_day(one.get("made_from", "")),
            made_to=_day(one.get("made_to", "")),
            channel=one.get("channel", "")[:20],
            priority=one["priority"] if one.get("priority") in Level.values else "",
            tags=_several(said, "tag"),
            answers=_answers(one),
            sort="priority" if one.get("sort") == "priority" else "",
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of an address that asks for this, in a fixed order, without what is not asked."""
        told = [
            *(("service", one) for one in self.services),
            *(("team", one) for one in self.teams),
            *(("ward", one) for one in self.wards),
            *(("status", str(one)) for one in self.statuses),
            ("person", self.person),
            ("due", self.due),
            ("due_from", self.due_from.isoformat() if self.due_from else ""),
            ("due_to", self.due_to.isoformat() if self.due_to else ""),
            ("made_from", self.made_from.isoformat() if self.made_from else ""),
            ("made_to", self.made_to.isoformat() if self.made_to else ""),
            ("channel", self.channel),
            ("priority", self.priority),
            *(("tag", one) for one in self.tags),
        ]
        for one in self.answers:
            name = f"answer.{one.key}"
            told += [(name, one.value), (f"{name}.from", one.least), (f"{name}.to", one.most)]
        told.append(("sort", self.sort))
        view = () if self.view == "open" else (("view", self.view),)
        return (*view, *((name, value) for name, value in told if value))

    def without(self, name: str, value: str = "") -> Wanted:
        """The same without one thing asked: a field, of a field with several values one, of `answers` one key."""

        def less(held: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(one for one in held if one != value)

        match name:
            case "services":
                return replace(self, services=less(self.services))
            case "teams":
                return replace(self, teams=less(self.teams))
            case "wards":
                return replace(self, wards=less(self.wards))
            case "statuses":
                return replace(self, statuses=less(self.statuses))
            case "tags":
                return replace(self, tags=less(self.tags))
            case "answers":
                return replace(self, answers=tuple(one for one in self.answers if one.key != value))
            case "due":
                return replace(self, due="", due_from=None, due_to=None)
            case "made":
                return replace(self, made_from=None, made_to=None)
            case "person":
                return replace(self, person="")
            case "priority":
                return replace(self, priority="")
        return replace(self, channel="")

    @property
    def filtered(self) -> bool:
        """Whether more is asked than a view."""
        return self != Wanted(self.view, sort=self.sort)

    def one_after_another(self) -> tuple[Wanted, ...]:
        """Lists by the day they are due which, one behind the other, are this one in its order."""
        if not self.sort:
            return (self,)
        return tuple(
            replace(self, priority=level.value, sort="")
            for level in MOST_URGENT_FIRST
            if self.priority in ("", level.value)
        )


def _cleaned(values: Sequence[str]) -> tuple[str, ...]:
    words = (" ".join(value[: 4 * LONGEST].replace("\x00", "").split())[:LONGEST] for value in values[:100])
    return tuple(dict.fromkeys(word for word in words if word))


def _several(said: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    """A field of tags may hold several, with commas between; tags are in small letters."""
    values = [
        one.strip()
        for value in said.get(name, ())
        for one in (value.split(",") if name == "tag" else [value])
    ]
    if name == "tag":
        values = [one.lower() for one in values]
    return tuple(sorted({one for one in values if one}))[: MOST if name == "tag" else MOST_TICKED]


def _person(said: str) -> str:
    if said in (ME, NOBODY):
        return said
    try:
        return str(UUID(said))
    except ValueError:
        return ""


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _due(said: str, first: date | None, last: date | None) -> Due:
    """A range without days is no range; days without a word are one."""
    if first or last:
        return "range"
    return next((due for due in DUES if due == said and due != "range"), "")


def _answers(one: Mapping[str, str]) -> tuple[Answered, ...]:
    found: dict[str, dict[str, str]] = {}
    for name, value in sorted(one.items()):
        if said := _ANSWER.fullmatch(name):
            part = {None: "value", ".from": "least", ".to": "most"}[said[2]]
            found.setdefault(said[1], {})[part] = value
    return tuple(Answered(key, **parts) for key, parts in list(found.items())[:MOST])
