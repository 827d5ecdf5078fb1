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
    has_said,
    remarks_about,
    sent_lately,
    use_of,
    words_missed,
)
from moothall.apps.insight.services import (
    LEVELS,
    MOST_LETTERS,
    find_useful,
    remark,
    say_how_it_went,
)
from moothall.apps.insight.watching.noticing import LOOKS, notice_unusual_looks
from moothall.apps.insight.watching.settling import LookNotFound, Unusual, settle_look, unusual_looks

__all__ = [
    "DAYS",
    "LEVELS",
    "LOOKS",
    "MOST_LETTERS",
    "READ_INSIGHT",
    "LookNotFound",
    "Missed",
    "PageUse",
    "Said",
    "Unusual",
    "Use",
    "VersionUse",
    "count",
    "find_useful",
    "has_said",
    "missed",
    "notice_unusual_looks",
    "remark",
    "remarks_about",
    "say_how_it_went",
    "sent_lately",
    "settle_look",
    "unusual_looks",
    "use_of",
    "words_missed",
    "write_every",
    "write_now",
]
