"""Answers: the truth of a form, as JSON. `{key: {"type": …, "value": …, "source": …}}`.

A key that is absent has not been answered; a key whose value is None was asked and left blank.

In memory an answer in a repeating group stands under the way to it, `people_in_home/01987f3a2b4c5d6/their_age`, so that
two windows merge by question however deep. As JSON a group is one answer, `{"type": "group", "value": [{"id": …,
"answers": {…}}], "done": …}`: its items in the order they were added, and whether somebody said that there are no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from moothall.kernel.ids import new_id

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

#: The person typed it themselves on the public site.
TYPED = "typed"
#: The answer of a repeating group itself: that there are no more.
GROUP = "group"
#: Question types whose answers are words of one's own.
_FREE_TEXT = ("short-text", "long-text")
#: How many digits the id of an item has.
ITEM_LENGTH = 15


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

    __slots__ = ("_held", "_items", "walked")

    def __init__(self, held: Mapping[str, Answer] | Iterable[tuple[str, Answer]] = ()) -> None:
        self._held: dict[str, Answer] = dict(held)
        self._items: dict[str, tuple[str, ...]] | None = None
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

    def items_in(self, group: str) -> tuple[str, ...]:
        """The items of a group, first to last: their ids. `group` is the way to it, such as `people/0198…/jobs`."""
        if self._items is None:
            self._items = _items(self._held)
        return self._items.get(group, ())

    def within(self, scope: str) -> Answers:
        """The answers of one item by their own keys; `scope` is the way to it, "" for the form itself."""
        if not scope:
            return self
        return Answers({key[len(scope) :]: one for key, one in self._held.items() if key.startswith(scope)})

    def as_json(self) -> dict[str, JSON]:
        flat: dict[str, JSON] = {
            key: {"type": answer.type, "value": answer.value, "source": answer.source}
            for key, answer in self._held.items()
        }
        return _nested(self, flat) if any(_is_of_group(key, one) for key, one in self._held.items()) else flat

    def as_text(self) -> str:
        """Canonical JSON: the same answers always make the same bytes, so that a digest can be checked."""
        return _encode(self.as_json())


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def answers_from(stored: Mapping[str, JSON]) -> Answers:
    """Answers from `as_json`. Raises ValueError when `stored` has another shape."""
    held: dict[str, Answer] = {}
    for key, entry in stored.items():
        if isinstance(entry, dict) and entry.get("type") == GROUP:
            held.update(_flat(key, entry))
        else:
            held[key] = _answer(key, entry)
    return Answers(held)


def answers_from_text(stored: str) -> Answers:
    """Answers from `as_text`. Raises ValueError when it is not such text."""
    return answers_from(json.loads(stored))


def free_text(stored: str) -> Iterator[str]:
    """What people wrote in words of their own, from `as_text`, whatever was asked: for comparing, not for showing."""
    yield from _free_text(json.loads(stored))


def _free_text(stored: JSON) -> Iterator[str]:
    for entry in stored.values() if isinstance(stored, dict) else ():
        kind, value = (entry.get("type"), entry.get("value")) if isinstance(entry, dict) else (None, None)
        if kind in _FREE_TEXT and isinstance(value, str):
            yield value
        elif kind == GROUP and isinstance(value, list):
            for item in value:
                yield from _free_text(item.get("answers") if isinstance(item, dict) else None)


def _answer(key: str, entry: JSON) -> Answer:
    if not isinstance(entry, dict):
        raise ValueError(f"Answer {key!r} must be an object with type, value and source.")
    kind, source = entry.get("type"), entry.get("source", TYPED)
    if not isinstance(kind, str) or not isinstance(source, str):
        raise ValueError(f"Answer {key!r} must name its type and source.")
    return Answer(kind, entry.get("value"), source)


def new_item(after: Iterable[str]) -> str:
    """An id for an item that comes last: 15 digits, whose order is the order of adding."""
    digits = new_id().hex
    fresh = int(digits[:12] + digits[13:16], 16)
    return f"{max([fresh, *(int(one, 16) + 1 for one in after if is_item(one))]):015x}"


def is_item(text: str) -> bool:
    """Is this an id that `new_item` can have made?"""
    return len(text) == ITEM_LENGTH and not text.strip("0123456789abcdef")


def _items(held: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for key in held:
        steps = key.split("/")
        for at in range(1, len(steps) - 1, 2):
            found.setdefault("/".join(steps[:at]), set()).add(steps[at])
    return {group: tuple(sorted(ids)) for group, ids in found.items()}


def _is_of_group(key: str, answer: Answer) -> bool:
    return "/" in key or answer.type == GROUP


def _nested(answers: Answers, flat: Mapping[str, JSON], scope: str = "") -> dict[str, JSON]:
    """Answers as JSON: every group as one answer that holds its items."""
    own = [key[len(scope) :] for key in flat if key.startswith(scope)]
    found: dict[str, JSON] = {}
    for key in dict.fromkeys(name.partition("/")[0] for name in own):
        way = f"{scope}{key}"
        held, ids = answers.get(way), answers.items_in(way)
        if ids or (held and held.type == GROUP):
            inside: list[JSON] = [
                {"id": one, "answers": _nested(answers, flat, f"{way}/{one}/")} for one in ids
            ]
            source = held.source if held else TYPED
            found[key] = {"type": GROUP, "value": inside, "done": bool(held and held.value), "source": source}
        else:
            found[key] = flat[way]
    return found


def _flat(key: str, entry: Mapping[str, JSON]) -> dict[str, Answer]:
    """The answers of a group by the way to each."""
    source, value = entry.get("source", TYPED), entry.get("value")
    if not isinstance(value, list) or not isinstance(source, str):
        raise ValueError(f"Answer {key!r} must hold a list of items.")
    held = {key: Answer(GROUP, True, source)} if entry.get("done") is True else {}
    for item in value:
        name = item.get("id") if isinstance(item, dict) else None
        inside = item.get("answers") if isinstance(item, dict) else None
        if not isinstance(name, str) or not is_item(name) or not isinstance(inside, dict):
            raise ValueError(f"Each item of {key!r} must have an id and answers.")
        held.update({f"{key}/{name}/{own}": answer for own, answer in answers_from(inside).items()})
    return held
