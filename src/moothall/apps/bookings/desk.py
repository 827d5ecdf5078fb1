"""The walk-in desk: verbs and questions. How many desks there are and when they are open is said by whoever calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from moothall.apps.bookings import desk_rules as rules
from moothall.apps.bookings.models import Turn, TurnState
from moothall.apps.teams.api import register_ability, working_calendar
from moothall.ground.engine import one_at_a_time
from moothall.ground.events.api import eraser
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.calendar import OutsideCalendar
from moothall.kernel.ids import new_id
from moothall.kernel.policies import needs

RUN_DESK = needs(
    register_ability("desk.run", "Run the walk-in desk: tickets, appointments, whose turn it is."),
    "Staff who run the walk-in desk.",
)
#: An appointment goes before those who wait from so long before its time.
EARLY = timedelta(minutes=5)
NAMES_KEPT_DAYS, TURNS_KEPT_DAYS = 31, 365
_TRIES = 5


class TurnNotFound(LookupError):
    """There is no such turn."""


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The desks, the letters of the lines, when it is open on a day of the week, how long an appointment takes."""

    desks: tuple[str, ...]
    lines: tuple[str, ...]
    minutes: int
    #: By day of the week (Monday is 0), from when to when.
    hours: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[tuple[time, time], ...]:
        """Nothing on a holiday, nor on a day on which the council is closed; a Saturday is none by itself."""
        return () if _closed(day) else self.hours.get(day.weekday(), ())


