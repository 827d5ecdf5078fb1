"""How mail leaves this council; see the setting MOOTHALL_SMTP_URL."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from moothall.apps.messaging.ports import Mailer
from moothall.connectors.demo.api import DemoMailer
from moothall.connectors.smtp.api import SmtpMailer, options_from
from moothall.project import environment as env


def mailer() -> Mailer:
    """The mail server of MOOTHALL_SMTP_URL, or the demonstration's. Raises ImproperlyConfigured."""
    if not env.SMTP_URL:
        return DemoMailer()
    try:
        return SmtpMailer(options_from(env.SMTP_URL))
    except ValueError as mistake:
        raise ImproperlyConfigured(str(mistake)) from None
