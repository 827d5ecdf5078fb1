"""The addresses of lists of cases."""

from __future__ import annotations

from moothall.apps.cases.api import READ
from moothall.apps.identity.api import STAFF
from moothall.sites.staff.queues import palette, queue, search, views
from moothall.ui.routes import route

queues = [
    route("staff/start/", queue.start, policy=STAFF, name="staff-start"),
    route("staff/", queue.queue, policy=READ, name="staff-queue"),
    route("staff/palette/", palette.palette, policy=STAFF, name="staff-palette"),
    route("staff/search/", search.search, policy=READ, name="staff-search"),
    route("staff/views/", views.views, policy=READ, name="staff-views"),
    route("staff/views/<uuid:key>/", views.view, policy=READ, name="staff-view"),
    route("staff/views/<uuid:key>/<str:verb>/", views.change, policy=READ, name="staff-view-change"),
    route("staff/columns/", views.columns, policy=READ, name="staff-columns"),
]
