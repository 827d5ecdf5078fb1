"""When people can be written to, and when a case can be followed, asked beforehand; see `possible.py`."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.possible import Verb, possible
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.written import WRITABLE
from moothall.kernel.actors import Actor


@possible(Verb.REPLY, WORK)
def _reply(case: CaseView, by: Actor) -> str | None:
    reached = any(party.email for party in case.parties if party.role in WRITABLE)
    return rules.reporter_can_be_asked.why_not(reached)


@possible(Verb.QUESTIONS, WORK)
def _questions(case: CaseView, by: Actor) -> str | None:
    emailed = any(party.email for party in case.parties if party.role == "reporter")
    return (
        rules.is_open.why_not(case.status)
        or rules.is_not_waiting.why_not(case.status)
        or rules.reporter_can_be_asked.why_not(emailed)
    )


@possible(Verb.SENSITIVE, WORK)
def _sensitive(case: CaseView, by: Actor) -> str | None:
    return ""
