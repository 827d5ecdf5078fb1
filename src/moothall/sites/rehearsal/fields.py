"""What a journey types for a question of several parts, under the names of the fields that its page has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moothall.apps.catalogue.api import Plain
from moothall.apps.forms.api import Question


def parts_of(question: Question) -> tuple[str, ...]:
    """What comes after the key in the names of its fields; nothing for a question that has one field."""
    before = f"{question.key}-"
    fields = question.kind.fields(question)
    return (
        ()
        if question.key in fields
        else tuple(f.removeprefix(before) for f in fields if f.startswith(before))
    )


def in_fields(question: Question, value: Plain) -> Mapping[str, str]:
    """Maps within maps and lists of rows, written out: `born_on: {day: 1}` is `born-on-day`, a second row `2-…`.

    What stands for several fields, such as a whole date in words, goes into the first of them. A part that the
    question does not have keeps its name.
    """
    parts = parts_of(question)
    found: dict[str, str] = {}
    for name, text in _written_out(value):
        inside = [part for part in parts if part.startswith(f"{name}-")]
        found[name if name in parts or not inside else inside[0]] = text
    return found


def _written_out(value: Plain, before: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _written_out(one, f"{before}{str(key).replace('_', '-')}-")
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _written_out(one, f"{before}{number}-")
    else:
        said = "yes" if value is True else "no" if value is False else "" if value is None else str(value)
        yield before.removesuffix("-"), said
