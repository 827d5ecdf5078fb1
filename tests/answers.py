"""An answer of the platform as a test reads it: its bytes, its HTML, the words of its main part."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse


def content(response: HttpResponseBase) -> bytes:
    """All of it, also where it comes piece by piece."""
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return response.content


def html(response: HttpResponseBase) -> str:
    return content(response).decode()


def words(marked_up: str) -> str:
    """What is to be read, without tags, spaces made single."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", marked_up)))


def said(response: HttpResponseBase) -> str:
    """The words of the main part of a page."""
    page = html(response)
    return words(page[page.index("<main") : page.index("</main>")])
