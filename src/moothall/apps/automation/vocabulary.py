"""What a condition may name: the facts that the room above gives of its subjects, and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from moothall.apps.catalogue.api import Service
from moothall.apps.forms.api import form_of
from moothall.kernel import feel

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Name, type, what it is; in the order of the documentation.
FACTS: Final[tuple[tuple[str, feel.Type, str], ...]] = (
    ("service", feel.TEXT, "the service's folder name"),
    ("team", feel.TEXT, "the code of the team that has it"),
    ("ward", feel.TEXT, "the ward's code; empty when it is not known"),
    ("channel", feel.TEXT, "how it came: `web`, `phone`, `email`, `counter`, `letter`, `social`; `split` off another"),
    ("status", feel.choice("new", "in_progress", "waiting", "closed"), "how it stands"),
    ("assigned", feel.BOOLEAN, "whether it is somebody's"),
    ("reopened", feel.NUMBER, "how often it was opened again"),
    ("opened_on", feel.DATE, "the day it was opened"),
    ("days_open", feel.NUMBER, "days since then"),
    ("due_on", feel.DATE, "the day it is due; null where nothing is promised"),
    ("days_left", feel.NUMBER, "days until it is due, below zero when it is late; null where nothing is promised"),
    ("late", feel.BOOLEAN, "whether the day it was due is over"),
    ("today", feel.DATE, "the day on which the rule looks"),
    ("weekday", feel.choice(*WEEKDAYS), "its day of the week"),
    ("working_day", feel.BOOLEAN, "whether the council works on it"),
)  # fmt: skip
ANSWERS: Final = "answers"


def types_for(services: Iterable[Service]) -> dict[str, feel.Type]:
    """What a condition about these services may name."""
    return {name: type_ for name, type_, _ in FACTS} | {ANSWERS: feel.context_of(answer_types(services))}


def answer_types(services: Iterable[Service]) -> Mapping[str, feel.Type]:
    """The questions marked `index:` of these services; anything where two of them ask the same key otherwise."""
    types: dict[str, feel.Type] = {}
    for service in services:
        if "form" not in service.parts:
            continue
        for key, question in form_of(service).questions.items():
            if question.index and not question.sensitive:
                found = question.kind.condition_type()
                types[key] = found if types.get(key, found) == found else feel.ANY
    return types
