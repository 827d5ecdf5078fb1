"""What was held because it looked like spam."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-55")
def is_held(held: bool) -> bool:
    """Somebody else has looked at this already, and it is not held any more."""
    return held
