"""Cases for somebody who answers a call: those of people who were found, and those whose reference was half-heard.

Both are answered for who asks: a case they may not see is in no answer, and in no number. Each look is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from moothall.apps.cases.listed import columns, fetched, placed, rows_named
from moothall.apps.cases.models import Case, Party
from moothall.apps.cases.policies import READ, CaseNotFound, may_see
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.said import FORMER, REPORTER
from moothall.apps.cases.services.opening import Opened, opened_before
from moothall.apps.cases.statements import Value, as_kept, places, queue_table
from moothall.apps.cases.views import Row
from moothall.apps.catalogue import api as catalogue
from moothall.apps.people import api as people
from moothall.ground.gathering import Some, gathered
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.half_references import half_heard
from moothall.kernel.references import NotAReference, read_reference

#: So many cases are told of at a time.
MOST = 100


@dataclass(frozen=True, slots=True)
class ReportedBy:
    """How whoever reported a case can be reached; both empty where they left neither, or where it was erased."""

    id: UUID
    reference: str
    service_name: str
    email: str
    phone: str


def reported_by(reference: str, *, seen_by: Actor) -> ReportedBy:
    """Of one case. Three statements, one of them the look. Raises CaseNotFound."""
    READ.demand(seen_by)
    cases = Some(Case, "reference = %s", (reference,))
    at = f"case_id = (SELECT id FROM {Case._meta.db_table} WHERE reference = %s) AND role = %s"  # noqa: S608 — our own names; values are bound
    parties = Some(Party, at, (reference, REPORTER), only=("id", "source_record_id"))
    read = gathered(cases, parties)
    case = next(iter(read[cases]), None)
    if case is None or not may_see(seen_by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="casework", route="cases.person")
    reporters = sorted(read[parties], key=lambda one: one.id)
    source = next((one.source_record_id for one in reporters if one.source_record_id), None)
    who = people.people_named([source], seen_by=seen_by).get(source) if source else None
    said = (who.email, who.phone) if who else ("", "")
    return ReportedBy(case.id, case.reference, service_name(case.service), *said)


def cases_of_people(
    records: Sequence[UUID], *, purpose: str, seen_by: Actor, most: int = MOST
) -> Mapping[UUID, tuple[Row, ...]]:
    """By source record, the cases it is part of that `seen_by` may see, newest first. Three queries and the look.

    Raises Refused for who may not read cases.
    """
    READ.demand(seen_by)
    links = Party.objects.filter(source_record_id__in=list(records)).exclude(role=FORMER)
    if seen_by.kind is not Kind.SYSTEM:
        links = links.filter(case__confidentiality__in=seen_by.classes)
    of = list(links.order_by("-case_id", "id").values_list("source_record_id", "case_id"))[:most]
    rows = {row.id: row for row in rows_named(list(dict.fromkeys(case for _, case in of)))}
    found: dict[UUID, dict[UUID, Row]] = {}
    for record, case in of:
        if record is not None and case in rows:
            found.setdefault(record, {})[case] = rows[case]
    _looked(tuple(rows.values()), purpose, seen_by)
    return {record: tuple(cases.values()) for record, cases in found.items()}


def cases_half_heard(
    typed: str, *, purpose: str, seen_by: Actor, most: int = 25, even_words: bool = False
) -> tuple[Row, ...]:
    """The cases whose reference may be meant, newest first; nothing where what was typed looks like no reference, or
    like a word, unless `even_words`."""
    READ.demand(seen_by)
    meant = half_heard(typed, catalogue.council().prefix, even_words=even_words)
    if not meant:
        return ()
    table = connection.ops.quote_name(Case._meta.db_table)
    parts, values = list[str](), list[Value]()
    seen, classes = _within(seen_by)
    if meant.between:
        parts.append(
            f"SELECT * FROM (SELECT id FROM {table} WHERE reference BETWEEN %s AND %s{seen} "  # noqa: S608 — our own names; values are bound
            f"ORDER BY reference DESC LIMIT {int(most)}) begun"
        )
        values += [*meant.between, *classes]
    if meant.references:
        named = places(meant.references)
        parts.append(f"SELECT id FROM {table} WHERE reference IN ({named}){seen}")  # noqa: S608 — our own names; values are bound
        values += [*meant.references, *classes]
    found = fetched(
        f"SELECT {columns()} FROM {queue_table()} q WHERE q.case_id IN ({' UNION '.join(parts)})",  # noqa: S608 — our own names; values are bound
        values,
    )
    rows = tuple(sorted((one.row for one in placed(found)), key=lambda row: row.id.int, reverse=True)[:most])
    _looked(rows, purpose, seen_by)
    return rows


def case_key(reference: str, *, seen_by: Actor) -> UUID:
    """The key of a case by its reference, however it is typed. Raises CaseNotFound."""
    try:
        known = read_reference(reference, catalogue.council().prefix)
    except NotAReference:
        raise CaseNotFound(reference) from None
    found = Case.objects.filter(reference=known).values_list("id", "confidentiality").first()
    if found is None or not may_see(seen_by, *found):
        raise CaseNotFound(reference)
    return UUID(str(found[0]))


def told_at_opening(key: UUID) -> Opened | None:
    """What whoever opened a case was told: for the room that knows who it was. None when it is gone."""
    case = Case.objects.filter(pk=key).first()
    return opened_before(case.opened_with) if case else None


def rows_of(keys: Sequence[UUID], *, seen_by: Actor) -> Mapping[UUID, Row]:
    """The lines of those of these cases that `seen_by` may see. One query."""
    if not keys or not READ.allows(seen_by):
        return {}
    seen, classes = _within(seen_by)
    found = fetched(
        f"SELECT {columns()} FROM {queue_table()} q WHERE q.case_id IN ({places(keys)}){seen}",  # noqa: S608 — our own names; values are bound
        [*map(as_kept, keys), *classes],
    )
    return {one.row.id: one.row for one in placed(found)}


def _within(seen_by: Actor) -> tuple[str, tuple[str, ...]]:
    """The condition that a case is in a class that `seen_by` sees, and its values."""
    if seen_by.kind is Kind.SYSTEM:
        return "", ()
    classes = tuple(sorted(seen_by.classes)) or ("",)
    return f" AND confidentiality IN ({places(classes)})", classes


def _looked(rows: Sequence[Row], purpose: str, seen_by: Actor) -> None:
    if seen_by.is_officer and rows:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose=purpose, route="contacts.look-up")
