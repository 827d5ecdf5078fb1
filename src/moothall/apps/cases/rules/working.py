"""Taking, starting, assigning and doing what is to be done."""

from __future__ import annotations

from uuid import UUID

from moothall.kernel.rules import rule


@rule("CASE-01")
def is_open(status: str) -> bool:
    """This request is closed. Reopen it first."""
    return status != "closed"


@rule("CASE-03")
def nobody_else_has_it(assignee: UUID | None, taker: UUID | None) -> bool:
    """Somebody else has already taken this request."""
    return assignee is None or assignee == taker


@rule("CASE-04")
def not_already_mine(assignee: UUID | None, taker: UUID | None) -> bool:
    """You already have this request."""
    return assignee is None or assignee != taker


@rule("CASE-05")
def is_new(status: str) -> bool:
    """Work on this request has already started."""
    return status == "new"


@rule("CASE-06")
def assignee_may_see(sees: bool) -> bool:
    """This person may not see the request, so it cannot be assigned to them."""
    return sees


@rule("CASE-144")
def task_is_short(words: str) -> bool:
    """Say what is to be done in up to 300 characters. Write the rest into a note."""
    return len(words) <= 300


@rule("CASE-14")
def task_is_open(done: bool) -> bool:
    """This task has been done already."""
    return not done


@rule("CASE-09")
def has_words(words: str) -> bool:
    """Write something first."""
    return bool(words.strip())


@rule("CASE-10")
def words_are_bounded(words: str) -> bool:
    """This is longer than 5,000 characters. Write it shorter."""
    return len(words) <= 5_000


@rule("CASE-22")
def is_not_erased(erased: bool) -> bool:
    """What was said in this request has been erased, so it cannot be worked on."""
    return not erased


@rule("CASE-263")
def says_why_nothing_was_done(could_not: bool, words: str) -> bool:
    """Say why it could not be done, where it asks what you found."""
    return bool(words.strip()) or not could_not


@rule("CASE-146")
def macro_is_known(known: bool) -> bool:
    """This is not offered for the request any more. Load the page again."""
    return known
