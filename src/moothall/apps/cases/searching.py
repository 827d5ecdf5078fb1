"""Finding cases by words: newest first, only those somebody may see.

Words, one service, one ward and one status are asked of the index. What it does not know (a person, a tag, several
services) is looked up for each case it finds, a bounded number at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moothall.apps.cases.indexing import KIND
from moothall.apps.cases.listed import rows_named, rows_that_fit
from moothall.apps.cases.models import Case
from moothall.apps.cases.names import mended_names
from moothall.apps.cases.policies import READ, may_see
from moothall.apps.cases.queue import STOP_COUNTING
from moothall.apps.cases.ranges import fits, resolved
from moothall.apps.cases.typed import Typed, read_typed
from moothall.apps.cases.views import Count, Row, Rows
from moothall.apps.cases.wanted import Wanted
from moothall.apps.catalogue import api as catalogue
from moothall.ground.looks.api import record_look
from moothall.ground.search import api as search
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.references import NotAReference, read_reference

#: So many hits are looked at for a page, when not all that is asked stands in the index.
_LOOKED_AT = 200
#: A page says how many there are as far as this, and further when it is asked: each one counted costs what a row of a
#: list costs that is shown, on both engines about a microsecond.
_SAID = 300


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `meant`: the question with its names put right, which these rows are for.

    `further`: there are more than were counted, and more would be counted if that were asked.
    """

    page: Rows
    count: Count
    meant: str = ""
    further: bool = False


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
    asked = _plain(words, service, ward, status)
    return find_cases(asked, before=before, limit=limit, seen_by=seen_by)


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
    return _count(_plain(words, service, ward, status), seen_by, stop)


def search_typed(
    said: str, *, before: int | None = None, limit: int = 25, further: bool = False, seen_by: Actor
) -> tuple[Typed, Found]:
    """What somebody typed, with its operators (`typed.py`): how it was understood, a page, and how many there are,
    counted `further` where that is asked.

    When nothing is found, names that are nearly right are put right and asked for instead.
    """
    READ.demand(seen_by)
    typed, count_to = read_typed(said, seen_by=seen_by), STOP_COUNTING if further else _SAID
    found = _found(typed, before, limit, count_to, seen_by)
    if not found.page.rows and before is None and (meant := mended_names(typed.words)):
        mended = _found(replace(typed, words=meant), None, limit, count_to, seen_by)
        if mended.page.rows:
            return typed, replace(mended, meant=meant)
    return typed, found


def _found(asked: Typed, before: int | None, limit: int, count_to: int, seen_by: Actor) -> Found:
    """A page and how many there are: of a first page that the index alone decides, both are asked at once."""
    limit = max(1, min(limit, 200))
    row = _by_reference(asked.words, seen_by) if before is None else None
    if row or before is not None or asked.before is not None or not _in_index(asked):
        page = (
            _looked_at((row,), "", seen_by)
            if row
            else find_cases(asked, before=before, limit=limit, seen_by=seen_by)
        )
        return Found(page, _counted(asked, page, count_to, seen_by))
    hits, number = search.newest_and_count(
        asked.words, kind=KIND, classes=_classes(seen_by), facets=_facets(asked.filters), without=asked.without,
        limit=limit + 1, stop=count_to,
    )  # fmt: skip
    page = _page(hits, limit, seen_by)
    count = Count(min(number, count_to), number > count_to)
    if number < len(page.rows):
        count = Count(len(page.rows), False)
    return Found(page, count, further=count.more and count_to < STOP_COUNTING)


def found_at_once(said: str, *, limit: int, seen_by: Actor) -> tuple[Row, ...]:
    """The newest that `search_typed` finds, uncounted: for whoever types on and looks at a few."""
    READ.demand(seen_by)
    typed = read_typed(said, seen_by=seen_by)
    rows = find_cases(typed, limit=limit, seen_by=seen_by).rows
    if not rows and (meant := mended_names(typed.words)):
        rows = find_cases(replace(typed, words=meant), limit=limit, seen_by=seen_by).rows
    return rows


