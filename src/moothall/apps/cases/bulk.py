"""Loading past cases by the hundred thousand: for demonstrations, measurements and taking over another system's cases.

What is written is what the verbs would have written, with its facts sealed, its clock, its queue entry, its search row
and what its reporter was told; only nobody is told now and no job is made. A chunk is one transaction: what stops a
load leaves whole cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from threading import Event, Lock
from uuid import UUID

from django.db import connection, transaction

from moothall.apps.cases.answered import answered_of
from moothall.apps.cases.bulk_marks import pairs_of, past_marks
from moothall.apps.cases.bulk_told import PastLetter, past_messages
from moothall.apps.cases.events import CaseClosed, CaseOpened, CaseTaken, TagAdded
from moothall.apps.cases.indexing import document_of
from moothall.apps.cases.marks import rows_of
from moothall.apps.cases.models import Case, IndexedAnswer, Party, QueueEntry, Status
from moothall.apps.cases.projection import entry_of
from moothall.apps.cases.said import SaidParty, listed_name
from moothall.apps.cases.traits import FOLLOWED
from moothall.apps.cases.whereabouts import whereabouts
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.apps.messaging import api as messaging
from moothall.apps.people import api as people
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.engine import on_postgresql
from moothall.ground.events.api import Past, bulk_record
from moothall.ground.search import api as search
from moothall.kernel.ids import id_at
from moothall.kernel.references import new_reference
from moothall.ui.languages import BASE

CHUNK = 5_000
#: Threads that write to PostgreSQL, which takes what several connections send; SQLite has one writer.
WRITERS = 3
_LOADER = "system:loader"


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as it went. `said` is what a search finds; moments are timezone-aware, in the order of the fields.

    Without `taken_by` nobody took it; without `closed_at` it is open.
    """

    service: catalogue.PinnedService
    answers: forms.Answers
    said: str
    reporter: SaidParty
    ward: str
    opened_at: datetime
    taken_at: datetime | None = None
    taken_by: UUID | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    channel: str = "web"
    tags: tuple[str, ...] = ()
    followers: tuple[UUID, ...] = ()
    #: What the reporter was told, and when.
    told: tuple[tuple[datetime, PastLetter], ...] = ()

    @property
    def status(self) -> Status:
        if self.closed_at:
            return Status.CLOSED
        return Status.IN_PROGRESS if self.taken_at else Status.NEW


def load_past(cases: Iterable[PastCase], *, draw: random.Random) -> int:
    """Write `cases`, oldest first, and return how many. References are drawn by `draw`, each once in this load.

    Expects the versions of their services to be stored, and no other load at the same time; and `cases` to ask the
    database nothing, as they are made in another thread. Raises IntegrityError when a reference of an earlier
    load is drawn again; the chunk is then not written.
    """
    chunks = _chunks(cases, _references(draw))
    if not on_postgresql() or connection.in_atomic_block:
        return _write(_one_ahead(chunks))
    loaded = _write_together(chunks)
    with connection.cursor() as cursor:
        # What PostgreSQL has just been given it would else have to look at again whenever it is read.
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("RESET maintenance_work_mem")
    return loaded


#: Cases, and the references that they get.
_Chunk = tuple[list[PastCase], list[str]]


def _chunks(cases: Iterable[PastCase], references: Iterator[str]) -> Iterator[_Chunk]:
    left = iter(cases)
    while given := list(islice(left, CHUNK)):
        yield given, [next(references) for _ in given]


def _one_ahead(chunks: Iterator[_Chunk]) -> Iterator[_Chunk]:
    """Each made in a thread while the one before it is written: the disk keeps whoever writes waiting."""
    here = copy_context()

    def made() -> _Chunk | None:
        return next(chunks, None)

    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(here.run, made)
        while (chunk := coming.result()) is not None:
            coming = maker.submit(here.run, made)
            yield chunk


def _write(chunks: Iterable[_Chunk]) -> int:
    """Each chunk in a transaction of its own; how many cases these were."""
    loaded = 0
    for given, references in chunks:
        with transaction.atomic():
            _load(given, references)
        loaded += len(given)
    return loaded


def _write_together(chunks: Iterator[_Chunk]) -> int:
    """`_write` by several threads: while PostgreSQL keeps one waiting, another makes its rows.

    The cases are made by one of them at a time, so that the same draw gives the same, by the clock and in the language
    of whoever loads. What stops one stops the others after the chunk they are at.
    """
    taken, stopped = Lock(), Event()

    def next_ones() -> Iterator[_Chunk]:
        while not stopped.is_set():
            with taken:
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    def write() -> int:
        try:
            return _write(next_ones())
        except BaseException:
            stopped.set()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=WRITERS) as writers:
        return sum(
            [one.result() for one in [writers.submit(copy_context().run, write) for _ in range(WRITERS)]]
        )


def _references(draw: random.Random) -> Iterator[str]:
    prefix, seen = catalogue.council().prefix, set[str]()
    while True:
        reference = new_reference(prefix, draw.randrange)
        if reference not in seen:
            seen.add(reference)
            yield reference


