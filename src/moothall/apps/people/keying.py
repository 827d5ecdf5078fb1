"""Writing the keys of records: some seconds after somebody has said who they are, many at a time.

A resident who sends a form waits for none of it: a job writes what `keys.py` makes of the records. What is younger than
the last run is found by reading the records themselves (`finding.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from moothall.apps.people.keys import Key, keys_of
from moothall.apps.people.models import KeyedUpTo, PersonKey, SourceRecord
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.ids import id_at

#: A transaction that writes a record is over long before this; younger records are read.
SETTLED = timedelta(seconds=90)
#: Records whose keys are written in one transaction.
BATCH = 1_000
_NOTHING = UUID(int=0)


def write_keys(*, settled: timedelta = SETTLED, most: int | None = None) -> int:
    """Write the keys of records that have none, those older than `settled`; returns of how many."""
    until, total = _id_before(clock.now() - settled), 0
    while most is None or total < most:
        with transaction.atomic():
            found = SourceRecord.objects.select_for_update().filter(id__gt=keyed_up_to(), id__lt=until)
            batch = list(found.order_by("id")[:BATCH])
            if not batch:
                break
            insert_keys(batch)
            reach(batch[-1].id)
        total += len(batch)
    return total


def rebuild_keys() -> int:
    """All keys again, from every record there is."""
    with transaction.atomic():
        PersonKey.objects.all().delete()
        KeyedUpTo.objects.all().delete()
    return write_keys(settled=timedelta(0))


def nothing_waits() -> bool:
    """Whether every record has its keys. One statement: between two of them another transaction may end."""
    return not SourceRecord.objects.filter(id__gt=reached()).exists()


def load_keys(records: Sequence[SourceRecord]) -> None:
    """Write the keys of records loaded in bulk, in the caller's transaction, after them."""
    rows.load(
        rows.made(PersonKey, record_id=record.id, kind=key.kind.value, value=key.value)
        for record in records
        for key in _keys_of(record)
    )


def insert_keys(records: Iterable[SourceRecord]) -> None:
    """What is there already stays."""
    PersonKey.objects.bulk_create(_keys(records), ignore_conflicts=True, batch_size=BATCH)


def keyed_up_to() -> UUID:
    kept = KeyedUpTo.objects.filter(pk=1).values_list("record", flat=True).first()
    return kept or _NOTHING


def reached() -> Coalesce:
    """The same within a statement."""
    kept = KeyedUpTo.objects.filter(pk=1).values("record")
    return Coalesce(Subquery(kept), Value(_NOTHING, output_field=UUIDField()))


def reach(record: UUID) -> None:
    KeyedUpTo.objects.update_or_create(pk=1, defaults={"record": record})


def _keys(records: Iterable[SourceRecord]) -> list[PersonKey]:
    return [
        PersonKey(record_id=record.id, kind=key.kind.value, value=key.value)
        for record in records
        for key in _keys_of(record)
    ]


def _keys_of(record: SourceRecord) -> tuple[Key, ...]:
    return keys_of(
        name=record.name, email=record.email, phone=record.phone, address=record.address.splitlines()
    )


def _id_before(moment: datetime) -> UUID:
    """The least key of `moment`: keys are in order of time."""
    return UUID(int=id_at(int(moment.timestamp() * 1_000_000_000)).int >> 64 << 64)
