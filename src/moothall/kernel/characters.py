"""Characters that are none: what no database and no encoding can hold, and what is left of one that was lost.

NUL; halves of a surrogate pair; and U+FFFD, which a browser sends in place of such a half, and a decoder writes for
bytes that are no text. Whoever typed one is told, and everything else they typed is kept.
"""

from __future__ import annotations

import re

_UNREADABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


def readable(text: str) -> str:
    """`text` without the characters that are none."""
    return text if is_readable(text) else _UNREADABLE.sub("", text)


def is_readable(text: str) -> bool:
    return _UNREADABLE.search(text) is None
