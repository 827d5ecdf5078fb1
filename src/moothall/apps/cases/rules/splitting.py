"""Making two cases of one."""

from __future__ import annotations

from collections.abc import Collection

from moothall.kernel.rules import rule


@rule("CASE-252")
def something_goes_along(number: int) -> bool:
    """Choose at least one answer for the second request, or write what it is about."""
    return number > 0


@rule("CASE-253")
def something_stays(left: int) -> bool:
    """Leave at least one answer here. To give everything to another service, move the request."""
    return left > 0


@rule("CASE-254")
def is_of_this_case(wanted: Collection[object], there: Collection[object]) -> bool:
    """Something of this does not belong to the request any more. Look at the page again."""
    return set(wanted) <= set(there)
