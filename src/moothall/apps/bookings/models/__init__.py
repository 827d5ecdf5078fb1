"""The tables of `bookings`, a module for each family."""

from __future__ import annotations

from moothall.apps.bookings.models.desk import Turn, TurnState
from moothall.apps.bookings.models.rounds import Outcome, Round, Visit

__all__ = ["Outcome", "Round", "Turn", "TurnState", "Visit"]
