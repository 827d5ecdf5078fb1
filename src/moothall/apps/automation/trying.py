"""Trying a rule on what has happened: the same look as live, and nothing is done."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from moothall.apps.automation.definitions import Moment, Rule, Window
from moothall.apps.automation.models import Trial, TrialCatch
from moothall.apps.automation.ports import subjects
from moothall.apps.automation.queries import RuleNotFound, rule_named
from moothall.apps.automation.running import catches
from moothall.ground.jobs.api import job
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system
from moothall.kernel.ids import new_id

#: So many subjects are listed; all are counted.
MOST_LISTED = 500


@job(lane="rules", attempts=3)
def try_rule(trial: str) -> None:
    """Look at a month with one rule. A trial whose rule has been changed meanwhile is left as it is."""
    asked = Trial.objects.filter(pk=UUID(trial)).first()
    if asked is None or asked.finished_at is not None:
        return
    try:
        rule = rule_named(asked.rule)
    except RuleNotFound:
        return
    if rule.version != asked.version:
        return
    looked, caught = would_have(rule, Window(asked.since, asked.until), seen_by=_viewer(asked))
    with transaction.atomic():
        found = Trial.objects.filter(pk=asked.pk, finished_at=None)
        if found.update(looked=looked, caught=len(caught), finished_at=clock.now()):
            TrialCatch.objects.bulk_create(
                TrialCatch(
                    id=new_id(),
                    trial_id=asked.pk,
                    subject=one.subject,
                    label=one.label,
                    service=one.service,
                    event=one.event,
                    at=one.at,
                )
                for one in caught[-MOST_LISTED:]
            )


def would_have(rule: Rule, window: Window, *, seen_by: Actor) -> tuple[int, list[Moment]]:
    """How many subjects had such a moment in the window, and the first moment of each that the rule catches."""
    looked: set[str] = set()
    caught: dict[str, Moment] = {}
    for moment in subjects().past(rule, window, seen_by=seen_by):
        if not rule.looks_at(moment.service):
            continue
        looked.add(moment.subject)
        if moment.subject not in caught and catches(rule, moment):
            caught[moment.subject] = moment
    return len(looked), sorted(caught.values(), key=lambda one: (one.at, one.label))


def _viewer(trial: Trial) -> Actor:
    """Somebody who may see what whoever asked may see, and do nothing."""
    if trial.classes == "*":
        return system("trial")
    return Actor(
        Kind.OFFICER,
        trial.asked_by,
        abilities=frozenset({"cases.read"}),
        classes=frozenset(trial.classes.split(",")),
    )
