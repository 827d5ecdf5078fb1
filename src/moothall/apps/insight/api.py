"""The door of `insight`: `count` while a page is answered, the questions for whoever owns a service."""

from __future__ import annotations

from moothall.apps.insight.counting import count, missed, write_every, write_now
from moothall.apps.insight.policies import READ_INSIGHT
from moothall.apps.insight.queries import (
    DAYS,
    Missed,
    PageUse,
    Said,
    Use,
    VersionUse,
    remarks_about,
    sent_lately,
    use_of,
    words_missed,
)
from moothall.apps.insight.services import find_useful, remark

__all__ = [
    "DAYS",
    "READ_INSIGHT",
    "Missed",
    "PageUse",
    "Said",
    "Use",
    "VersionUse",
    "count",
    "find_useful",
    "missed",
    "remark",
    "remarks_about",
    "sent_lately",
    "use_of",
    "words_missed",
    "write_every",
    "write_now",
]
