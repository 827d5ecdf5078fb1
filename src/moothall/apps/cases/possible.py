"""What somebody may do with a case as it stands, and why not: so that a page offers no button that would be refused.

Each verb decides again when it is called; this is the same rules asked beforehand. A family of verbs says its own here:

    @possible(Verb.HOLD, WORK)
    def _hold(case: CaseView, by: Actor) -> str | None:
        return rules.is_open.why_not(case.status) or rules.is_not_held.why_not(case.held)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from moothall.apps.cases import rules
from moothall.apps.cases.models import DONE_BY_CLOSING
from moothall.apps.cases.policies import ASSIGN, CLOSE, MOVE, REFUND, WORK
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import Actor
from moothall.kernel.policies import Policy
from moothall.kernel.registry import Registry


class Verb(StrEnum):
    TAKE = "take"
    START = "start"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    COMPLETE = "complete"
    NOTE = "note"
    CORRECT = "correct"
    CLOSE = "close"
    REOPEN = "reopen"
    MOVE = "move"
    LINK = "link"
    UNLINK = "unlink"
    REFUND = "refund"
    SHOW_PHOTO = "show-photo"
    HIDE_PHOTO = "hide-photo"
    REDACT = "redact"
    TAG = "tag"
    REPLY = "reply"
    QUESTIONS = "questions"
    SENSITIVE = "sensitive"
    HOLD = "hold"
    GO_ON = "go-on"
    REFER = "refer"
    TAKE_BACK = "take-back"
    SPLIT = "split"
    MERGE = "merge"
    UNMERGE = "unmerge"
    REST = "rest"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    TAKE_APPROVAL_BACK = "ask-no-more"
    FLAG = "flag"
    TEAM = "team"
    PRIORITY = "priority"
    TASK = "task"
    LATER = "later"


#: "" when the verb is possible; else the sentence that says why not; None where the question does not even come up,
#: such as undoing the link of a case that has none.
WhyNot = Callable[[CaseView, Actor], str | None]


@dataclass(frozen=True, slots=True)
class Possible:
    verb: Verb
    policy: Policy
    why_not: WhyNot


POSSIBLE: Registry[Possible] = Registry("verb of a case")


def possible(verb: Verb, policy: Policy) -> Callable[[WhyNot], WhyNot]:
    """Say when `verb` is possible for those whom `policy` allows it."""

    def wrap(why_not: WhyNot) -> WhyNot:
        POSSIBLE.add(verb.value, Possible(verb, policy, why_not))
        return why_not

    return wrap


def verbs_and_policies() -> tuple[tuple[str, str], ...]:
    """Every verb of a case with the ability that it needs."""
    return tuple((one.verb.value, one.policy.code) for one in POSSIBLE.values())


def verdicts_for(case: CaseView, *, by: Actor) -> Mapping[Verb, str]:
    """The verbs that come up for `by` with this case: "" where one is possible, else the sentence that says why not."""
    if case.erased_under:
        return {}
    asked = ((one.verb, one.why_not(case, by)) for one in POSSIBLE.values() if one.policy.allows(by))
    return {verb: why for verb, why in asked if why is not None}


def verdict_on(verb: Verb, case: CaseView, *, by: Actor) -> str | None:
    """Of one verb: None where it does not come up for `by`, or may not be theirs."""
    one = POSSIBLE[verb.value]
    return one.why_not(case, by) if one.policy.allows(by) and not case.erased_under else None


def verbs_for(case: CaseView, *, by: Actor) -> frozenset[Verb]:
    """The verbs that neither a policy nor a rule would refuse `by` now, as far as can be said beforehand."""
    return frozenset(verb for verb, why in verdicts_for(case, by=by).items() if not why)


@possible(Verb.TAKE, WORK)
def _take(case: CaseView, by: Actor) -> str | None:
    if not rules.is_open(case.status) or not rules.not_already_mine(case.assignee, by.account_id):
        return None
    return rules.nobody_else_has_it.why_not(case.assignee, by.account_id)


@possible(Verb.START, WORK)
def _start(case: CaseView, by: Actor) -> str | None:
    return "" if rules.is_new(case.status) else None


@possible(Verb.ASSIGN, ASSIGN)
def _assign(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status)


@possible(Verb.ASK, WORK)
def _ask(case: CaseView, by: Actor) -> str | None:
    emailed = any(party.email for party in case.parties if party.role == "reporter")
    return (
        rules.is_open.why_not(case.status)
        or rules.is_not_waiting.why_not(case.status)
        or rules.reporter_can_be_asked.why_not(emailed)
    )


@possible(Verb.ANSWER, WORK)
def _answer(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status) if case.question is not None else None


@possible(Verb.COMPLETE, WORK)
def _complete(case: CaseView, by: Actor) -> str | None:
    return "" if case.tasks else None


@possible(Verb.NOTE, WORK)
def _note(case: CaseView, by: Actor) -> str | None:
    return ""


@possible(Verb.CORRECT, WORK)
def _correct(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status) if case.correctable else None


@possible(Verb.CLOSE, CLOSE)
def _close(case: CaseView, by: Actor) -> str | None:
    return rules.tasks_are_done.why_not(left_to_do(case)) if rules.is_open(case.status) else None


@possible(Verb.REOPEN, CLOSE)
def _reopen(case: CaseView, by: Actor) -> str | None:
    if not rules.is_closed(case.status):
        return None
    return rules.has_no_live_link.why_not(_follows(case))


@possible(Verb.MOVE, MOVE)
def _move(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status)


@possible(Verb.LINK, WORK)
def _link(case: CaseView, by: Actor) -> str | None:
    return (
        None
        if _follows(case)
        else rules.is_open.why_not(case.status) or rules.has_no_live_link.why_not(bool(case.links))
    )


@possible(Verb.UNLINK, WORK)
def _unlink(case: CaseView, by: Actor) -> str | None:
    return "" if _follows(case) else None


@possible(Verb.REFUND, REFUND)
def _refund(case: CaseView, by: Actor) -> str | None:
    return "" if any(payment.left for payment in case.payments) else None


@possible(Verb.SHOW_PHOTO, WORK)
def _show_photo(case: CaseView, by: Actor) -> str | None:
    return "" if case.shows_photos else None


@possible(Verb.HIDE_PHOTO, WORK)
def _hide_photo(case: CaseView, by: Actor) -> str | None:
    return "" if any(one.released for one in case.documents) else None


@possible(Verb.REDACT, WORK)
def _redact(case: CaseView, by: Actor) -> str | None:
    return "" if any(one.picture for one in case.documents) else None


@possible(Verb.TAG, WORK)
def _tag(case: CaseView, by: Actor) -> str | None:
    return ""


@possible(Verb.TASK, WORK)
def _task(case: CaseView, by: Actor) -> str | None:
    return rules.is_open.why_not(case.status)


def left_to_do(case: CaseView) -> int:
    """How much has to be done before it can be closed."""
    return sum(task.kind not in DONE_BY_CLOSING for task in case.tasks)


def _follows(case: CaseView) -> bool:
    return any(link.follows for link in case.links)
