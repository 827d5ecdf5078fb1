"""PDF files."""

from __future__ import annotations

from moothall.apps.documents.contents.unfit import Unfit, demand_nothing_behind, ends_as_zip

_END = b"%%EOF"
#: Mail programs and signing services leave a few bytes after the end; nobody needs more.
_MOST_BEHIND = 2048


def check_pdf(content: bytes) -> tuple[int, int]:
    """Raises Unfit for one that is cut off, or has something else behind its end. It has no size in pixels."""
    end = content.rfind(_END)
    if end < 0:
        raise Unfit("damaged")
    behind = content[end + len(_END) :].strip(b"\r\n\t \x00")
    demand_nothing_behind(behind)
    if len(behind) > _MOST_BEHIND or ends_as_zip(content):
        raise Unfit("hidden")
    return 0, 0
