"""Where this room learns who the council is.

The folder is read by the room `catalogue`, which stands above: it hands itself in with `organised_by`, and
this room asks it each time, so that a change of the folder is seen without a restart in development.
"""

from __future__ import annotations

from collections.abc import Callable

from moothall.apps.teams.definitions import Organisation
from moothall.kernel.calendar import WorkingCalendar

_sources: list[Callable[[], Organisation]] = []


def organised_by(source: Callable[[], Organisation]) -> None:
    """Ask `source` from now on. It answers quickly: it is called by every request of staff."""
    _sources[:] = [source]


def organisation() -> Organisation:
    """The council as its folder says now."""
    if not _sources:
        raise LookupError("No council folder is loaded: call teams.api.organised_by first.")
    return _sources[0]()


_calendars: dict[tuple[object, ...], WorkingCalendar] = {}


def working_calendar() -> WorkingCalendar:
    """The council's working days: its division's bank holidays and its own closing days."""
    now = organisation()
    key = (now.division, now.closing_days)
    if key not in _calendars:
        _calendars.clear()
        _calendars[key] = WorkingCalendar(now.division, now.closing_days)
    return _calendars[key]
