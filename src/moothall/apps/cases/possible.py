"""What somebody may do with a case as it stands: so that a page offers no button that would be refused.

Each verb decides again when it is called; this is the same rules asked beforehand.
"""

from __future__ import annotations

from enum import StrEnum

from moothall.apps.cases import rules
from moothall.apps.cases.policies import ASSIGN, CLOSE, MOVE, REFUND, WORK
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import Actor


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


def verbs_for(case: CaseView, *, by: Actor) -> frozenset[Verb]:
    """The verbs that neither a policy nor a rule would refuse `by` now, as far as can be said beforehand."""
    if case.erased_under:
        return frozenset()
    is_open = rules.is_open(case.status)
    follows = any(link.follows for link in case.links)
    emailed = any(party.email for party in case.parties if party.role == "reporter")
    working = {
        Verb.TAKE: is_open
        and rules.nobody_else_has_it(case.assignee, by.account_id)
        and rules.not_already_mine(case.assignee, by.account_id),
        Verb.START: rules.is_new(case.status),
        Verb.ASK: is_open and rules.is_not_waiting(case.status) and rules.reporter_can_be_asked(emailed),
        Verb.ANSWER: is_open and case.question is not None,
        Verb.COMPLETE: bool(case.tasks),
        Verb.NOTE: True,
        Verb.CORRECT: is_open and bool(case.correctable),
        Verb.LINK: is_open and rules.has_no_live_link(bool(case.links)),
        Verb.UNLINK: follows,
        Verb.SHOW_PHOTO: case.shows_photos,
        Verb.HIDE_PHOTO: any(one.released for one in case.documents),
    }
    allowed = {verb for verb, possible in working.items() if possible and WORK.allows(by)}
    if is_open and ASSIGN.allows(by):
        allowed.add(Verb.ASSIGN)
    if is_open and CLOSE.allows(by):
        allowed.add(Verb.CLOSE)
    if rules.is_closed(case.status) and not follows and CLOSE.allows(by):
        allowed.add(Verb.REOPEN)
    if is_open and MOVE.allows(by):
        allowed.add(Verb.MOVE)
    if any(payment.left for payment in case.payments) and REFUND.allows(by):
        allowed.add(Verb.REFUND)
    return frozenset(allowed)
