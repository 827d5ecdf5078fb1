"""The door of the demonstration's connectors."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from moothall.connectors.demo.mailer import BUSY, REFUSED, DemoMailer
from moothall.connectors.demo.payments import DemoPayment, DemoPayments


def mailer(address: str) -> DemoMailer:
    """The entry point `mail.demo`: `demo:`."""
    return DemoMailer()


def payments(address: str) -> DemoPayments:
    """The entry point `payments.demo`: `demo:///folder`, in which its payments are kept."""
    return DemoPayments(Path(unquote(urlsplit(address).path)))


__all__ = ["BUSY", "REFUSED", "DemoMailer", "DemoPayment", "DemoPayments", "mailer", "payments"]
