"""The addresses of contacts: home, look-up, a call, the form for somebody, the desk."""

from __future__ import annotations

from moothall.apps.bookings.api import RUN_DESK
from moothall.apps.contacts.api import LOG
from moothall.kernel.policies import PUBLIC
from moothall.sites.staff.contacts import call, desk, filling_in, home
from moothall.sites.staff.contacts import panel as _panel  # noqa: F401 — its panel of the case page
from moothall.ui.routes import route

contacts = [
    route("staff/contacts/", home.home, policy=LOG, name="staff-contacts"),
    route("staff/contacts/begin/", home.begin, policy=LOG, name="staff-contact-begin"),
    route("staff/contacts/look-up/", home.look_up, policy=LOG, name="staff-look-up"),
    route("staff/contacts/desk/", desk.desk, policy=RUN_DESK, name="staff-desk"),
    route("waiting-room/", desk.screen, policy=PUBLIC, name="waiting-room"),
    route("staff/contacts/<uuid:contact>/", call.contact, policy=LOG, name="staff-contact"),
    route(
        "staff/contacts/<uuid:contact>/form/<slug:slug>/",
        filling_in.form,
        policy=LOG,
        name="staff-contact-form",
        judges_typing=True,
    ),
]
