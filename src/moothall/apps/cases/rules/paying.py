"""Fees."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-40")
def fee_is_paid(paid: bool) -> bool:
    """Pay the fee before you send this."""
    return paid


@rule("CASE-41")
def fee_is_known(known: bool) -> bool:
    """We cannot work out the fee for your answers. Call us, and we will do it with you."""
    return known
