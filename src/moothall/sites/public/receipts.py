"""What was paid for a request, as its owner reads it: amount, day, reference, and what was given back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from moothall.apps.payments.api import PaymentNow, RefundNow
from moothall.kernel import clock


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment that was made. `back`: what was given back of it, a sentence each."""

    amount: str
    on: date
    reference: str
    back: tuple[str, ...]


def receipts(payments: Iterable[PaymentNow]) -> tuple[Receipt, ...]:
    """Of each payment that was made, oldest first."""
    return tuple(
        Receipt(
            str(one.amount),
            clock.local(one.settled_at).date(),
            one.reference,
            tuple(_back(refund) for refund in one.refunds),
        )
        for one in payments
        if one.paid and one.settled_at
    )


def _back(refund: RefundNow) -> str:
    if refund.state == "failed":
        return _("We could not give back {amount}. Call us, and we will find another way.").format(
            amount=refund.amount
        )
    if refund.state == "done":
        return _("We have given back {amount}.").format(amount=refund.amount)
    return _("{amount} is on its way back to you. It takes up to 5 working days.").format(
        amount=refund.amount
    )
