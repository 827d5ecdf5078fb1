"""The addresses of a leader's page and of absences."""

from __future__ import annotations

from moothall.apps.identity.api import STAFF
from moothall.apps.teams.api import LEAD
from moothall.sites.staff.team import absences, board
from moothall.ui.routes import route

team = [
    route("staff/absence/", absences.own, policy=STAFF, name="staff-absence"),
    route("staff/absence/<uuid:key>/end/", absences.end, policy=STAFF, name="staff-absence-end"),
    route("staff/team/", board.start, policy=LEAD, name="staff-teams"),
    route("staff/team/<slug:team>/", board.team, policy=LEAD, name="staff-team"),
    route("staff/team/<slug:team>/move/", board.move, policy=LEAD, name="staff-team-move"),
    route("staff/team/<slug:team>/cover/", board.to_cover, policy=LEAD, name="staff-team-cover"),
    route("staff/team/<slug:team>/capacity/", board.say_capacity, policy=LEAD, name="staff-team-capacity"),
    route("staff/team/<slug:team>/share/<slug:how>/", board.share, policy=LEAD, name="staff-team-share"),
    route("staff/team/<slug:team>/absence/", absences.of_team, policy=LEAD, name="staff-team-absence"),
]
