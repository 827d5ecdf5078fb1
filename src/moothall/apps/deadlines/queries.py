"""Questions about clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from django.utils.translation import ngettext

from moothall.apps.deadlines.models import Clock, ClockEntry, Kind
from moothall.apps.deadlines.wording import day_in_words, sentence_of
from moothall.ground import rows
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock as time

_OF_A_CLOCK = f"clock_id = (SELECT id FROM {Clock._meta.db_table} WHERE subject = %s AND name = %s)"  # noqa: S608 — our own names; values are bound


@dataclass(frozen=True, slots=True)
class Promise:
    """`due_at` is the moment the last day ends (UTC); `sentence` is what the resident is told, in the language that
    is spoken when it is said."""

    due_on: date
    due_at: datetime
    working_days: int

    @property
    def sentence(self) -> str:
        told = ngettext(
            "We will finish by {day}. Our target is {count} working day.",
            "We will finish by {day}. Our target is {count} working days.",
            self.working_days,
        )
        return told.format(day=day_in_words(self.due_on), count=self.working_days)


@dataclass(frozen=True, slots=True)
class ClockNow:
    """Where a count stands. `state` is running, paused or stopped."""

    subject: str
    state: str
    working_days: int
    started_on: date
    due_on: date
    due_at: datetime
    paused_on: date | None

    @property
    def overdue(self) -> bool:
        return self.state == "running" and time.now() >= self.due_at


def end_of(day: date) -> datetime:
    """The moment `day` ends in the United Kingdom, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time_of_day(), tzinfo=time.LOCAL_ZONE)
    return midnight.astimezone(UTC)


def promise(due_on: date, working_days: int) -> Promise:
    return Promise(due_on, end_of(due_on), working_days)


def clock_of(subject: str, *, name: str = "target") -> ClockNow | None:
    found = rows.found(Clock, subject=subject, name=name)
    return now_of(found) if found else None


def clocks_of(subjects: Iterable[str], *, name: str = "target") -> Mapping[str, ClockNow]:
    """The clocks of many subjects in one query."""
    found = Clock.objects.filter(subject__in=list(subjects), name=name)
    return {row.subject: now_of(row) for row in found}


def now_of(row: Clock) -> ClockNow:
    return ClockNow(
        row.subject,
        row.state,
        row.working_days,
        row.started_on,
        row.due_on,
        end_of(row.due_on),
        row.paused_on,
    )


def clock_read(subject: str, *, name: str = "target") -> tuple[Some[Clock], Some[ClockEntry]]:
    """What `clock_proven` asks, for whoever reads it ahead."""
    asked = (subject, name)
    return Some(Clock, "subject = %s AND name = %s", asked), Some(ClockEntry, _OF_A_CLOCK, asked)


def clock_proven(subject: str, *, name: str = "target") -> tuple[ClockNow | None, tuple[str, ...]]:
    """`clock_of` and `proof_of` in one query."""
    clocks, entries = clock_read(subject, name=name)
    found = gathered(clocks, entries)
    if not found[clocks]:
        return None, ()
    return now_of(found[clocks][0]), _proof(sorted(found[entries], key=lambda entry: entry.sequence))


def proof_of(subject: str, *, name: str = "target") -> tuple[str, ...]:
    """How the due date came about, in sentences anybody can check against a calendar.

    From the entries alone: a closing day added to the calendar later changes nothing of what was promised before.
    """
    return _proof(
        list(ClockEntry.objects.filter(clock__subject=subject, clock__name=name).order_by("sequence"))
    )


def _proof(entries: Sequence[ClockEntry]) -> tuple[str, ...]:
    sentences: list[str] = []
    paused: ClockEntry | None = None
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        paused = entry if entry.kind == Kind.PAUSED else paused
        if entry.kind == Kind.CAME or (before is not None and before.kind == Kind.STILL):
            before = paused
        if not (entry.kind == Kind.PAUSED and after is not None and after.kind == Kind.RESUMED):
            sentences += sentence_of(entry, before)
    return tuple(sentences)
