"""Paying the fee: off to whoever takes the money, and back again with a request, or with what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from moothall.apps.cases.api import ask_for_fee, fee_due, open_paid
from moothall.apps.catalogue.api import Contact, council
from moothall.apps.forms import api as forms
from moothall.apps.payments import api as payments
from moothall.apps.payments.ports import ProviderAway
from moothall.kernel.rules import Refused
from moothall.sites.public.filling import Filling, filling_of
from moothall.sites.public.frames import public_frame
from moothall.sites.public.others import all_done, people_rows
from moothall.ui import proofs
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

TAKEN, WAITING = "taken", "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPage(Page):
    template: ClassVar[str] = "public/pay.html"
    back: str
    service: str
    reasons: tuple[str, ...]
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage(Page):
    """What came of a payment that led to no request at once; `state` chooses the words."""

    template: ClassVar[str] = "public/payment.html"
    state: str
    again: str
    contact: Contact


def begin(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    """The button of check-your-answers, where there is a fee. Raises Refused when it cannot be taken now."""

    def back(payment: UUID) -> str:
        return request.build_absolute_uri(filling.address(f"paid/{payment}"))

    ask_for_fee(draft, filling.service, return_url=back, by=request.actor)
    return HttpResponseRedirect(filling.address("pay"))


def pay(request: Request, slug: str) -> HttpResponseBase:
    """What is to be paid and the way to where: a link, for a form may lead to no other host."""
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    payment = _waiting(request, filling)
    if payment is None:
        return HttpResponseRedirect(filling.address(forms.CHECK_ANSWERS))
    fee = fee_due(filling.service, filling.answers)
    page = PayPage(
        title=_("Pay {amount}").format(amount=payment.amount),
        frame=public_frame(request, service=filling.service.name),
        back=filling.address(forms.CHECK_ANSWERS),
        service=filling.service.name,
        reasons=fee.reasons if fee else (),
        provider=payment.next_url,
    )
    return _private(show(request, page))


def paid(request: Request, slug: str, payment: UUID) -> HttpResponseBase:
    """Back from paying. Asks the provider what came of it; the same address may be opened any number of times."""
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if filling.draft is None:
        return _told(request, filling, "elsewhere")
    try:
        payments.payment_named(payment, owner=filling.draft.owner, seen_by=request.actor)
        standing = payments.settle_payment(payment, by=request.actor)
    except payments.PaymentNotFound:
        raise Http404 from None
    except ProviderAway:
        return _told(request, filling, WAITING)
    if not standing.paid:
        return _told(request, filling, standing.state)
    return _open(request, filling, filling.draft)


def _open(request: Request, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    try:
        opened = open_paid(draft, filling.service, by=request.actor)
    except (Refused, forms.DraftGone):
        return _told(request, filling, TAKEN)
    if opened is None:
        waits = not all_done(people_rows(filling, seen_by=request.actor))
        return _told(request, filling, "part" if waits else "changed")
    response = HttpResponseRedirect(filling.address("done"))
    proofs.prove(request, response, opened.case_id)
    return response


def _waiting(request: Request, filling: Filling) -> payments.PaymentNow | None:
    """The newest payment that nobody has made yet, for what is due now."""
    if filling.draft is None:
        return None
    try:
        fee = fee_due(filling.service, filling.answers)
    except Refused:
        return None
    made = payments.payments_of(filling.draft.owner, seen_by=request.actor)
    return next((one for one in reversed(made) if one.waiting and fee and one.amount == fee.amount), None)


def _told(request: Request, filling: Filling, state: str) -> HttpResponse:
    """What came of a payment that did not lead to a request at once."""
    titles = {
        "failed": _("Your payment was not taken"),
        "cancelled": _("You stopped the payment"),
        "changed": _("Your answers changed while you were paying"),
        "part": _("Somebody changed their part while you were paying"),
        "elsewhere": _("Thank you"),
        TAKEN: _("We have your payment"),
        WAITING: _("We are waiting to hear about your payment"),
    }
    page = PaymentPage(
        title=titles[state],
        frame=public_frame(request, service=filling.service.name),
        state=state,
        again=filling.address(forms.CHECK_ANSWERS),
        contact=council().contact,
    )
    return _private(show(request, page))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
