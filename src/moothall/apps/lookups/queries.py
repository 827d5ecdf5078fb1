"""What a look-up answers."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import PinnedService
from moothall.apps.lookups.definitions import LOOKUP, Answer, By, Choice, Fact, Lookup, Shape, Shown
from moothall.apps.lookups.reader import table_path
from moothall.apps.lookups.tables import Row, Table, key_of, table
from moothall.apps.places.api import read_postcode
from moothall.kernel import clock

MOST_TYPED, MOST_CHOICES = 120, 200


def lookup_of(service: PinnedService) -> Lookup | None:
    """The look-up of a service; None for one with a form."""
    found = service.parts.get(LOOKUP)
    return found if isinstance(found, Lookup) else None


def answer(lookup: Lookup, typed: str, choice: str = "") -> Answer:
    """What the table says for `typed`; of several rows that of `choice`, or the choices. Raises NoData."""
    key = key_of(typed[:MOST_TYPED], lookup.by)
    if not key:
        return Answer(problem=_("Enter {name}").format(name=lookup.name))
    held = table(table_path(lookup.file), lookup.column, lookup.by)
    rows = held.rows.get(key, ())
    if not rows:
        return Answer()
    if len(rows) > 1 and lookup.choose:
        if choice.isascii() and choice.isdigit() and int(choice) < len(rows):
            return _facts(lookup, held, rows[int(choice)])
        labels = [
            Choice(str(at), held.value(row, lookup.choose)) for at, row in enumerate(rows[:MOST_CHOICES])
        ]
        return Answer(choices=tuple(labels))
    return _facts(lookup, held, rows[0])


def as_written(lookup: Lookup, typed: str) -> str:
    """What was typed as people write it: a postcode in capitals, with its space."""
    return (read_postcode(typed) if lookup.by is By.POSTCODE else None) or typed


def _facts(lookup: Lookup, held: Table, row: Row) -> Answer:
    facts = tuple(_fact(one, held.value(row, one.column)) for one in lookup.shows)
    about = held.value(row, lookup.choose or lookup.column)
    return Answer(facts=facts, about=about)


def _fact(shown: Shown, said: str) -> Fact:
    if shown.shape is Shape.TEXT:
        return Fact(shown.label, said)
    return Fact(shown.label, days=days_from(said, clock.today())[: shown.most])


def days_from(said: str, today: date) -> tuple[date, ...]:
    """The days of a cell from `today` on, in order; what is no day is passed over."""
    found = set()
    for written in said.split(";"):
        try:
            found.add(date.fromisoformat(written.strip()))
        except ValueError:
            continue
    return tuple(sorted(day for day in found if day >= today))
