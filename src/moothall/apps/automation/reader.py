"""From rules/*.yaml to rules, and every mistake in them with its line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from moothall.apps.automation.definitions import Does, On, Rule, Step
from moothall.apps.automation.vocabulary import ANSWERS, FACTS, answer_types, types_for
from moothall.apps.catalogue import api as catalogue
from moothall.apps.catalogue.api import Plain, mapping, sequence, text
from moothall.kernel import feel

#: What a condition may cost: a hundredth of a form's page.
BUDGET: Final = 5_000
PRIORITIES: Final = ("low", "normal", "high", "urgent")
_DUE = re.compile(r"due in (\d{1,2}) days?")
_SENTENCE: Final[dict[str, Any]] = {"type": "string", "minLength": 3, "maxLength": 200}

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "rules/*.yaml: what is done by itself",
    "description": "A rule that gives requests to people, tags them, and reminds of them. It does nothing before "
    "somebody switches it on.",
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "on", "do"],
    "properties": {
        "name": {
            "type": "string",
            "minLength": 3,
            "maxLength": 80,
            "description": "What it is called on pages and in timelines.",
            "examples": ["Asbestos goes to environmental health"],
            "x-example": "name: Asbestos goes to environmental health",
        },
        "about": {
            "type": "string",
            "maxLength": 500,
            "description": "Why there is this rule, for colleagues.",
        },
        "on": {
            "type": "string",
            "pattern": "^(opened|answered|reopened|late|daily|due today|due in [1-9][0-9]? days?)$",
            "description": "When it looks: `opened`, `answered` (the person answered our question), `reopened`; or "
            "each night `due today`, `due in 3 days`, `late`, `daily` (every open request).",
            "examples": ["opened", "due in 2 days"],
            "x-instead": "Write opened, answered, reopened, late, daily, due today, or due in 3 days.",
            "x-example": "on: opened",
        },
        "services": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "minItems": 1,
            "description": "Folder names of the services it is about; left out, all.",
            "examples": [["report-fly-tipping"]],
        },
        "when": {
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "description": "A FEEL condition over "
            + ", ".join(f"`{name}`" for name, _, _ in FACTS)
            + " and `answers.<question>` for questions marked `index: yes`. Left out: always.",
            "examples": ['answers.rubbish_type = "dangerous"'],
        },
        "do": {
            "type": "array",
            "minItems": 1,
            "maxItems": 6,
            "description": "What is done, in this order.",
            "x-example": "do:\n  - tag: dangerous",
            "items": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
                "x-instead": "Write one of assign, tag, task, escalate, remind, priority for each line that begins "
                "with a hyphen.",
                "properties": {
                    "assign": {
                        "type": "object",
                        "minProperties": 1,
                        "maxProperties": 1,
                        "additionalProperties": False,
                        "description": "Who has it from now on.",
                        "x-instead": "Write one of: team, person, least_loaded.",
                        "properties": {
                            "team": {"type": "string", "description": "A team of teams.yaml."},
                            "person": {
                                "type": "string",
                                "format": "email",
                                "maxLength": 200,
                                "description": "The address somebody signs in with.",
                            },
                            "least_loaded": {
                                "type": "string",
                                "description": "A team of teams.yaml: whoever of it has the least to do for the "
                                "hours they work, and is not away.",
                            },
                        },
                    },
                    "tag": {
                        "type": "string",
                        "pattern": "^[a-z0-9][a-z0-9-]{0,39}$",
                        "description": "A tag, in small letters and hyphens.",
                        "x-instead": "Write small letters, figures and hyphens, such as dangerous-waste.",
                        "examples": ["dangerous"],
                    },
                    "task": {**_SENTENCE, "description": "Something for the team to do on it."},
                    "escalate": {**_SENTENCE, "description": "What the leader of its team is told."},
                    "remind": {**_SENTENCE, "description": "What whoever has it is told; nobody has it: its team."},
                    "priority": {
                        "enum": list(PRIORITIES),
                        "description": "How urgent it is.",
                    },
                },
            },
        },
    },
}  # fmt: skip


def look(source: catalogue.CouncilSource) -> None:
    """What no schema can see: services, teams and names that nobody has written, and conditions that cannot be true."""
    said = source.file.data
    services = [text(one) for one in sequence(said.get("services"))]
    for number, slug in enumerate(services):
        if slug not in source.slugs:
            sentence = f"There is no service ‘{slug}’. {catalogue.instead(slug, sorted(source.slugs))}"
            source.mistake(("services", number), sentence)
    for number, step in enumerate(map(mapping, sequence(said.get("do")))):
        for how in ("team", "least_loaded"):
            team = text(mapping(step.get("assign")).get(how))
            if team and "teams" in source.names and team not in source.names["teams"]:
                known = sorted(source.names["teams"])
                sentence = f"There is no team ‘{team}’. {catalogue.instead(team, known)}"
                source.mistake(("do", number, "assign", how), sentence)
    if when := text(said.get("when")):
        about = [one for slug, one in source.services.items() if not services or slug in services]
        for sentence in _misread(when, about, whole=all(slug in source.services for slug in services)):
            source.mistake(("when",), sentence)


def _misread(when: str, about: Sequence[catalogue.Service], *, whole: bool) -> list[str]:
    """What is wrong with a condition. While a service it is about has mistakes, nothing is known of answers."""
    types = types_for(about) if whole else types_for(()) | {ANSWERS: feel.ANY}
    result, problems = feel.check(when, types)
    if problems:
        return [_hint(problem.sentence, about) for problem in problems]
    if result.kind not in ("boolean", "any", "null"):
        return [f"A condition must be true or false, and this is {result}. Compare it with something."]
    return []


def _hint(sentence: str, about: Sequence[catalogue.Service]) -> str:
    known = answer_types(about)
    if known or not about or "answers" not in sentence:
        return sentence
    return f"{sentence} None of these services marks a question with `index: yes`."


def rule_of(file: catalogue.PartFile) -> Rule:
    """A file without mistakes as a rule."""
    said = file.data
    on, days = _on(text(said["on"]))
    services = tuple(text(one) for one in sequence(said.get("services")))
    when = text(said.get("when"))
    do = tuple(_step(mapping(one)) for one in sequence(said["do"]))
    pinned = [on, days, services, when, [(step.does, step.how, step.to) for step in do]]
    return Rule(
        name=PurePosixPath(file.path).stem,
        title=text(said["name"]),
        about=text(said.get("about")),
        on=on,
        days=days,
        services=services,
        when=feel.parse(when) if when else None,
        do=do,
        version=hashlib.sha256(json.dumps(pinned).encode()).hexdigest()[:16],
        file=file.path,
        line=file.at("name").line,
    )


def _on(written: str) -> tuple[On, int]:
    if written == "due today":
        return On.DUE, 0
    due = _DUE.fullmatch(written)
    return (On.DUE, int(due[1])) if due else (On(written), 0)


def _step(said: dict[str, Plain]) -> Step:
    [(does, value)] = said.items()
    if does == Does.ASSIGN:
        [(how, to)] = mapping(value).items()
        return Step(Does.ASSIGN, text(to), how)
    return Step(Does(does), text(value))


RULE_FILE = catalogue.CouncilFile(name="rule", path="rules/*.yaml", schema=SCHEMA, look=look)
