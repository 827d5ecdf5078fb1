"""Other cases that may be about the same: likely duplicates, and those of the same place, each with its reasons.

What is of the same address or street, and of the cells around the point, is found by an index, in the statement that
reads the case; then their answers are read with its own, to compare the words. A case is a likely duplicate when it is
of the same service, within 100 metres or at the same place, sent within 30 days of this one, and not linked with it
already; the more words they share and the nearer they are, the higher it stands. Only cases that whoever asks may see
are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from moothall.apps.cases.hung import Hung
from moothall.apps.cases.models import Case, QueueEntry
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.whereabouts import STEPS, Whereabouts
from moothall.apps.forms import api as forms
from moothall.ground.gathering import Some, marks
from moothall.kernel import clock
from moothall.kernel.actors import Actor

NEAR_METRES, NEAR_DAYS = 100, 30
#: Of one place so many are looked at, the latest; so many of all are shown; so long ago is long ago.
_LOOKED_AT, _SHOWN, _DAYS_BACK = 20, 6, 365
#: So many shared words are said.
_WORDS_SAID = 4
_WORD = re.compile(r"[^\W\d_]{4,}")
_TABLE = QueueEntry._meta.db_table
_OWN = f"(SELECT id FROM {Case._meta.db_table} WHERE reference = %s)"  # noqa: S608 — our own names; values are bound
_COLUMNS = ("case_id", "reference", "service", "status", "opened_at", "place", "lat", "lon")
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


def around(reference: str, *, seen_by: Actor) -> tuple[Some[QueueEntry], ...]:
    """What finds the latest of the same place and of the cells around, among the cases that `seen_by` may see: each is
    a range of one index. As the queue says where the case is; read with the case, in one statement."""
    classes = sorted(seen_by.classes)
    since = clock.now() - timedelta(days=_DAYS_BACK)

    def latest(column: str, filled: str, *where: int) -> Some[QueueEntry]:
        same = f"(SELECT {column}{' + %s' if where else ''} FROM {_TABLE} WHERE case_id = {_OWN})"  # noqa: S608 — our own names; values are bound
        source = (
            f"(SELECT {', '.join(_COLUMNS)} FROM {_TABLE} WHERE {column} = {same} AND {filled} AND opened_at > %s "  # noqa: S608 — our own names; values are bound
            f"AND confidentiality || '' IN {marks(classes)} ORDER BY opened_at DESC LIMIT {_LOOKED_AT})"
        )
        return Some(QueueEntry, "1 = 1", (*where, reference, since, *classes), _COLUMNS, source)

    # As the indexes say it: SQLite takes no other words for the same.
    beside = [latest("cell", "cell IS NOT NULL", step) for step in STEPS]
    return (latest("place", "NOT (place = '')"), *beside)


def may_repeat(hung: Hung) -> tuple[UUID, ...]:
    """Those around a case that may be the same, sent again: their words are worth comparing."""
    own = hung.case
    found = (one for one in hung.around if one.service == own.service and one.case_id != own.id)
    return tuple(
        {one.case_id: None for one in found if _days_between(own.opened_at, one.opened_at) <= NEAR_DAYS}
    )


def alike(case: CaseView, *, seen_by: Actor) -> tuple[AlikeCase, ...]:
    """Likely duplicates first, then what else there is of the same place. Nothing is known of an erased case. No query:
    `desk_for` has asked."""
    if case.erased_under or case.at == Whereabouts():
        return ()
    linked = {link.reference for link in case.links}
    found = [one for one in _at_the_place(case) if one.reference not in linked]
    repeats = {one.id for one in found if _may_repeat(case, one)}
    words = _words_shared(case, repeats) if repeats else {}
    judged = sorted(
        ((_weight(case, one, words), one) for one in found), key=lambda pair: (-pair[0], pair[1].reference)
    )
    return tuple(_shown(case, one, words) for _weight_of, one in judged[:_SHOWN])


def _at_the_place(case: CaseView) -> list[_Found]:
    every = (
        _Found(
            one.case_id,
            one.reference,
            one.service,
            one.status,
            one.opened_at,
            Whereabouts(one.place, one.lat, one.lon),
        )
        for one in case.hung.around
    )
    return [
        one for one in {one.id: one for one in every}.values() if one.id != case.id and _is_near(case, one)
    ]


def _is_near(case: CaseView, one: _Found) -> bool:
    metres = case.at.metres_to(one.at)
    return metres <= NEAR_METRES if metres is not None else case.at.place == one.at.place


def _may_repeat(case: CaseView, one: _Found) -> bool:
    return case.service == one.service and _days(case, one) <= NEAR_DAYS


def _days(case: CaseView, one: _Found) -> int:
    return _days_between(case.opened_at, one.opened_at)


def _days_between(one: datetime, other: datetime) -> int:
    return abs((_day(one) - _day(other)).days)


def _day(when: datetime) -> date:
    return clock.local(when).date()


def _words_shared(case: CaseView, repeats: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """The words of their answers that say something, of each what it shares with this one."""
    said = {key: frozenset(_words(answers)) for key, answers in case.hung.said.items()}
    own = said.get(case.id, frozenset())
    return {key: own & words for key, words in said.items() if key in repeats}


def _words(answers: forms.Answers) -> Iterator[str]:
    for answer in answers.values():
        if answer.type in ("short-text", "long-text") and isinstance(answer.value, str):
            yield from (word for word in _WORD.findall(answer.value.casefold()) if word not in _COMMON)


def _shared(case: CaseView, one: _Found, words: Mapping[UUID, frozenset[str]]) -> list[str]:
    return sorted(words.get(one.id, ()))


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
