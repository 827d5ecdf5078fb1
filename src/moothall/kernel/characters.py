"""Characters that are none: what no database and no encoding can hold, and what is left of one that was lost.

NUL; halves of a surrogate pair; and U+FFFD, which a browser sends in place of such a half, and a decoder writes for
bytes that are no text. Whoever typed one is told, and everything else they typed is kept.
"""

from __future__ import annotations

import re

_UNREADABLE = re.compile("[\x00\ud800-\udfff\ufffd]")
#: What nobody means to write into a folder: control characters but tab and line break, halves, and the overrides,
#: embeddings and isolates that turn the direction of all that follows. Marks (U+200E, U+200F, U+061C) may stand.
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


def readable(text: str) -> str:
    """`text` without the characters that are none."""
    return text if is_readable(text) else _UNREADABLE.sub("", text)


def is_readable(text: str) -> bool:
    return _UNREADABLE.search(text) is None


def strange_in(text: str) -> re.Match[str] | None:
    """The first character that no text of a folder may have."""
    return _STRANGE.search(text)


def said_strange(found: re.Match[str]) -> str:
    """What is wrong with it, and what to do."""
    code = f"U+{ord(found.group()):04X}"
    if "\ud800" <= found.group() <= "\udfff":
        return f"There is half a character ({code}) that was lost on its way. Write the whole of it, or take it out."
    if "\u202a" <= found.group() <= "\u202e" or "\u2066" <= found.group() <= "\u2069":
        return f"There is a character ({code}) that turns around the direction of what follows. Take it out."
    return f"There is a control character ({code}). Take it out."
