"""The door of the demonstration's connectors."""

from __future__ import annotations

from moothall.connectors.demo.mailer import BUSY, REFUSED, DemoMailer

__all__ = ["BUSY", "REFUSED", "DemoMailer"]
