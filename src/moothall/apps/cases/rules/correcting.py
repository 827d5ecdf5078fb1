"""Putting an answer right."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-23")
def says_something_else(different: bool) -> bool:
    """This is what the answer says already. Change it, or go back."""
    return different


@rule("CASE-24")
def has_reason(words: str) -> bool:
    """Say why it is corrected, such as “the reporter called”."""
    return bool(words.strip())
