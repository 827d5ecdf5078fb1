"""What this room does when told a fact from below."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from moothall.apps.catalogue.api import NoSuchVersion, PinnedService, version
from moothall.apps.forms.api import draft_owned
from moothall.apps.insight.counting import count_behind, not_after_all
from moothall.apps.payments.api import PaymentNotFound, payment_named
from moothall.apps.payments.events import PaymentSettled, RefundAsked
from moothall.ground.events.api import Recorded, listener
from moothall.kernel import clock
from moothall.kernel.actors import system

_SELF = system("insight")


@listener("insight.paid", to=(PaymentSettled, RefundAsked))
def count_what_is_sent_by_paying(event: Recorded) -> None:
    """A form with a fee is sent when it is paid, whether its person comes back to our pages or not.

    What is given back while it is still a draft's has sent nothing: the answers had changed, or it was paid twice.
    """
    told = event.fact
    if isinstance(told, PaymentSettled) and told.state == "paid":
        if service := _asked_for(told.owner):
            on = clock.local(event.at).date()
            count_behind("sent", service.slug, version=service.digest, on=on)
    elif isinstance(told, RefundAsked) and (service := _asked_for(told.owner)):
        on = clock.local(_paid_at(told.payment, told.owner) or event.at).date()
        not_after_all("sent", service.slug, version=service.digest, on=on)


def _asked_for(owner: str) -> PinnedService | None:
    """The service that a draft is of; None for what is no draft's."""
    draft = draft_owned(owner, seen_by=_SELF) if owner.startswith("draft:") else None
    try:
        return version(draft.version) if draft else None
    except NoSuchVersion:
        return None


def _paid_at(payment: UUID, owner: str) -> datetime | None:
    """By then it may be a case's."""
    try:
        return payment_named(payment, owner=owner, seen_by=_SELF).settled_at
    except PaymentNotFound:
        return None
