"""What a resident adds to their request, and withdrawing it."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-50")
def may_be_added_to(status: str) -> bool:
    """This request is closed, so nothing can be added. Say that it is not fixed, or make a new request."""
    return status != "closed"


@rule("CASE-51")
def is_added_to_seldom(times: int) -> bool:
    """You have added to this request 20 times. Call us instead, and we will write it down."""
    return times < 20


@rule("CASE-52")
def may_be_withdrawn(status: str) -> bool:
    """This request is closed already, so there is nothing to withdraw."""
    return status != "closed"


@rule("CASE-53")
def nobody_else_waits_for_it(linked: bool) -> bool:
    """Somebody else asked for the same, so we go on with it. Call us if we should not write to you any more."""
    return not linked


@rule("CASE-54")
def says_something(words: str, photos: int) -> bool:
    """Write something, or add a photo."""
    return bool(words.strip()) or photos > 0
