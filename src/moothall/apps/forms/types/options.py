"""The options of "one of" and "several of": what is stored, what is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.text import clean_code, clean_line


@dataclass(frozen=True, slots=True)
class Option:
    """`value` is stored and read by conditions and never changes its meaning; `label` is what people read."""

    value: str
    label: str
    hint: str = ""
    exclusive: bool = False


#: A row of a table that is there for everybody: its words, or what is kept and what is read.
ROW: dict[str, JSON] = {
    "type": ["string", "object"],
    "minLength": 1,
    "maxLength": 80,
    "required": ["value", "label"],
    "additionalProperties": False,
    "properties": {
        "value": {
            "type": "string",
            "pattern": "^[a-z0-9][a-z0-9_-]*$",
            "description": "What is kept and what conditions compare with. Never reuse it.",
            "x-instead": "Write small letters, digits and hyphens, such as monday. People read its label.",
        },
        "label": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "description": "What people read.",
            "x-floats": True,
        },
    },
}


def options_schema(*, exclusive: bool) -> dict[str, JSON]:
    """JSON Schema of `options:`. `exclusive`: an option may rule out all others."""
    properties: dict[str, JSON] = {
        "value": {
            "type": "string",
            "pattern": "^[a-z0-9][a-z0-9_-]*$",
            "description": "What is stored and what conditions compare with: lower case, no spaces. Never reuse it.",
            "x-instead": "Write small letters, digits and hyphens, such as garden-waste. People read its label.",
        },
        "label": {"type": "string", "minLength": 1, "description": "What people read.", "x-floats": True},
        "hint": {
            "type": "string",
            "minLength": 1,
            "description": "A hint under the option.",
            "x-floats": True,
        },
    }
    if exclusive:
        properties["exclusive"] = {
            "enum": ["yes", "no"],
            "description": "yes: choosing it rules out all others, as in “None of these”.",
        }
    return {
        "type": "array",
        "minItems": 2,
        "maxItems": 60,
        "description": "What people choose from, in the order shown.",
        "items": {
            "type": "object",
            "required": ["value", "label"],
            "additionalProperties": False,
            "properties": properties,
        },
    }


def options_from(settings: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    """Options from form.yaml's. Raises KeyError for one without value and label."""
    return tuple(
        Option(
            str(entry["value"]),
            str(entry["label"]),
            str(entry.get("hint", "")),
            entry.get("exclusive") == "yes",
        )
        for entry in settings
    )


def row_from(said: str | Mapping[str, str]) -> Option:
    """A row of a table: words alone are kept as they are read."""
    return Option(said, said) if isinstance(said, str) else Option(said["value"], said["label"])


def meant(options: tuple[Option, ...], said: str) -> Option | None:
    """The option with this value, or, from ways in without buttons, with this label in any case."""
    exact = clean_line(said)
    for option in options:
        if option.value == exact:
            return option
    loose = clean_code(said).casefold().rstrip(".")
    for option in options:
        if loose in (option.value, option.label.casefold().rstrip(".")):
            return option
    return None


def label_of(options: tuple[Option, ...], value: JSON) -> str:
    """The label; the value itself when an old answer names an option that is gone."""
    return next((option.label for option in options if option.value == value), str(value))


def option_mistakes(options: tuple[Option, ...]) -> tuple[str, ...]:
    """Values or labels used twice, each with what to write instead."""
    found = []
    for what in ("value", "label"):
        seen: set[str] = set()
        for option in options:
            word = getattr(option, what)
            if word in seen:
                found.append(f"Two options have the {what} “{word}”. Give each option its own {what}.")
            seen.add(word)
    return tuple(found)
