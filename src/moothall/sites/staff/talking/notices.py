"""What officers are told: the list behind the number in the menu, and how each wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.insight.api import LOOKS
from moothall.apps.messaging.api import (
    AT_ONCE,
    DAILY,
    NO_MAIL,
    KindChosen,
    NoticeView,
    choices_of,
    choose_notices,
    notices_of,
    read_notice,
    read_notices,
)
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request

#: So many on one page.
MOST = 50
#: Where a notice leads that is about no case.
LEAD_TO = {LOOKS: "staff-unusual"}
WAYS = ((AT_ONCE, "At once"), (DAILY, "Once a day"), (NO_MAIL, "Never"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage(Page):
    """`older`: the key before which the next page goes on; None on the last."""

    template: ClassVar[str] = "staff/talking/notices.html"
    notices: tuple[NoticeView, ...]
    unread: bool
    older: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesPage(Page):
    template: ClassVar[str] = "staff/talking/choices.html"
    kinds: tuple[KindChosen, ...]
    ways: tuple[tuple[str, str], ...]


def notices(request: Request) -> HttpResponseBase:
    """One's notices, newest first; posted: all are read."""
    if request.method == "POST":
        read_notices(by=request.actor)
        return HttpResponseRedirect(reverse("staff-notices"))
    before = reading.key(request.GET, "before")
    found = notices_of(limit=MOST + 1, before=before, seen_by=request.actor)
    page = NoticesPage(
        title="Notices",
        frame=staff_frame(request),
        done="What you are told is changed." if request.GET.get("done") == "choices" else "",
        notices=found[:MOST],
        unread=any(not one.read for one in found),
        older=found[MOST - 1].id if len(found) > MOST else None,
    )
    return show(request, page)


def go(request: Request, key: UUID) -> HttpResponseBase:
    """To what a notice is about; it has been read then. Posted, so that a program that follows links reads none."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-notices"))
    found = read_notice(key, by=request.actor)
    if found is None:
        raise Http404
    if "stay" not in request.POST and found.about in LEAD_TO:
        return HttpResponseRedirect(reverse(LEAD_TO[found.about]))
    if "stay" in request.POST or not found.label:
        return HttpResponseRedirect(reverse("staff-notices"))
    return HttpResponseRedirect(reverse("staff-case", args=[found.label]))


def choices(request: Request) -> HttpResponseBase:
    """How one wants to be told of each kind."""
    kinds = choices_of(seen_by=request.actor)
    if request.method == "POST":
        chosen = tuple(
            KindChosen(one.code, one.choice, f"{one.code}-app" in request.POST, _mail(request, one))
            for one in kinds
        )
        choose_notices(chosen, by=request.actor)
        return HttpResponseRedirect(reverse("staff-notices") + "?done=choices")
    page = ChoicesPage(title="What you are told", frame=staff_frame(request), kinds=kinds, ways=WAYS)
    return show(request, page)


def _mail(request: Request, one: KindChosen) -> str:
    """What was chosen; as it is where the page did not ask."""
    name = f"{one.code}-mail"
    return reading.words(request.POST, name) if name in request.POST else one.mail
