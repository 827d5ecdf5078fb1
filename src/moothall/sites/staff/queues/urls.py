"""The addresses of lists of cases."""

from __future__ import annotations

from moothall.apps.cases.api import READ
from moothall.apps.identity.api import STAFF
from moothall.sites.staff.queues import queue
from moothall.ui.routes import route

queues = [
    route("staff/start/", queue.start, policy=STAFF, name="staff-start"),
    route("staff/", queue.queue, policy=READ, name="staff-queue"),
    route("staff/search/", queue.search, policy=READ, name="staff-search"),
]
