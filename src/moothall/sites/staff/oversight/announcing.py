"""Telling everybody who works here something, and what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.identity.api import accounts_named
from moothall.apps.teams.api import announce, announcements, end_announcement
from moothall.kernel import clock
from moothall.kernel.actors import account_of
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

DONE = {"said": "Everybody reads it within some seconds.", "ended": "It is not said any more."}


@dataclass(frozen=True, slots=True)
class Told:
    key: UUID
    words: str
    begins: datetime
    ends: datetime
    live: bool
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementsPage(Page):
    template: ClassVar[str] = "staff/oversight/announcements.html"
    told: tuple[Told, ...]
    words: str
    days: str


def announcing(request: Request) -> HttpResponseBase:
    """Say something for some days, or end what is said."""
    sent = request.POST
    words, days = reading.text(sent, "words", 1_000), reading.words(sent, "days") or "1"
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            if key := reading.key(sent, "end"):
                end_announcement(key, by=request.actor)
                return HttpResponseRedirect(f"{reverse('staff-announcements')}?done=ended")
            announce(words, days=reading.number(sent, "days") or 0, by=request.actor)
            return HttpResponseRedirect(f"{reverse('staff-announcements')}?done=said")
        except Refused as no:
            problems = (Problem(no.sentence, "#days" if no.code == "TEAM-32" else "#words"),)
    now, said = clock.now(), announcements(seen_by=request.actor)
    names = accounts_named({key for one in said if (key := account_of(one.by))}, seen_by=request.actor)
    page = AnnouncementsPage(
        title="Tell all staff",
        frame=staff_frame(request),
        problems=problems,
        done=DONE.get(request.GET.get("done", ""), ""),
        told=tuple(
            Told(one.id, one.words, one.begins, one.ends, one.ends > now, _who(one.by, names)) for one in said
        ),
        words=words,
        days=days,
    )
    return show(request, page, status=422 if problems else 200)


def _who(key: str, names: Mapping[UUID, str]) -> str:
    account = account_of(key)
    return names.get(account, "An officer") if account else "Moothall"
