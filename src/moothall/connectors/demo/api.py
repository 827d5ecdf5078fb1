"""The door of the demonstration's connectors."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from moothall.connectors.demo.mailer import BUSY, REFUSED, DemoMailer
from moothall.connectors.demo.payments import DemoPayment, DemoPayments
from moothall.connectors.demo.scanner import EICAR, DemoScanner


def mailer(address: str) -> DemoMailer:
    """The entry point `mail.demo`: `demo:`."""
    return DemoMailer()


def payments(address: str) -> DemoPayments:
    """The entry point `payments.demo`: `demo:///folder`, in which its payments are kept."""
    return DemoPayments(Path(unquote(urlsplit(address).path)))


def scanner(address: str) -> DemoScanner:
    """The entry point `scanner.demo`: `demo:`."""
    return DemoScanner()


__all__ = [
    "BUSY",
    "EICAR",
    "REFUSED",
    "DemoMailer",
    "DemoPayment",
    "DemoPayments",
    "DemoScanner",
    "mailer",
    "payments",
    "scanner",
]
