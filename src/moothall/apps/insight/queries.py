"""Questions about how the public site is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Min, Sum

from moothall.apps.insight.counting import ENOUGH, digest_of
from moothall.apps.insight.models import DailyCount, MissedWord, Remark, SaidOnce
from moothall.apps.insight.services import LEVELS
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: The last four weeks: as many Mondays as Sundays.
DAYS = 28


@dataclass(frozen=True, slots=True)
class PageUse:
    """A page of a form: how often people came to it, went on, and were sent back with a sentence."""

    page: str
    reached: int
    passed: int
    sent_back: int

    @property
    def left(self) -> int:
        return max(0, self.reached - self.passed)


@dataclass(frozen=True, slots=True)
class VersionUse:
    version: str
    since: date
    started: int
    sent: int


@dataclass(frozen=True, slots=True)
class Use:
    """How a service was used in the last four weeks."""

    started: int = 0
    sent: int = 0
    useful: int = 0
    not_useful: int = 0
    #: How many said, once their request was closed, that they were very satisfied, and so down to very dissatisfied.
    went: tuple[int, ...] = ()
    pages: tuple[PageUse, ...] = ()
    versions: tuple[VersionUse, ...] = field(default_factory=tuple)

    @property
    def satisfied(self) -> int:
        """Those who were satisfied, or very."""
        return sum(self.went[:2])


@dataclass(frozen=True, slots=True)
class Said:
    page: str
    words: str
    day: date


@dataclass(frozen=True, slots=True)
class Missed:
    word: str
    times: int


def use_of(subject: str, *, seen_by: Actor) -> Use:
    """How `subject` was used. Two queries, however much it was. The caller has asked its policy."""
    since = clock.today() - timedelta(days=DAYS - 1)
    counts = DailyCount.objects.filter(subject=subject, day__gte=since)
    summed: dict[tuple[str, str], int] = {
        (one["page"], one["what"]): one["total"]
        for one in counts.values("page", "what").annotate(total=Sum("number")).order_by("page", "what")
    }
    total: dict[str, int] = {}
    for (_, what), number in summed.items():
        total[what] = total.get(what, 0) + number
    pages = sorted({page for page, what in summed if what in ("reached", "passed", "sent-back")})
    return Use(
        started=total.get("started", 0),
        sent=total.get("sent", 0),
        useful=total.get("useful", 0),
        not_useful=total.get("not-useful", 0),
        went=tuple(total.get(f"went-{level}", 0) for level in LEVELS),
        pages=tuple(
            PageUse(page, *(summed.get((page, what), 0) for what in ("reached", "passed", "sent-back")))
            for page in pages
        ),
        versions=_versions(subject, since),
    )


def _versions(subject: str, since: date) -> tuple[VersionUse, ...]:
    found: dict[str, dict[str, tuple[int, date]]] = {}
    told = DailyCount.objects.filter(subject=subject, day__gte=since, what__in=("started", "sent"))
    for one in told.values("version", "what").annotate(total=Sum("number"), first=Min("day")):
        found.setdefault(one["version"], {})[one["what"]] = (one["total"], one["first"])
    made = [
        VersionUse(
            version,
            min(first for _, first in said.values()),
            said.get("started", (0, since))[0],
            said.get("sent", (0, since))[0],
        )
        for version, said in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.since, one.version), reverse=True))


def sent_lately(subjects: Iterable[str], *, seen_by: Actor) -> dict[str, tuple[int, int]]:
    """Of each subject: how many were started and how many sent in the last four weeks. One query."""
    since = clock.today() - timedelta(days=DAYS - 1)
    found: dict[str, dict[str, int]] = {}
    told = DailyCount.objects.filter(subject__in=list(subjects), day__gte=since, what__in=("started", "sent"))
    for one in told.values("subject", "what").annotate(total=Sum("number")):
        found.setdefault(one["subject"], {})[one["what"]] = one["total"]
    return {subject: (said.get("started", 0), said.get("sent", 0)) for subject, said in found.items()}


def remarks_about(subject: str, *, seen_by: Actor, limit: int = 50) -> tuple[Said, ...]:
    """What people wrote about the pages of `subject`, newest first."""
    rows = Remark.objects.filter(subject=subject).order_by("-id")[:limit]
    return tuple(Said(row.page, row.words, row.day) for row in rows)


def has_said(once: str, *, seen_by: Actor) -> bool:
    """Whether what is counted once for each `once` was said. Whoever knows what it is about may ask. One query."""
    return SaidOnce.objects.filter(digest=digest_of(once)).exists()


def words_missed(*, seen_by: Actor, limit: int = 50) -> tuple[Missed, ...]:
    """Words that were looked for and not found, most often first; none that was seen less than three times."""
    rows = MissedWord.objects.filter(times__gte=ENOUGH).exclude(word="").order_by("-times", "word")[:limit]
    return tuple(Missed(row.word, row.times) for row in rows)
