"""The door of the demonstration's connectors."""

from __future__ import annotations

from moothall.connectors.demo.mailer import BUSY, REFUSED, DemoMailer
from moothall.connectors.demo.payments import DemoPayment, DemoPayments

__all__ = ["BUSY", "REFUSED", "DemoMailer", "DemoPayment", "DemoPayments"]