@dataclass(frozen=True, slots=True)
class TurnView:
    """Somebody's turn. `waits` are minutes since they came; `ticket` is empty until they have."""

    id: UUID
    day: date
    line: str
    ticket: str
    at: datetime | None
    state: str
    desk: str
    name: str
    about: str
    arrived_at: datetime | None
    called_at: datetime | None
    waits: int
    #: The stream of what they come about, where that is known.
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen of the waiting room says: a ticket and its desk."""

    ticket: str
    desk: str


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """Without a name: who is called, newest first; how many wait, and how long whoever was called lately had waited."""

    called: tuple[Shown, ...]
    waiting: tuple[str, ...]
    minutes: int


def take_ticket(
    line: str, hours: DeskHours, *, name: str = "", about: str = "", subject: str = "", by: Actor
) -> TurnView:
    """A ticket for somebody who walks in. Raises Refused DESK-01."""
    RUN_DESK.demand(by)
    rules.line_is_known.demand(line, hours.lines)
    turn = _turn(line, name, about, by)
    turn.subject = subject[:80]
    turn.state, turn.arrived_at = TurnState.WAITING, clock.now()
    return _view(_numbered(turn))


def book_appointment(
    at: datetime, line: str, hours: DeskHours, *, name: str, about: str = "", subject: str = "", by: Actor
) -> TurnView:
    """Somebody comes at a time. Raises Refused DESK-01, 03, 04, 07."""
    RUN_DESK.demand(by)
    rules.line_is_known.demand(line, hours.lines)
    rules.has_name.demand(_line_of(name, 120))
    rules.time_is_to_come.demand(at, clock.now())
    day = clock.local(at).date()
    with transaction.atomic():
        one_at_a_time(f"appointments of {day}")
        rules.time_is_free.demand(at in free_times(day, hours))
        turn = _turn(line, name, about, by)
        turn.day, turn.at, turn.minutes, turn.subject = day, at, hours.minutes, subject[:80]
        turn.state = TurnState.BOOKED
        turn.save(force_insert=True)
    return _view(turn)


def arrive(key: UUID, *, by: Actor) -> TurnView:
    """Whoever has an appointment is there, and has a ticket. Raises Refused DESK-06."""
    with transaction.atomic():
        turn = _locked(key, (TurnState.BOOKED,), by)
        turn.state, turn.arrived_at = TurnState.WAITING, clock.now()
        return _view(_numbered(turn, insert=False))


def call_next(desk: str, line: str, hours: DeskHours, *, by: Actor) -> TurnView:
    """Whose turn it is now, at this desk: appointments at their time, then whoever came first.

    `line` "" means any. Raises Refused DESK-02, DESK-05.
    """
    RUN_DESK.demand(by)
    rules.desk_is_known.demand(desk, hours.desks)
    with transaction.atomic():
        waiting = Turn.objects.select_for_update().filter(day=clock.today(), state=TurnState.WAITING)
        found = sorted(waiting.filter(line=line) if line else waiting, key=_in_turn)
        rules.somebody_waits.demand(bool(found))
        turn = found[0]
        turn.state, turn.desk, turn.called_at = TurnState.CALLED, desk, clock.now()
        turn.save(force_update=True)
    return _view(turn)


def end_turn(key: UUID, state: str, *, by: Actor) -> None:
    """`done`, `no-show` or `cancelled`. Raises Refused DESK-06."""
    allowed = {
        "done": (TurnState.CALLED,),
        "no-show": (TurnState.CALLED, TurnState.BOOKED, TurnState.WAITING),
        "cancelled": (TurnState.BOOKED, TurnState.WAITING),
    }
    rules.state_allows.demand(state in allowed)
    with transaction.atomic():
        turn = _locked(key, allowed[state], by)
        turn.state, turn.ended_at = TurnState(state), clock.now()
        turn.save(force_update=True)


def say_subject(key: UUID, subject: str, *, by: Actor) -> None:
    """What somebody comes about, said afterwards; "" for nothing in particular. Raises Refused DESK-06."""
    with transaction.atomic():
        turn = _locked(key, (TurnState.BOOKED, TurnState.WAITING, TurnState.CALLED), by)
        turn.subject = subject[:80]
        turn.save(force_update=True)


def turns_about(subject: str, *, seen_by: Actor) -> tuple[TurnView, ...]:
    """The turns of whoever came or comes about it, oldest first. One query; nothing for who does not run the desk."""
    if not RUN_DESK.allows(seen_by) or not subject:
        return ()
    return tuple(_view(one) for one in Turn.objects.filter(subject=subject).order_by("day", "id"))


def turns_on(day: date, *, seen_by: Actor) -> tuple[TurnView, ...]:
    """Everybody of a day: who is called, who waits in their turn, who is booked, then who is over."""
    RUN_DESK.demand(seen_by)
    order = {TurnState.CALLED.value: 0, TurnState.WAITING.value: 1, TurnState.BOOKED.value: 2}
    found = sorted(
        Turn.objects.filter(day=day),
        key=lambda one: (order.get(one.state, len(order)), _in_turn(one)),
    )
    return tuple(_view(one) for one in found)


def free_times(day: date, hours: DeskHours) -> tuple[datetime, ...]:
    """When an appointment can begin: fewer at that time than there are desks. One query."""
    taken: dict[datetime, int] = {}
    for at in (
        Turn.objects.filter(day=day, at__isnull=False)
        .exclude(state__in=(TurnState.CANCELLED, TurnState.NO_SHOW))
        .values_list("at", flat=True)
    ):
        if at is not None:
            taken[at] = taken.get(at, 0) + 1
    now = clock.now()
    return tuple(at for at in _slots(day, hours) if at > now and taken.get(at, 0) < len(hours.desks))


def waiting_room() -> WaitingRoom:
    """For everybody who sits there. Two queries."""
    today = Turn.objects.filter(day=clock.today())
    called = list(today.filter(called_at__isnull=False).order_by("-called_at")[:6])
    waiting = sorted(today.filter(state=TurnState.WAITING), key=_in_turn)
    waits = [_minutes(one.arrived_at, one.called_at) for one in called]
    return WaitingRoom(
        tuple(Shown(ticket_of(one), one.desk) for one in called if one.state == TurnState.CALLED)[:4],
        tuple(ticket_of(one) for one in waiting[:12]),
        max(waits, default=0),
    )


def forget_visitors() -> int:
    """Names and words whose month is over, and turns of a year ago; returns how many names."""
    today = clock.today()
    Turn.objects.filter(day__lt=today - timedelta(days=TURNS_KEPT_DAYS)).delete()
    old = Turn.objects.filter(day__lt=today - timedelta(days=NAMES_KEPT_DAYS))
    return old.exclude(name="", about="").update(name="", about="")


@eraser("bookings.desk")
def forget_turns(subject: str) -> None:
    """Names and words of turns about something that is erased."""
    if subject:
        Turn.objects.filter(subject=subject).update(name="", about="")


def ticket_of(turn: Turn) -> str:
    return f"{turn.line}{turn.number:02d}" if turn.number else ""


def _slots(day: date, hours: DeskHours) -> Iterator[datetime]:
    step = timedelta(minutes=hours.minutes)
    for opens, closes in hours.on(day):
        at = datetime.combine(day, opens, tzinfo=clock.LOCAL_ZONE)
        while at + step <= datetime.combine(day, closes, tzinfo=clock.LOCAL_ZONE):
            yield at
            at += step


def _closed(day: date) -> bool:
    """A weekend day is closed only by what the plan says; a holiday and a closing day always."""
    try:
        return working_calendar().is_shut(day)
    except OutsideCalendar:
        return True


def _in_turn(turn: Turn) -> tuple[datetime, str]:
    """An appointment counts from a little before its time, whoever walked in from when they came."""
    at = turn.at - EARLY if turn.at else turn.arrived_at or clock.now()
    return (at, turn.id.hex)


def _turn(line: str, name: str, about: str, by: Actor) -> Turn:
    return Turn(
        id=new_id(),
        day=clock.today(),
        line=line,
        name=_line_of(name, 120),
        about=_line_of(about, 200),
        made_by=by.key,
    )


def _line_of(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]


def _numbered(turn: Turn, *, insert: bool = True) -> Turn:
    """The next number of its line on the day; two desks that press at once get two numbers."""
    for left in reversed(range(_TRIES)):
        highest = Turn.objects.filter(day=turn.day, line=turn.line, number__isnull=False).order_by("-number")
        turn.number = 1 + (highest.values_list("number", flat=True).first() or 0)
        try:
            with transaction.atomic():
                turn.save(force_insert=insert, force_update=not insert)
            return turn
        except IntegrityError:
            if not left:
                raise
    return turn


def _locked(key: UUID, states: Sequence[TurnState], by: Actor) -> Turn:
    """Raises TurnNotFound, Refused DESK-06 for a turn in another state."""
    RUN_DESK.demand(by)
    turn = Turn.objects.select_for_update().filter(pk=key).first()
    if turn is None:
        raise TurnNotFound(key)
    rules.state_allows.demand(turn.state in states)
    return turn


def _view(turn: Turn) -> TurnView:
    return TurnView(
        turn.id, turn.day, turn.line, ticket_of(turn), turn.at, str(turn.state), turn.desk, turn.name, turn.about,
        turn.arrived_at, turn.called_at, _minutes(turn.arrived_at, turn.called_at), turn.subject,
    )  # fmt: skip


def _minutes(since: datetime | None, until: datetime | None) -> int:
    return int(((until or clock.now()) - since).total_seconds()) // 60 if since else 0
