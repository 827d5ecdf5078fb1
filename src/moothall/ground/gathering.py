"""Rows of many tables in one statement, for a page that shows all that hangs on one thing.

    parties = Some(Party, "case_id = %s", (key,))
    tasks = Some(Task, "case_id = %s AND done_at IS NULL", (key,))
    found = gathered(parties, tasks)
    for party in found[parties]: ...

Each row comes as a JSON array, because the tables have not the same columns. What JSON cannot hold (the salt of a text)
is not read, and not there. The order of rows is nobody's: sort them.

A page that asks several rooms about one thing says so beforehand, and what they are going to ask is read at once:

    with reading_once():
        read_ahead(*clock_read(stream), *messages_read(stream))
        clock_of(stream), messages_about(stream)  # no statement
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Generic, TypeAlias, TypeVar, cast
from uuid import UUID

from django.db import connection, models

from moothall.ground.engine import on_postgresql, repeating, vendor
from moothall.ground.rows import as_read

M = TypeVar("M", bound=models.Model)
V = TypeVar("V")
#: What both drivers take; others only one of them.
Taken: TypeAlias = "str | int | float | date | UUID | None"
#: From a value in JSON to the field's value; None where it is the same.
_Read = Callable[[Any], Any]
_ARRAY = {"postgresql": "json_build_array({})::text", "sqlite": "json_array({})"}


@dataclass(slots=True, eq=False)
class Some(Generic[M]):
    """Rows of `model` for which `where` holds: SQL of ours, with `values` for its %s. `only` some of its attributes.

    `source` stands instead of the table: a SELECT in brackets that has the same columns.
    """

    model: type[M]
    where: str
    values: Sequence[object] = ()
    only: tuple[str, ...] = ()
    source: str = ""


#: A question by what it says.
_Key = tuple[object, ...]
#: What was read ahead; None outside `reading_once`.
_ahead: ContextVar[dict[_Key, list[models.Model]] | None] = ContextVar("moothall_read_ahead", default=None)


class Gathered:
    """What was found, by what was asked."""

    def __init__(self, found: Mapping[int, list[models.Model]]) -> None:
        self._found = found

    def __getitem__(self, some: Some[M]) -> list[M]:
        return self._found[id(some)]  # type: ignore[return-value]  # read as rows of the model it names


@dataclass(frozen=True, slots=True)
class _Plan:
    model: type[models.Model]
    array: str
    table: str
    attributes: tuple[str, ...]
    #: Of the attributes that JSON does not hold as they are.
    reads: tuple[tuple[str, _Read], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement, and how to read the rows of each part of it."""

    statement: str
    plans: tuple[_Plan, ...]


#: What of a question stands in the statement: model, `where`, `only`, `source`.
_Shape = tuple[type[models.Model], str, tuple[str, ...], str]
#: So many different ones are kept: those of lists of every length, too.
_KEPT = 1_000


@contextmanager
def reading_once() -> Iterator[None]:
    """In the block what was read ahead answers whoever asks the same: for showing, never where something is written."""
    token = _ahead.set({})
    try:
        yield
    finally:
        _ahead.reset(token)


def read_ahead(*asked: Some[Any]) -> None:
    """Reads what is going to be asked, in one statement. Nothing outside `reading_once`: then each asks for itself."""
    known = _ahead.get()
    if known is not None and asked:
        found = gathered(*asked)
        known.update({_key(one): found[one] for one in asked})


def gathered(*asked: Some[Any]) -> Gathered:
    """All of them, in one statement; in none where they were read ahead."""
    known = _ahead.get()
    if known:
        rows = [known.get(_key(one)) for one in asked]
        if None not in rows:
            return Gathered({id(one): held or [] for one, held in zip(asked, rows, strict=True)})
    return _read_now(asked)


def _key(one: Some[Any]) -> _Key:
    return (one.model, one.where, one.only, one.source, *one.values)


def _read_now(asked: Sequence[Some[Any]]) -> Gathered:
    said = _said(tuple([(one.model, one.where, one.only, one.source) for one in asked]), vendor())
    take = _as_it_is if on_postgresql() else _as_text
    values = [take(value) for one in asked for value in one.values]
    found: list[list[models.Model]] = [[] for _ in asked]
    with repeating() as cursor:
        cursor.execute(said.statement, values)
        rows = cursor.fetchall()
    for (number, _), held in zip(rows, json.loads(f"[{','.join([row for _, row in rows])}]"), strict=True):
        found[number].append(_made(said.plans[number], held))
    return Gathered({id(one): rows for one, rows in zip(asked, found, strict=True)})


def listed(
    model: type[M], where: str, values: Sequence[object] = (), *, only: tuple[str, ...] = ()
) -> list[M]:
    """Some rows of one table, without the ORM's compiler: what every page of something asks."""
    return gathered(some := Some(model, where, values, only))[some]


def marks(values: Collection[object]) -> str:
    """So many places for values, in brackets; there is always one, because SQL knows no empty list."""
    return "(" + ", ".join(["%s"] * len(values) or ["NULL"]) + ")"


def padded(values: Collection[V], least: int = 2) -> list[V]:
    """`values` with the last one over again until they are 2, 4, 8…: so that lists of all lengths make few statements,
    each of which the engine plans once."""
    held = list(values)
    full = least
    while full < len(held):
        full *= 2
    return held + held[-1:] * (full - len(held))


def _made(plan: _Plan, held: Sequence[Any]) -> models.Model:
    row = as_read(plan.model)
    own = row.__dict__
    own.update(zip(plan.attributes, held, strict=True))
    for name, read in plan.reads:
        if own[name] is not None:
            own[name] = read(own[name])
    return row


@lru_cache(maxsize=_KEPT)
def _said(shapes: tuple[_Shape, ...], vendor: str) -> _Said:
    plans = tuple(_plan(model, only, vendor) for model, _where, only, _source in shapes)
    parts = [
        f"SELECT {number}, {plan.array} FROM {source or plan.table} t WHERE {where}"  # noqa: S608 — our own names; values are bound
        for number, (plan, (_model, where, _only, source)) in enumerate(zip(plans, shapes, strict=True))
    ]
    return _Said(" UNION ALL ".join(parts), plans)


@cache
def _plan(model: type[models.Model], only: tuple[str, ...], vendor: str) -> _Plan:
    fields = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.BinaryField) and (not only or field.attname in only)
    ]
    quote = connection.ops.quote_name
    array = _ARRAY[vendor].format(", ".join(quote(str(field.column)) for field in fields))
    reads = tuple((field.attname, read) for field in fields if (read := _read(field)))
    return _Plan(model, array, quote(model._meta.db_table), tuple(one.attname for one in fields), reads)


def _read(field: models.Field[Any, Any]) -> _Read | None:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    readers: tuple[tuple[type[models.Field[Any, Any]], _Read], ...] = (
        (models.UUIDField, UUID),
        (models.DateTimeField, _moment),
        (models.DateField, date.fromisoformat),
        (models.BooleanField, bool),
        (models.JSONField, _unfolded),
    )
    return next((read for kind, read in readers if isinstance(field, kind)), None)


def _moment(said: str) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _unfolded(value: object) -> object:
    """SQLite keeps JSON as text."""
    return json.loads(value) if isinstance(value, str) else value


def as_taken(value: object) -> Taken:
    """A value as the engine's driver takes it."""
    return cast(Taken, value) if on_postgresql() else _as_text(value)


def _as_it_is(value: object) -> Taken:
    return cast(Taken, value)


def _as_text(value: object) -> Taken:
    """SQLite knows neither keys nor moments nor days."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if isinstance(value, date) else cast(Taken, value)
