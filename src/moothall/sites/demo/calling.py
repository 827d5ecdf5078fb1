"""The contacts of the last weeks: who called, about what, what came of it. The same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from moothall.apps.bookings import api as bookings
from moothall.apps.cases.api import CaseNotFound, Row, cases_waiting
from moothall.apps.contacts import api as contacts
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.sites.demo.bank import Bank

#: Contacts are told of so many days back, so many a working day.
DAYS, A_DAY = 28, 9
#: How people get in touch with this council, of 100.
_CHANNELS = {"phone": 68, "counter": 14, "email": 11, "letter": 4, "social": 3}
_WORDS = (
    "", "", "Would rather use the website next time; showed how.", "Hard of hearing: please write.",
    "Calls for the second time about this.", "Was cut off at first.", "Speaks Welsh at home.",
)  # fmt: skip
_SELF = system("demo")
_ABOUT = ("Blue Badge", "Council tax bill", "Housing register", "Parking permit", "To hand in papers")


def tell_contacts(bank: Bank, advisers: Sequence[Actor], draw: random.Random) -> int:
    """Contacts of the last weeks by every adviser; how many. None where nobody answers people."""
    if not advisers:
        return 0
    now, told = clock.now(), 0
    rows = [row for view in ("open", "closed") for row in cases_waiting(view, limit=100, seen_by=_SELF).rows]
    for back in range(DAYS, -1, -1):
        day = clock.local(now) - timedelta(days=back)
        for _ in range(A_DAY if day.weekday() < 5 else 0):
            at = day.replace(hour=draw.randrange(8, 17), minute=draw.randrange(60), second=draw.randrange(60))
            if at < now:
                _tell(at, draw.choice(advisers), rows, draw)
                told += 1
    _fill_desk(bank, advisers[0], draw)
    return told


def _tell(at: datetime, by: Actor, rows: Sequence[Row], draw: random.Random) -> None:
    ours = contacts.arrangements()
    reason = draw.choice(ours.often() if draw.random() < 0.7 else ours.reasons)
    channel = draw.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    chased = [row for row in rows if row.opened_at < at]
    about = draw.choice(chased).reference if chased and draw.random() < 0.35 else ""
    with clock.stopped_at(at):
        try:
            key = contacts.begin_contact(channel, about=about, by=by)
        except CaseNotFound:
            key = contacts.begin_contact(channel, by=by)
    with clock.stopped_at(at + timedelta(seconds=draw.triangular(40, 900, 180))):
        contacts.wrap_up_contact(
            key,
            reason=reason.code,
            wrap_up=draw.choice(ours.wrap_ups).code,
            words=draw.choice(_WORDS),
            service=reason.services[0] if reason.services else "",
            online=reason.online,
            assisted=draw.random() < 0.12,
            by=by,
        )


def _fill_desk(bank: Bank, by: Actor, draw: random.Random) -> None:
    """Today's waiting room, and appointments of the days to come."""
    plan = contacts.arrangements().desk
    if not plan.desks or not bookings.RUN_DESK.allows(by):
        return
    hours = bookings.DeskHours(
        plan.desks,
        tuple(line.letter for line in plan.lines),
        plan.minutes,
        {one: plan.hours_on(_monday() + timedelta(days=one)) for one in range(7)},
    )
    for _ in range(4):
        name = bank.resident(draw).name if draw.random() < 0.5 else ""
        bookings.take_ticket(draw.choice(hours.lines), hours, name=name, by=by)
    bookings.call_next(hours.desks[0], "", hours, by=by)
    for ahead in range(5):
        for at in bookings.free_times(clock.today() + timedelta(days=ahead), hours)[2:14:5]:
            bookings.book_appointment(
                at, draw.choice(hours.lines), hours, name=bank.resident(draw).name, about=draw.choice(_ABOUT),
                by=by,
            )  # fmt: skip


def _monday() -> datetime:
    today = clock.local(clock.now())
    return today - timedelta(days=today.weekday())
