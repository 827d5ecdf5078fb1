"""The addresses of the conversation: replies, questions, notes, and what officers are told."""

from __future__ import annotations

from moothall.apps.cases.api import READ, WORK
from moothall.apps.identity.api import STAFF
from moothall.sites.staff.casework.acting import routes_of
from moothall.sites.staff.casework.offers import ACTS, SAID
from moothall.sites.staff.talking import asking, notices, noting, replying
from moothall.sites.staff.talking import panels as _panels  # noqa: F401 — read so that its panels are listed
from moothall.sites.staff.talking.acts import OWN_PAGES, SENSITIVE
from moothall.ui.routes import route

for _act in OWN_PAGES:
    ACTS.add(_act.name, _act)
    SAID.add(_act.name, _act.said)
SAID.add("reply-later", "Your reply leaves at the moment you chose. Until then you can undo it.")
SAID.add("reply-kept", "Your reply is kept as a draft. Nobody else sees it.")
SAID.add("note-changed", "Your note is changed.")
SAID.add("follow", "You follow this case. You are told when it changes.")
SAID.add("unfollow", "You do not follow this case any more.")

talking = [
    route("staff/cases/<str:reference>/reply/", replying.reply, policy=WORK, name="staff-case-reply"),
    route(
        "staff/cases/<str:reference>/reply/undo/", replying.undo, policy=WORK, name="staff-case-reply-undo"
    ),
    route(
        "staff/cases/<str:reference>/questions/", asking.questions, policy=WORK, name="staff-case-questions"
    ),
    route(
        "staff/cases/<str:reference>/notes/<uuid:note>/",
        noting.change,
        policy=WORK,
        name="staff-case-note-change",
    ),
    route("staff/cases/<str:reference>/follow/", noting.follow, policy=READ, name="staff-case-follow"),
    route("staff/cases/<str:reference>/unfollow/", noting.unfollow, policy=READ, name="staff-case-unfollow"),
    route("staff/notices/", notices.notices, policy=STAFF, name="staff-notices"),
    route("staff/notices/choices/", notices.choices, policy=STAFF, name="staff-notice-choices"),
    route("staff/notices/<uuid:key>/", notices.go, policy=STAFF, name="staff-notice"),
    *routes_of([SENSITIVE]),
]
