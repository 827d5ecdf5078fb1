"""Asking a second person, agreeing, sending back. Nothing happens before somebody else has agreed.

What they agreed to is then done in the same transaction, under the rules of that moment: by then it may be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import ApprovalAsked, ApprovalGiven, ApprovalSentBack, ApprovalStillAsked
from moothall.apps.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseText,
    Status,
    Task,
    TaskKind,
    TextKind,
)
from moothall.apps.cases.noticing import notice, notice_approvers
from moothall.apps.cases.policies import CLOSE, MOVE, READ, REFER, REFUND, CaseNotFound
from moothall.apps.cases.reading import pinned, service_name
from moothall.apps.cases.services.closing import close_in
from moothall.apps.cases.services.moving import move_in, service_to
from moothall.apps.cases.services.paying import refund_in
from moothall.apps.cases.services.referring import Wish, refer_in
from moothall.apps.cases.traits import APPROVAL, gain, lose, traits_of
from moothall.apps.cases.two_persons import decides, roles_decided_by, wanted_for
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.writing import Change, bounded, changing, when_finishing
from moothall.apps.catalogue import api as catalogue
from moothall.apps.identity.api import accounts_named
from moothall.apps.messaging import api as messaging
from moothall.ground import rows
from moothall.ground.gathering import listed
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, account_of
from moothall.kernel.ids import new_id
from moothall.kernel.money import Money
from moothall.kernel.policies import Policy

#: What a verb needs besides its words: codes, numbers, keys of questions. Never anybody's words.
Details = Mapping[str, str | int | bool | list[str]]


@dataclass(frozen=True, slots=True)
class Approvable:
    """A verb that can wait for a second person: who may ask for it, and how it is done once they agree."""

    policy: Policy
    do: Callable[[Change, Details, str], None]


def _close(change: Change, details: Details, words: str) -> None:
    close_in(change, str(details["outcome"]), words)


def _refund(change: Change, details: Details, words: str) -> None:
    refund_in(change, Money(int(str(details["pence"]))), words)


def _refer(change: Change, details: Details, words: str) -> None:
    fields = details.get("fields")
    refer_in(
        change,
        Wish(
            body=str(details["body"]),
            purpose=str(details["purpose"]),
            fields=tuple(fields) if isinstance(fields, list) else (),
            words=words,
            contact=details.get("contact") is True,
            handed_over=details.get("handed_over") is True,
        ),
    )


def _move(change: Change, details: Details, words: str) -> None:
    ask = details.get("ask")
    wanted = service_to(str(details["service"]), by=change.by)
    move_in(change, wanted, ask=ask if isinstance(ask, list) else (), words=words)


APPROVABLE: Mapping[str, Approvable] = {
    "close": Approvable(CLOSE, _close),
    "refund": Approvable(REFUND, _refund),
    "refer": Approvable(REFER, _refer),
    "move": Approvable(MOVE, _move),
}


def ask_approval(reference: str, verb: str, details: Details, words: str = "", *, by: Actor) -> None:
    """Ask a second person for `verb` with `details`; `words` are those of the verb itself.

    Raises Refused CASE-242 where nobody else has to agree.
    """
    with changing(reference, by=by, may=APPROVABLE[verb].policy) as change:
        case, words = change.case, bounded(words)
        wanted = _wanted(case, verb, details)
        _try(change, verb, details, words)
        written = change.write(TextKind.APPROVAL, words) if words else None
        approval = Approval(
            id=new_id(),
            case_id=case.id,
            verb=verb,
            details=dict(details),
            words_id=written.id if written else None,
            role=wanted.role,
            state=ApprovalState.ASKED,
            asked_by=by.key,
            asked_at=clock.now(),
            decided_by="",
            decided_at=None,
        )
        rows.insert(approval)
        gain(case, APPROVAL)
        said = in_words(case, approval)
        change.tell(
            ApprovalAsked(
                approval.id, verb, said, wanted.role, approval.words_id, written.digest if written else None
            )
        )
        _tell_second(change, approval, said)


class _Tried(Exception):
    """It would be done; nothing of it stays."""


def _try(change: Change, verb: str, details: Details, words: str) -> None:
    """What would be refused anyhow is not asked for. Raises Refused, as the verb would; nothing of it stays."""
    try:
        with transaction.atomic():
            trial = Change(Case.objects.get(pk=change.case.id), change.by)
            APPROVABLE[verb].do(trial, details, words)
            raise _Tried
    except _Tried:
        return


def _tell_second(change: Change, approval: Approval, said: str) -> None:
    """A task on the case, and a notice to those who may agree."""
    sentence = f"A second person has to agree: {said}."
    change.make_task(
        TaskKind.APPROVAL, sentence[:300], made_for=f"approval:{approval.id}", text=approval.words_id
    )
    notice_approvers(change.case, approval, by=change.by)


def _wanted(case: Case, verb: str, details: Details) -> catalogue.TwoPersons:
    """Who has to agree, as the service says today. Raises Refused."""
    if verb != "refund":
        rules.is_open.demand(case.status)
    pence = details.get("pence")
    outcome = str(details.get("outcome", ""))
    wanted = wanted_for(case, verb, outcome=outcome, pence=int(str(pence)) if pence else None)
    rules.a_second_person_is_wanted.demand(wanted is not None)
    rules.nothing_else_is_asked.demand(APPROVAL in traits_of(case))
    assert wanted is not None
    return wanted


def approve(reference: str, approval: UUID, *, by: Actor) -> None:
    """Agree; what was asked for is done now. Never by whoever asked for it."""
    with changing(reference, by=by, may=READ) as change:
        asked = _asked(change, approval)
        rules.is_somebody_else.demand(asked.asked_by, by.key)
        may, instead_of = decides(change.case, asked.role, by)
        rules.may_decide.demand(may)
        _settle(change, asked, ApprovalState.APPROVED)
        change.tell(ApprovalGiven(asked.id, asked.verb, asked.asked_by, instead_of))
        notice([account_of(asked.asked_by)], messaging.DECIDED, change.case, by=by)
        words = _words_of(asked)
        APPROVABLE[asked.verb].do(change, asked.details, words)


def send_back(reference: str, approval: UUID, words: str, *, by: Actor) -> None:
    """Do not agree, and say why; whoever asked is told, and there is a task on the case."""
    with changing(reference, by=by, may=READ) as change:
        asked, words = _asked(change, approval), bounded(words)
        rules.is_somebody_else.demand(asked.asked_by, by.key)
        rules.may_decide.demand(decides(change.case, asked.role, by)[0])
        rules.has_words.demand(words)
        _settle(change, asked, ApprovalState.SENT_BACK)
        written = change.write(TextKind.APPROVAL, words)
        asked.answer_id = written.id
        asked.save(force_update=True, update_fields=["answer"])
        change.tell(ApprovalSentBack(asked.id, asked.verb, False, written.id, written.digest))
        change.make_task(
            TaskKind.APPROVAL,
            f"Not agreed: {in_words(change.case, asked)}."[:300],
            made_for=f"sent back:{asked.id}",
            text=written.id,
        )
        notice([account_of(asked.asked_by)], messaging.DECIDED, change.case, by=by)


def take_approval_back(reference: str, approval: UUID, *, by: Actor) -> None:
    """Whoever asked does not ask any more."""
    with changing(reference, by=by, may=READ) as change:
        asked = _asked(change, approval)
        rules.asked_it_themselves.demand(asked.asked_by, by.key)
        _settle(change, asked, ApprovalState.TAKEN_BACK)
        change.tell(ApprovalSentBack(asked.id, asked.verb, True, None, None))


def _words_of(asked: Approval) -> str:
    found = CaseText.objects.filter(pk=asked.words_id).first() if asked.words_id else None
    return found.text if found else ""


def _asked(change: Change, key: UUID) -> Approval:
    """Raises CaseNotFound for one of another case, Refused CASE-244 for one that is settled."""
    found = Approval.objects.select_for_update().filter(pk=key, case_id=change.case.id).first()
    if found is None:
        raise CaseNotFound(change.case.reference)
    rules.is_still_asked.demand(found.state == ApprovalState.ASKED)
    return found


def _settle(change: Change, asked: Approval, state: ApprovalState) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, change.by.key, clock.now()
    asked.save(force_update=True, update_fields=["state", "decided_by", "decided_at"])
    lose(change.case, APPROVAL)
    task = Task.objects.filter(case_id=change.case.id, made_for=f"approval:{asked.id}", done_at=None)
    task.update(done_at=clock.now(), done_by=change.by.key)
    told = (messaging.APPROVAL, messaging.APPROVAL_ELSEWHERE)
    messaging.settle_notices(told, about=change.case.stream)


@when_finishing
def look_at_approval(change: Change) -> None:
    """Whatever closed the case or gave it to another service: nobody has to agree any more."""
    if APPROVAL not in traits_of(change.case):
        return
    moved = any(type(fact).__name__ == "CaseMoved" for fact in change.facts)
    if change.case.status != Status.CLOSED and not moved:
        return
    asked = Approval.objects.filter(case_id=change.case.id, state=ApprovalState.ASKED).first()
    if asked is not None and asked.verb != "refund":
        _settle(change, asked, ApprovalState.TAKEN_BACK)
        change.tell(ApprovalSentBack(asked.id, asked.verb, True, None, None))


def ask_still(change: Change, since: datetime) -> None:
    """The case is open as if it had not been closed at `since`: what a second person was asked then is still asked."""
    ended = "case_id = %s AND state = %s AND decided_at >= %s AND verb <> 'refund' ORDER BY decided_at DESC LIMIT 1"
    found = listed(Approval, ended, (change.case.id, ApprovalState.TAKEN_BACK.value, since))
    asked = next(iter(found), None)
    if asked is None or APPROVAL in traits_of(change.case):
        return
    asked.state, asked.decided_by, asked.decided_at = ApprovalState.ASKED, "", None
    asked.save(force_update=True, update_fields=["state", "decided_by", "decided_at"])
    gain(change.case, APPROVAL)
    task = Task.objects.filter(case_id=change.case.id, made_for=f"approval:{asked.id}")
    task.update(done_at=None, done_by="")
    change.tell(ApprovalStillAsked(asked.id, asked.verb))
    notice_approvers(change.case, asked, by=change.by)


def in_words(case: Case, asked: Approval) -> str:
    """What is asked for, for staff: “close it as Refused”."""
    details = asked.details
    if asked.verb == "close":
        outcome = pinned(case).outcome(details["outcome"])
        return f"close it as “{outcome.name if outcome else details['outcome']}”"
    if asked.verb == "refund":
        return f"give back {Money(int(details['pence']))}"
    if asked.verb == "move":
        asks = " and ask the reporter what else its form asks" if details.get("ask") else ""
        return f"move it to “{service_name(details['service'])}”{asks}"
    return f"pass it to another body ({details['body']})"


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What somebody is asked to agree to. `own`: whoever looks asked for it; `may`: they may decide."""

    id: UUID
    reference: str
    service_name: str
    what: str
    words: str
    asked_by: str
    asked_at: datetime
    own: bool
    may: bool


