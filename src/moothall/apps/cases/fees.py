"""What has to be paid before a request is sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moothall.apps.cases import rules
from moothall.apps.cases.models import Case
from moothall.apps.catalogue.api import PinnedService
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.apps.payments import api as payments
from moothall.kernel import clock
from moothall.kernel.actors import Actor


def fee_due(service: PinnedService, answers: forms.Answers) -> forms.Fee | None:
    """The fee that these answers cost; None for no fee or one of nothing. Raises Refused CASE-41."""
    try:
        fee = forms.fee_of(service, answers)
    except forms.FeeUndecided:
        rules.fee_is_known.demand(False)
        raise
    return fee if fee and fee.amount else None


def fee_paid(case: Case, form: forms.Form, *, seen_by: Actor) -> tuple[payments.PaymentNow, ...]:
    """The payments of a case that were made, oldest first. No query where the form costs nothing."""
    if not form.fee:
        return ()
    return tuple(one for one in payments.payments_of(case.stream, seen_by=seen_by) if one.paid)


def receipt(paid: Iterable[payments.PaymentNow]) -> str:
    """What was paid in a sentence for a message: amount, day, reference; "" for nothing."""
    return " ".join(
        _("You paid {amount} on {day}. Your payment reference is {reference}.").format(
            amount=one.amount,
            day=deadlines.day_in_words(clock.local(one.settled_at).date()),
            reference=one.reference,
        )
        for one in paid
        if one.settled_at
    )


def is_paid(service: PinnedService, answers: forms.Answers, owner: str, *, by: Actor) -> bool:
    """Has the owner paid what these answers cost? Raises Refused CASE-41."""
    fee = fee_due(service, answers)
    if fee is None:
        return True
    return any(
        one.paid and one.left == fee.amount == one.amount for one in payments.payments_of(owner, seen_by=by)
    )
