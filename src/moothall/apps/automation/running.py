"""Looking at a moment with a rule, and doing what the rule says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from moothall.apps.automation.actions import ACTIONS
from moothall.apps.automation.definitions import Does, Moment, On, Rule, State, Step
from moothall.apps.automation.models import Application, Switch
from moothall.apps.automation.queries import rules_now
from moothall.apps.automation.reader import BUDGET
from moothall.apps.automation.wording import would
from moothall.ground import rows
from moothall.kernel import clock, feel
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused

#: How a rule's name stands in the key of whoever acts: `system:rule:asbestos`.
ACTS_AS = "rule:"
#: Of a sentence to which something is added.
LONGEST_SAID = 250


def acting(rule: Rule) -> Actor:
    return system(f"{ACTS_AS}{rule.name}")


def catches(rule: Rule, moment: Moment) -> bool:
    """Whether the rule's condition is true of the moment. One that costs too much catches nothing."""
    if not rule.looks_at(moment.service):
        return False
    if rule.when is None:
        return True
    try:
        return rule.when.evaluate(moment.facts, budget=BUDGET) is True
    except feel.BudgetSpent:
        return False


def looking(on: On, at: datetime) -> tuple[tuple[Rule, State], ...]:
    """The rules that look at what happened at `at`: switched on or on trial before then, and not changed since."""
    known = {rule.name: rule for rule in rules_now() if rule.on is on}
    if not known:
        return ()
    return tuple(sorted(_switched(known, at), key=lambda pair: pair[0].name))


def looked_at(at: datetime) -> frozenset[On]:
    """Everything that some rule looks at which is switched on, or on trial, at `at`."""
    known = {rule.name: rule for rule in rules_now()}
    return frozenset(rule.on for rule, _ in _switched(known, at)) if known else frozenset()


def _switched(known: Mapping[str, Rule], at: datetime) -> Iterator[tuple[Rule, State]]:
    switches = Switch.objects.filter(rule__in=list(known), since__lte=at).exclude(state=State.OFF)
    for one in switches:
        if known[one.rule].version == one.version:
            yield known[one.rule], State(one.state)


def happened(moment: Moment, looking: Iterable[tuple[Rule, State]], *, late: int = 0) -> int:
    """Let the rules look at `moment`; returns how many acted. Told again, nothing is done again.

    `late`: so many nights ago it should have been; what is said to people then says so.

    All of it is one transaction: a rule's steps and the note that they were done. What a rule does is seen by other
    rules with the next event alone, so their order never matters.
    """
    acted = 0
    for rule, state in looking:
        if catches(rule, moment):
            acted += _apply(rule, state, moment, late)
    return acted


def _apply(rule: Rule, state: State, moment: Moment, late: int) -> bool:
    with transaction.atomic():
        known = Application.objects.filter(
            rule=rule.name, version=rule.version, subject=moment.subject, event=moment.event
        )
        if known.exists():
            return False
        on = state is State.ON
        said = _do(rule, moment, late) if on else [f"Would {would(step)}" for step in rule.do]
        if late:
            said.append(f"It came {_nights(late)} late: nothing ran then.")
        rows.insert(
            Application(
                id=new_id(),
                rule=rule.name,
                version=rule.version,
                subject=moment.subject,
                event=moment.event,
                label=moment.label,
                confidentiality=moment.confidentiality,
                done=on,
                said="\n".join(said),
                at=clock.now(),
            )
        )
        return True


def _do(rule: Rule, moment: Moment, late: int) -> list[str]:
    """A line for each step. One that is refused (the case is closed by now) keeps the others from nothing."""
    said = []
    for number, step in enumerate(rule.do):
        key = f"rule:{rule.name}:{moment.event}:{number}"[:80]
        try:
            with transaction.atomic():
                does = ACTIONS[step.does.value]
                said.append(does(moment.subject, _told(step, late), key=key, by=acting(rule)))
        except Refused as no:
            said.append(f"Could not {would(step)}. {no.sentence}")
    return said


def _told(step: Step, late: int) -> Step:
    """A sentence for people says that it comes late; what is no sentence stays as it is."""
    if not late or step.does not in (Does.TASK, Does.REMIND, Does.ESCALATE):
        return step
    return replace(step, to=f"{step.to[:LONGEST_SAID]} (This comes {_nights(late)} late.)")


def _nights(many: int) -> str:
    return "a night" if many == 1 else f"{many} nights"