def find_cases(asked: Typed, *, before: int | None = None, limit: int = 25, seen_by: Actor) -> Rows:
    """The cases that `asked` means, newest first. Without words nothing: filters alone are a list."""
    READ.demand(seen_by)
    limit = max(1, min(limit, 200))
    if before is None and (row := _by_reference(asked.words, seen_by)):
        return _looked_at((row,), "", seen_by)
    if asked.before is not None:
        begun = search.place_of(asked.before)
        before = begun if before is None else min(before, begun)
    if _in_index(asked):
        return _page(_hits(asked, before, limit + 1, seen_by), limit, seen_by)
    return _looked_up(asked, before, limit, seen_by)


def _page(hits: Sequence[search.Hit], limit: int, seen_by: Actor) -> Rows:
    """`hits` are as many as `limit` and one more, where there are more."""
    rows = rows_named([hit.key for hit in hits[:limit]])
    return _looked_at(rows, str(hits[limit - 1].number) if len(hits) > limit else "", seen_by)


def _looked_up(asked: Typed, before: int | None, limit: int, seen_by: Actor) -> Rows:
    """Of so many hits those that fit: a page of them, or fewer and where to go on looking."""
    wanted = resolved(asked.filters, seen_by)
    hits = () if wanted.nothing else _hits(asked, before, _LOOKED_AT, seen_by)
    found = tuple(rows_that_fit([hit.key for hit in hits], fits(wanted), limit + 1))
    if len(found) > limit:
        last = str(found[limit - 1].id)
        return _looked_at(found[:limit], str(next(hit.number for hit in hits if hit.key == last)), seen_by)
    over = asked.since is not None and hits and hits[-1].number < search.place_of(asked.since)
    cut = len(hits) == _LOOKED_AT and not over
    return replace(_looked_at(found, str(hits[-1].number) if cut else "", seen_by), cut=cut)


def _hits(asked: Typed, before: int | None, limit: int, seen_by: Actor) -> Sequence[search.Hit]:
    return search.newest(
        asked.words, kind=KIND, classes=_classes(seen_by), facets=_facets(asked.filters), without=asked.without,
        before=before, limit=limit,
    )  # fmt: skip


def _counted(asked: Typed, page: Rows, count_to: int, seen_by: Actor) -> Count:
    """Of what the index cannot count, as many as were found, and whether there are more."""
    if _in_index(asked) and asked.before is None:
        number = _count(asked, seen_by, count_to)
        return number if number.number >= len(page.rows) else Count(len(page.rows), False)
    return Count(len(page.rows), bool(page.after))


def _count(asked: Typed, seen_by: Actor, stop: int) -> Count:
    facets = _facets(asked.filters)
    number = search.count(
        asked.words, kind=KIND, classes=_classes(seen_by), facets=facets, without=asked.without, stop=stop
    )
    return Count(min(number, stop), number > stop)


def _plain(words: str, service: str, ward: str, status: str) -> Typed:
    filters = Wanted(
        "all",
        services=(service,) if service else (),
        wards=(ward,) if ward else (),
        statuses=(status,) if status else (),
    )
    return Typed(words, filters=filters)


def _in_index(asked: Typed) -> bool:
    """Whether the index knows everything that is asked."""
    facets = ("services", "wards", "statuses")
    alone = all(len(getattr(asked.filters, name)) <= 1 for name in facets)
    return alone and not replace(asked.filters, services=(), wards=(), statuses=()).filtered


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


def _facets(filters: Wanted) -> frozenset[str]:
    """What of the filters is one word of the index each."""
    alone = {"service": filters.services, "ward": filters.wards, "status": filters.statuses}
    return frozenset(f"{name}:{values[0]}" for name, values in alone.items() if len(values) == 1)


def _looked_at(rows: tuple[Row, ...], after: str, seen_by: Actor) -> Rows:
    if seen_by.is_officer and rows:
        record_look(seen_by, [f"case:{row.id}" for row in rows], purpose="search", route="cases.search")
    return Rows(rows, after)
