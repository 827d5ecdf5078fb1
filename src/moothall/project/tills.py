"""Who takes money for this council: the pretend provider, until the connector to GOV.UK Pay is there."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from moothall.apps.payments.ports import PaymentProvider
from moothall.project import environment as env
from moothall.project.connecting import connect


def payment_provider() -> PaymentProvider:
    """Raises ImproperlyConfigured."""
    folder = quote(str(env.VAR.resolve() / "demo-payments"))
    return cast(PaymentProvider, connect("payments", f"demo://{folder}", "The provider of payments"))
