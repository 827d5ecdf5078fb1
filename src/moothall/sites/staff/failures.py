"""Work that failed for good: what it was, and whether to try it again or give it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.ground.events.api import forget_delivery, retry_delivery, stuck_deliveries
from moothall.ground.jobs.api import dead_jobs, forget_job, retry_job
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class Failure:
    """`kind` is `job` or `delivery`; `what` one sentence; `error` types and places in the code, nothing personal."""

    kind: str
    id: UUID
    what: str
    note: str
    tries: int
    since: datetime
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresPage(Page):
    template: ClassVar[str] = "staff/failures.html"
    failures: tuple[Failure, ...]


VERBS = {
    ("job", "retry"): retry_job,
    ("job", "forget"): forget_job,
    ("delivery", "retry"): retry_delivery,
    ("delivery", "forget"): forget_delivery,
}
DONE = {
    "retry": "It will be tried again within seconds.",
    "forget": "It has been given up.",
    "gone": "Somebody else was first: it is no longer among the failures.",
}


def failures(request: Request) -> HttpResponse:
    """Every failure, and the buttons."""
    jobs = tuple(
        Failure("job", one.id, one.what, f"Lane {one.lane}", one.tries, one.failed_at, one.error)
        for one in dead_jobs(seen_by=request.actor)
    )
    deliveries = tuple(
        Failure(
            "delivery",
            one.id,
            f"Telling “{one.listener}” what happened",
            f"{one.waiting} more waiting behind it" if one.waiting else "",
            one.attempts,
            one.parked_at,
            one.error,
        )
        for one in stuck_deliveries(seen_by=request.actor)
    )
    page = FailuresPage(
        title="Failed jobs",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        failures=(*jobs, *deliveries),
    )
    return show(request, page)


def decide(request: Request, kind: str, key: UUID, verb: str) -> HttpResponseBase:
    """Try a failure again, or give it up."""
    back = reverse("staff-failures")
    decision = VERBS.get((kind, verb))
    if request.method != "POST" or decision is None:
        return HttpResponseRedirect(back)
    done = decision(key, by=request.actor)
    return HttpResponseRedirect(f"{back}?done={verb if done else 'gone'}")
