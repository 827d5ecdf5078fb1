"""What payments refuses."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("PAY-01")
def provider_answers(answered: bool) -> bool:
    """We cannot take payments at the moment. Your answers are kept: try again in a few minutes."""
    return answered


@rule("PAY-02")
def was_paid(state: str) -> bool:
    """Only a payment that was made can be given back."""
    return state == "paid"


@rule("PAY-03")
def is_not_more_than_left(pence: int, left: int) -> bool:
    """This is more than what is left of the payment."""
    return pence <= left


@rule("PAY-04")
def is_something(pence: int) -> bool:
    """Enter an amount of more than £0."""
    return pence > 0


@rule("PAY-05")
def has_reason(reason: str) -> bool:
    """Enter why the money is given back."""
    return bool(reason.strip())
