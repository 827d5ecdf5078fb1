"""What rules are told as it happens, within seconds, by the worker: who sends a form waits for none of it."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.automation import api as automation
from moothall.apps.cases.automating.moments import TOLD, CaseSubjects, moment_told
from moothall.apps.cases.holding import HELD
from moothall.apps.cases.models import Case
from moothall.ground.events.api import Recorded, listener
from moothall.kernel import clock

automation.rules_are_about(CaseSubjects())


def _looked_at() -> set[type]:
    """The facts at which a rule looks today: mostly few, and every case that is sent is one of them or none."""
    looked = automation.looked_at(clock.now())
    return {fact for fact, on in TOLD.items() if on in looked}


@listener("cases.rules", to=tuple(TOLD), hears=_looked_at)
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
