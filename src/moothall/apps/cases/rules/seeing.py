"""What changed while somebody had the page open."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-140")
def is_as_it_was_seen(unchanged: bool) -> bool:
    """Somebody else has changed this case since you opened the page. What you typed is still here."""
    return unchanged


@rule("CASE-262")
def is_not_done_again(again: bool) -> bool:
    """You have done this since you opened the page. Look at what happened before you do it once more."""
    return not again
