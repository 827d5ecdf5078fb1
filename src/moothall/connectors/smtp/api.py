"""The door of the SMTP connector."""

from __future__ import annotations

from moothall.connectors.smtp.mailer import SmtpMailer
from moothall.connectors.smtp.options import SmtpOptions, options_from

__all__ = ["SmtpMailer", "SmtpOptions", "options_from"]
