"""Around everything else: one line in the log and two numbers for each request, without personal data."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase

from moothall.project.logs import request_id
from moothall.sites.ops.metrics import count_request

Answer = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-ID"

logger = logging.getLogger("moothall.requests")


def observed(answer: Answer) -> Answer:
    """Gives each request an id, sent back as a header and written on every line of the log about it.

    The route's name is logged and not the path, which may hold a reference or a token.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begun = perf_counter()
        current = os.urandom(8).hex()
        token = request_id.set(current)
        try:
            response = answer(request)
            response.headers[HEADER] = current
            seconds = perf_counter() - begun
            _write_down(request, response.status_code, seconds)
        finally:
            request_id.reset(token)
        return response

    return middleware


def _write_down(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = (match.view_name or match.route) if match else "none"
    method = request.method if request.method in KNOWN_METHODS else "other"
    count_request(route, method or "other", status, seconds)
    said = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    logger.info("Answered.", extra=said)


#: Anything else somebody invents is counted as one, or it could fill the table of numbers.
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
