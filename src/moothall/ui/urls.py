"""The one address `ui` answers itself: the council's colours."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from moothall.kernel.policies import PUBLIC
from moothall.ui.frames import council_colours
from moothall.ui.routes import Request, route


def council_css(request: Request, digest: str) -> HttpResponse:
    """The colours under the name of their digest, to be kept for a year; an old name is not found."""
    colours = council_colours()
    if digest != colours.digest:
        raise Http404
    return HttpResponse(
        colours.css(),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


urlpatterns = [route("council-<slug:digest>.css", council_css, policy=PUBLIC, name="council-css")]
