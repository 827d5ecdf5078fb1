"""What this room does when told a fact from below."""

from __future__ import annotations

from moothall.apps.catalogue.api import version
from moothall.apps.forms.api import draft_owned
from moothall.apps.insight.counting import count_behind
from moothall.apps.payments.events import PaymentSettled
from moothall.ground.events.api import Recorded, listener
from moothall.kernel import clock
from moothall.kernel.actors import system

_SELF = system("insight")


@listener("insight.paid", to=(PaymentSettled,))
def count_what_is_sent_by_paying(event: Recorded) -> None:
    """A form with a fee is sent when it is paid, whether its person comes back to our pages or not."""
    settled = event.fact
    if not isinstance(settled, PaymentSettled) or settled.state != "paid":
        return
    draft = draft_owned(settled.owner, seen_by=_SELF) if settled.owner.startswith("draft:") else None
    if draft is None:
        return
    service = version(draft.version)
    count_behind("sent", service.slug, version=service.digest, on=clock.local(event.at).date())
