"""The questions of a compiled page out of the page around them: no form, no button, nothing that could be sent."""

from __future__ import annotations

import re

from markupsafe import Markup

_PAGE = re.compile(
    r'.*?<div class="govuk-grid-row">\s*<div[^>]*>\s*(?P<heading>.*)<form [^>]*>\s*'
    r'<input [^>]*csrfmiddlewaretoken[^>]*>(?P<questions>.*)<input type="hidden" name="_shown".*',
    re.DOTALL,
)


def questions_alone(filled: str, *, level: int, heading: bool = False) -> Markup:
    """What `CompiledPage.fill` gave, to be looked at on another page; its heading among it, if asked for.

    What is the heading of its page is one of `level` here.
    """
    found = _PAGE.fullmatch(filled)
    if found is None:
        raise ValueError(
            "The questions cannot be cut out of their page: what stands around them has changed."
        )
    drawn = (found["heading"] if heading else "") + found["questions"]
    return Markup(re.sub(r"<(/?)h1\b", rf"<\1h{level}", drawn))  # noqa: S704 — drawn by macros that escape
