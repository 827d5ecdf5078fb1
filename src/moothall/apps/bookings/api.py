"""The door of `bookings`: rounds and visits; the walk-in desk and its appointments."""

from __future__ import annotations

from moothall.apps.bookings.definitions import Completed, RoundNotFound, RoundView, Stop, VisitView
from moothall.apps.bookings.desk import (
    RUN_DESK,
    DeskHours,
    TurnNotFound,
    TurnView,
    WaitingRoom,
    arrive,
    book_appointment,
    call_next,
    end_turn,
    forget_visitors,
    free_times,
    say_subject,
    take_ticket,
    turns_about,
    turns_on,
    waiting_room,
)
from moothall.apps.bookings.models import Outcome
from moothall.apps.bookings.ordering import best_order, length_of
from moothall.apps.bookings.policies import PLAN_ROUNDS, VISIT
from moothall.apps.bookings.queries import (
    on_a_round,
    on_own_rounds,
    round_for,
    rounds_between,
    visit_for,
    visits_about,
)
from moothall.apps.bookings.rules import MOST_STOPS
from moothall.apps.bookings.services import (
    add_stops,
    change_round,
    complete_visit,
    crews_of,
    drop_stop,
    make_round,
    may,
    move_stop,
    move_to_round,
    order_by_place,
)

__all__ = [
    "MOST_STOPS",
    "PLAN_ROUNDS",
    "RUN_DESK",
    "VISIT",
    "Completed",
    "DeskHours",
    "Outcome",
    "RoundNotFound",
    "RoundView",
    "Stop",
    "TurnNotFound",
    "TurnView",
    "VisitView",
    "WaitingRoom",
    "add_stops",
    "arrive",
    "best_order",
    "book_appointment",
    "call_next",
    "change_round",
    "complete_visit",
    "crews_of",
    "drop_stop",
    "end_turn",
    "forget_visitors",
    "free_times",
    "length_of",
    "make_round",
    "may",
    "move_stop",
    "move_to_round",
    "on_a_round",
    "on_own_rounds",
    "order_by_place",
    "round_for",
    "rounds_between",
    "say_subject",
    "take_ticket",
    "turns_about",
    "turns_on",
    "visit_for",
    "visits_about",
    "waiting_room",
]