def _load(given: Sequence[PastCase], references: Sequence[str]) -> None:
    cases = [_case(past, reference) for past, reference in zip(given, references, strict=True)]
    rows.load(cases)
    people_told = people.bulk_sources(_source(past) for past in given)
    sources = people_told.recorded
    rows.load(
        rows.made(
            Party,
            id=_at(past.opened_at),
            case_id=case.id,
            role=past.reporter.role,
            person="",
            language=BASE,
            source_record_id=source.id,
        )
        for case, past, source in zip(cases, given, sources, strict=True)
    )
    revisions: list[forms.Revision] = []
    forms.load_revisions(_answers(cases, given), lambda _, written: revisions.append(written))
    dues = deadlines.bulk_clocks(_clocks(cases, given), calendar=teams.working_calendar())
    entries = list(_entries(cases, given, dues))
    rows.load(entries)
    rows.load(_answered(cases, given, entries))
    marks = past_marks(cases, given)
    marks.load()
    messaging.bulk_messages(past_messages(cases, given))
    search.put_many(
        document_of(case, said=past.said, reporter=_name(past))
        for case, past in zip(cases, given, strict=True)
    )
    told = zip(cases, given, sources, revisions, strict=True)
    # From here to the end of the transaction nobody else gets: whoever tells facts waits, other loads too.
    bulk_record(
        fact
        for case, past, source, revision in told
        for fact in _facts(case, past, source, revision, dues, marks.facts.get(case.id, ()))
    )
    people.sources_loaded(people_told)


def _name(past: PastCase) -> str:
    return listed_name(forms.form_of(past.service), past.reporter.name)


def _at(moment: datetime) -> UUID:
    return id_at(int(moment.timestamp() * 1_000_000) * 1_000)


def _case(past: PastCase, reference: str) -> Case:
    service, key = past.service, _at(past.opened_at)
    return rows.made(
        Case,
        id=key,
        reference=reference,
        service=service.slug,
        version=service.digest,
        team=service.team,
        confidentiality=service.confidentiality,
        status=past.status,
        ward=past.ward,
        channel=past.channel,
        assignee=past.taken_by,
        outcome=past.outcome,
        opened_at=past.opened_at,
        closed_at=past.closed_at,
        last_event=1 + bool(past.taken_at) + bool(past.closed_at) + len(past.tags),
        opened_with=f"loaded:{key.hex}",
        erased=False,
        traits=FOLLOWED if past.followers else "",
    )


def _source(past: PastCase) -> people.PastSource:
    who = past.reporter
    slug = past.service.slug
    return people.PastSource(
        source=f"form:{slug}",
        name=who.name,
        email=who.email,
        phone=who.phone,
        address=who.address,
        purpose=f"case:{slug}",
        recorded_by=_LOADER,
        recorded_at=past.opened_at,
    )


def _answers(cases: Sequence[Case], given: Sequence[PastCase]) -> Iterator[forms.NewRevision]:
    for case, past in zip(cases, given, strict=True):
        yield forms.NewRevision(case.stream, past.answers, past.channel, past.opened_at, _LOADER)


def _clocks(cases: Sequence[Case], given: Sequence[PastCase]) -> Iterator[deadlines.PastClock]:
    for case, past in zip(cases, given, strict=True):
        if past.service.targets:
            days = past.service.targets[0].working_days
            yield deadlines.PastClock(case.stream, days, past.opened_at, past.closed_at, _LOADER)


def _entries(cases: Sequence[Case], given: Sequence[PastCase], dues: dict[str, date]) -> Iterator[QueueEntry]:
    for case, past in zip(cases, given, strict=True):
        at = whereabouts(forms.form_of(past.service), past.answers)
        yield entry_of(case, due_on=dues.get(case.stream), reporter_name=_name(past), tasks=0, at=at)


def _answered(
    cases: Sequence[Case], given: Sequence[PastCase], entries: Sequence[QueueEntry]
) -> Iterator[IndexedAnswer]:
    for case, past, entry in zip(cases, given, entries, strict=True):
        yield from answered_of(case, forms.form_of(past.service), past.answers, entry.position)
        yield from rows_of(case, pairs_of(case, past), entry.position)


def _facts(
    case: Case,
    past: PastCase,
    source: people.RecordedSource,
    revision: forms.Revision,
    dues: dict[str, date],
    tagged: Sequence[TagAdded],
) -> Iterator[Past]:
    opened = CaseOpened(
        reference=case.reference,
        service=case.service,
        version=case.version,
        team=case.team,
        confidentiality=case.confidentiality,
        channel=case.channel,
        due_on=dues.get(case.stream),
        answers=revision.key,
        answers_digest=revision.digest,
        person=source.id,
        person_digest=source.digest,
    )
    officer = f"officer:{past.taken_by}" if past.taken_by else _LOADER
    yield Past(case.stream, 1, past.opened_at, "anonymous", opened)
    if past.taken_at and past.taken_by:
        yield Past(case.stream, 2, past.taken_at, officer, CaseTaken(past.taken_by))
    last = 1 + bool(past.taken_at)
    for tag in tagged:
        last += 1
        yield Past(case.stream, last, past.taken_at or past.opened_at, officer, tag)
    if past.closed_at:
        closed = CaseClosed(past.outcome, None, None)
        yield Past(case.stream, last + 1, past.closed_at, officer, closed)
