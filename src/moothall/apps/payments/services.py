"""Verbs on payments. The provider is called outside any transaction; what it said is written in a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from moothall.apps.payments import rules
from moothall.apps.payments.events import PaymentBegun, PaymentSettled, RefundAsked, RefundSettled
from moothall.apps.payments.models import Payment, Refund, RefundState, State, payment_reference
from moothall.apps.payments.ports import PaymentProvider, ProviderAway, Standing, Wanted
from moothall.apps.payments.queries import PaymentNotFound, PaymentNow, payments_now
from moothall.ground.events.api import eraser, record
from moothall.ground.jobs.api import PermanentFailure, every, job
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.kernel.money import Money

#: A page of the provider that was opened this long ago is not shown again: another payment begins.
STILL_OPEN = timedelta(minutes=30)
#: How long a payment that nobody came back from is asked after; GOV.UK Pay gives up after 90 minutes.
ASKED_AFTER_FOR = timedelta(days=3)
_SETTLED = {Standing.DONE: State.PAID, Standing.FAILED: State.FAILED, Standing.CANCELLED: State.CANCELLED}
_SELF = system("payments")


@dataclass(slots=True)
class _Till:
    """The provider of this process, once it was asked for."""

    provider: PaymentProvider | None = None


_till = _Till()


def use_provider(chosen: PaymentProvider | None) -> None:
    """Take money by `chosen` from now on; None: by the one of the settings again. For tests and rehearsals."""
    _till.provider = chosen


def provider() -> PaymentProvider:
    """Who takes money. The setting MOOTHALL_PAYMENTS is the dotted path of a function that makes it, called once."""
    if _till.provider is None:
        _till.provider = import_string(settings.MOOTHALL_PAYMENTS)()
    return _till.provider


def begin_payment(
    owner: str,
    *,
    service: str,
    amount: Money,
    description: str,
    answers_digest: str,
    return_url: Callable[[UUID], str],
    by: Actor,
) -> PaymentNow:
    """Ask the owner for `amount`; the answer's `next_url` is where to pay.

    The same amount for the same answers within half an hour is the same payment, so pressing twice pays once.
    Raises Refused PAY-01 when the provider does not answer, PAY-04 for nothing.
    """
    rules.is_something.demand(amount.pence)
    before = _open_payment(owner, amount, answers_digest)
    if before is not None:
        return payments_now([before])[0]
    key = new_id()
    wanted = Wanted(
        str(key), amount.pence, payment_reference(service, key), description[:200], return_url(key)
    )
    try:
        started = provider().begin(wanted)
    except ProviderAway:
        rules.provider_answers.demand(False)
        raise
    payment = Payment(
        id=key, owner=owner, service=service, pence=amount.pence, description=description[:200],
        answers_digest=answers_digest, state=State.WAITING, provider=provider().name,
        provider_reference=started.reference, next_url=started.next_url, last_event=1, begun_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        payment.save(force_insert=True)
        record(_stream(key), PaymentBegun(key, owner, service, amount.pence), by=by, after=0)
    return payments_now([payment])[0]


def _open_payment(owner: str, amount: Money, answers_digest: str) -> Payment | None:
    return (
        Payment.objects.filter(
            owner=owner, state=State.WAITING, pence=amount.pence, answers_digest=answers_digest,
            begun_at__gt=clock.now() - STILL_OPEN,
        )
        .order_by("-begun_at")
        .first()
    )  # fmt: skip


def settle_payment(key: UUID, *, by: Actor) -> PaymentNow:
    """Ask the provider how a payment stands, and write it down; once settled, nobody is asked again.

    Raises PaymentNotFound; ProviderAway when the provider does not answer.
    """
    payment = Payment.objects.filter(pk=key).first()
    if payment is None:
        raise PaymentNotFound(str(key))
    if payment.state != State.WAITING:
        return payments_now([payment])[0]
    standing = provider().standing(payment.provider_reference)
    if standing is not Standing.WAITING:
        payment = _settled(key, _SETTLED[standing], by)
    return payments_now([payment])[0]


def _settled(key: UUID, state: State, by: Actor) -> Payment:
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=key)
        if payment.state == State.WAITING:
            payment.state, payment.settled_at = state, clock.now()
            _tell(payment, PaymentSettled(key, payment.owner, state, payment.pence), by)
    return payment


def hand_over_payments(owner: str, *, to: str, by: Actor) -> int:
    """Everything the owner paid or is paying is now `to`'s, in the caller's transaction; returns how many."""
    return Payment.objects.filter(owner=owner).update(owner=to)


def ask_refund(key: UUID, amount: Money, *, owner: str, reason: str, by: Actor) -> UUID:
    """Give back `amount` of a payment; the job does it, and asks again until the provider has.

    Raises PaymentNotFound, and Refused PAY-02, PAY-03, PAY-04 or PAY-05.
    """
    rules.has_reason.demand(reason)
    rules.is_something.demand(amount.pence)
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(pk=key, owner=owner).first()
        if payment is None:
            raise PaymentNotFound(str(key))
        rules.was_paid.demand(payment.state)
        rules.is_not_more_than_left.demand(amount.pence, payments_now([payment])[0].left.pence)
        refund = Refund(
            id=new_id(), payment_id=key, pence=amount.pence, reason=reason.strip()[:200],
            state=RefundState.ASKED, by=by.key, asked_at=clock.now(),
        )  # fmt: skip
        refund.save(force_insert=True)
        _tell(payment, RefundAsked(key, refund.id, owner, amount.pence), by)
        send_refund.enqueue(refund_id=str(refund.id))
    return refund.id


@job(lane="payments", attempts=12, lease_seconds=120)
def send_refund(refund_id: str) -> None:
    """Give one refund back. Run again after a crash it is asked for again under the same key, and given once."""
    refund = (
        Refund.objects.filter(pk=UUID(refund_id), state=RefundState.ASKED).select_related("payment").first()
    )
    if refund is None:
        return
    try:
        standing = provider().refund(refund.payment.provider_reference, refund.pence, key=refund_id)
    except ProviderAway as away:
        if not away.permanent:
            raise
        standing = Standing.FAILED
    if standing is Standing.WAITING:
        raise ProviderAway("The provider has not given the money back yet.")
    state = RefundState.DONE if standing is Standing.DONE else RefundState.FAILED
    _refund_settled(refund, state)
    if state is RefundState.FAILED:
        raise PermanentFailure(
            "The provider would not give the money back. Ask them, then pay it back by hand."
        )


def _refund_settled(refund: Refund, state: RefundState) -> None:
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
        changed = Refund.objects.filter(pk=refund.id, state=RefundState.ASKED).update(
            state=state, settled_at=clock.now()
        )
        if changed:
            _tell(payment, RefundSettled(payment.id, refund.id, payment.owner, state, refund.pence), _SELF)


@every(seconds=120, lane="payments", attempts=1, lease_seconds=300)
def ask_after_payments() -> None:
    """Settle what nobody came back from: the line broke, the window was closed, the power went."""
    now = clock.now()
    waiting = Payment.objects.filter(
        state=State.WAITING, begun_at__lt=now - timedelta(minutes=2), begun_at__gt=now - ASKED_AFTER_FOR
    )
    for key in list(waiting.order_by("begun_at").values_list("id", flat=True)[:200]):
        try:
            settle_payment(key, by=_SELF)
        except ProviderAway:
            return  # asked again in two minutes


def _tell(payment: Payment, fact: object, by: Actor) -> None:
    payment.last_event = record(_stream(payment.id), fact, by=by, after=payment.last_event)
    payment.save(force_update=True)


def _stream(key: UUID) -> str:
    return f"payment:{key}"


@eraser("payments")
def forget(subject: str) -> Iterable[str]:
    """What was paid is kept as the law on accounts asks, and no longer points to what is erased."""
    Payment.objects.filter(owner=subject).update(owner="erased", answers_digest="", description="")
    return ()
