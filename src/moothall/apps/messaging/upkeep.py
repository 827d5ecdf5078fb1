"""What `moothall doctor` asks of messaging."""

from __future__ import annotations

from moothall.apps.messaging.services import mailer
from moothall.kernel.upkeep import Finding, checkup, well, wrong


@checkup("mail")
def mail_can_leave() -> Finding:
    """Mail can be handed over."""
    problem = mailer().check()
    if problem:
        return wrong(problem, "Check MOOTHALL_SMTP_URL and that the mail server is up.")
    return well("Mail can be handed over.")
