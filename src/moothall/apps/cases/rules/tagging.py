"""Tags."""

from __future__ import annotations

from moothall.kernel.rules import rule

MOST, LONGEST = 20, 60


@rule("CASE-141")
def tag_is_short(words: str) -> bool:
    """A tag is up to 60 characters long. Write the rest into a note."""
    return len(words) <= LONGEST


@rule("CASE-142")
def has_room_for_a_tag(tags: int) -> bool:
    """A case has up to 20 tags. Take one off first."""
    return tags < MOST


@rule("CASE-143")
def is_not_tagged_so(tagged: bool) -> bool:
    """The case has this tag already."""
    return not tagged
