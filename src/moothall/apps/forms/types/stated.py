"""What the types share whose answer only means something together with the words that were put to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moothall.apps.forms.answers import JSON

#: Paragraphs of a statement, as form.yaml writes them: one text, or a list.
STATEMENT: dict[str, JSON] = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 3000},
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "items": {"type": "string", "minLength": 1, "maxLength": 1000},
        },
    ],
    "x-instead": "Write the sentences somebody agrees to, in one text or in a list.",
}


def paragraphs(settings: Mapping[str, Any], key: str) -> tuple[str, ...]:
    held = settings.get(key, ())
    return (held,) if isinstance(held, str) else tuple(held)


def agreed(value: JSON, key: str) -> bool:
    """Whether an answer {key: yes or no, …} says yes."""
    return isinstance(value, dict) and value.get(key) is True


def wording(value: JSON) -> tuple[str, ...]:
    """The statement an answer was given to."""
    held = value.get("statement") if isinstance(value, dict) else None
    return tuple(str(each) for each in held) if isinstance(held, list) else ()


def statement_schema() -> dict[str, JSON]:
    return {"type": "array", "items": {"type": "string"}}
