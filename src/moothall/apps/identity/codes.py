"""A code opens one door once."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache

#: Seconds that a code of an authenticator app may be accepted: its own period, the one before and the one after.
#: allauth remembers a used code for one period only, which is too short where clocks may differ.
REMEMBERED = 90


def use_code(account_id: UUID, code: str) -> bool:
    """True the first time, for all workers together; False when somebody has just used this code."""
    return bool(cache.add(f"moothall.code:{account_id}:{''.join(code.split())}", "used", timeout=REMEMBERED))
