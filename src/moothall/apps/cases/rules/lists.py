"""Lists that are kept under a name."""

from __future__ import annotations

from moothall.kernel.rules import rule

LONGEST_NAME, MOST_VIEWS = 60, 50


@rule("CASE-100")
def view_has_a_name(name: str) -> bool:
    """Enter a name for this list, of at most 60 letters."""
    return 0 < len(name) <= LONGEST_NAME


@rule("CASE-101")
def name_is_free(taken: bool) -> bool:
    """You already have a list with this name. Enter another name."""
    return not taken


@rule("CASE-102")
def few_enough_views(number: int) -> bool:
    """You have 50 lists, which is the most. Remove one that you do not need."""
    return number < MOST_VIEWS


@rule("CASE-103")
def own_team_is_named(own: bool) -> bool:
    """Choose one of your own teams to share this list with."""
    return own
