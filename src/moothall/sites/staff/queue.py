"""The queue."""

from __future__ import annotations

from django.http import HttpResponse

from moothall.ui.routes import Request


def queue(request: Request) -> HttpResponse:
    return HttpResponse("queue")
