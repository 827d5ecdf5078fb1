"""Answers: the truth of a form, as JSON. `{key: {"type": …, "value": …, "source": …}}`.

A key that is absent has not been answered; a key whose value is None was asked and left blank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

#: The person typed it themselves on the public site.
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Answer:
    """`type` is the question type's name, `value` its JSON, `source` how it came: typed, staff, carried-over…"""

    type: str
    value: JSON
    source: str = TYPED


class Answers(Mapping[str, Answer]):
    """Answers by question key: immutable, in the order they were given.

    `walked` is for `walk.py` alone, which notes here the last way it found: a request asks for it five times.
    """

    __slots__ = ("_held", "walked")

    def __init__(self, held: Mapping[str, Answer] | Iterable[tuple[str, Answer]] = ()) -> None:
        self._held: dict[str, Answer] = dict(held)
        self.walked: tuple[object, object] | None = None

    def __getitem__(self, key: str) -> Answer:
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        """Keys only: answers are personal and must not reach a log by accident."""
        return f"Answers({', '.join(self._held)})"

    def value(self, key: str) -> JSON:
        """The value, or None when the question was left blank or not answered."""
        answer = self._held.get(key)
        return None if answer is None else answer.value

    def with_(self, changed: Mapping[str, Answer]) -> Answers:
        return Answers({**self._held, **changed})

    def without(self, keys: Iterable[str]) -> Answers:
        gone = frozenset(keys)
        return Answers({key: answer for key, answer in self._held.items() if key not in gone})

    def only(self, keys: Iterable[str]) -> Answers:
        """These keys, in the order of `keys`."""
        return Answers({key: self._held[key] for key in keys if key in self._held})

    def as_json(self) -> dict[str, JSON]:
        return {
            key: {"type": answer.type, "value": answer.value, "source": answer.source}
            for key, answer in self._held.items()
        }

    def as_text(self) -> str:
        """Canonical JSON: the same answers always make the same bytes, so that a digest can be checked."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def answers_from(stored: Mapping[str, JSON]) -> Answers:
    """Answers from `as_json`. Raises ValueError when `stored` has another shape."""
    return Answers({key: _answer(key, entry) for key, entry in stored.items()})


def answers_from_text(stored: str) -> Answers:
    """Answers from `as_text`. Raises ValueError when it is not such text."""
    return answers_from(json.loads(stored))


def _answer(key: str, entry: JSON) -> Answer:
    if not isinstance(entry, dict):
        raise ValueError(f"Answer {key!r} must be an object with type, value and source.")
    kind, source = entry.get("type"), entry.get("source", TYPED)
    if not isinstance(kind, str) or not isinstance(source, str):
        raise ValueError(f"Answer {key!r} must name its type and source.")
    return Answer(kind, entry.get("value"), source)
