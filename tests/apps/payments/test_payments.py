"""Taking money and giving it back: paid once, never lost, never more given back than was taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from moothall.apps.payments import api as payments
from moothall.apps.payments.events import PaymentSettled, RefundSettled
from moothall.apps.payments.jobs import forget_payments_of_closed_years
from moothall.apps.payments.models import Payment
from moothall.apps.payments.ports import ProviderAway, Standing, Started, Wanted
from moothall.apps.payments.services import send_refund
from moothall.connectors.demo.api import DemoPayments
from moothall.ground.events.api import history
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.money import Money
from moothall.kernel.rules import Refused
from tests.cast import SYSTEM

pytestmark = pytest.mark.django_db
OWNER = "draft:0190"


def begin(
    pence: int = 1250, *, digest: str = "a", description: str = "Parking permit"
) -> payments.PaymentNow:
    return payments.begin_payment(
        OWNER,
        service="parking",
        amount=Money(pence),
        description=description,
        answers_digest=digest,
        return_url=lambda key: f"http://localhost/back/{key}",
        by=SYSTEM,
    )


def reference_of(payment: payments.PaymentNow) -> str:
    return payment.next_url.rpartition("/")[2]


def pay(
    till: DemoPayments, payment: payments.PaymentNow, how: Standing = Standing.DONE
) -> payments.PaymentNow:
    till.decide(reference_of(payment), how)
    return payments.settle_payment(payment.id, by=SYSTEM)


def facts(key: UUID) -> list[str]:
    return [type(one.fact).__name__ for one in history(f"payment:{key}")]


def test_a_payment_is_taken(till: DemoPayments) -> None:
    payment = begin()
    assert payments.settle_payment(payment.id, by=SYSTEM).waiting
    settled = pay(till, payment)
    assert (settled.paid, settled.amount, settled.left) == (True, Money(1250), Money(1250))
    assert facts(payment.id) == ["PaymentBegun", "PaymentSettled"]
    assert payments.settle_payment(payment.id, by=SYSTEM).paid, "asked again, nothing more happens"
    assert facts(payment.id) == ["PaymentBegun", "PaymentSettled"]


def test_pressing_twice_is_one_payment_and_another_amount_or_other_answers_another(
    till: DemoPayments,
) -> None:
    assert begin().id == begin().id
    assert begin(digest="b").id != begin().id
    assert begin(1300).id != begin().id


@pytest.mark.parametrize(("how", "state"), [(Standing.FAILED, "failed"), (Standing.CANCELLED, "cancelled")])
def test_a_payment_that_came_to_nothing_is_begun_anew(till: DemoPayments, how: Standing, state: str) -> None:
    payment = begin()
    assert pay(till, payment, how).state == state
    assert begin().id != payment.id


def test_a_provider_that_is_away_is_a_sentence_and_leaves_nothing(till: DemoPayments) -> None:
    with pytest.raises(Refused) as refused:
        begin(description="unpayable")
    assert refused.value.code == "PAY-01"
    assert payments.payments_of(OWNER, seen_by=SYSTEM) == ()


def test_nothing_is_not_asked_for(till: DemoPayments) -> None:
    with pytest.raises(Refused, match="PAY-04"):
        begin(0)


def test_who_does_not_come_back_is_asked_after(till: DemoPayments) -> None:
    payment = begin()
    till.decide(reference_of(payment), Standing.DONE)
    payments.ask_after_payments.call()
    assert payments.payments_of(OWNER, seen_by=SYSTEM)[0].waiting, "somebody is still typing a card number"
    Payment.objects.update(begun_at=clock.now() - timedelta(minutes=3))
    payments.ask_after_payments.call()
    assert payments.payments_of(OWNER, seen_by=SYSTEM)[0].paid


def test_a_refund_is_given_once_and_never_more_than_was_paid(till: DemoPayments) -> None:
    payment = pay(till, begin())
    ask = payments.ask_refund
    first = ask(payment.id, Money(1000), owner=OWNER, reason="Moved away", by=SYSTEM)
    with pytest.raises(Refused, match="PAY-03"):
        ask(payment.id, Money(251), owner=OWNER, reason="Again", by=SYSTEM)
    assert run_pending(["payments"]) == 1
    send_refund.call(refund_id=str(first))
    known = till.payment(reference_of(payment))
    assert known is not None
    assert known.given_back == ((str(first), 1000),)
    (now,) = payments.payments_of(OWNER, seen_by=SYSTEM)
    assert (now.left, [one.state for one in now.refunds]) == (Money(250), ["done"])
    assert facts(payment.id) == ["PaymentBegun", "PaymentSettled", "RefundAsked", "RefundSettled"]


def test_refunds_that_are_refused(till: DemoPayments) -> None:
    waiting = begin()
    for code, change in {
        "PAY-02": {},
        "PAY-04": {"amount": Money(0)},
        "PAY-05": {"reason": "  "},
    }.items():
        given = {"amount": Money(1), "reason": "because", **change}
        with pytest.raises(Refused, match=code):
            payments.ask_refund(waiting.id, given["amount"], owner=OWNER, reason=given["reason"], by=SYSTEM)
    with pytest.raises(payments.PaymentNotFound):
        payments.ask_refund(waiting.id, Money(1), owner="case:another", reason="x", by=SYSTEM)
    with pytest.raises(payments.PaymentNotFound):
        payments.payment_named(waiting.id, owner="case:another", seen_by=SYSTEM)
    with pytest.raises(payments.PaymentNotFound):
        payments.settle_payment(new_id(), by=SYSTEM)


class _Refuses(DemoPayments):
    def refund(self, reference: str, pence: int, *, key: str) -> Standing:
        raise ProviderAway("The card was closed.", permanent=True)


def test_a_refund_the_provider_refuses_for_good_is_dead_and_told(till: DemoPayments, tmp_path: Path) -> None:
    payment = pay(till, begin())
    payments.ask_refund(payment.id, Money(1250), owner=OWNER, reason="Withdrawn", by=SYSTEM)
    payments.use_provider(_Refuses(tmp_path / "till"))
    run_pending(["payments"])
    (now,) = payments.payments_of(OWNER, seen_by=SYSTEM)
    assert [one.state for one in now.refunds] == ["failed"]
    assert now.left == Money(1250), "it can be asked for again"
    last = history(f"payment:{payment.id}")[-1].fact
    assert isinstance(last, RefundSettled)
    assert last.state == "failed"


def test_what_was_paid_goes_with_the_draft_to_the_case(till: DemoPayments) -> None:
    payment = pay(till, begin())
    assert payments.hand_over_payments(OWNER, to="case:1", by=SYSTEM) == 1
    assert payments.payments_of(OWNER, seen_by=SYSTEM) == ()
    assert payments.payment_named(payment.id, owner="case:1", seen_by=SYSTEM).paid
    settled = history(f"payment:{payment.id}")[-1].fact
    assert isinstance(settled, PaymentSettled)
    assert settled.owner == OWNER


class _Watches(DemoPayments):
    """A provider that looks whether it is called inside a transaction of ours."""

    seen: bool = False

    def begin(self, wanted: Wanted) -> Started:
        self.seen = connection.in_atomic_block
        return super().begin(wanted)


@pytest.mark.django_db(transaction=True)
def test_the_provider_is_called_outside_any_transaction(tmp_path: Path) -> None:
    watching = _Watches(tmp_path)
    payments.use_provider(watching)
    try:
        begin()
    finally:
        payments.use_provider(None)
    assert not watching.seen


def test_the_cost_of_a_list_does_not_grow(till: DemoPayments, django_assert_num_queries: object) -> None:
    for digest in "abcdef":
        pay(till, begin(digest=digest))
    with django_assert_num_queries(2):
        assert len(payments.payments_of(OWNER, seen_by=SYSTEM)) == 6


def test_production_takes_no_pretend_money(tmp_path: Path, settings: Settings) -> None:
    till = DemoPayments(tmp_path)
    assert till.check() == ""
    settings.MOOTHALL_PRODUCTION = True
    assert "No provider of payments is connected" in till.check()
    with pytest.raises(ProviderAway):
        till.begin(Wanted("k", 100, "BAR-1", "A permit", "https://example.gov.uk/paid"))


@pytest.mark.parametrize(
    ("day", "kept"), [((2026, 3, 31), True), ((2033, 3, 31), True), ((2033, 4, 1), False)]
)
def test_payments_go_six_years_after_the_end_of_their_financial_year(
    day: tuple[int, int, int], kept: bool
) -> None:
    with clock.stopped_at(datetime(2026, 3, 31, 12, tzinfo=UTC) + timedelta(days=1)):
        begin()
    with clock.stopped_at(datetime(*day, 12, tzinfo=UTC)):
        forget_payments_of_closed_years.call()
    assert Payment.objects.exists() is kept
