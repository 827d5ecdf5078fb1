"""Figures of a service for whoever owns it: counted when they are asked for, from the cases themselves.

The keys of cases are in the order of their opening, so that “lately” is one range of the primary key: the cost is that
of the days asked about, not of the years before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from moothall.apps.cases.listed import rows_named
from moothall.apps.cases.models import OPEN, Case, CaseText, QueueEntry, Status, TextKind
from moothall.apps.cases.projection import position_of
from moothall.apps.cases.views import Row
from moothall.apps.catalogue import api as catalogue
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: The last four weeks: as many Mondays as Sundays.
DAYS = 28
OLDEST = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """A service in the last `days` days, today included.

    `received` came in, `by_channel` (code, how many) most first; `done` were closed, `promised` of these had a day by
    which they should be, and `on_time` of those were. `reopened`: of how many somebody said in that time that they
    were not settled. `open`, `late` and `waiting` are now, whenever they came in.
    """

    days: int
    received: int
    by_channel: tuple[tuple[str, int], ...]
    done: int
    promised: int
    on_time: int
    reopened: int
    open: int
    late: int
    waiting: int


def figures_of(service: str, *, days: int = DAYS, seen_by: Actor) -> Figures:
    """The figures of a service, numbers only: whoever calls has asked who may see how it is used. Five queries.

    Raises NoSuchService.
    """
    begins = _begin_of(clock.today() - timedelta(days=days - 1))
    confidentiality = catalogue.service_named(service, seen_by=seen_by).confidentiality
    listed = QueueEntry.objects.filter(service=service, confidentiality=confidentiality)
    came = Case.objects.filter(pk__gte=_first_key(begins), opened_at__gte=begins, service=service)
    channels = came.values("channel").annotate(number=Count("pk")).order_by("-number", "channel")
    by_channel = tuple((row["channel"], row["number"]) for row in channels)
    ended = _ended(listed, begins)
    again = CaseText.objects.filter(
        pk__gte=_first_key(begins), kind=TextKind.NOT_SETTLED, case__service=service
    )
    now = listed.filter(status__in=OPEN).aggregate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
        late=Count("pk", filter=Q(due_on__lt=clock.today()) & ~Q(status=Status.WAITING)),
    )
    return Figures(
        days=days,
        received=sum(number for _, number in by_channel),
        by_channel=by_channel,
        done=ended["done"],
        promised=ended["promised"],
        on_time=ended["on_time"],
        reopened=again.values("case_id").distinct().count(),
        open=now["open"],
        late=now["late"],
        waiting=now["waiting"],
    )


def oldest_of(service: str, *, limit: int = OLDEST, seen_by: Actor) -> tuple[Row, ...]:
    """The open cases of a service that came in first, of those that `seen_by` may see. The look is recorded.

    Empty for whoever may read no cases. Two queries.
    """
    if not seen_by.may("cases.read"):
        return ()
    seen = QueueEntry.objects.filter(service=service, status__in=OPEN, confidentiality__in=seen_by.classes)
    rows = rows_named(list(seen.order_by("opened_at", "pk").values_list("pk", flat=True)[:limit]))
    if rows and seen_by.is_officer:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose="queue", route="cases.oldest")
    return rows


def _ended(listed: QuerySet[QueueEntry], begins: datetime) -> Mapping[str, int]:
    """Of what was closed since `begins`: how many, how many with a promise, and how many that kept it.

    Closed cases stand in the queue in the order of their closing, so that this is one range of its index. A promise
    is kept to the end of its day.
    """
    first = position_of(Status.CLOSED, None, begins, begins)
    closed = listed.filter(status=Status.CLOSED, position__lte=first)
    told: Mapping[str, int] = closed.aggregate(
        done=Count("pk"),
        promised=Count("pk", filter=Q(due_on__isnull=False)),
        on_time=Count("pk", filter=Q(case__closed_at__date__lte=F("due_on"))),
    )
    return told


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL_ZONE)


def _first_key(begins: datetime) -> UUID:
    """No key of a row made since `begins` is before it."""
    return UUID(int=int(begins.timestamp() * 1_000) << 80)
