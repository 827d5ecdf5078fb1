"""Questions about payments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.apps.payments.models import Payment, Refund, RefundState, State, payment_reference
from moothall.kernel.actors import Actor
from moothall.kernel.money import Money


class PaymentNotFound(LookupError):
    """There is no such payment, or not of that owner."""


@dataclass(frozen=True, slots=True)
class RefundNow:
    id: UUID
    amount: Money
    reason: str
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentNow:
    """A payment as it stands. `left`: what has not been given back nor asked to be."""

    id: UUID
    owner: str
    service: str
    amount: Money
    description: str
    answers_digest: str
    state: str
    next_url: str
    begun_at: datetime
    settled_at: datetime | None
    refunds: tuple[RefundNow, ...] = ()
    #: What whoever paid read our pages in.
    language: str = ""

    @property
    def paid(self) -> bool:
        return self.state == State.PAID

    @property
    def reference(self) -> str:
        """What it is called on the payer's receipt."""
        return payment_reference(self.service, self.id)

    @property
    def waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def left(self) -> Money:
        back = sum(one.amount.pence for one in self.refunds if one.state != RefundState.FAILED)
        return Money(max(0, self.amount.pence - back) if self.paid else 0)


def payments_of(owner: str, *, seen_by: Actor) -> tuple[PaymentNow, ...]:
    """Every payment of an owner, oldest first. The caller has made sure that `seen_by` may see the owner."""
    rows = list(Payment.objects.filter(owner=owner).order_by("begun_at", "id"))
    return tuple(payments_now(rows))


def payment_named(key: UUID, *, owner: str, seen_by: Actor) -> PaymentNow:
    """One payment of the owner. Raises PaymentNotFound."""
    row = Payment.objects.filter(pk=key, owner=owner).first()
    if row is None:
        raise PaymentNotFound(str(key))
    return payments_now([row])[0]


def payments_now(rows: Iterable[Payment]) -> list[PaymentNow]:
    """Each row with its refunds, in two queries at most."""
    known = list(rows)
    refunds: dict[UUID, list[RefundNow]] = {}
    if known:
        found = Refund.objects.filter(payment_id__in=[row.id for row in known]).order_by("asked_at", "id")
        for one in found:
            said = RefundNow(one.id, Money(one.pence), one.reason, one.state, one.asked_at)
            refunds.setdefault(one.payment_id, []).append(said)
    return [_now(row, tuple(refunds.get(row.id, ()))) for row in known]


def _now(row: Payment, refunds: tuple[RefundNow, ...]) -> PaymentNow:
    return PaymentNow(
        id=row.id,
        owner=row.owner,
        service=row.service,
        amount=Money(row.pence),
        description=row.description,
        answers_digest=row.answers_digest,
        state=row.state,
        next_url=row.next_url,
        begun_at=row.begun_at,
        settled_at=row.settled_at,
        refunds=refunds,
        language=row.language,
    )
