"""What the person who asked does to their own request: add to it, or withdraw it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseWithdrawn, DuplicateUnlinked, FollowerAdded, ReporterAdded
from moothall.apps.cases.joined import originals_of
from moothall.apps.cases.models import Case, CaseLink, CaseText, Status, Task, TaskKind, TextKind
from moothall.apps.cases.noticing import notice, notice_able
from moothall.apps.cases.policies import REFUND, CaseNotFound, may_see
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.closing import stop_clock
from moothall.apps.cases.services.linking import live_link, tell_original
from moothall.apps.cases.services.owing import fee_left
from moothall.apps.cases.telling import tell_parties
from moothall.apps.cases.withdrawn import FEE_ASKED, WITHDRAWN
from moothall.apps.cases.writing import Change, bounded, changing, finish
from moothall.apps.messaging import api as messaging
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


def may_add(reference: str, words: str, *, photos: int, by: Actor) -> None:
    """Raises Refused when `add_to_case` would: asked before a photo is stored."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_see(by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    rules.is_not_erased.demand(case.erased)
    link = live_link(case)
    followed = Case.objects.get(pk=link.original_id) if link else case
    _demand_adding(case, followed, bounded(words), photos)


def add_to_case(
    reference: str, words: str, *, photos: int = 0, answers: UUID | None = None, by: Actor
) -> None:
    """Words, photos or both, from whoever asked. They come to the team as a task. `photos` are attached already;
    `answers` is the reply of ours that it answers, where it is one.

    What is added to a duplicate stays its own, and is told to whoever deals with the case that it follows.
    """
    with changing(reference, by=by, may=None, also=originals_of(reference)) as change:
        words = bounded(words)
        link = live_link(change.case)
        followed = _locked(link.original_id) if link else change.case
        _demand_adding(change.case, followed, words, photos)
        written = change.write(TextKind.ADDED, words, answers=_reply(change, answers)) if words else None
        text = written.id if written else None
        change.tell(ReporterAdded(text, written.digest if written else None, photos))
        what = " and ".join(said for said, there in (("words", words), (_photos(photos), photos)) if there)
        reason = f"{_reason(change.case)}{change.case.last_event + 1}"
        notice([followed.assignee], messaging.ANSWERED, followed, by=by)
        if followed is change.case:
            sentence = f"The reporter has added {what}. Look at it and go on."
            change.make_task(TaskKind.ADDED, sentence, made_for=reason, text=text)
            return
        sentence = (
            f"The reporter of {reference}, which asks for the same, has added {what}. Look at it and go on."
        )
        other = Change(followed, _SELF)
        other.tell(FollowerAdded(change.case.id, text, photos))
        other.make_task(TaskKind.ADDED, sentence, made_for=reason, text=text)
        finish(other, reindex=False)


def _reply(change: Change, key: UUID | None) -> UUID | None:
    """A reply of this case; None for anything else that an address may name."""
    if key is None:
        return None
    return (
        CaseText.objects.filter(pk=key, case_id=change.case.id, kind=TextKind.REPLY)
        .values_list("id", flat=True)
        .first()
    )


def withdraw_case(reference: str, words: str = "", *, by: Actor) -> None:
    """Whoever asked does not need it any more: it is closed, its clock stops, its tasks are done.

    Within the service's window it can be opened again, as any closed request can. A duplicate follows nobody any
    more; the case that it followed goes on. Where a fee was paid, somebody is asked whether to give it back.
    """
    with changing(reference, by=by, may=None, also=originals_of(reference)) as change:
        case = change.case
        words = bounded(words)
        link = live_link(case)
        followed = _locked(link.original_id) if link else case
        rules.may_be_withdrawn.demand(followed.status)
        rules.nobody_else_waits_for_it.demand(
            CaseLink.objects.filter(original_id=case.id, ended_at=None).exists()
        )
        change.finish_tasks()
        withdraw_question(case.id)
        written = change.write(TextKind.WITHDRAWN, words) if words else None
        case.status, case.outcome, case.closed_at = Status.CLOSED, WITHDRAWN, clock.now()
        stop_clock(case, by=by)
        change.tell(CaseWithdrawn(written.id if written else None, written.digest if written else None))
        if link is not None:
            _follow_no_more(change, link, followed)
        fee = _ask_about_fee(change)
        tell_parties("case withdrawn", case, lambda: {"fee": _(fee) if fee else ""}, by=by)


def _follow_no_more(change: Change, link: CaseLink, followed: Case) -> None:
    """What they had added is nothing to look at any more, on whichever case the team was to do so."""
    link.ended_at = clock.now()
    link.save(force_update=True)
    change.tell(DuplicateUnlinked(link.id, link.original_id))
    left = Task.objects.filter(case_id=followed.id, made_for__startswith=_reason(change.case), done_at=None)
    left.update(done_at=clock.now(), done_by=change.by.key)
    tell_original(followed, link, followed=False, by=_SELF)


def _ask_about_fee(change: Change) -> str:
    """A task for the team where something was paid and not given back; what the person is told of it.

    A person decides and no rule does: whether a fee is due back hangs on what was done by then, and on the law of
    each service.
    """
    case = change.case
    left = fee_left(case)
    if not left:
        return ""
    sentence = f"Fee to give back? The reporter paid {left} and has withdrawn the request."
    change.make_task(TaskKind.FEE, sentence, made_for=f"withdrawn:{case.last_event + 1}")
    notice_able(case, REFUND, messaging.MONEY_BACK, by=change.by)
    return FEE_ASKED


def _locked(key: UUID) -> Case:
    return Case.objects.select_for_update().get(pk=key)


def _reason(case: Case) -> str:
    """How what made the tasks begins that come of adding to `case`, on whichever case they are."""
    return f"added:{case.id}:"


def _demand_adding(case: Case, followed: Case, words: str, photos: int) -> None:
    rules.may_be_added_to.demand(followed.status)
    rules.says_something.demand(words, photos)
    made = Task.objects.filter(case_id=followed.id, kind=TaskKind.ADDED, made_for__startswith=_reason(case))
    rules.is_added_to_seldom.demand(made.count())


def _photos(number: int) -> str:
    return "a photo" if number == 1 else f"{number} photos"
