"""Why looking into a look is refused. The docstring is what the person reads."""

from __future__ import annotations

from uuid import UUID

from moothall.kernel.rules import rule


@rule("INSIGHT-01")
def look_is_somebody_elses(account: UUID, own: UUID | None) -> bool:
    """This is a look of your own. Somebody else has to look into it."""
    return account != own


@rule("INSIGHT-02")
def says_what_was_found(words: str, longest: int) -> bool:
    """Write what you found, in at most 2,000 characters."""
    return 0 < len(words) <= longest


@rule("INSIGHT-03")
def look_is_open(changed: bool) -> bool:
    """Somebody has looked into it meanwhile."""
    return changed


@rule("INSIGHT-04")
def level_is_known(known: bool) -> bool:
    """Choose how satisfied you are."""
    return known
