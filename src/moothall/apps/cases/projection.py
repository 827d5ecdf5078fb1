"""The flat row that queues read, from the case and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from moothall.apps.cases.models import Case, Party, QueueEntry, Status, Task
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.said import REPORTER, listed_name
from moothall.apps.cases.whereabouts import NOWHERE, Whereabouts, whereabouts
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.ground import rows
from moothall.ground.gathering import Some, gathered, marks
from moothall.kernel.actors import system

#: Later than any day a clock can say, before any closed case.
NO_TARGET = 10**11
_CLOSED = 10**12
_SELF = system("cases")


def position_of(status: str, due_on: date | None, opened_at: datetime, closed_at: datetime | None) -> int:
    """Open: by the second at which it is due, those without a target last. Closed: the last closed first."""
    if status == Status.CLOSED and closed_at is not None:
        return _CLOSED - int(closed_at.timestamp())
    if due_on is None:
        return NO_TARGET + int(opened_at.timestamp())
    return int(datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC).timestamp())


def entry_of(
    case: Case, *, due_on: date | None, reporter_name: str, tasks: int, at: Whereabouts = NOWHERE
) -> QueueEntry:
    return rows.made(
        QueueEntry,
        case_id=case.id,
        reference=case.reference,
        service=case.service,
        team=case.team,
        confidentiality=case.confidentiality,
        ward=case.ward,
        status=case.status,
        position=position_of(case.status, due_on, case.opened_at, case.closed_at),
        due_on=due_on,
        opened_at=case.opened_at,
        assignee=case.assignee,
        reporter_name=reporter_name,
        tasks=tasks,
        channel=case.channel,
        place=at.place,
        cell=at.cell,
        lat=at.lat,
        lon=at.lon,
    )


#: What an entry says of the place, which changes with the answers alone.
_WHERE = frozenset({"place", "cell", "lat", "lon"})


def project(case: Case, *, reporter_name: str | None = None, at: Whereabouts | None = None) -> QueueEntry:
    """Write the entry of a case that was changed; without a `reporter_name`, without an `at`, what is there stays."""
    clock = deadlines.clock_of(case.stream)
    waiting = Some(Task, "case_id = %s AND done_at IS NULL", (case.id,), only=("id",))
    made = entry_of(
        case,
        due_on=clock.due_on if clock else None,
        reporter_name=reporter_name or "",
        tasks=len(gathered(waiting)[waiting]),
        at=at or NOWHERE,
    )
    stays = {"case_id", *(() if reporter_name is not None else ("reporter_name",)), *(() if at else _WHERE)}
    changed = {
        field.attname: getattr(made, field.attname)
        for field in QueueEntry._meta.concrete_fields
        if field.attname not in stays
    }
    rows.put(QueueEntry, {"case_id": case.id}, **changed)
    return made


def rebuild_queue() -> int:
    """Make every entry again, a thousand cases at a time; returns how many. Cases can be worked on meanwhile."""
    rebuilt = 0
    for keys in _case_ids():
        with transaction.atomic():
            cases = list(Case.objects.select_for_update().filter(pk__in=keys))
            QueueEntry.objects.filter(pk__in=keys).delete()
            rows.load(_entries(cases))
        rebuilt += len(cases)
    return rebuilt


def _case_ids(size: int = 1_000) -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while keys := list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield keys
        last = keys[-1]


def _entries(cases: list[Case]) -> list[QueueEntry]:
    keys = [case.id for case in cases]
    clocks = deadlines.clocks_of([case.stream for case in cases])
    names = reporters_of(cases)
    said = forms.answers_of_each([case.stream for case in cases if not case.erased], seen_by=_SELF)
    waiting = Task.objects.filter(case_id__in=keys, done_at=None).values("case_id")
    tasks = {row["case_id"]: row["number"] for row in waiting.annotate(number=Count("id"))}
    return [
        entry_of(
            case,
            due_on=clocks[case.stream].due_on if case.stream in clocks else None,
            reporter_name=names.get(case.id, ""),
            tasks=tasks.get(case.id, 0),
            at=whereabouts(form_of_case(case), said[case.stream].answers) if case.stream in said else NOWHERE,
        )
        for case in cases
    ]


def reporters_of(cases: Sequence[Case]) -> dict[UUID, str]:
    """The reporter's name of each case as lists and searches show it, in two queries."""
    keys = [case.id for case in cases]
    found = Some(
        Party,
        f"role = %s AND case_id IN {marks(keys)}",
        (REPORTER, *keys),
        only=("case_id", "source_record_id"),
    )
    sources = {one.case_id: one.source_record_id for one in gathered(found)[found] if one.source_record_id}
    named = people.people_named(sources.values(), seen_by=_SELF)
    return {
        case.id: listed_name(form_of_case(case), named[sources[case.id]].name)
        for case in cases
        if case.id in sources and sources[case.id] in named
    }
