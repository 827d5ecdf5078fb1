"""The door of the SMTP connector."""

from __future__ import annotations

from moothall.connectors.smtp.mailer import SmtpMailer
from moothall.connectors.smtp.options import SmtpOptions, options_from


def connect(address: str) -> SmtpMailer:
    """The entry point `mail.smtp`. Raises ValueError with what to write instead."""
    return SmtpMailer(options_from(address))


__all__ = ["SmtpMailer", "SmtpOptions", "connect", "options_from"]
