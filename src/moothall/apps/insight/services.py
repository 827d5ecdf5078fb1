"""Verbs of insight that write at once: what somebody says of a page."""

from __future__ import annotations

import re

from moothall.apps.insight.counting import count
from moothall.apps.insight.models import Remark
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

MOST_LETTERS = 1_000
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")


def find_useful(subject: str, *, page: str, useful: bool) -> None:
    """Somebody says whether a page was useful to them: a number, and nothing else."""
    count("useful" if useful else "not-useful", subject, page=page)


def remark(subject: str, words: str, *, page: str, by: Actor) -> bool:
    """Keep what somebody wrote about a page, a thousand letters of it; whether there was anything."""
    said = " ".join(_UNPRINTABLE.sub(" ", words).split())[:MOST_LETTERS]
    if said:
        rows.insert(
            Remark(id=new_id(), subject=subject[:100], page=page[:160], words=said, day=clock.today())
        )
    return bool(said)
