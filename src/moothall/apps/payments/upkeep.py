"""What `moothall doctor` asks of payments."""

from __future__ import annotations

from moothall.apps.catalogue.api import PinnedService, services_listed
from moothall.apps.forms.api import Form
from moothall.apps.payments.services import provider
from moothall.kernel.actors import ANONYMOUS
from moothall.kernel.upkeep import Finding, checkup, well, wrong


@checkup("payments")
def money_can_be_taken() -> Finding:
    """The provider of payments answers, where a service asks for a fee."""
    problem = provider().check()
    if not problem:
        return well("Payments can be taken.")
    priced = [one.name for one in services_listed(seen_by=ANONYMOUS) if _asks_a_fee(one)]
    if not priced:
        return well(f"{problem} No service asks for a fee.")
    return wrong(problem, f"Until then nobody can send {', '.join(priced)}: pause it.")


def _asks_a_fee(service: PinnedService) -> bool:
    form = service.parts.get("form")
    return isinstance(form, Form) and bool(form.fee)
