"""Pressing a macro: each of its acts as it is done by hand, in its order; all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.macros import Macro, MacroStep, macros_now
from moothall.apps.cases.queries import case_for
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.services.closing import close_case
from moothall.apps.cases.services.giving import give_to_team, set_priority
from moothall.apps.cases.services.noting import add_note
from moothall.apps.cases.services.replying import send_reply
from moothall.apps.cases.services.tagging import add_tag
from moothall.apps.cases.services.working import add_task, take_case
from moothall.apps.cases.snippet_facts import facts_for
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.written import Draft
from moothall.apps.messaging.api import Snippet
from moothall.kernel.actors import Actor


def press_macro(reference: str, name: str, *, by: Actor) -> None:
    """Do what the macro says. Raises CaseNotFound, Refused CASE-146 for a macro that is not for this case, and what any
    of its acts refuses: then nothing of it is done."""
    with transaction.atomic():
        case = case_for(reference, seen_by=by)
        macro = next((one for one in macros_now() if one.name == name and one.is_for(case)), None)
        rules.macro_is_known.demand(macro is not None)
        assert macro is not None
        for step in macro.do:
            _STEPS[step.does](case, step, macro, by)


def _take(case: CaseView, step: MacroStep, macro: Macro, by: Actor) -> None:
    if case.assignee is None or case.assignee != by.account_id:
        take_case(case.reference, by=by)


def _tag(case: CaseView, step: MacroStep, macro: Macro, by: Actor) -> None:
    if step.to not in case.hung.tags:
        add_tag(case.reference, step.to, by=by)


def _reply(case: CaseView, step: MacroStep, macro: Macro, by: Actor) -> None:
    parties = tuple(one.id for one in case.parties if one.role == REPORTER and one.id)
    words = Snippet(macro.name, macro.title, step.to).filled(facts_for(case, by))
    send_reply(case.reference, Draft(words, parties), by=by)


Step = Callable[[CaseView, MacroStep, Macro, Actor], None]

_STEPS: Mapping[str, Step] = {
    "take": _take,
    "team": lambda case, step, macro, by: give_to_team(case.reference, step.to, macro.title, by=by),
    "priority": lambda case, step, macro, by: set_priority(case.reference, step.to, by=by),
    "tag": _tag,
    "task": lambda case, step, macro, by: add_task(case.reference, step.to, by=by),
    "note": lambda case, step, macro, by: add_note(case.reference, step.to, by=by),
    "reply": _reply,
    "close": lambda case, step, macro, by: close_case(case.reference, step.to, by=by),
}
