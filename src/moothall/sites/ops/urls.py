"""Addresses for machines that watch over us."""

from __future__ import annotations

from moothall.kernel.policies import PUBLIC, policy
from moothall.sites.ops import views
from moothall.ui.routes import route

READ_NUMBERS = policy(
    "ops.numbers", "Whoever asks from this machine itself, or sends the metrics token.", lambda actor: True
)

urlpatterns = [
    route("health/live", views.live, policy=PUBLIC, name="health-live"),
    route("health/ready", views.ready, policy=PUBLIC, name="health-ready"),
    route("metrics", views.numbers, policy=READ_NUMBERS, name="metrics"),
]
