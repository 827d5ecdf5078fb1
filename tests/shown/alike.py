"""Which pages are built alike: the same elements in the same order, with other words in them.

What axe says of a page it says of one built alike, too: it asks for roles, names, states, order and the colours of
classes, and of words only whether there are any.
"""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser

#: Attributes whose value is somebody's words, or an address: only whether there is one counts.
WORDS = {
    "value",
    "title",
    "alt",
    "aria-label",
    "placeholder",
    "href",
    "src",
    "srcset",
    "action",
    "content",
    "datetime",
}
#: Attributes that name an element of the page: counted in the order in which they are met.
NAMES = {
    "id",
    "name",
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
    "form",
    "list",
}


class _Skeleton(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._names: dict[str, int] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag}")
        for name, value in sorted(attrs):
            self.parts.append(f" {name}={self._put(name, value or '')}")

    def _put(self, name: str, value: str) -> str:
        if name in NAMES or value.startswith("#"):
            value = value.removeprefix("#")
            return ",".join(str(self._names.setdefault(one, len(self._names))) for one in value.split())
        if name in WORDS or name.startswith("data-"):
            return str(bool(value.strip()))
        return value

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append("words")


def skeleton(html: str) -> str:
    """The same for pages that are built alike."""
    return hashlib.sha256("\n".join(_Skeleton(html).parts).encode()).hexdigest()
