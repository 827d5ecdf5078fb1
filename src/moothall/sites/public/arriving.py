"""How somebody came to a form: what its unasked questions (`from-context`) may take along."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from moothall.apps.forms import api as forms
from moothall.ui.routes import Request

#: This way in, as cases and counts call it.
CHANNEL = "web"


def preset(request: Request, step: forms.Step) -> forms.Typed:
    """What stands in the fields nobody sees, of a page that is shown for the first time."""
    if all(question.kind.asked for question in step.questions):
        return {}
    arrival = forms.Arrival(CHANNEL, _page_before(request), request.GET.dict())
    return forms.preset_for(step.questions, arrival)


def _page_before(request: Request) -> str:
    """The page of ours that led here; nothing where it was another's, or where what is said of it is no address."""
    try:
        came_from = urlsplit(request.headers.get("referer", "")[:2000])
    except ValueError:
        return ""
    return came_from.path if came_from.netloc == request.get_host() else ""


def carried(request: Request, form: forms.Form) -> str:
    """The part of the address that goes on to the first page: only what some question takes."""
    taken = forms.carried_on(form.questions, request.GET.dict()) if request.GET else {}
    return f"?{urlencode(taken)}" if taken else ""
