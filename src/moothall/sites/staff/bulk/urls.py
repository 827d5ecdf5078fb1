"""The addresses of what is done with many cases at once."""

from __future__ import annotations

from moothall.apps.cases.api import READ, WORK
from moothall.sites.staff.bulk import acting, exporting
from moothall.ui.routes import route

bulk = [
    route("staff/export/<slug:kind>/", exporting.export, policy=READ, name="staff-export"),
    route("staff/many/", acting.choose, policy=WORK, name="staff-many-choose"),
    route("staff/many/done/", acting.acts, policy=WORK, name="staff-many-acts"),
    route("staff/many/<uuid:key>/", acting.many, policy=WORK, name="staff-many"),
]
