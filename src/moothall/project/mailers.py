"""How mail leaves this council; see the setting MOOTHALL_SMTP_URL."""

from __future__ import annotations

from typing import cast

from moothall.apps.messaging.ports import Mailer
from moothall.project import environment as env
from moothall.project.connecting import connect


def mailer() -> Mailer:
    """The mail server of MOOTHALL_SMTP_URL, or the demonstration's. Raises ImproperlyConfigured."""
    return cast(Mailer, connect("mail", env.SMTP_URL or "demo:", "MOOTHALL_SMTP_URL"))
