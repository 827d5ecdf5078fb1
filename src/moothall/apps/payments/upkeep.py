"""What `moothall doctor` asks of payments."""

from __future__ import annotations

from moothall.apps.payments.services import provider
from moothall.kernel.upkeep import Finding, checkup, well, wrong


@checkup("payments")
def money_can_be_taken() -> Finding:
    """The provider of payments answers."""
    problem = provider().check()
    return wrong(problem, "Without it nobody can pay a fee.") if problem else well("Payments can be taken.")
