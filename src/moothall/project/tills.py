"""Who takes money for this council: the pretend provider, until the connector to GOV.UK Pay is there."""

from __future__ import annotations

from moothall.apps.payments.ports import PaymentProvider
from moothall.connectors.demo.api import DemoPayments
from moothall.project import environment as env


def payment_provider() -> PaymentProvider:
    return DemoPayments(env.VAR / "demo-payments")
