"""The addresses of rounds."""

from __future__ import annotations

from moothall.apps.bookings.api import PLAN_ROUNDS, VISIT
from moothall.sites.staff.rounds import going, planning
from moothall.sites.staff.rounds import panel as _panel  # noqa: F401 — it offers itself to the case page
from moothall.ui.routes import route

rounds = [
    route("staff/rounds/", planning.rounds, policy=VISIT, name="staff-rounds"),
    route("staff/rounds/new/", planning.plan, policy=PLAN_ROUNDS, name="staff-round-new"),
    route("staff/rounds/worker.js", going.worker, policy=VISIT, name="staff-rounds-worker"),
    route("staff/rounds/<uuid:round>/", going.the_round, policy=VISIT, name="staff-round"),
    route(
        "staff/rounds/<uuid:round>/change/", planning.change, policy=PLAN_ROUNDS, name="staff-round-change"
    ),
    route("staff/rounds/<uuid:round>/sheet/", going.paper, policy=VISIT, name="staff-round-sheet"),
    route(
        "staff/rounds/<uuid:round>/visits/<uuid:visit>/photos/<uuid:document>/",
        going.photo,
        policy=VISIT,
        name="staff-visit-photo",
    ),
    route("staff/rounds/<uuid:round>/visits/<uuid:visit>/", going.visit, policy=VISIT, name="staff-visit"),
]