def approval_of(case: CaseView, *, seen_by: Actor) -> ApprovalView | None:
    """What a second person is asked about this case, for whoever has been let see it. No query but who may decide."""
    hung = case.hung
    for asked in hung.approvals:
        asked.case, asked.words = hung.case, hung.texts.get(asked.words_id) if asked.words_id else None
    return next(iter(_views(hung.approvals, seen_by)), None)


def approvals_waiting(*, seen_by: Actor, most: int = 100) -> tuple[ApprovalView, ...]:
    """What waits for `seen_by` to decide, the oldest first; never what they asked for themselves. The look is recorded.

    Queries do not grow with how much waits, but for what was handed on.
    """
    READ.demand(seen_by)
    asked = Approval.objects.filter(state=ApprovalState.ASKED, role__in=roles_decided_by(seen_by))
    found = asked.exclude(asked_by=seen_by.key).select_related("case", "words").order_by("asked_at", "id")
    if seen_by.kind is not Kind.SYSTEM:
        found = found.filter(case__confidentiality__in=seen_by.classes)
    seen = list(found[:most])
    if seen and seen_by.is_officer:
        subjects = [one.case.stream for one in seen]
        record_look(seen_by, subjects, purpose="approval", route="cases.approvals")
    return tuple(view for view in _views(seen, seen_by) if view.may)


def _views(found: Sequence[Approval], seen_by: Actor) -> tuple[ApprovalView, ...]:
    """In words; the names of who asked in one query."""
    officers = {one.asked_by: account for one in found if (account := account_of(one.asked_by))}
    names = accounts_named(set(officers.values()), seen_by=seen_by) if officers else {}
    return tuple(
        ApprovalView(
            one.id,
            one.case.reference,
            service_name(one.case.service),
            in_words(one.case, one),
            one.words.text if one.words else "",
            names.get(officers[one.asked_by], "an officer") if one.asked_by in officers else "an officer",
            one.asked_at,
            one.asked_by == seen_by.key,
            one.asked_by != seen_by.key and decides(one.case, one.role, seen_by)[0],
        )
        for one in found
    )
