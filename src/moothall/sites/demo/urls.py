"""Addresses of the demonstration; they answer 404 in production."""

from __future__ import annotations

from moothall.kernel.policies import PUBLIC
from moothall.sites.demo import paying
from moothall.ui.routes import route

urlpatterns = [route("demo/pay/<slug:reference>", paying.pay, policy=PUBLIC, name="demo-pay")]
