"""Every address: each site lists its own. Here too: whose frame a page of `ui` stands in."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path

from moothall.apps.catalogue.api import council
from moothall.sites.public.frames import public_frame
from moothall.sites.staff.frame import colours_of, staff_frame
from moothall.ui import frames


def frame_for(request: HttpRequest) -> frames.Frame:
    """The site that `request` was for, found or not."""
    return staff_frame(request) if request.path.startswith("/staff") else public_frame(request)


frames.configure(frame_for=frame_for, colours=lambda: colours_of(council()))

urlpatterns = [
    path("", include("moothall.sites.staff.urls")),
    path("", include("moothall.sites.public.urls")),
    path("", include("moothall.sites.ops.urls")),
    path("", include("moothall.sites.demo.urls")),
    path("", include("moothall.ui.urls")),
]

handler400 = "moothall.ui.errors.bad_request"
handler403 = "moothall.ui.errors.forbidden"
handler404 = "moothall.ui.errors.not_found"
handler429 = "moothall.ui.errors.too_many"
handler500 = "moothall.ui.errors.failed"
