"""What an expression is made of before it runs: types, said in words a service's author reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from moothall.kernel.feel.values import Months, Range, Value


@dataclass(frozen=True, slots=True)
class Type:
    """A type. `of` is what a list or range holds, `entries` what a context is known to hold
    (None: unknown), `choices` the only texts it can be (empty: any text)."""

    kind: str
    of: Type | None = None
    entries: tuple[tuple[str, Type], ...] | None = None
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "list" and self.of is not None and self.of.kind != "any":
            return f"a list of {_PLURALS[self.of.kind]}"
        return _WORDS[self.kind]

    def entry(self, name: str) -> Type | None:
        """The type of one entry of a context, None when it has no such entry."""
        return dict(self.entries or ()).get(name)


_WORDS = {
    "number": "a number",
    "text": "a text",
    "boolean": "true or false",
    "date": "a date",
    "time": "a time",
    "datetime": "a date and time",
    "duration": "a duration",
    "list": "a list",
    "context": "a context",
    "range": "a range",
    "any": "anything",
    "null": "null",
}
_PLURALS = {
    "number": "numbers",
    "text": "texts",
    "boolean": "true-or-false values",
    "date": "dates",
    "time": "times",
    "datetime": "dates and times",
    "duration": "durations",
    "list": "lists",
    "context": "contexts",
    "range": "ranges",
    "any": "anything",
    "null": "nulls",
}

NUMBER = Type("number")
TEXT = Type("text")
BOOLEAN = Type("boolean")
DATE = Type("date")
TIME = Type("time")
DATETIME = Type("datetime")
DURATION = Type("duration")
CONTEXT = Type("context")
RANGE = Type("range")
ANY = Type("any")
NULL = Type("null")


def LIST(of: Type = ANY) -> Type:
    """A list whose items are all `of` one type."""
    return Type("list", of=of)


def context_of(entries: Mapping[str, Type]) -> Type:
    """A context whose entries are known, so that a wrong path is a problem before it runs."""
    return Type("context", entries=tuple(entries.items()))


def choice(*texts: str) -> Type:
    """A text that can only be one of these, so that comparing it with another is a problem."""
    return Type("text", choices=texts)


_CLASSES: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "text": (str,),
    "boolean": (bool,),
    "date": (date,),
    "time": (time,),
    "datetime": (datetime,),
    "duration": (timedelta, Months),
    "context": (dict,),
    "range": (Range,),
    "null": (type(None),),
}


def fits(value: Value, wanted: Type) -> bool:
    """Whether a value may stand, as it is, where `wanted` is asked for."""
    if wanted.kind == "any":
        return True
    if wanted.kind == "list":
        of = wanted.of or ANY
        return type(value) is tuple and (of.kind == "any" or all(fits(item, of) for item in value))
    return type(value) in _CLASSES[wanted.kind]


def may_be(given: Type, wanted: Type) -> bool:
    """Whether something of type `given` can, for all that is known, be `wanted`.

    A single value stands for a list of one, and a list of one for its item, as in the standard.
    """
    if "any" in (given.kind, wanted.kind) or given.kind == "null":
        return True
    if wanted.kind == "list":
        return may_be(given.of or ANY if given.kind == "list" else given, wanted.of or ANY)
    if given.kind == "list":
        return may_be(given.of or ANY, wanted)
    return given.kind == wanted.kind


def together(first: Type, second: Type) -> Type:
    """One type for a place where either may stand; null gives way to the other."""
    if first == second or second.kind == "null":
        return first
    if first.kind == "null":
        return second
    if first.kind == second.kind and first.kind == "list":
        return LIST(together(first.of or ANY, second.of or ANY))
    if first.kind == second.kind == "text":
        both = first.choices and second.choices
        return choice(*dict.fromkeys(first.choices + second.choices)) if both else TEXT
    return Type(first.kind) if first.kind == second.kind else ANY
