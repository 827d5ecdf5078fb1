"""Paying for a request before it is sent: it is opened once the fee for its answers is paid, whoever notices first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from moothall.apps.cases.events import FeeGivenBack
from moothall.apps.cases.fees import fee_due
from moothall.apps.cases.models import TaskKind
from moothall.apps.cases.policies import REFUND
from moothall.apps.cases.services.opening import Opened, open_case
from moothall.apps.cases.two_persons import demand_alone
from moothall.apps.cases.writing import Change, changing
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.apps.payments import api as payments
from moothall.kernel.actors import Actor
from moothall.kernel.money import Money
from moothall.kernel.rules import Refused

#: A payment is asked after for three days; the draft must outlive it.
_HELD_DAYS = 4
_TWICE = "It was paid for twice."
_CHANGED = "The answers changed while they were being paid for, and with them the fee."
_PART = "Somebody changed their part while it was being paid for."
_GONE = "The request was not there any more when the payment arrived."


def ask_for_fee(
    draft: forms.Draft,
    service: catalogue.PinnedService,
    *,
    return_url: Callable[[UUID], str],
    by: Actor,
) -> payments.PaymentNow:
    """Begin the payment of the fee for the draft's answers; the draft is held until it can no longer arrive.

    Raises Refused CASE-41 when the fee cannot be worked out, PAY-01 when nobody takes money now; DraftGone.
    """
    fee = fee_due(service, draft.answers)
    if fee is None:
        raise Refused("PAY-04", "There is nothing to pay.")
    forms.hold_draft(draft, days=_HELD_DAYS, by=by)
    return payments.begin_payment(
        draft.owner,
        service=service.slug,
        amount=fee.amount,
        description=service.name,
        answers_digest=_digest(service, draft.answers),
        return_url=return_url,
        by=by,
    )


def open_paid(draft: forms.Draft, service: catalogue.PinnedService, *, by: Actor) -> Opened | None:
    """The case of the draft, now that it is paid; None when it is not, or not for these answers.

    What was paid for other answers, twice, or while somebody else's part was not done any more, is given back.
    """
    paid = [one for one in payments.payments_of(draft.owner, seen_by=by) if one.paid and one.left]
    fee = fee_due(service, draft.answers)
    counting = next((one for one in paid if fee and one.amount == fee.amount), None)
    for other in paid:
        if other is not counting:
            give_back(other, _TWICE if counting else _CHANGED, by=by)
    if counting is None:
        return None
    try:
        whole = forms.gathered(draft, forms.form_of(service), by=by)
        return open_case(service, forms.relevant(forms.form_of(service), whole.answers), by=by, draft=whole)
    except (forms.NotAllDone, forms.PartChanged):
        give_back(counting, _PART, by=by)
        return None


def refund_fee(reference: str, amount: Money, *, reason: str, by: Actor) -> None:
    """Give back some of what was paid for a request, or all of it; whoever paid is told by their bank.

    Raises Refused PAY-02 when nothing was paid, PAY-03 for more than is left of it, PAY-04 and PAY-05.
    """
    with changing(reference, by=by, may=REFUND) as change:
        demand_alone(change.case, "refund", by=by, pence=amount.pence)
        refund_in(change, amount, reason)


def refund_in(change: Change, amount: Money, reason: str) -> None:
    """The verb itself, in a transaction whose policy has been asked."""
    by = change.by
    paid = [one for one in payments.payments_of(change.case.stream, seen_by=by) if one.left]
    fitting = next((one for one in paid if one.left >= amount), paid[0] if paid else None)
    if fitting is None:
        raise Refused("PAY-02", "Only a payment that was made can be given back.")
    refund = payments.ask_refund(fitting.id, amount, owner=change.case.stream, reason=reason, by=by)
    change.tell(FeeGivenBack(refund, amount.pence))
    change.finish_tasks(TaskKind.FEE)


def give_back(payment: payments.PaymentNow, reason: str = _GONE, *, by: Actor) -> None:
    """Give back whatever is left of a payment."""
    if payment.left:
        payments.ask_refund(payment.id, payment.left, owner=payment.owner, reason=reason, by=by)


def _digest(service: catalogue.PinnedService, answers: forms.Answers) -> str:
    said = forms.relevant(forms.form_of(service), answers).as_text()
    return hashlib.sha256(f"{service.digest}\n{said}".encode()).hexdigest()
