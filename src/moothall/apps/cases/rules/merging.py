"""Joining several cases in one, and taking them apart again."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-168")
def has_others_to_merge(number: int) -> bool:
    """Name at least one other request, each by its reference."""
    return number > 0


@rule("CASE-169")
def are_not_too_many(number: int) -> bool:
    """At most 250 requests can be merged at once. Merge these first, then the others."""
    return number <= 250


@rule("CASE-170")
def all_are_there(missing: int) -> bool:
    """Not all of these are open requests that you may see. Look at the references again."""
    return missing == 0


@rule("CASE-171")
def has_no_others_merged(merged: bool) -> bool:
    """Others were merged into one of these. Merge those others as well, or take them out of it first."""
    return not merged


@rule("CASE-172")
def is_merged(merged: bool) -> bool:
    """This request is not merged with another."""
    return merged


@rule("CASE-173")
def is_itself_not_merged(merged: bool) -> bool:
    """This request was itself merged into another. Go to that one, and merge the others there."""
    return not merged
