"""What happened to a payment: facts of the stream `payment:<id>`. Amounts are in pence."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("payments.begun", version=1)
@dataclass(frozen=True, slots=True)
class PaymentBegun:
    payment: UUID
    owner: str
    service: str
    pence: int


@fact("payments.settled", version=1)
@dataclass(frozen=True, slots=True)
class PaymentSettled:
    """`state` is paid, failed or cancelled; `owner` whose it was then."""

    payment: UUID
    owner: str
    state: str
    pence: int


@fact("payments.refund_asked", version=1)
@dataclass(frozen=True, slots=True)
class RefundAsked:
    payment: UUID
    refund: UUID
    owner: str
    pence: int


@fact("payments.refund_settled", version=1)
@dataclass(frozen=True, slots=True)
class RefundSettled:
    payment: UUID
    refund: UUID
    owner: str
    state: str
    pence: int
