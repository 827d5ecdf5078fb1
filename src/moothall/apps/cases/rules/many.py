"""Why an act on many cases, or its undoing, is refused."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-200")
def some_are_chosen(number: int) -> bool:
    """Choose at least one case."""
    return number > 0


@rule("CASE-201")
def not_too_many(number: int, most: int) -> bool:
    """At most 5,000 cases can be dealt with at once. Filter the list further."""
    return number <= most


@rule("CASE-202")
def act_has_not_begun(state: str) -> bool:
    """This was begun already."""
    return state == "proposed"


@rule("CASE-203")
def act_can_be_undone(state: str) -> bool:
    """This can be undone once it is done, and only once."""
    return state == "done"


@rule("CASE-204")
def nothing_happened_since(then: int, now: int) -> bool:
    """Something happened to the case since, so it stays as it is."""
    return then == now


@rule("CASE-205")
def act_is_young(days: int) -> bool:
    """This can be undone within thirty days."""
    return days < 30


@rule("CASE-206")
def verb_is_known(known: bool) -> bool:
    """Choose what to do with these cases."""
    return known


@rule("CASE-207")
def is_there_to_merge_into(there: bool) -> bool:
    """There is no open request with this reference that you may see. Look at it again, or leave it out."""
    return there


@rule("CASE-208")
def reporter_has_email(has: bool) -> bool:
    """Whoever reported it left no e-mail address. Call them, and write what you said into a note."""
    return has
