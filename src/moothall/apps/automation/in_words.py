"""The condition of a rule in words, for whoever does not read expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from moothall.apps.automation.definitions import Rule
from moothall.apps.automation.vocabulary import ANSWERS, FACTS, WEEKDAYS
from moothall.apps.catalogue.api import Service, services_listed
from moothall.apps.forms.api import Question, form_of
from moothall.apps.places.api import ward_choices
from moothall.apps.teams.api import teams
from moothall.kernel import feel
from moothall.kernel.actors import Actor
from moothall.kernel.feel import Called

_KINDS: Final = {name: type_.kind for name, type_, _ in FACTS}
_SUBJECTS: Final = {
    "service": "the service",
    "team": "the team that has it",
    "ward": "the ward",
    "channel": "the way it came",
    "status": "its status",
    "reopened": "the number of times it was opened again",
    "opened_on": "the day it was opened",
    "days_open": "the number of days since it was opened",
    "due_on": "the day it is due",
    "days_left": "the number of days until it is due",
    "today": "the day on which the rule looks",
    "weekday": "the day of the week",
}
_TRUTHS: Final = {
    "assigned": ("somebody has it", "nobody has it"),
    "late": ("it is late", "it is not late"),
    "working_day": ("the council works on the day", "the council does not work on the day"),
}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "channel": {
        "web": "the website",
        "phone": "the telephone",
        "email": "e-mail",
        "counter": "the desk",
        "letter": "a letter",
        "social": "social media",
        "split": "a split of another request",
    },
    "status": {"new": "new", "in_progress": "in progress", "waiting": "waiting", "closed": "closed"},
    "weekday": {day: day.capitalize() for day in WEEKDAYS},
}


def condition_in_words(rule: Rule, *, seen_by: Actor) -> str:
    """A clause that goes on from “if”; "" without a condition, and for one that has no words. No query."""
    if rule.when is None:
        return ""
    listed = tuple(one for one in services_listed(seen_by=seen_by) if "form" in one.parts)
    about = tuple(one for one in listed if rule.looks_at(one.slug))
    if rule.services and len(about) < len(rule.services):
        return ""
    wards, named = tuple(ward_choices()), tuple((one.slug, one.name) for one in listed)
    called = tuple((one.code, one.name) for one in teams())
    values = {
        **_VALUES,
        "ward": {"": "not known", **dict(wards)},
        "team": dict(called),
        "service": dict(named),
    }
    return feel.in_words(rule.when, lambda name: _called(name, values, about))


def _called(name: str, values: Mapping[str, Mapping[str, str]], about: Sequence[Service]) -> Called | None:
    if name in _TRUTHS:
        return Called(name, "boolean", yes=_TRUTHS[name][0], no=_TRUTHS[name][1])
    if name in _SUBJECTS:
        ordered = _days_left if name == "days_left" else _no_better
        return Called(_SUBJECTS[name], _KINDS[name], values.get(name, {}), ordered=ordered)
    of, _, key = name.partition(".")
    return _answer(key, about) if of == ANSWERS else None


def _answer(key: str, about: Sequence[Service]) -> Called | None:
    """None where services ask it in different words: then no one sentence is right for all."""
    asked = [question for one in about if (question := form_of(one).questions.get(key)) is not None]
    said = {(one.label, one.kind.feel_type.kind, tuple(_options(one))) for one in asked}
    if len(said) != 1:
        return None
    [(label, kind, options)] = said
    if kind not in ("boolean", "date", "number", "text"):
        return None
    return Called(f"the answer to “{label}”", kind, {value: f"“{text}”" for value, text in options})


def _options(question: Question) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in getattr(question.kind, "options", ())]


def _no_better(sign: str, number: Decimal) -> str:
    return ""


def _days_left(sign: str, number: Decimal) -> str:
    """“It is more than 6 days late” for `days_left < -6`."""
    if number >= 0 or sign not in ("<", "<="):
        return ""
    days = f"{-number:f} day{'' if number == -1 else 's'}"
    return f"it is {'more than' if sign == '<' else 'at least'} {days} late"
