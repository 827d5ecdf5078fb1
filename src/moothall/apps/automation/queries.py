"""Questions about rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet

from moothall.apps.automation.definitions import Rule, State
from moothall.apps.automation.models import Application, Switch, Trial, TrialCatch
from moothall.apps.automation.policies import READ_RULES
from moothall.apps.automation.reader import rule_of
from moothall.apps.catalogue import api as catalogue
from moothall.kernel.actors import Actor, Kind

MOST = 200
_read: list[tuple[object, tuple[Rule, ...]]] = []


class RuleNotFound(LookupError):
    """There is no such rule in the folder, or it has a mistake."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What this version of a rule did, and would have done while on trial, as far as the asker may see."""

    done: int
    would: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class RuleNow:
    """A rule and how it stands. `changed`: it was switched on as it then was, and does nothing since it was changed."""

    rule: Rule
    state: State
    since: datetime | None
    switched_by: str
    changed: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class TrialNow:
    """A trial: how many had such an event, how many of them the rule would have caught. `finished_at` None: it runs."""

    since: date
    until: date
    asked_at: datetime
    finished_at: datetime | None
    looked: int
    caught: int


@dataclass(frozen=True, slots=True)
class Caught:
    label: str
    service: str
    event: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """What a rule did once: `said` a line for each step."""

    label: str
    at: datetime
    done: bool
    said: tuple[str, ...]


def rules_now() -> tuple[Rule, ...]:
    """The rules of the folder that have no mistake, by name. No query."""
    looked = catalogue.files_now("rule")
    if not _read or _read[0][0] is not looked:
        _read[:] = [(looked, tuple(rule_of(one.file) for one in looked if not one.mistakes))]
    return _read[0][1]


def mistakes_in_rules() -> tuple[catalogue.Mistake, ...]:
    """What keeps rules of the folder from being looked at."""
    return tuple(mistake for one in catalogue.files_now("rule") for mistake in one.mistakes)


def rule_named(name: str) -> Rule:
    """Raises RuleNotFound."""
    found = next((one for one in rules_now() if one.name == name), None)
    if found is None:
        raise RuleNotFound(name)
    return found


def title_of(name: str) -> str:
    """What a rule is called; its name when it has left the folder."""
    return next((one.title for one in rules_now() if one.name == name), name)


def rules_listed(*, seen_by: Actor) -> tuple[RuleNow, ...]:
    """Every rule, by title, with its state and figures. Two queries. Raises Refused."""
    READ_RULES.demand(seen_by)
    rules = rules_now()
    switches = {one.rule: one for one in Switch.objects.all()}
    figures = _figures(rules, seen_by)
    found = (
        _now(rule, switches.get(rule.name), figures.get((rule.name, rule.version), Figures(0, 0, None)))
        for rule in rules
    )
    return tuple(sorted(found, key=lambda one: (one.rule.title, one.rule.name)))


def rule_now(name: str, *, seen_by: Actor) -> RuleNow:
    """Raises RuleNotFound, Refused."""
    READ_RULES.demand(seen_by)
    rule = rule_named(name)
    figures = _figures([rule], seen_by).get((rule.name, rule.version), Figures(0, 0, None))
    return _now(rule, Switch.objects.filter(pk=name).first(), figures)


def _now(rule: Rule, switch: Switch | None, figures: Figures) -> RuleNow:
    if switch is None:
        return RuleNow(rule, State.OFF, None, "", False, figures)
    changed = switch.version != rule.version
    state = State.OFF if changed else State(switch.state)
    return RuleNow(
        rule, state, switch.since, switch.switched_by, changed and switch.state != State.OFF, figures
    )


def _figures(rules: Iterable[Rule], seen_by: Actor) -> dict[tuple[str, str], Figures]:
    """Of what the asker may see: a figure of what is out of sight would tell of it."""
    asked = Application.objects.filter(rule__in=[rule.name for rule in rules])
    counted = (
        _visible(asked, seen_by)
        .values("rule", "version", "done")
        .annotate(number=Count("id"), last=Max("at"))
    )
    found: dict[tuple[str, str], Figures] = {}
    for one in counted:
        key = (one["rule"], one["version"])
        before = found.get(key, Figures(0, 0, None))
        last = max(filter(None, (before.last, one["last"])), default=None)
        done, would = (one["number"], 0) if one["done"] else (0, one["number"])
        found[key] = Figures(before.done + done, before.would + would, last)
    return found


def _visible(asked: QuerySet[Application], seen_by: Actor) -> QuerySet[Application]:
    return asked if seen_by.kind is Kind.SYSTEM else asked.filter(confidentiality__in=seen_by.classes)


def applied_lately(name: str, *, seen_by: Actor, limit: int = 50) -> tuple[Applied, ...]:
    """What a rule did last, newest first, as far as the asker may see the subjects. One query."""
    READ_RULES.demand(seen_by)
    rows = _visible(Application.objects.filter(rule=name), seen_by).order_by("-at", "-id")[:limit]
    return tuple(Applied(one.label, one.at, one.done, tuple(one.said.split("\n"))) for one in rows)


def trial_of(rule: Rule, *, seen_by: Actor) -> TrialNow | None:
    """The asker's own last trial of the rule as it is now: what it counted is what they may see. One query."""
    READ_RULES.demand(seen_by)
    one = _own_trial(rule, seen_by)
    if one is None:
        return None
    return TrialNow(one.since, one.until, one.asked_at, one.finished_at, one.looked, one.caught)


def caught_by(rule: Rule, *, seen_by: Actor, limit: int = MOST) -> tuple[Caught, ...]:
    """Which subjects the asker's last trial caught, newest first. Two queries."""
    READ_RULES.demand(seen_by)
    trial = _own_trial(rule, seen_by)
    if trial is None:
        return ()
    rows = TrialCatch.objects.filter(trial=trial).order_by("-at", "label")[:limit]
    return tuple(Caught(one.label, one.service, one.event, one.at) for one in rows)


def _own_trial(rule: Rule, seen_by: Actor) -> Trial | None:
    """Of an asker who may see the same as when they asked; one of before is as if it were not there."""
    mine = Trial.objects.filter(rule=rule.name, version=rule.version, asked_by=seen_by.key)
    return mine.filter(classes=classes_of(seen_by)).order_by("-asked_at").first()


def classes_of(actor: Actor) -> str:
    return "*" if actor.kind is Kind.SYSTEM else ",".join(sorted(actor.classes))
