"""What rules are told as it happens, within seconds, by the worker: who sends a form waits for none of it."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.automation import api as automation
from moothall.apps.cases.automating.moments import TOLD, CaseSubjects, moment_told
from moothall.apps.cases.holding import HELD
from moothall.apps.cases.models import Case
from moothall.ground.events.api import Recorded, listener

automation.rules_are_about(CaseSubjects())


@listener("cases.rules", to=tuple(TOLD))
def let_rules_look(event: Recorded) -> None:
    """Let the rules that are switched on look at what happened; told twice, they act once."""
    on = TOLD.get(type(event.fact))
    looking = automation.looking(on, event.at) if on else ()
    if not looking:
        return
    case = Case.objects.filter(pk=UUID(event.stream.removeprefix("case:")), erased=False).first()
    if case is None or case.confidentiality == HELD:
        return
    for rule, state in looking:
        if (moment := moment_told(event, case, rule)) is not None:
            automation.happened(moment, ((rule, state),))
