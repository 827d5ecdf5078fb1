"""What the person who asked does to their own request: add to it, or withdraw it."""

from __future__ import annotations

from django.db.models import Q

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseWithdrawn, ReporterAdded, TaskCompleted
from moothall.apps.cases.models import Case, CaseLink, Status, Task, TaskKind, TextKind
from moothall.apps.cases.policies import CaseNotFound, may_see
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.closing import stop_clock
from moothall.apps.cases.telling import tell_parties
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.cases.writing import bounded, changing
from moothall.kernel import clock
from moothall.kernel.actors import Actor


def may_add(reference: str, words: str, *, photos: int, by: Actor) -> None:
    """Raises Refused when `add_to_case` would: asked before a photo is stored."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_see(by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    rules.is_not_erased.demand(case.erased)
    _demand_adding(case, bounded(words), photos)


def add_to_case(reference: str, words: str, *, photos: int = 0, by: Actor) -> None:
    """Words, photos or both, from whoever asked. They come to the team as a task. `photos` are attached already."""
    with changing(reference, by=by, may=None) as change:
        words = bounded(words)
        _demand_adding(change.case, words, photos)
        written = change.write(TextKind.ADDED, words) if words else None
        change.tell(
            ReporterAdded(written.id if written else None, written.digest if written else None, photos)
        )
        reason = f"added:{change.case.last_event + 1}"
        what = " and ".join(said for said, there in (("words", words), (_photos(photos), photos)) if there)
        sentence = f"The reporter has added {what}. Look at it and go on."
        text = written.id if written else None
        change.make_task(TaskKind.ADDED, sentence, made_for=reason, text=text)


def withdraw_case(reference: str, words: str = "", *, by: Actor) -> None:
    """Whoever asked does not need it any more: it is closed, its clock stops, its tasks are done.

    Within the service's window it can be opened again, as any closed request can.
    """
    with changing(reference, by=by, may=None) as change:
        case = change.case
        words = bounded(words)
        rules.may_be_withdrawn.demand(case.status)
        linked = Q(duplicate_id=case.id) | Q(original_id=case.id)
        rules.nobody_else_waits_for_it.demand(CaseLink.objects.filter(linked, ended_at=None).exists())
        for task in Task.objects.filter(case_id=case.id, done_at=None).order_by("id"):
            task.done_at, task.done_by = clock.now(), by.key
            task.save(force_update=True)
            change.tell(TaskCompleted(task.id, task.kind))
        withdraw_question(case.id)
        written = change.write(TextKind.WITHDRAWN, words) if words else None
        case.status, case.outcome, case.closed_at = Status.CLOSED, WITHDRAWN, clock.now()
        stop_clock(case, by=by)
        change.tell(CaseWithdrawn(written.id if written else None, written.digest if written else None))
        tell_parties("case withdrawn", case, {}, by=by)


def _demand_adding(case: Case, words: str, photos: int) -> None:
    rules.may_be_added_to.demand(case.status)
    rules.says_something.demand(words, photos)
    rules.is_added_to_seldom.demand(Task.objects.filter(case_id=case.id, kind=TaskKind.ADDED).count())


def _photos(number: int) -> str:
    return "a photo" if number == 1 else f"{number} photos"
