"""The rules of forms."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("FORMS-01")
def nobody_answered_meanwhile(first: bool) -> bool:
    """Somebody else changed these answers a moment ago. Look again at how they stand now, then change them."""
    return first
