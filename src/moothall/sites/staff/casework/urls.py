"""The addresses of a case: its page, its files, and a page or a button for each verb."""

from __future__ import annotations

from moothall.apps.cases.api import READ, WORK
from moothall.apps.documents.api import ORIGINALS
from moothall.kernel.policies import PUBLIC
from moothall.sites.staff.casework import alike as _alike  # noqa: F401 — read so that its panels are listed
from moothall.sites.staff.casework import (
    case,
    correcting,
    files,
    giving,
    macros,
    moving_on,
    person,
    presence,
    tagging,
)
from moothall.sites.staff.casework import facts as _facts  # noqa: F401 — read so that its panels are listed
from moothall.sites.staff.casework.acting import routes_of
from moothall.sites.staff.casework.acts import ACTS, PRESSES
from moothall.ui.routes import route

FILE = "staff/cases/<str:reference>/files/<uuid:document>/"

casework = [
    route("staff/cases/<str:reference>/", case.case_page, policy=READ, name="staff-case"),
    route("staff/cases/<str:reference>/status/", moving_on.move, policy=READ, name="staff-case-status"),
    route("staff/cases/<str:reference>/person/", person.person, policy=READ, name="staff-person"),
    route("staff/presence/", presence.pulse, policy=PUBLIC, name="staff-presence"),
    route(
        "staff/cases/<str:reference>/presence/", presence.ticket, policy=READ, name="staff-presence-ticket"
    ),
    route(f"{FILE}look/", files.look, policy=READ, name="staff-file"),
    route(f"{FILE}redact/", files.redact, policy=WORK, name="staff-redact"),
    route(f"{FILE}original/", files.original, policy=ORIGINALS, name="staff-original"),
    route(FILE, files.document, policy=READ, name="staff-document"),
    route(
        "staff/cases/<str:reference>/answers/<str:key>/",
        correcting.correct,
        policy=WORK,
        name="staff-case-correct",
    ),
    *routes_of(ACTS, PRESSES),
    *routes_of(giving.ACTS),
    *routes_of((), (*tagging.PRESSES, *macros.PRESSES)),
]
