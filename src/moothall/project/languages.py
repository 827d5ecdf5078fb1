"""Which language a request is in: the first part of its address says so, or nothing does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from moothall.ui import languages

Answer = Callable[[HttpRequest], HttpResponseBase]

#: The addresses that are there in every language; `/cy/staff/` is not among them.
IN_LANGUAGES = "moothall.project.urls_in_languages"


def in_its_language(answer: Answer) -> Answer:
    """Takes the language off the address and speaks it until the answer is made.

    Nothing is remembered and nothing is negotiated: one address is one page in one language, for every cache.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        code = _language_of(request.path_info)
        if code:
            request.path_info = request.path_info[len(code) + 1 :] or "/"
            request.urlconf = IN_LANGUAGES
        language = code or languages.first()
        with languages.page_in(language):
            response = answer(request)
        if not request.path.startswith("/staff"):
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _language_of(path: str) -> str:
    """The language that an address begins with; empty for an address in the council's first."""
    begun = path[1:].partition("/")[0]
    return begun if any(begun == one.code for one in languages.reachable()[1:]) else ""
