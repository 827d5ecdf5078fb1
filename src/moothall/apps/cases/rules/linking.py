"""Cases of the same thing."""

from __future__ import annotations

from uuid import UUID

from moothall.kernel.rules import rule


@rule("CASE-16")
def has_no_live_link(linked: bool) -> bool:
    """This request is linked with another. Undo the link first."""
    return not linked


@rule("CASE-17")
def are_two_cases(duplicate: UUID, original: UUID) -> bool:
    """A request cannot be a duplicate of itself."""
    return duplicate != original


@rule("CASE-18")
def original_follows_nobody(follows: bool) -> bool:
    """The other request is itself a duplicate. Link this one to the request that one follows."""
    return not follows


@rule("CASE-19")
def same_people_may_see(one: str, other: str) -> bool:
    """The two requests are not for the eyes of the same people, so they cannot be linked."""
    return one == other


@rule("CASE-20")
def is_linked(linked: bool) -> bool:
    """This request is not linked with another."""
    return linked
