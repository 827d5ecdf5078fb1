"""What a second person agrees to."""

from __future__ import annotations

from datetime import date

from moothall.kernel.rules import rule


@rule("CASE-241")
def one_person_decides(alone: bool) -> bool:
    """The service wants a second person to agree to this. Ask them first: nothing happens before."""
    return alone


@rule("CASE-242")
def a_second_person_is_wanted(wanted: bool) -> bool:
    """Nobody else has to agree to this. Do it."""
    return wanted


@rule("CASE-243")
def nothing_else_is_asked(asked: bool) -> bool:
    """A second person is asked about this request already. Wait for their answer, or take the question back."""
    return not asked


@rule("CASE-244")
def is_still_asked(asked: bool) -> bool:
    """This has been decided already, or was taken back."""
    return asked


@rule("CASE-245")
def is_somebody_else(asker: str, decider: str) -> bool:
    """You asked for this yourself, so somebody else has to agree."""
    return asker != decider


@rule("CASE-246")
def may_decide(may: bool) -> bool:
    """Only somebody of the role that the service names, or who stands in for them, can agree to this."""
    return may


@rule("CASE-247")
def asked_it_themselves(asker: str, taker: str) -> bool:
    """Somebody else asked for this. Only they can take it back."""
    return asker == taker


@rule("CASE-248")
def is_decided_and_not_ticked_off(approval: bool) -> bool:
    """This is agreed to or sent back, and not ticked off."""
    return not approval


@rule("CASE-249")
def stands_in_for_a_while(since: date, until: date) -> bool:
    """Choose a first and a last day, the last not before the first, and at most 60 days."""
    return 0 <= (until - since).days <= 60


@rule("CASE-265")
def begins_today_or_later(since: date, today: date) -> bool:
    """The first day is over. Choose today, or a later day."""
    return since >= today


@rule("CASE-266")
def is_of_own_teams(colleague: bool) -> bool:
    """Choose somebody of your teams."""
    return colleague


@rule("CASE-250")
def has_the_role(has: bool) -> bool:
    """You can only hand on a role that you have yourself."""
    return has


@rule("CASE-251")
def stands_in_for_somebody_else(account: object, other: object) -> bool:
    """Choose a colleague and not yourself."""
    return account != other
