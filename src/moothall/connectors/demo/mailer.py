"""A mail server that is none."""

from __future__ import annotations

from collections import deque

from moothall.apps.messaging.ports import Mail, MailNotTaken
from moothall.ground.outside import forbid_in_transaction

REFUSED, BUSY = "refused.example", "busy.example"


class DemoMailer:
    """Takes mail and keeps the last thousand in memory, for tests; the outbox page reads messaging's own rows."""

    def __init__(self) -> None:
        self.sent: deque[Mail] = deque(maxlen=1_000)

    def send(self, mail: Mail) -> None:
        """Raises MailNotTaken for the two domains that refuse."""
        forbid_in_transaction("The mailer")
        domain = mail.to.rpartition("@")[2].casefold()
        if domain == REFUSED:
            raise MailNotTaken("The mail server refused the address for good (550).", permanent=True)
        if domain == BUSY:
            raise MailNotTaken("The mail server is busy (450).", permanent=False)
        self.sent.append(mail)

    def check(self) -> str:
        return ""
