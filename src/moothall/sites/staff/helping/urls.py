"""The addresses of help."""

from __future__ import annotations

from moothall.apps.identity.api import STAFF
from moothall.sites.staff.helping import pages
from moothall.ui.routes import route

helping = [
    route("staff/help/", pages.contents, policy=STAFF, name="staff-help"),
    route("staff/help/guides/<slug:guide>/", pages.guide, policy=STAFF, name="staff-guide"),
    route("staff/help/<slug:route>/", pages.help_for, policy=STAFF, name="staff-help-page"),
]
