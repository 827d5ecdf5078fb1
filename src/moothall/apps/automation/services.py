"""Verbs on rules: switching one, and trying one on what has happened."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from moothall.apps.automation import rules
from moothall.apps.automation.definitions import State
from moothall.apps.automation.events import RuleSwitched
from moothall.apps.automation.models import Switch, Trial
from moothall.apps.automation.policies import READ_RULES, SWITCH_RULES
from moothall.apps.automation.queries import classes_of, rule_named
from moothall.apps.automation.trying import try_rule
from moothall.ground.events.api import last_sequence, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.ids import new_id

#: A month, as people mean it.
DAYS = 30


def switch_rule(name: str, state: State, *, seen: str, by: Actor) -> None:
    """Switch a rule, as whoever decides it has `seen` it (its version). On only after a trial of just that version.

    It looks at what happens from now on. Raises RuleNotFound, Refused AUTO-01, AUTO-02.
    """
    SWITCH_RULES.demand(by)
    rule = rule_named(name)
    rules.rule_is_as_seen.demand(seen, rule.version)
    if state is State.ON and by.kind is not Kind.SYSTEM:
        tried = Trial.objects.filter(rule=name, version=rule.version, finished_at__isnull=False)
        rules.was_tried.demand(tried.exists())
    with transaction.atomic():
        known = Switch.objects.select_for_update().filter(pk=name).first()
        if known and (known.version, known.state) == (rule.version, state):
            return
        Switch.objects.update_or_create(
            rule=name,
            defaults={
                "version": rule.version,
                "state": state.value,
                "since": clock.now(),
                "switched_by": by.key,
            },
        )
        stream = f"rule:{name}"
        fact = RuleSwitched(name, rule.version, state.value)
        record(stream, fact, by=by, after=last_sequence(stream))


def ask_trial(name: str, *, by: Actor, days: int = DAYS) -> None:
    """Try the rule on the last `days` days in the background, on what `by` may see. Raises RuleNotFound, Refused."""
    READ_RULES.demand(by)
    rule = rule_named(name)
    today = clock.today()
    with transaction.atomic():
        Trial.objects.filter(rule=name, asked_by=by.key).delete()
        made = Trial.objects.create(
            id=new_id(),
            rule=name,
            version=rule.version,
            since=today - timedelta(days=days),
            until=today - timedelta(days=1),
            asked_by=by.key,
            classes=classes_of(by),
            asked_at=clock.now(),
            finished_at=None,
        )
        try_rule.enqueue(trial=str(made.id))
