"""The rules of the calendar: what they look at tonight, and what they would have looked at while nothing ran.

A night that was missed is looked at as it was then, by the rules that were switched on then. A rule that looks every
day does for each subject once what it missed; it is not said five times what would have been said on five days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from moothall.apps.automation.definitions import On, Rule, State
from moothall.apps.automation.models import Application, NightLooked
from moothall.apps.automation.ports import subjects
from moothall.apps.automation.running import catches, happened, looking
from moothall.kernel import clock

#: Nights that are caught up on; what was missed before is too old to be told anybody.
MOST = 31
#: How long it is kept what a rule did that looks every day.
KEPT = timedelta(days=90)
_ONE = 1


def look_at_the_calendar() -> int:
    """What is due, late or simply open today; returns how many rules acted. Run twice, nothing is done twice.

    First come the nights at which nothing ran.
    """
    today, acted = clock.today(), 0
    for day in _missed(today):
        acted += _look(On.DUE, day, today)
    for on in (On.DUE, On.LATE):
        acted += _look(on, today, today)
    acted += _look_daily(today)
    NightLooked.objects.update_or_create(pk=_ONE, defaults={"until": today})
    return acted


def forget_daily() -> int:
    """Delete what rules did that look every day, once it is old; how many."""
    old = Application.objects.filter(event__startswith=f"{On.DAILY.value}:", at__lt=clock.now() - KEPT)
    return old.delete()[0]


def _missed(today: date) -> Iterator[date]:
    """The nights since the last look, today not among them, the first one first."""
    last = NightLooked.objects.filter(pk=_ONE).values_list("until", flat=True).first()
    day = max(last or today, today - timedelta(days=MOST + 1)) + timedelta(days=1)
    while day < today:
        yield day
        day += timedelta(days=1)


def _look(on: On, day: date, today: date) -> int:
    acted = 0
    for rule, state in looking(on, _end_of(day, today)):
        for moment in subjects().on_days(rule, [day]):
            acted += happened(moment, ((rule, state),), late=(today - day).days)
    return acted


def _look_daily(today: date) -> int:
    """Today, and for whom today brings nothing the last of the missed nights that does. Each subject is read once,
    however many nights were missed."""
    acted, switched = 0, dict[str, tuple[Rule, dict[date, State]]]()
    for day in (*_missed(today), today):
        for rule, state in looking(On.DAILY, _end_of(day, today)):
            switched.setdefault(rule.name, (rule, {}))[1][day] = state
    for rule, states in switched.values():
        for _, of_one in groupby(subjects().on_days(rule, list(states)), key=lambda one: one.subject):
            caught = next((one for one in reversed(list(of_one)) if catches(rule, one)), None)
            if caught is not None:
                day = clock.local(caught.at).date()
                acted += happened(caught, ((rule, states[day]),), late=(today - day).days)
    return acted


def _end_of(day: date, today: date) -> datetime:
    """Until when a rule has been switched on that looks on `day`."""
    if day == today:
        return clock.now()
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.LOCAL_ZONE)
