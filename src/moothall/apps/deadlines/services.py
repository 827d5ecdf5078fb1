"""Verbs on clocks. Each adds one entry and leaves the clock as that entry says.

The caller holds the transaction and the lock of what the clock belongs to.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from datetime import time as time_of_day
from itertools import groupby

from moothall.apps.deadlines import rules
from moothall.apps.deadlines.models import Clock, ClockEntry, Kind, State
from moothall.apps.deadlines.queries import ClockNow, Promise, now_of, promise
from moothall.ground import rows
from moothall.kernel import clock as time
from moothall.kernel.actors import Actor
from moothall.kernel.calendar import Counting, WorkingCalendar
from moothall.kernel.ids import new_id

#: The name of a subject's clock where it has only one.
TARGET = "target"

_STATE_AFTER = {
    Kind.STARTED: State.RUNNING,
    Kind.RESTARTED: State.RUNNING,
    Kind.RESUMED: State.RUNNING,
    Kind.PAUSED: State.PAUSED,
    Kind.STOPPED: State.STOPPED,
    Kind.CONTINUED: State.RUNNING,
    Kind.STILL: State.PAUSED,
    Kind.CAME: State.STOPPED,
    Kind.AGREED: State.RUNNING,
}


def start_clock(
    subject: str, *, working_days: int, calendar: WorkingCalendar, by: Actor, name: str = TARGET
) -> Promise:
    """Start counting today, which is day 0."""
    rules.target_is_bounded.demand(working_days)
    counting = calendar.add(time.today(), working_days)
    clock = Clock(
        id=new_id(),
        subject=subject,
        name=name,
        state=State.RUNNING,
        working_days=working_days,
        started_on=time.today(),
        due_on=counting.due,
        paused_on=None,
        entries=1,
    )
    rows.insert(clock)
    rows.insert(_entry(clock, Kind.STARTED, by, counting))
    return promise(clock.due_on, working_days)


def pause_clock(subject: str, *, by: Actor, name: str = TARGET) -> None:
    """Stop the count for a while. Raises Refused CLOCK-01 when it is not running."""
    clock = _clock(subject, name)
    rules.is_running.demand(clock.state)
    clock.paused_on = time.today()
    _add(clock, Kind.PAUSED, by)


def resume_clock(subject: str, *, calendar: WorkingCalendar, by: Actor, name: str = TARGET) -> Promise:
    """Go on counting: due moves by the working days lost. Raises Refused CLOCK-02 when it is not paused."""
    clock = _clock(subject, name)
    rules.is_paused.demand(clock.state)
    lost = calendar.between(clock.paused_on or time.today(), time.today())
    counting = calendar.add(clock.due_on, lost) if lost else Counting(clock.due_on, ())
    clock.paused_on = None
    _add(clock, Kind.RESUMED, by, counting, working_days=lost)
    return promise(clock.due_on, clock.working_days)


def restart_clock(
    subject: str, *, working_days: int, calendar: WorkingCalendar, by: Actor, name: str = TARGET
) -> Promise:
    """Count again from today, whatever state the clock is in."""
    rules.target_is_bounded.demand(working_days)
    clock = _clock(subject, name)
    clock.started_on, clock.working_days, clock.paused_on = time.today(), working_days, None
    _add(clock, Kind.RESTARTED, by, calendar.add(time.today(), working_days))
    return promise(clock.due_on, working_days)


def agree_day(subject: str, day: date, *, by: Actor, name: str = TARGET) -> Promise:
    """It is due on a later day, of which whoever asked is told. Raises Refused CLOCK-01, CLOCK-06."""
    clock = _clock(subject, name)
    rules.is_running.demand(clock.state)
    rules.is_a_later_day.demand(clock.due_on, time.today(), day)
    _add(clock, Kind.AGREED, by, Counting(day, ()))
    return promise(clock.due_on, clock.working_days)


def stop_clock(subject: str, *, by: Actor, name: str = TARGET) -> None:
    """The work is done. Raises Refused CLOCK-03 when the clock has stopped before."""
    clock = _clock(subject, name)
    rules.is_not_stopped.demand(clock.state)
    _add(clock, Kind.STOPPED, by)


def stop_if_running(subject: str, *, by: Actor, name: str = TARGET) -> None:
    """The work is done, whether there is a clock and whether it has stopped before or not."""
    clock = rows.locked(Clock, subject=subject, name=name)
    if clock is not None and clock.state != State.STOPPED:
        _add(clock, Kind.STOPPED, by)


def continue_clock(subject: str, *, by: Actor, name: str = TARGET) -> ClockNow:
    """Stopping was a mistake: go on as if it had not happened, due when it was due.

    Returns where it stands then. Raises Refused CLOCK-05 when the clock has not stopped.
    """
    clock = _clock(subject, name)
    rules.is_stopped.demand(clock.state)
    clock.paused_on = None
    _add(clock, Kind.CONTINUED, by)
    return now_of(clock)


def wait_on(subject: str, *, by: Actor, name: str = TARGET) -> ClockNow:
    """Stopping was a mistake, and the clock waited before: it waits since then, as if it had not been stopped.

    One that ran goes on and is paused from today. Returns where it stands then. Raises Refused CLOCK-05 when the clock
    has not stopped.
    """
    clock = _clock(subject, name)
    rules.is_stopped.demand(clock.state)
    if clock.paused_on is None:
        _add(clock, Kind.CONTINUED, by)
        clock.paused_on = time.today()
        _add(clock, Kind.PAUSED, by)
    else:
        _add(clock, Kind.STILL, by)
    return now_of(clock)


def no_longer_wait(
    subject: str, *, on: date | None = None, calendar: WorkingCalendar, by: Actor, name: str = TARGET
) -> None:
    """What it waited for when it was stopped has come, today or on that day: should it go on, due moves by the working
    days lost until then.

    Nothing happens where it did not wait. Raises Refused CLOCK-05 when the clock has not stopped.
    """
    clock = _clock(subject, name)
    rules.is_stopped.demand(clock.state)
    if clock.paused_on is None:
        return
    came = on or time.today()
    lost = calendar.between(clock.paused_on, came)
    clock.paused_on = None
    counting = calendar.add(clock.due_on, lost) if lost else None
    _add(clock, Kind.CAME, by, counting, working_days=lost, on=came)


def rebuild_clocks() -> int:
    """Set every clock to what its entries say; returns how many were different."""
    mended = 0
    entries = ClockEntry.objects.order_by("clock_id", "sequence").iterator(chunk_size=2_000)
    for clock_id, history in groupby(entries, key=lambda entry: entry.clock_id):
        clock = Clock.objects.get(pk=clock_id)
        before = _shown(clock)
        for entry in history:
            _replay(clock, entry)
        if _shown(clock) != before:
            clock.save(force_update=True)
            mended += 1
    return mended


def _clock(subject: str, name: str) -> Clock:
    found = rows.locked(Clock, subject=subject, name=name)
    if found is None:
        raise Clock.DoesNotExist
    return found


def _add(
    clock: Clock,
    kind: Kind,
    by: Actor,
    counting: Counting | None = None,
    working_days: int | None = None,
    on: date | None = None,
) -> None:
    """`on`: the day of which the entry tells, where that is not today."""
    clock.state = _STATE_AFTER[kind]
    clock.due_on = counting.due if counting else clock.due_on
    clock.entries += 1
    rows.keep(clock)
    entry = _entry(clock, kind, by, counting, working_days)
    if on is not None and on != time.today():
        entry.at = datetime.combine(on, time_of_day(12), tzinfo=time.LOCAL_ZONE)
    rows.insert(entry)


def _entry(
    clock: Clock, kind: Kind, by: Actor, counting: Counting | None, working_days: int | None = None
) -> ClockEntry:
    return rows.made(
        ClockEntry,
        id=new_id(),
        clock_id=clock.id,
        sequence=clock.entries,
        kind=kind,
        at=time.now(),
        by=by.key,
        working_days=clock.working_days if working_days is None else working_days,
        due_on=clock.due_on,
        skipped=skipped_days(counting),
    )


def skipped_days(counting: Counting | None) -> str:
    """The days passed over, as an entry keeps them."""
    days = counting.skipped if counting else ()
    return json.dumps([[day.day.isoformat(), day.reason] for day in days], ensure_ascii=False)


def _shown(clock: Clock) -> tuple[str, int, date, date, date | None, int]:
    return (
        clock.state,
        clock.working_days,
        clock.started_on,
        clock.due_on,
        clock.paused_on,
        clock.entries,
    )


def _replay(clock: Clock, entry: ClockEntry) -> None:
    day = time.local(entry.at).date()
    kind = Kind(entry.kind)
    clock.state, clock.due_on, clock.entries = _STATE_AFTER[kind], entry.due_on, entry.sequence
    if kind in (Kind.STARTED, Kind.RESTARTED):
        clock.started_on, clock.working_days = day, entry.working_days
    if kind is Kind.PAUSED:
        clock.paused_on = day
    elif kind not in (Kind.STOPPED, Kind.STILL):
        clock.paused_on = None
