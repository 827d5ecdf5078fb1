"""Write and find rows of a model without the ORM's compiler: the statement and the conversions are worked out once.

A submission writes a dozen rows in one transaction. Through `Model.save` each costs more than the database takes for
it; `insert` costs a fifth of that and keeps what matters: the model is still the one definition of the table.
`found` and `change` are for what every request or job asks; `load` writes hundreds of thousands (COPY on PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models
from django.db.models.base import ModelState

from moothall.ground.engine import on_postgresql, repeating, vendor

#: Rows handed to SQLite at a time.
BATCH = 5_000

M = TypeVar("M", bound=models.Model)
#: From a field's value to what the engine's driver takes: the database's own edge.
Convert = Callable[[Any], Any]


#: Fields whose values both drivers take as Python has them.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BinaryField,
    models.BooleanField,
    models.FloatField,
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to write one model on one engine."""

    table: str
    columns: str
    attributes: tuple[str, ...]
    converts: tuple[Convert | None, ...]
    #: The same for COPY, which takes text.
    copies: tuple[Convert | None, ...]
    #: From what the driver gives to the field's value.
    reads: tuple[Convert | None, ...]
    #: Attribute, column and conversion of the key, which is not among the columns where the engine counts it.
    key: tuple[str, str, Convert | None]

    def values(self, row: models.Model) -> list[Any]:
        return _converted(row.__dict__, self.attributes, self.converts)

    def statement(self, rows: int) -> str:
        one = "(" + ",".join(["%s"] * len(self.attributes)) + ")"
        return f"INSERT INTO {self.table} ({self.columns}) VALUES {','.join([one] * rows)}"  # noqa: S608 — our own names; values are bound

    def converted(self, named: Mapping[str, Any]) -> list[Any]:
        """The values of some attributes as the driver takes them."""
        by_name = dict(zip(self.attributes, self.converts, strict=True))
        return [value if (to := by_name[name]) is None else to(value) for name, value in named.items()]

    def equal(self, names: Iterable[str], between: str) -> str:
        columns = dict(zip(self.attributes, self.columns.split(","), strict=True))
        return between.join(f"{columns[name]} = %s" for name in names)


def _converted(
    held: Mapping[str, Any], attributes: Sequence[str], converts: Sequence[Convert | None]
) -> list[Any]:
    return [
        held[name] if convert is None else convert(held[name])
        for name, convert in zip(attributes, converts, strict=True)
    ]


#: Statements and their values to be sent at the end of `together`; None outside such a block.
_waiting: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar(
    "moothall_rows_waiting", default=None
)


def insert(*rows: models.Model) -> None:
    """Write `rows`, all of one model, in one statement. Their keys are already set; nothing is read back."""
    plan = _plan(type(rows[0]), vendor())
    say(_statement(plan, len(rows)), [value for row in rows for value in plan.values(row)])


