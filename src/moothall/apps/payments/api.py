"""The door of `payments`."""

from __future__ import annotations

from moothall.apps.payments.queries import (
    PaymentNotFound,
    PaymentNow,
    RefundNow,
    payment_named,
    payments_of,
)
from moothall.apps.payments.services import (
    ask_after_payments,
    ask_refund,
    begin_payment,
    hand_over_payments,
    provider,
    settle_payment,
    use_provider,
)

__all__ = [
    "PaymentNotFound",
    "PaymentNow",
    "RefundNow",
    "ask_after_payments",
    "ask_refund",
    "begin_payment",
    "hand_over_payments",
    "payment_named",
    "payments_of",
    "provider",
    "settle_payment",
    "use_provider",
]
