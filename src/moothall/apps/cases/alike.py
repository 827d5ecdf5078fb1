"""Other cases that may be about the same: likely duplicates, and those of the same place, each with its reasons.

Two queries, each by an index. The first finds cases of the same address or street, and of the cells around the point;
the second their answers, to compare the words. A case is a likely duplicate when it is of the same service, within 100
metres or at the same place, sent within 30 days of this one, and not linked with it already; the more words they share
and the nearer they are, the higher it stands. Only cases that whoever asks may see are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from moothall.apps.cases.models import QueueEntry
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.whereabouts import Whereabouts
from moothall.apps.forms import api as forms
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

NEAR_METRES, NEAR_DAYS = 100, 30
#: Of one place so many are looked at, the latest; so many of all are shown; so long ago is long ago.
_LOOKED_AT, _SHOWN, _DAYS_BACK = 20, 6, 365
#: So many shared words are said.
_WORDS_SAID = 4
_WORD = re.compile(r"[^\W\d_]{4,}")
_SELF = system("cases")
_SAY_NOTHING = """
about after also been before cannot could does done from have here into just more most need next only other over said
says should since some than that their them then there these they this those time were what when where which while will
with would your yours please thank thanks road street lane avenue close none unknown
"""
_COMMON = frozenset(_SAY_NOTHING.split())


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """`reasons` are sentences; `duplicate`: likely the same thing asked twice, else only related."""

    reference: str
    service_name: str
    status: str
    opened_at: datetime
    reasons: tuple[str, ...]
    duplicate: bool


@dataclass(frozen=True, slots=True)
class _Found:
    id: UUID
    reference: str
    service: str
    status: str
    opened_at: datetime
    at: Whereabouts


def alike(case: CaseView, *, seen_by: Actor) -> tuple[AlikeCase, ...]:
    """Likely duplicates first, then what else there is of the same place. Nothing is known of an erased case."""
    if case.erased_under or case.at == Whereabouts():
        return ()
    linked = {link.reference for link in case.links}
    found = [one for one in _at_the_place(case, seen_by) if one.reference not in linked]
    repeats = [one.id for one in found if _may_repeat(case, one)]
    words = _words_of([case.id, *repeats]) if repeats else {}
    judged = sorted(
        ((_weight(case, one, words), one) for one in found), key=lambda pair: (-pair[0], pair[1].reference)
    )
    return tuple(_shown(case, one, words) for _weight_of, one in judged[:_SHOWN])


def _at_the_place(case: CaseView, seen_by: Actor) -> list[_Found]:
    """The latest of the same place and of the cells around, in one statement: each branch is a range of one index."""
    table = connection.ops.quote_name(QueueEntry._meta.db_table)
    classes = sorted(seen_by.classes | {case.confidentiality})
    since = clock.now() - timedelta(days=_DAYS_BACK)
    marks = ", ".join(["%s"] * len(classes))
    columns = "case_id, reference, service, status, opened_at, place, lat, lon, confidentiality"
    branches, values = list[str](), list[str | int | datetime]()
    places: list[tuple[str, str | int]] = [("place", case.at.place)] if case.at.place else []
    places += [("cell", cell) for cell in case.at.cells]
    for column, value in places:
        # As the indexes say it: SQLite takes no other words for the same.
        filled = "NOT (place = '')" if column == "place" else "cell IS NOT NULL"
        branches.append(
            f"SELECT * FROM (SELECT {columns} FROM {table} WHERE {column} = %s AND {filled} AND opened_at > %s "  # noqa: S608 — a table and columns of ours
            f"AND confidentiality || '' IN ({marks}) ORDER BY opened_at DESC LIMIT {_LOOKED_AT}) b"
        )
        values += [value, since, *classes]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), values)
        rows = cursor.fetchall()
    every = (_found(*row[:8]) for row in rows)
    return [
        one for one in {one.id: one for one in every}.values() if one.id != case.id and _is_near(case, one)
    ]


def _found(key: object, reference: str, service: str, status: str, at: object, *where: object) -> _Found:
    place, lat, lon = where
    opened = at if isinstance(at, datetime) else datetime.fromisoformat(f"{at}+00:00")
    point = (float(str(lat)), float(str(lon))) if lat is not None and lon is not None else (None, None)
    found = Whereabouts(str(place), *point)
    return _Found(key if isinstance(key, UUID) else UUID(str(key)), reference, service, status, opened, found)


def _is_near(case: CaseView, one: _Found) -> bool:
    metres = case.at.metres_to(one.at)
    return metres <= NEAR_METRES if metres is not None else case.at.place == one.at.place


def _may_repeat(case: CaseView, one: _Found) -> bool:
    return case.service == one.service and _days(case, one) <= NEAR_DAYS


def _days(case: CaseView, one: _Found) -> int:
    return abs((_day(case.opened_at) - _day(one.opened_at)).days)


def _day(when: datetime) -> date:
    return clock.local(when).date()


def _words_of(keys: Sequence[UUID]) -> Mapping[UUID, frozenset[str]]:
    """The words of their answers that say something. One query."""
    kept = forms.answers_of_each([f"case:{key}" for key in keys], seen_by=_SELF)
    return {key: frozenset(_words(kept[f"case:{key}"].answers)) for key in keys if f"case:{key}" in kept}


def _words(answers: forms.Answers) -> Iterator[str]:
    for answer in answers.values():
        if answer.type in ("short-text", "long-text") and isinstance(answer.value, str):
            yield from (word for word in _WORD.findall(answer.value.casefold()) if word not in _COMMON)


def _shared(case: CaseView, one: _Found, words: Mapping[UUID, frozenset[str]]) -> list[str]:
    return sorted(words.get(case.id, frozenset()) & words.get(one.id, frozenset()))


def _weight(case: CaseView, one: _Found, words: Mapping[UUID, frozenset[str]]) -> int:
    """Duplicates before what is only related; then the words they share, the metres and days between them."""
    metres = case.at.metres_to(one.at) or 0
    shared = 20 * len(_shared(case, one, words))
    return 10_000 * _may_repeat(case, one) + shared - metres - _days(case, one)


def _shown(case: CaseView, one: _Found, words: Mapping[UUID, frozenset[str]]) -> AlikeCase:
    return AlikeCase(
        one.reference,
        service_name(one.service),
        one.status,
        one.opened_at,
        tuple(_reasons(case, one, words)),
        _may_repeat(case, one),
    )


def _reasons(case: CaseView, one: _Found, words: Mapping[UUID, frozenset[str]]) -> Iterator[str]:
    metres = case.at.metres_to(one.at)
    if metres is None:
        yield (
            "It is at the same address."
            if any(c.isdigit() for c in one.at.place)
            else "It is in the same street."
        )
    else:
        yield "It is at the same spot." if metres < 5 else f"It is {metres} metres away."
    days = (_day(one.opened_at) - _day(case.opened_at)).days
    if days == 0:
        yield "It was sent on the same day."
    else:
        yield f"It was sent {abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'earlier'}."
    if shared := _shared(case, one, words):
        yield f"Both say: {', '.join(shared[:_WORDS_SAID])}."
