"""What can be done at the desk; the docstring is what is read there."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from moothall.kernel.rules import rule


@rule("DESK-01")
def line_is_known(line: str, lines: Container[str]) -> bool:
    """Choose what they come about."""
    return line in lines


@rule("DESK-02")
def desk_is_known(desk: str, desks: Container[str]) -> bool:
    """Choose your desk."""
    return desk in desks


@rule("DESK-03")
def time_is_to_come(at: datetime, now: datetime) -> bool:
    """Choose a time that is still to come."""
    return at > now


@rule("DESK-04")
def time_is_free(free: bool) -> bool:
    """This time is taken, or the desk is closed then. Choose another."""
    return free


@rule("DESK-05")
def somebody_waits(found: bool) -> bool:
    """Nobody is waiting."""
    return found


@rule("DESK-06")
def state_allows(allowed: bool) -> bool:
    """Somebody else has done this already. Look at the list again."""
    return allowed


@rule("DESK-07")
def has_name(name: str) -> bool:
    """Enter a name for the appointment."""
    return bool(name)
