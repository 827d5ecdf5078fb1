"""How every verb on a case that is there begins and ends.

    with changing(reference, by=by, may=WORK) as change:
        rules.is_open.demand(change.case.status)
        change.case.status = Status.IN_PROGRESS
        change.tell(CaseStarted())

Inside is one transaction with the case's row locked. At its end the case, its queue entry and its facts are written,
and the search if what it shows has changed. If the block raises, nothing happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.answered import follow, index_again
from moothall.apps.cases.events import NoteAdded, TagAdded, TagRemoved, TaskCompleted, TaskMade
from moothall.apps.cases.indexing import index
from moothall.apps.cases.models import Case, CaseTag, CaseText, Task, TaskKind, TextKind
from moothall.apps.cases.noticing import notice_followers
from moothall.apps.cases.policies import CaseNotFound, demand, may_see
from moothall.apps.cases.projection import project, reporters_of
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.seen import demand_as_seen
from moothall.apps.cases.whereabouts import whereabouts_of
from moothall.ground import rows
from moothall.ground.events.api import commitment, record
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.policies import Policy
from moothall.ui.languages import BASE, speaking


@dataclass(slots=True)
class Change:
    """A case whose row is locked, and what has happened to it so far in this transaction."""

    case: Case
    by: Actor
    facts: list[object] = field(default_factory=list)
    #: There is another revision of the answers, or another form to read them by.
    answers_changed: bool = False
    #: A note was written, which colleagues find the case by.
    noted: bool = False

    def tell(self, *facts: object) -> None:
        self.facts += facts

    def write(self, kind: TextKind, words: str, *, answers: UUID | None = None) -> Written:
        """Keep somebody's words in a row of their own."""
        salt, digest = commitment(words.encode())
        text = CaseText(
            id=new_id(),
            case_id=self.case.id,
            kind=kind,
            text=words,
            salt=salt,
            answers_id=answers,
            settled=kind != TextKind.QUESTION,
            written_at=clock.now(),
        )
        rows.insert(text)
        self.noted = self.noted or kind == TextKind.NOTE
        return Written(text.id, digest)

    def finish_tasks(self, *kinds: TaskKind) -> None:
        """Say of the open tasks of these kinds that they are done; of all, where no kind is named."""
        for task in self.open_tasks():
            if not kinds or task.kind in kinds:
                task.done_at, task.done_by = clock.now(), self.by.key
                rows.change(Task, {"id": task.id}, done_at=task.done_at, done_by=task.done_by)
                self.tell(TaskCompleted(task.id, task.kind))

    def open_tasks(self) -> list[Task]:
        """What is still to be done, in the order in which it came."""
        left = Some(Task, "case_id = %s AND done_at IS NULL", (self.case.id,))
        return sorted(gathered(left)[left], key=lambda task: task.id)

    def make_task(self, kind: TaskKind, words: str, *, made_for: str, text: UUID | None = None) -> None:
        """Something for the team to do. The caller has looked whether it was made for this before."""
        task = Task(
            id=new_id(),
            case_id=self.case.id,
            kind=kind,
            words=words,
            text_id=text,
            made_for=made_for,
            made_at=clock.now(),
            done_at=None,
            done_by="",
        )
        rows.insert(task)
        rows.send_waiting()  # what is still to be done is counted before the verb ends
        self.tell(TaskMade(task.id, kind.value))


@dataclass(frozen=True, slots=True)
class Written:
    """A text and its digest, as a fact carries them."""

    id: UUID
    digest: str


def bounded(words: str) -> str:
    """`words` without space around them. Raises Refused CASE-10 when they are too long."""
    rules.words_are_bounded.demand(words)
    return words.replace("\x00", "").strip()


@contextmanager
def changing(
    reference: str, *, by: Actor, may: Policy | None, also: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Lock the case, give it to the block, write what became of it.

    `also` names the other cases the block will change: all are locked in one order, so that two officers linking
    the same two never wait for each other in a circle.

    `may` is what an officer needs; None where the verb has its own rule (a resident's). Raises CaseNotFound for
    whoever may not see it, Refused for whoever may see it and may not do this, was not first (EVENT-01), or whose page
    shows the case as it is no more (ChangedSince, see `seen.py`).
    """
    with transaction.atomic():
        if also:
            list(Case.objects.select_for_update().filter(reference__in=(reference, *also)).order_by("pk"))
        case = locked(reference, by=by)
        if may is not None:
            demand(may, by)
        rules.is_not_erased.demand(case.erased)
        demand_as_seen(case, by)
        change = Change(case, by)
        shown = searched(case)
        yield change
        finish(change, reindex=change.answers_changed or change.noted or searched(case) != shown)
        if change.facts:
            notice_followers(case, by=by)


def locked(reference: str, *, by: Actor) -> Case:
    """The case with its row locked. Raises CaseNotFound."""
    case = rows.locked(Case, reference=reference)
    if case is None or not may_see(by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    return case


def finish(change: Change, *, reindex: bool) -> None:
    """Write what became of the case; what officers search and sort by is in the first language."""
    with speaking(BASE):
        _finish(change, reindex=reindex)


#: What looks at every change before it is written: a family whose state another family's verb may end.
_LOOKING: list[Callable[[Change], None]] = []


def when_finishing(look: Callable[[Change], None]) -> Callable[[Change], None]:
    """Ask `look` at the end of every verb, in its transaction. It asks the database nothing unless a trait says so."""
    _LOOKING.append(look)
    return look


def _finish(change: Change, *, reindex: bool) -> None:
    for look in _LOOKING:
        look(change)
    with rows.together():
        _write(change, reindex=reindex)


#: Of these no list shows anything that their verb has not written itself; notes are found.
_UNLISTED = (NoteAdded, TagAdded, TagRemoved)


def _write(change: Change, *, reindex: bool) -> None:
    """What is read here is of other tables than what is written."""
    case = change.case
    case.last_event = record(case.stream, *change.facts, by=change.by, after=case.last_event)
    rows.keep(case)
    name = reporters_of([case]).get(case.id, "") if reindex else None
    if change.facts and all(isinstance(fact, _UNLISTED) for fact in change.facts):
        if name is not None:
            index(case, name)
        return
    at = whereabouts_of(case, form_of_case(case)) if change.answers_changed else None
    position = project(case, reporter_name=name, at=at).position
    if change.answers_changed:
        index_again(case, position=position)
    else:
        follow(case, position=position)
    if name is not None:
        index(case, name)
        rows.put(CaseTag, {"case_id": case.id}, service=case.service, confidentiality=case.confidentiality)


def searched(case: Case) -> tuple[str, ...]:
    """What of a case its search row shows."""
    return (case.status, case.service, case.confidentiality, case.ward)
