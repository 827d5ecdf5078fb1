"""What rounds refuse. The sentence is read by whoever asked."""

from __future__ import annotations

from datetime import date

from moothall.kernel.rules import rule

MOST_STOPS = 60


@rule("ROUND-01")
def has_stops(stops: int) -> bool:
    """Choose at least one case to visit."""
    return stops > 0


@rule("ROUND-02")
def stops_are_few(stops: int) -> bool:
    """A round has at most 60 stops. Make two rounds of it."""
    return stops <= MOST_STOPS


@rule("ROUND-03")
def day_is_to_come(day: date, today: date) -> bool:
    """This day is over. Choose today or a later day."""
    return day >= today


@rule("ROUND-04")
def is_on_no_round(there: bool) -> bool:
    """One of these is on a round already. Take it off that round first."""
    return not there


@rule("ROUND-05")
def is_still_to_visit(outcome: str) -> bool:
    """This visit is completed already."""
    return not outcome


@rule("ROUND-06")
def outcome_is_known(known: bool) -> bool:
    """Say how the visit went: done, nothing found, or could not be done."""
    return known


@rule("ROUND-07")
def goes_for_the_team(goes: bool) -> bool:
    """Choose somebody of the team who may complete visits."""
    return goes


@rule("ROUND-08")
def is_named_well(key: str) -> bool:
    """The visit was sent without its own key. Open the round again, and send it from there."""
    return 8 <= len(key) <= 60 and key.isascii() and key.replace("-", "").isalnum()


@rule("ROUND-09")
def is_there_that_day(away: bool) -> bool:
    """Whoever goes is away on this day. Choose somebody else, or nobody yet."""
    return not away
