"""How the platform is: what `moothall doctor` examines, what waits, what failed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import ClassVar

from django.db import DatabaseError
from django.http import HttpResponse

from moothall.apps.messaging.api import Failing, failed_lately
from moothall.ground.events.api import stuck_deliveries
from moothall.ground.jobs.api import backlog, dead_jobs
from moothall.kernel.upkeep import CHECKUPS, Checkup, Finding, wrong
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request
from moothall.ui.words import capitalise

_log = logging.getLogger("moothall.status")


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    well: bool
    sentence: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`waiting` are due and not begun; `oldest` is how long the first of them has waited, in seconds."""

    name: str
    waiting: int
    oldest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    template: ClassVar[str] = "staff/oversight/status.html"
    all_well: bool
    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    dead: int
    stuck: int
    unsent: int
    failing: tuple[Failing, ...]


def status(request: Request) -> HttpResponse:
    """Everything examined now: it takes as long as the slowest answers."""
    by = request.actor
    lines = tuple(_line(name, examine) for name, examine in sorted(CHECKUPS.items()))
    dead, stuck = len(dead_jobs(seen_by=by)), len(stuck_deliveries(seen_by=by))
    failing = failed_lately()
    page = StatusPage(
        title="How the platform is",
        frame=staff_frame(request),
        all_well=all(line.well for line in lines) and not dead and not stuck,
        lines=lines,
        lanes=tuple(
            Lane(one.lane, one.jobs, int(one.oldest_seconds)) for one in backlog() if one.state == "ready"
        ),
        dead=dead,
        stuck=stuck,
        unsent=sum(one.number for one in failing),
        failing=failing,
    )
    return show(request, page)


def _line(name: str, examine: Checkup) -> Line:
    found = _examined(name, examine)
    return Line(capitalise(name.replace("_", " ")), found.well, capitalise(found.sentence), found.to_do)


def _examined(name: str, examine: Checkup) -> Finding:
    try:
        return examine()
    except (OSError, DatabaseError):
        _log.exception("A part of the platform could not be examined.")
        return wrong("It could not be examined.", "Look into the log of the web.")
