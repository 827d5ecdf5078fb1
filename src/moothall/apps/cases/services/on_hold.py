"""Putting a case on hold until a day or until something happens, and its coming back by itself.

`look_at_hold` is asked at the end of every verb on a case that is on hold: whatever the verb was, it is what the hold
waited for, it ended the case, or it changes nothing. What happens elsewhere (a day comes, another case is closed) is
seen by a job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import WHY, CaseCameOffHold, CasePutOnHold, CaseStillOnHold
from moothall.apps.cases.events import FollowerAdded, QuestionAnswered, ReporterAdded, TaskCompleted
from moothall.apps.cases.marks import HELD, YES, marking, set_marks
from moothall.apps.cases.models import Case, Hold, Status, Task, TaskKind, TextKind, Until
from moothall.apps.cases.policies import WORK, may_see
from moothall.apps.cases.reading import service_now
from moothall.apps.cases.telling import due_facts, tell_parties
from moothall.apps.cases.traits import ON_HOLD, gain, lose, traits_of
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.writing import Change, bounded, changing, finish, when_finishing
from moothall.apps.deadlines import api as deadlines
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.events.api import history
from moothall.ground.gathering import listed
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id

_SELF = system("cases")
#: Cases that a run of the job brings back.
AT_ONCE = 500


def hold_case(
    reference: str,
    reason: str,
    *,
    day: date,
    until: str = "day",
    other: str = "",
    task: UUID | None = None,
    by: Actor,
) -> None:
    """Put the case on hold until `day`, or until before it an answer arrives, the case `other` is closed, the task
    `task` is done, a document arrives. `reason` is for colleagues.

    The clock stands still only where the service's folder says so; the reporter is told where it says so.
    """
    with changing(reference, by=by, may=WORK) as change:
        case, kind = change.case, Until(until)
        reason = bounded(reason)
        rules.is_open.demand(case.status)
        rules.is_not_on_hold.demand(ON_HOLD in traits_of(case))
        rules.has_a_reason.demand(reason)
        rules.comes_back_soon_enough.demand(clock.today(), day)
        asked = case.status == Status.WAITING
        rules.waits_for_nothing_else.demand(asked, kind)
        if kind is Until.ANSWER:
            rules.waits_for_an_answer.demand(asked)
        hold = Hold(
            id=new_id(),
            case_id=case.id,
            until=kind,
            day=day,
            other_id=_other(case, other, by) if kind is Until.CASE else None,
            task_id=_task(case, task) if kind is Until.TASK else None,
            began_at=clock.now(),
            ended_at=None,
        )
        _begin(change, hold, reason)


def _begin(change: Change, hold: Hold, reason: str) -> None:
    case, service = change.case, service_now(change.case)
    written = change.write(TextKind.REASON, reason)
    running = deadlines.clock_of(case.stream)
    hold.reason_id, hold.told = written.id, service.hold.tell
    hold.stopped_clock = bool(service.hold.stops_clock and running and running.state == "running")
    if hold.stopped_clock:
        deadlines.pause_clock(case.stream, by=change.by)
    rows.insert(hold)
    gain(case, ON_HOLD)
    set_marks(case, HELD, [YES])
    change.tell(
        CasePutOnHold(
            hold.id, hold.until, hold.day, hold.other_id, hold.stopped_clock, written.id, written.digest
        )
    )
    if hold.told:
        tell_parties("case on hold", case, lambda: {"until": until_in_words(hold)}, by=change.by)


def end_hold(reference: str, *, by: Actor) -> None:
    """Somebody goes on with it before its day. Raises Refused CASE-161."""
    with changing(reference, by=by, may=WORK) as change:
        hold = live_hold(change.case)
        rules.is_on_hold.demand(hold is not None)
        assert hold is not None
        come_back(change, hold, "by hand")


def live_hold(case: Case) -> Hold | None:
    if ON_HOLD not in traits_of(case):
        return None
    return Hold.objects.filter(case_id=case.id, ended_at=None).first()


def until_in_words(hold: Hold) -> str:
    """For whoever asked: until when, in the language that is spoken."""
    day = deadlines.day_in_words(hold.day)
    if hold.until == Until.ANSWER:
        return _("until you answer our question")
    if hold.until == Until.DOCUMENT:
        return _("until we have what you send us")
    return _("until {day} at the latest").format(day=day)


@when_finishing
def look_at_hold(change: Change) -> None:
    """A verb ends on a case that is on hold: has it brought what the hold waits for?"""
    hold = live_hold(change.case)
    if hold is None or any(
        isinstance(fact, CasePutOnHold | CaseCameOffHold | CaseStillOnHold) for fact in change.facts
    ):
        return
    if change.case.status == Status.CLOSED:
        _end(change, hold, "over", None)
    elif why := _brought(hold, change.facts):
        come_back(change, hold, why)


def _brought(hold: Hold, facts: Iterable[object]) -> str:
    for fact in facts:
        if isinstance(fact, QuestionAnswered) and hold.until == Until.ANSWER:
            return "answer"
        if isinstance(fact, FollowerAdded) and hold.until == Until.ANSWER:
            return "answer"
        if isinstance(fact, ReporterAdded) and fact.photos and hold.until == Until.DOCUMENT:
            return "document"
        if isinstance(fact, TaskCompleted) and fact.task == hold.task_id:
            return "task"
    return ""


def end_for_move(change: Change) -> None:
    """Another service deals with it from now on, by its own clock."""
    if hold := live_hold(change.case):
        _end(change, hold, "over", None)


def hold_still(change: Change, since: datetime) -> Hold | None:
    """The hold that ended because the case was closed at `since`: it holds again. None where there was none.

    While it is closed, no other hold can have begun or ended.
    """
    ended = "case_id = %s AND ended_at >= %s ORDER BY ended_at DESC LIMIT 1"
    hold = next(iter(listed(Hold, ended, (change.case.id, since))), None)
    if hold is None:
        return None
    hold.ended_at = None
    hold.save(force_update=True, update_fields=["ended_at"])
    gain(change.case, ON_HOLD)
    set_marks(change.case, HELD, [YES])
    change.tell(CaseStillOnHold(hold.id, hold.day))
    return hold


def what_came(change: Change, hold: Hold, since: datetime) -> tuple[str, date] | None:
    """Why a hold that holds again is over all the same, and on which day what it waits for came, `since` or later."""
    for one in history(change.case.stream):
        if one.at >= since and (why := _brought(hold, [one.fact])):
            return why, clock.local(one.at).date()
    ready = _ready().select_related("other", "task").filter(pk=hold.id).first()
    if ready is None:
        return None
    came = [hold.day, clock.today()]
    if ready.until == Until.CASE and ready.other and ready.other.closed_at:
        came.append(clock.local(ready.other.closed_at).date())
    if ready.until == Until.TASK and ready.task and ready.task.done_at:
        came.append(clock.local(ready.task.done_at).date())
    return _why_ready(hold), max(min(came), clock.local(since).date())


def come_back(change: Change, hold: Hold, why: str) -> None:
    """The clock goes on, a task says so, the reporter is told where they had been told of the hold."""
    case, promise = change.case, None
    running = deadlines.clock_of(case.stream) if hold.stopped_clock else None
    if running and running.state == "paused":
        promise = deadlines.resume_clock(case.stream, calendar=teams.working_calendar(), by=change.by)
    elif running:
        promise = deadlines.promise(running.due_on, running.working_days)
    _end(change, hold, why, promise)
    if why not in ("by hand", "answer", "document"):
        change.make_task(
            TaskKind.HOLD, f"It is not on hold any more: {WHY[why]} Go on with it.", made_for=f"hold:{hold.id}",
            text=hold.reason_id,
        )  # fmt: skip
    if hold.told:
        tell_parties("case off hold", case, lambda: due_facts(promise), by=change.by)


def _end(change: Change, hold: Hold, why: str, promise: deadlines.Promise | None) -> None:
    hold.ended_at = clock.now()
    hold.save(force_update=True, update_fields=["ended_at"])
    lose(change.case, ON_HOLD)
    set_marks(change.case, HELD, [])
    change.tell(CaseCameOffHold(hold.id, why, promise.due_on if promise else None))


def bring_back(*, most: int = AT_ONCE) -> int:
    """Every case whose day has come, or whose other case or task is done, comes back; how many. For the job."""
    came = 0
    for key in list(_ready().values_list("id", flat=True)[:most]):
        with transaction.atomic():
            hold = Hold.objects.filter(pk=key, ended_at=None).first()
            case = Case.objects.select_for_update().filter(pk=hold.case_id).first() if hold else None
            hold = _ready().filter(pk=key).first()
            if hold is None or case is None:
                continue
            change = Change(case, _SELF)
            come_back(change, hold, _why_ready(hold))
            finish(change, reindex=False)
            came += 1
    return came


def _ready() -> QuerySet[Hold]:
    live = Hold.objects.filter(ended_at=None).order_by("day", "id")
    return live.filter(
        Q(day__lte=clock.today())
        | Q(until=Until.CASE, other__status=Status.CLOSED)
        | Q(until=Until.TASK, task__done_at__isnull=False)
    )


def _why_ready(hold: Hold) -> str:
    return "day" if hold.day <= clock.today() else str(hold.until)


def _other(case: Case, reference: str, by: Actor) -> UUID:
    found = Case.objects.filter(reference=reference).exclude(status=Status.CLOSED).first()
    there = found is not None and may_see(by, found.id, found.confidentiality)
    rules.waits_for_an_open_case.demand(there and found is not None and found.id != case.id)
    assert found is not None
    return found.id


def _task(case: Case, task: UUID | None) -> UUID:
    there = task is not None and Task.objects.filter(pk=task, case_id=case.id, done_at=None).exists()
    rules.waits_for_an_open_task.demand(there)
    assert task is not None
    return task


@marking(HELD)
def on_hold_of(keys: Iterable[UUID]) -> Iterable[tuple[UUID, str]]:
    """The cases on hold, for rebuilding the marks."""
    live = Hold.objects.filter(case_id__in=list(keys), ended_at=None)
    return [(case_id, YES) for case_id in live.values_list("case_id", flat=True)]


@dataclass(frozen=True, slots=True)
class HoldView:
    """Until when a case is on hold, why, and whether its clock stands still."""

    sentence: str
    reason: str
    clock_stands: bool


_WAITS = {
    Until.DAY: "Until {day}.",
    Until.ANSWER: "Until the reporter answers; at the latest {day}.",
    Until.CASE: "Until {other} is closed; at the latest {day}.",
    Until.TASK: "Until one of its tasks is done; at the latest {day}.",
    Until.DOCUMENT: "Until a photo or a file arrives; at the latest {day}.",
}


def hold_of(case: CaseView, *, seen_by: Actor) -> HoldView | None:
    """The hold of a case, for whoever has been let see it. No query."""
    hung = case.hung
    hold = next(iter(hung.holds), None)
    if hold is None:
        return None
    other = hung.others.get(hold.other_id) if hold.other_id else None
    said = _WAITS[Until(hold.until)].format(
        day=deadlines.day_in_words(hold.day), other=other.reference if other else "another request"
    )
    return HoldView(said, hung.words(hold.reason_id), hold.stopped_clock)
