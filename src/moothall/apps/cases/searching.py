"""Finding cases by words: newest first, only those somebody may see."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases.indexing import KIND
from moothall.apps.cases.listed import rows_named
from moothall.apps.cases.models import Case
from moothall.apps.cases.policies import READ, may_see
from moothall.apps.cases.queue import STOP_COUNTING
from moothall.apps.cases.views import Count, Row, Rows
from moothall.apps.catalogue import api as catalogue
from moothall.ground.looks.api import record_look
from moothall.ground.search import api as search
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.references import NotAReference, read_reference


def search_cases(
    words: str,
    *,
    service: str = "",
    ward: str = "",
    status: str = "",
    before: int | None = None,
    limit: int = 25,
    seen_by: Actor,
) -> Rows:
    """Cases in which all of `words` stand, newest first; a reference, however typed, finds its case alone.

    `before` is the number in `Rows.after` of the page ahead. Raises Refused for who may not read cases.
    """
    READ.demand(seen_by)
    limit = max(1, min(limit, 200))
    if before is None and (row := _by_reference(words, seen_by)):
        return _looked_at((row,), "", seen_by)
    hits = search.newest(
        words, kind=KIND, classes=_classes(seen_by), facets=_facets(service, ward, status), before=before,
        limit=limit + 1,
    )  # fmt: skip
    rows = rows_named([UUID(hit.key) for hit in hits[:limit]])
    return _looked_at(rows, str(hits[limit - 1].number) if len(hits) > limit else "", seen_by)


def count_found(
    words: str,
    *,
    service: str = "",
    ward: str = "",
    status: str = "",
    stop: int = STOP_COUNTING,
    seen_by: Actor,
) -> Count:
    """How many `search_cases` would find, counting no further than `stop`."""
    READ.demand(seen_by)
    facets = _facets(service, ward, status)
    number = search.count(words, kind=KIND, classes=_classes(seen_by), facets=facets, stop=stop)
    return Count(min(number, stop), number > stop)


def _by_reference(words: str, seen_by: Actor) -> Row | None:
    try:
        reference = read_reference(words, catalogue.council().prefix)
    except NotAReference:
        return None
    case = Case.objects.filter(reference=reference).only("id", "confidentiality").first()
    if case is None or not may_see(seen_by, case.id, case.confidentiality):
        return None
    return next(iter(rows_named([case.id])), None)


def _classes(seen_by: Actor) -> frozenset[str] | None:
    return None if seen_by.kind is Kind.SYSTEM else seen_by.classes


def _facets(service: str, ward: str, status: str) -> frozenset[str]:
    wanted = {"service": service, "ward": ward, "status": status}
    return frozenset(f"{name}:{value}" for name, value in wanted.items() if value)


def _looked_at(rows: tuple[Row, ...], after: str, seen_by: Actor) -> Rows:
    if seen_by.is_officer and rows:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose="search", route="cases.search")
    return Rows(rows, after)
