"""The pretend provider's own page, where a payment is made, declined or cancelled. Not there in production."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.http import Http404, HttpResponseBase, HttpResponseRedirect

from moothall.apps.payments.api import provider
from moothall.apps.payments.ports import Standing
from moothall.connectors.demo.api import DemoPayment, DemoPayments
from moothall.kernel.money import Money
from moothall.ui.frames import frame_for
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

_DONE = {"pay": Standing.DONE, "decline": Standing.FAILED, "cancel": Standing.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPayPage(Page):
    template: ClassVar[str] = "demo/pay.html"
    description: str
    amount: str
    open: bool
    onward: str


def pay(request: Request, reference: str) -> HttpResponseBase:
    """A payment by its reference: a page with three buttons, then back to where the payer came from."""
    till, payment = _payment(reference)
    if request.method == "POST" and (standing := _DONE.get(request.POST.get("do", ""))):
        till.decide(reference, standing)
        return HttpResponseRedirect(payment.return_url)
    page = DemoPayPage(
        title="Pretend Payments",
        frame=frame_for(request),
        description=payment.description,
        amount=str(Money(payment.pence)),
        open=payment.standing == Standing.WAITING,
        onward=payment.return_url,
    )
    return show(request, page)


def _payment(reference: str) -> tuple[DemoPayments, DemoPayment]:
    till = provider()
    if settings.MOOTHALL_PRODUCTION or not isinstance(till, DemoPayments):
        raise Http404
    payment = till.payment(reference)
    if payment is None:
        raise Http404
    return till, payment
