"""The story of a case as its page shows it: the newest first, by day, all of it or one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from moothall.apps.cases.api import Entry
from moothall.kernel import clock
from moothall.ui.words import capitalise, day

#: What can be asked for: the name in the address, the words of the link. The first is everything.
KINDS = (("", "All"), ("conversation", "Conversation"), ("notes", "Notes"), ("changes", "Changes"))
#: A story is read from its end; so much of it at first.
AT_FIRST = 40


@dataclass(frozen=True, slots=True)
class Day:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that shows one kind; `number` of lines."""

    kind: str
    text: str
    number: int
    current: bool


@dataclass(frozen=True, slots=True)
class StoryShown:
    """`left` lines are not shown; `kind` is the one that is, "" for all."""

    days: tuple[Day, ...]
    choices: tuple[Choice, ...]
    kind: str
    left: int


def story_shown(story: Sequence[Entry], kind: str, *, whole: bool) -> StoryShown:
    """`story` is oldest first; a `kind` that is none of ours is as if nothing was asked."""
    chosen = kind if kind in dict(KINDS) else ""
    found = [entry for entry in reversed(story) if chosen in ("", entry.kind)]
    shown = found if whole else found[:AT_FIRST]
    return StoryShown(_days(shown), _choices(story, chosen), chosen, len(found) - len(shown))


def _days(entries: Iterable[Entry]) -> tuple[Day, ...]:
    today = clock.today()
    by_day = groupby(entries, key=lambda entry: clock.local(entry.at).date())
    return tuple(Day(_title(when, today), tuple(those)) for when, those in by_day)


def _title(when: date, today: date) -> str:
    if when == today:
        return "Today"
    return "Yesterday" if when == today - timedelta(days=1) else capitalise(day(when))


def _choices(story: Sequence[Entry], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(kind, text, sum(kind in ("", entry.kind) for entry in story), kind == chosen)
        for kind, text in KINDS
    )
