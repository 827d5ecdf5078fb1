"""What changed while somebody had the page open."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-140")
def is_as_it_was_seen(unchanged: bool) -> bool:
    """Somebody else has changed this case since you opened the page. What you typed is still here."""
    return unchanged
