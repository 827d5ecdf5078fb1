"""Clocks of past subjects, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moothall.apps.deadlines.models import Clock, ClockEntry, Kind, State
from moothall.apps.deadlines.services import TARGET, skipped_days
from moothall.ground import rows
from moothall.kernel import clock as time
from moothall.kernel.calendar import Counting, WorkingCalendar
from moothall.kernel.ids import id_at

NONE_SKIPPED = "[]"


@dataclass(frozen=True, slots=True)
class PastClock:
    """A clock as it ran: started at one moment, stopped at another or still running."""

    subject: str
    working_days: int
    started_at: datetime
    stopped_at: datetime | None
    by: str


def bulk_clocks(past: Iterable[PastClock], *, calendar: WorkingCalendar) -> dict[str, date]:
    """Write clocks with their entries as fast as the engine takes them; the due day of each subject."""
    clocks: list[Clock] = []
    entries: list[ClockEntry] = []
    counted: dict[tuple[date, int], tuple[Counting, str]] = {}
    for one in past:
        day = time.local(one.started_at).date()
        if (day, one.working_days) not in counted:
            counting = calendar.add(day, one.working_days)
            counted[day, one.working_days] = (counting, skipped_days(counting))
        counting, skipped = counted[day, one.working_days]
        clock = rows.made(
            Clock,
            id=_at(one.started_at),
            subject=one.subject,
            name=TARGET,
            state=State.STOPPED if one.stopped_at else State.RUNNING,
            working_days=one.working_days,
            started_on=day,
            due_on=counting.due,
            paused_on=None,
            entries=2 if one.stopped_at else 1,
        )
        clocks.append(clock)
        entries.append(_entry(clock, one, 1, Kind.STARTED, one.started_at, skipped))
        if one.stopped_at:
            entries.append(_entry(clock, one, 2, Kind.STOPPED, one.stopped_at, NONE_SKIPPED))
    rows.load(clocks)
    rows.load(entries)
    return {clock.subject: clock.due_on for clock in clocks}


def _at(moment: datetime) -> UUID:
    return id_at(int(moment.timestamp() * 1_000_000) * 1_000)


def _entry(
    clock: Clock, past: PastClock, sequence: int, kind: Kind, at: datetime, skipped: str
) -> ClockEntry:
    return rows.made(
        ClockEntry,
        id=_at(at),
        clock_id=clock.id,
        sequence=sequence,
        kind=kind,
        at=at,
        by=past.by,
        working_days=past.working_days,
        due_on=clock.due_on,
        skipped=skipped,
    )
