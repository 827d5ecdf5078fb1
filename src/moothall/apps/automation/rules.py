"""What automation refuses. The sentence is read by whoever asked."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("AUTO-01")
def rule_is_as_seen(seen: str, now: str) -> bool:
    """The rule has been changed since you looked at it. Read it again, try it, and then decide."""
    return seen == now


@rule("AUTO-02")
def was_tried(tried: bool) -> bool:
    """Try this rule on past cases before you switch it on, and look at what it would have done."""
    return tried
