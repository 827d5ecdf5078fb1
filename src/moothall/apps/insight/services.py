"""Verbs of insight that write at once: what somebody says of a page, and of how their request was dealt with."""

from __future__ import annotations

import re

from django.db import transaction

from moothall.apps.insight.counting import count, count_behind, digest_of
from moothall.apps.insight.models import Remark, SaidOnce
from moothall.apps.insight.rules import level_is_known
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

MOST_LETTERS = 1_000
#: How satisfied somebody is with how their request was dealt with: very, and down to not at all.
LEVELS = ("5", "4", "3", "2", "1")
#: Where words of those stand whose request was closed.
OF_CLOSED = "closed"
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")


def find_useful(subject: str, *, page: str, useful: bool) -> None:
    """Somebody says whether a page was useful to them: a number, and nothing else."""
    count("useful" if useful else "not-useful", subject, page=page)


def say_how_it_went(subject: str, level: str, words: str = "", *, once: str, by: Actor) -> bool:
    """Somebody says how satisfied they are with how their request was dealt with; counted once for each `once`, such as
    a request and when it was closed. Whether it was counted. Raises Refused INSIGHT-04.

    The number and the words know neither whose request it was nor which.
    """
    level_is_known.demand(level in LEVELS)
    with transaction.atomic():
        _, first = SaidOnce.objects.get_or_create(digest=digest_of(once), defaults={"day": clock.today()})
        if first:
            count_behind(f"went-{level}", subject, on=clock.today())
            remark(subject, words, page=OF_CLOSED, by=by)
    return first


def remark(subject: str, words: str, *, page: str, by: Actor) -> bool:
    """Keep what somebody wrote about a page, a thousand letters of it; whether there was anything."""
    said = " ".join(_UNPRINTABLE.sub(" ", words).split())[:MOST_LETTERS]
    if said:
        rows.insert(
            Remark(id=new_id(), subject=subject[:100], page=page[:160], words=said, day=clock.today())
        )
    return bool(said)
