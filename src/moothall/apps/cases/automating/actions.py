"""How each thing that a rule can do is done to a case."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.automation.api import Does, Step, action, would
from moothall.apps.cases.models import Case
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.services.giving import (
    ask_for_task,
    give_to_address,
    give_to_least_loaded,
    give_to_team,
    remind,
    set_priority,
)
from moothall.apps.cases.services.tagging import add_tag
from moothall.apps.identity.api import accounts_named
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


def _reference(subject: str) -> str:
    found = Case.objects.filter(pk=UUID(subject.removeprefix("case:"))).values_list("reference", flat=True)
    if not found:
        raise CaseNotFound(subject)
    return found[0]


@action(Does.ASSIGN)
def assign(subject: str, step: Step, *, key: str, by: Actor) -> str:
    reference = _reference(subject)
    if step.how == "team":
        give_to_team(reference, step.to, by=by)
        return _done(step)
    if step.how == "person":
        give_to_address(reference, step.to, by=by)
        return _done(step)
    chosen = give_to_least_loaded(reference, step.to, by=by)
    name = accounts_named([chosen], seen_by=_SELF).get(chosen, "somebody")
    return f"Gave it to {name}, who had the least to do."


@action(Does.TASK)
def make_task(subject: str, step: Step, *, key: str, by: Actor) -> str:
    ask_for_task(_reference(subject), step.to, made_for=key, by=by)
    return _done(step)


@action(Does.ESCALATE)
def escalate(subject: str, step: Step, *, key: str, by: Actor) -> str:
    remind(_reference(subject), step.to, leaders=True, by=by)
    return _done(step)


@action(Does.REMIND)
def remind_of(subject: str, step: Step, *, key: str, by: Actor) -> str:
    remind(_reference(subject), step.to, leaders=False, by=by)
    return _done(step)


@action(Does.TAG)
def tag(subject: str, step: Step, *, key: str, by: Actor) -> str:
    add_tag(_reference(subject), step.to, by=by)
    return _done(step)


@action(Does.PRIORITY)
def set_level(subject: str, step: Step, *, key: str, by: Actor) -> str:
    set_priority(_reference(subject), step.to, by=by)
    return _done(step)


def _done(step: Step) -> str:
    """What was done, as `would` says what would be: the verb in the past."""
    verb, _, rest = would(step).partition(" ")
    past = {
        "give": "Gave",
        "make": "Made",
        "tell": "Told",
        "remind": "Reminded",
        "set": "Set",
        "tag": "Tagged",
    }
    return f"{past[verb]} {rest}{'' if rest.endswith(('.', '!', '?')) else '.'}"
