"""What was held because it looks like spam: why, what was said, and two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import CaseNotFound, HeldView, cases_held, drop_case, release_case
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

WHY = {
    "trap": "filled in a field that people do not see",
    "heap-of-links": "holds many links",
    "links": "holds links",
    "quick": "was sent faster than anybody types",
    "many": "is one of very many from one address",
    "same-words": "says the same as others within the hour",
}
VERBS = {"release": release_case, "drop": drop_case}
DONE = {
    "release": "It has gone to its team, and whoever sent it has been told.",
    "drop": "It has been dropped. You can still release it below.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage(Page):
    template: ClassVar[str] = "staff/held.html"
    waiting: tuple[HeldView, ...]
    dropped: tuple[HeldView, ...]
    why: dict[str, str]


def held(request: Request) -> HttpResponse:
    page = HeldPage(
        title="Held because it looks like spam",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        waiting=cases_held(seen_by=request.actor),
        dropped=cases_held(seen_by=request.actor, dropped=True),
        why=WHY,
    )
    return show(request, page)


def judge(request: Request, reference: str, verb: str) -> HttpResponseBase:
    """Release it, or drop it."""
    back = reverse("staff-held")
    decided = VERBS.get(verb)
    if request.method != "POST" or decided is None:
        return HttpResponseRedirect(back)
    try:
        decided(reference, by=request.actor)
    except CaseNotFound:
        raise Http404 from None
    return HttpResponseRedirect(f"{back}?done={verb}")