def say(statement: str, values: Sequence[Any]) -> None:
    """Send a statement whose answer nobody needs, now or with the others of `together`."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((statement, values))
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def together() -> Iterator[None]:
    """What is inserted or said in the block is written at its end, in order: on PostgreSQL in one message.

    For verbs that write many rows and read none of them: a round trip costs more than the row. An IntegrityError
    comes at the end of the block, too, whoever would have caught it. A block in another one ends with that. On SQLite
    there is no round trip, and everything is written at once.
    """
    if not on_postgresql() or _waiting.get() is not None:
        yield
        return
    held: list[tuple[str, Sequence[Any]]] = []
    token = _waiting.set(held)
    try:
        yield
    finally:
        _waiting.reset(token)
    if held:
        _send(held)


def send_waiting() -> None:
    """What waits in a block of `together` is sent now: what follows reads it again."""
    if held := _waiting.get():
        _send(held)
        held.clear()


def _send(held: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Each statement is filled in alone, because the driver remembers how to read a short one."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join([cursor.mogrify(statement, values) for statement, values in held]))


def found(model: type[M], **where: object) -> M | None:
    """The row whose columns equal `where` (by attribute), any one of several; None when there is none.

    Outside any lock: for keys, and for what is read where every request or job asks.
    """
    return _found(model, where, "")


def locked(model: type[M], **where: object) -> M | None:
    """`found`, with the row locked until the transaction ends, where the engine locks rows."""
    return _found(model, where, " FOR UPDATE" if connection.features.has_select_for_update else "")


def _found(model: type[M], where: Mapping[str, object], lock: str) -> M | None:
    plan = _plan(model, vendor())
    with repeating() as cursor:
        cursor.execute(_select(plan, tuple(where)) + lock, plan.converted(where))
        row = cursor.fetchone()
    if row is None:
        return None
    kept = as_read(model)
    kept.__dict__.update(
        (name, value if read is None else read(value))
        for name, read, value in zip(plan.attributes, plan.reads, row, strict=True)
    )
    return kept


def as_read(model: type[M]) -> M:
    """A row that the database has, as yet without a value: as Django reads one, without its constructor."""
    row = model.__new__(model)
    row.__dict__["_state"] = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    return row


def change(model: type[models.Model], where: Mapping[str, object], **values: object) -> int:
    """Set `values` in the rows whose columns equal `where`, in one statement; returns how many there were."""
    plan = _plan(model, vendor())
    with connection.cursor() as cursor:
        cursor.execute(
            _update(plan, tuple(values), tuple(where)), plan.converted(values) + plan.converted(where)
        )
        return int(cursor.rowcount)


def put(model: type[models.Model], where: Mapping[str, object], **values: object) -> None:
    """`change`, for whoever does not ask how many there were: within `together` it waits for the others."""
    plan = _plan(model, vendor())
    say(_update(plan, tuple(values), tuple(where)), plan.converted(values) + plan.converted(where))


def keep(row: models.Model, *names: str) -> None:
    """Write what has changed of a row that is there: the attributes `names`, all when none is named.

    Raises DatabaseError when the row is not there any more; within `together` nobody looks.
    """
    plan = _plan(type(row), vendor())
    key, column, convert = plan.key
    wanted = names or tuple(name for name in plan.attributes if name != key)
    held = row.__dict__
    values = plan.converted({name: held[name] for name in wanted})
    values.append(convert(held[key]) if convert else held[key])
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((_keeping(plan, wanted, column), values))
        return
    with connection.cursor() as cursor:
        cursor.execute(_keeping(plan, wanted, column), values)
        if not cursor.rowcount:
            raise DatabaseError("The row that was to be changed is not there.")


def made(model: type[M], **values: object) -> M:
    """A row for `insert` or `load` without the constructor's work, which costs as much as writing it.

    `values` are by column attribute (`case_id`), all of them: one that is missing is a KeyError when it is written.
    It is good for reading and writing down, not for `save`.
    """
    row = model.__new__(model)
    row.__dict__.update(values)
    return row


def load(rows: Iterable[models.Model]) -> int:
    """Write any number of rows of one model as fast as the engine takes them; returns how many.

    The caller's transaction decides whether they stay.
    """
    left = iter(rows)
    first = next(left, None)
    if first is None:
        return 0
    plan = _plan(type(first), vendor())
    if on_postgresql():
        return _copy(plan, first, left)
    return _many(plan, first, left)


def _many(plan: _Plan, first: models.Model, left: Iterable[models.Model]) -> int:
    written, batch = 0, [first]
    left = iter(left)
    with connection.cursor() as cursor:
        while batch:
            cursor.executemany(_statement(plan, 1), [plan.values(row) for row in batch])
            written += len(batch)
            batch = list(islice(left, BATCH))
    return written


def _copy(plan: _Plan, first: models.Model, left: Iterable[models.Model]) -> int:
    written = 1
    statement = f"COPY {plan.table} ({plan.columns}) FROM STDIN"
    # Django does so for what is executed, and not for what is copied.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write_row(_converted(first.__dict__, plan.attributes, plan.copies))
        for row in left:
            copy.write_row(_converted(row.__dict__, plan.attributes, plan.copies))
            written += 1
    return written


@cache
def _statement(plan: _Plan, rows: int) -> str:
    return plan.statement(rows)


@cache
def _select(plan: _Plan, where: tuple[str, ...]) -> str:
    return f"SELECT {plan.columns} FROM {plan.table} WHERE {plan.equal(where, ' AND ')} LIMIT 1"  # noqa: S608 — our own names; values are bound


@cache
def _update(plan: _Plan, names: tuple[str, ...], where: tuple[str, ...]) -> str:
    return f"UPDATE {plan.table} SET {plan.equal(names, ', ')} WHERE {plan.equal(where, ' AND ')}"  # noqa: S608 — our own names; values are bound


@cache
def _keeping(plan: _Plan, names: tuple[str, ...], key: str) -> str:
    return f"UPDATE {plan.table} SET {plan.equal(names, ', ')} WHERE {key} = %s"  # noqa: S608 — our own names; values are bound


@cache
def _plan(model: type[models.Model], vendor: str) -> _Plan:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote, key = connection.ops.quote_name, model._meta.pk
    return _Plan(
        quote(model._meta.db_table),
        ",".join(quote(str(field.column)) for field in fields),
        tuple(field.attname for field in fields),
        tuple(_convert(field, vendor) for field in fields),
        tuple(_hex if _keeps_key(field) else _convert(field, vendor) for field in fields),
        tuple(_read(field) for field in fields),
        (key.attname, quote(str(key.column)), _convert(key, vendor)),
    )


def _convert(field: models.Field[object, object], vendor: str) -> Convert | None:
    """How the engine's driver wants the values of `field`; None where it takes Python's own."""
    target = _target(field)
    if isinstance(target, models.UUIDField):
        return None if vendor == "postgresql" else _hex
    if isinstance(target, models.DateTimeField):
        return None if vendor == "postgresql" else _naive
    if isinstance(target, models.DateField):
        return None if vendor == "postgresql" else _day
    if isinstance(target, _PLAIN):
        return None
    return lambda value: None if value is None else target.get_db_prep_save(value, connection)


def _target(field: models.Field[object, object]) -> models.Field[object, object]:
    """Where a foreign key points to, whose values it has."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _keeps_key(field: models.Field[object, object]) -> bool:
    return isinstance(_target(field), models.UUIDField)


def _read(field: models.Field[object, object]) -> Convert | None:
    """What Django does with the values of `field` as the driver gives them; None where it does nothing."""
    column = field.get_col(str(field.model._meta.db_table))
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not steps:
        return None

    def read(value: object) -> object:
        for step in steps:
            value = step(value, column, connection)
        return value

    return read


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else None


def _hex(value: object) -> object:
    return getattr(value, "hex", None)


def _naive(value: object) -> object:
    """SQLite keeps moments as text in UTC, to the microsecond, as Django writes them."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else None
