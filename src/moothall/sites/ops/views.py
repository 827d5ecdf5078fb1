"""What machines that watch over us ask: alive? ready? how much?"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from moothall.ground.jobs.api import workers_seen_within
from moothall.sites.ops import metrics
from moothall.ui.routes import Request

HERE = ("127.0.0.1", "::1")
ALIVE_SECONDS = 35


def live(request: Request) -> HttpResponse:
    """The process answers: nothing else is looked at, so that a slow database does not get it restarted."""
    return JsonResponse({"live": True})


def ready(request: Request) -> HttpResponse:
    """Whether requests may be sent here: 503 when the database is away or not up to date.

    A missing worker is told but is no reason to stop answering: what is asked is kept until one comes.
    """
    try:
        if not up_to_date():
            return JsonResponse({"ready": False, "database": "here", "migrations": "missing"}, status=503)
        workers = workers_seen_within(ALIVE_SECONDS)
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "away"}, status=503)
    return JsonResponse({"ready": True, "database": "here", "migrations": "applied", "workers": workers})


_applied: set[str] = set()


def up_to_date() -> bool:
    """Whether every migration is applied. Once that is so it is not asked again: what is applied stays so."""
    if not _applied:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _applied.add("all")
    return True


def numbers(request: Request) -> HttpResponse:
    """Metrics, for a Prometheus on this machine or one that has the token. For anybody else there is no such page."""
    if not _may_read_numbers(request):
        raise Http404
    return HttpResponse(metrics.written(), content_type=CONTENT_TYPE_LATEST)


def _may_read_numbers(request: Request) -> bool:
    token = str(settings.MOOTHALL_METRICS_TOKEN)
    given = request.headers.get("Authorization", "")
    if token and constant_time_compare(given, f"Bearer {token}"):
        return True
    came_through_a_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return request.META.get("REMOTE_ADDR") in HERE and not came_through_a_proxy
