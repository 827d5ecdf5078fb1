"""The addresses of oversight: looks, places, what all staff are told, how the platform is."""

from __future__ import annotations

from moothall.apps.identity.api import OWN_ACCOUNT
from moothall.apps.teams.api import ANNOUNCE, LEAD, PLACES
from moothall.ground.jobs.api import RETRY_JOBS
from moothall.ground.looks.api import SEE_LOOKS
from moothall.sites.staff.oversight import announcing, declared, places, status, watching
from moothall.ui.routes import route

oversight = [
    route("staff/looks/", watching.looks, policy=SEE_LOOKS, name="staff-looks"),
    route("staff/looks/unusual/", watching.unusual, policy=SEE_LOOKS, name="staff-unusual"),
    route("staff/team/<slug:team>/looks/", watching.team_looks, policy=LEAD, name="staff-team-looks"),
    route("staff/people/", places.places, policy=PLACES, name="staff-places"),
    route("staff/people/<slug:team>/", places.places, policy=PLACES, name="staff-places-of"),
    route("staff/announcements/", announcing.announcing, policy=ANNOUNCE, name="staff-announcements"),
    route("staff/status/", status.status, policy=RETRY_JOBS, name="staff-status"),
    route("staff/account/declared/", declared.declared, policy=OWN_ACCOUNT, name="staff-declared"),
]
