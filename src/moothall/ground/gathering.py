"""Rows of many tables in one statement, for a page that shows all that hangs on one thing.

    parties = Some(Party, "case_id = %s", (key,))
    tasks = Some(Task, "case_id = %s AND done_at IS NULL", (key,))
    found = gathered(parties, tasks)
    for party in found[parties]: ...

Each row comes as a JSON array, because the tables have not the same columns. What JSON cannot hold (the salt of a text)
is not read, and not there. The order of rows is nobody's: sort them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar, cast
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

from moothall.ground.engine import repeating

M = TypeVar("M", bound=models.Model)
#: What both drivers take; others only one of them.
Taken: TypeAlias = "str | int | float | date | UUID | None"
#: From a value in JSON to the field's value; None where it is the same.
_Read = Callable[[Any], Any]
_ARRAY = {"postgresql": "json_build_array({})::text", "sqlite": "json_array({})"}


@dataclass(frozen=True, slots=True, eq=False)
class Some(Generic[M]):
    """Rows of `model` for which `where` holds: SQL of ours, with `values` for its %s. `only` some of its attributes.

    `source` stands instead of the table: a SELECT in brackets that has the same columns.
    """

    model: type[M]
    where: str
    values: Sequence[object] = ()
    only: tuple[str, ...] = ()
    source: str = ""


class Gathered:
    """What was found, by what was asked."""

    def __init__(self, found: Mapping[int, list[models.Model]]) -> None:
        self._found = found

    def __getitem__(self, some: Some[M]) -> list[M]:
        return cast(list[M], self._found[id(some)])


@dataclass(frozen=True, slots=True)
class _Plan:
    array: str
    table: str
    attributes: tuple[str, ...]
    reads: tuple[_Read | None, ...]


def gathered(*asked: Some[Any]) -> Gathered:
    """All of them, in one statement."""
    vendor, alias = connection.vendor, connection.alias
    plans = [_plan_of(one, vendor) for one in asked]
    statement = " UNION ALL ".join(
        [
            f"SELECT {number}, {plan.array} FROM {one.source or plan.table} t WHERE {one.where}"  # noqa: S608 — our own names; values are bound
            for number, (one, plan) in enumerate(zip(asked, plans, strict=True))
        ]
    )
    take = _as_it_is if vendor == "postgresql" else _as_text
    values = [take(value) for one in asked for value in one.values]
    found: dict[int, list[models.Model]] = {id(one): [] for one in asked}
    with repeating() as cursor:
        cursor.execute(statement, values)
        for number, row in cursor.fetchall():
            one = asked[number]
            found[id(one)].append(_made(one.model, plans[number], json.loads(row), alias))
    return Gathered(found)


def listed(
    model: type[M], where: str, values: Sequence[object] = (), *, only: tuple[str, ...] = ()
) -> list[M]:
    """Some rows of one table, without the ORM's compiler: what every page of something asks."""
    return gathered(some := Some(model, where, values, only))[some]


def marks(values: Collection[object]) -> str:
    """So many places for values, in brackets; there is always one, because SQL knows no empty list."""
    return "(" + ", ".join(["%s"] * len(values) or ["NULL"]) + ")"


def _made(model: type[M], plan: _Plan, held: Sequence[Any], alias: str) -> M:
    """As Django reads a row, without its constructor."""
    row = model.__new__(model)
    own = row.__dict__
    own["_state"] = state = ModelState()
    state.adding, state.db = False, alias
    for name, read, value in zip(plan.attributes, plan.reads, held, strict=True):
        own[name] = value if read is None or value is None else read(value)
    return row


def _plan_of(one: Some[M], vendor: str) -> _Plan:
    return _plan(one.model, one.only, vendor)


@cache
def _plan(model: type[models.Model], only: tuple[str, ...], vendor: str) -> _Plan:
    fields = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.BinaryField) and (not only or field.attname in only)
    ]
    quote = connection.ops.quote_name
    array = _ARRAY[vendor].format(", ".join(quote(str(field.column)) for field in fields))
    reads = tuple(_read(field) for field in fields)
    return _Plan(array, quote(model._meta.db_table), tuple(one.attname for one in fields), reads)


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
    return cast(Taken, value) if connection.vendor == "postgresql" else _as_text(value)


def _as_it_is(value: object) -> Taken:
    return cast(Taken, value)


def _as_text(value: object) -> Taken:
    """SQLite knows neither keys nor moments nor days."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if isinstance(value, date) else cast(Taken, value)
