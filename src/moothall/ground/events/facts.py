"""What a fact is: a frozen dataclass in the past tense, with a name and a version, kept as canonical JSON.

A fact carries references, codes, dates and digests, never what somebody wrote: the log is kept and sealed
for longer than personal text may be.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from moothall.kernel.registry import Registry

T = TypeVar("T")
#: JSON as it stands in the log: the one place where facts are dicts.
Payload = dict[str, Any]
Upcaster = Callable[[Payload], Payload]

#: A longer payload is somebody's text, not references.
LONGEST = 4_000
_READERS: dict[object, Callable[[Any], Any]] = {
    str: str,
    int: int,
    bool: bool,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


@dataclass(frozen=True, slots=True)
class FactType:
    """A registered fact: its `name` in the log, its present `version`, its class and how to read each field."""

    name: str
    version: int
    cls: type
    readers: Mapping[str, Callable[[Any], Any]]

    def read(self, data: Payload) -> object:
        """The fact from `data` of the present version. Raises KeyError or ValueError when it does not fit."""
        known = {field: self.readers[field](value) for field, value in data.items() if field in self.readers}
        return self.cls(**known)


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact of a name or version this code does not know: kept visible, so that no history ever breaks."""

    name: str
    version: int
    data: str


FACTS: Registry[FactType] = Registry("fact")
_BY_CLASS: dict[type, FactType] = {}
_UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def fact(name: str, *, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Register a frozen dataclass as the fact `name` ("cases.opened").

    Raises TypeError for a class that is not a frozen dataclass or has a field that is not a reference.
    """

    def wrap(cls: type[T]) -> type[T]:
        if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]  # no stub names it
            raise TypeError(f"The fact {name} is not a frozen dataclass.")
        hints = typing.get_type_hints(cls)
        readers = {f.name: _reader(name, f.name, hints[f.name]) for f in dataclasses.fields(cls)}
        made = FactType(name, version, cls, readers)
        FACTS.add(name, made)
        _BY_CLASS[cls] = made
        return cls

    return wrap


def upcaster(name: str, *, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Register how the payload of `name` at `from_version` becomes that of the next version."""

    def wrap(function: Upcaster) -> Upcaster:
        if (name, from_version) in _UPCASTERS:
            raise ValueError(f"There is already an upcaster of {name} from version {from_version}.")
        _UPCASTERS[name, from_version] = function
        return function

    return wrap


def fact_type(cls: type) -> FactType:
    """Raises TypeError when `cls` is not registered."""
    try:
        return _BY_CLASS[cls]
    except KeyError:
        raise TypeError(
            f"{cls.__name__} is not a fact. Write @fact('room.what_happened') above it."
        ) from None


def write_fact(told: object) -> tuple[str, int, str]:
    """Name, version and canonical JSON (ASCII, keys in order) of a fact.

    Raises TypeError for what is not a fact, ValueError for a payload so long that it must be text.
    """
    kind = fact_type(type(told))
    data = _encode({field: getattr(told, field) for field in kind.readers})
    if len(data) > LONGEST:
        raise ValueError(
            f"The fact {kind.name} is {len(data)} characters long. Keep text in rows of its own."
        )
    return kind.name, kind.version, data


def read_fact(name: str, version: int, data: str) -> object:
    """The fact as today's code knows it; `Unread` when nothing registered can read it."""
    if name not in FACTS:
        return Unread(name, version, data)
    kind = FACTS[name]
    try:
        payload: Payload = json.loads(data)
        for step in range(version, kind.version):
            payload = _UPCASTERS[name, step](payload)
        return kind.read(payload)
    except (KeyError, ValueError, TypeError, ArithmeticError):
        return Unread(name, version, data)


def _plain(value: object) -> str:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A fact cannot carry {type(value).__name__}.")


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False).encode


def _reader(name: str, field: str, hint: Any) -> Callable[[Any], Any]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType) and type(None) in inner:
        (one,) = [part for part in inner if part is not type(None)] or [str]
        read = _reader(name, field, one)
        return lambda value: None if value is None else read(value)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        each = _reader(name, field, inner[0])
        return lambda values: tuple(each(value) for value in values)
    if hint in _READERS:
        return _READERS[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    raise TypeError(f"{name}.{field}: a fact carries text codes, numbers, dates and keys, not {hint}.")
