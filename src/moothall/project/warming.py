"""Reading the first pages once before anybody asks, so that no visitor waits for what is read and compiled lazily.

Done before the web forks: what is warm is then shared by all its processes.
"""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING

from django.db import connections

from moothall.project import environment as env

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

logger = logging.getLogger("moothall.web")

HOME = "/"
#: Links of a page that lead on to another of ours; following them has no effect, as for any GET.
LINK = re.compile(rb'href="(/[^"?#]*)"')
MOST_PAGES = 40


def warm(application: WSGIApplication) -> int:
    """Ask `application` for the home page and what it links to; how many pages answered.

    Never raises: a place whose database is away is served all the same, with a page that says so.
    """
    requests = logging.getLogger("moothall.requests")
    said = requests.level
    requests.setLevel(logging.ERROR)
    try:
        first = _page(application, HOME)
        links = dict.fromkeys(link.decode() for link in LINK.findall(first))
        pages = [_page(application, link) for link in list(links)[:MOST_PAGES] if link != HOME]
        return len([page for page in (first, *pages) if page])
    except Exception:
        logger.warning("The first pages could not be read ahead.", exc_info=True)
        return 0
    finally:
        requests.setLevel(said)
        connections.close_all()  # a connection must not be shared by the processes to come


def _page(application: WSGIApplication, path: str) -> bytes:
    """The body of the page at `path`; empty when it is not a page."""
    answered: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
        answered.append(status)
        return lambda data: None

    made = application(_environ(path), start)  # type: ignore[arg-type]  # it asks for less than a server gives
    body = b"".join(made)
    if hasattr(made, "close"):
        made.close()
    return body if answered and answered[0].startswith("200") else b""


def _environ(path: str) -> dict[str, object]:
    scheme = env.ADDRESS.partition("://")[0]
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": env.HOSTS[0].lstrip("."),
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
