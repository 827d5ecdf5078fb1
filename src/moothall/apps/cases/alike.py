"""Other cases that may be about the same: likely duplicates, and those of the same place, each with its reasons.

What is of the same address or street, and of the cells around the point, is found by an index, in the statement that
reads the case; then their answers are read with its own, to compare the words. A case is a likely duplicate when it is
of the same service, within 100 metres or at the same place, sent within 30 days of this one, and not linked with it
already; the more words they share and the nearer they are, the higher it stands. Only cases that whoever asks may see
are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from moothall.apps.cases.hung import Hung
from moothall.apps.cases.models import Case, QueueEntry
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.whereabouts import STEPS, Whereabouts
from moothall.ground.gathering import Some, marks
from moothall.kernel import clock
from moothall.kernel.actors import Actor

NEAR_METRES, NEAR_DAYS = 100, 30
_NEAR = timedelta(days=NEAR_DAYS)
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
    """One of the same place. `metres` from the case, None where either has no point; `days` from the day it was sent,
    negative for before; `repeats`: may be the same, sent again; `shared` are words that both say."""

    entry: QueueEntry
    metres: int | None
    days: int
    repeats: bool
    shared: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Duplicates before what is only related; then the words they share, the metres and days between them."""
        return 10_000 * self.repeats + 20 * len(self.shared) - (self.metres or 0) - abs(self.days)


def around(reference: str, *, seen_by: Actor) -> tuple[Some[QueueEntry], ...]:
    """What finds the latest of the same place and of the cells around, among the cases that `seen_by` may see: each is
    a range of one index. As the queue says where the case is; read with the case, in one statement."""
    classes = sorted(seen_by.classes)
    since = clock.now() - timedelta(days=_DAYS_BACK)
    # A street has thousands of cases, so each class is looked up by itself; a cell has few.
    place = (
        _latest("place", "NOT (place = '')", "confidentiality = %s", (reference, since, one))
        for one in classes
    )
    open_to = f"confidentiality || '' IN {marks(classes)}"
    cells = (
        _latest("cell", "cell IS NOT NULL", open_to, (step, reference, since, *classes)) for step in STEPS
    )
    return (*place, *cells)


def _latest(column: str, filled: str, visible: str, values: tuple[object, ...]) -> Some[QueueEntry]:
    """`filled` as the index says it: SQLite takes no other words for the same."""
    step = " + %s" if column == "cell" else ""
    same = f"(SELECT {column}{step} FROM {_TABLE} WHERE case_id = {_OWN})"  # noqa: S608 — our own names; values are bound
    source = (
        f"(SELECT {', '.join(_COLUMNS)} FROM {_TABLE} WHERE {column} = {same} AND {filled} AND opened_at > %s "  # noqa: S608 — our own names; values are bound
        f"AND {visible} ORDER BY opened_at DESC LIMIT {_LOOKED_AT})"
    )
    return Some(QueueEntry, "1 = 1", values, _COLUMNS, source)


def may_repeat(hung: Hung) -> tuple[UUID, ...]:
    """Those around a case that may be the same, sent again: their words are worth comparing."""
    own = hung.case
    found = (one for one in hung.around if one.service == own.service and one.case_id != own.id)
    return tuple({one.case_id: None for one in found if _soon(one.opened_at, own.opened_at)})


def alike(case: CaseView, *, seen_by: Actor) -> tuple[AlikeCase, ...]:
    """Likely duplicates first, then what else there is of the same place. Nothing is known of an erased case. No query:
    `desk_for` has asked."""
    if case.erased_under or case.at == Whereabouts():
        return ()
    judged = sorted(_at_the_place(case), key=lambda one: (-one.weight, one.entry.reference))
    return tuple(
        AlikeCase(
            one.entry.reference,
            service_name(one.entry.service),
            one.entry.status,
            one.entry.opened_at,
            tuple(_reasons(one)),
            one.repeats,
        )
        for one in judged[:_SHOWN]
    )


def _at_the_place(case: CaseView) -> Iterator[_Found]:
    linked, sent = {link.reference for link in case.links}, _day(case.opened_at)
    said = case.hung.said
    own = _words(said.get(case.id, ()))
    for entry in {one.case_id: one for one in case.hung.around}.values():
        if entry.case_id == case.id or entry.reference in linked:
            continue
        metres = case.at.metres_to(Whereabouts(entry.place, entry.lat, entry.lon))
        if metres > NEAR_METRES if metres is not None else case.at.place != entry.place:
            continue
        days = (_day(entry.opened_at) - sent).days
        repeats = case.service == entry.service and _soon(entry.opened_at, case.opened_at)
        shared = own & _words(said.get(entry.case_id, ())) if repeats and own else ()
        yield _Found(entry, metres, days, repeats, tuple(sorted(shared)))


def _soon(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= _NEAR


def _day(when: datetime) -> date:
    return clock.local(when).date()


def _words(said: Iterable[str]) -> frozenset[str]:
    """Those that say something."""
    return frozenset(word for one in said for word in _WORD.findall(one.casefold())) - _COMMON


def _reasons(one: _Found) -> Iterator[str]:
    if one.metres is None:
        numbered = any(c.isdigit() for c in one.entry.place)
        yield "It is at the same address." if numbered else "It is in the same street."
    else:
        yield "It is at the same spot." if one.metres < 5 else f"It is {one.metres} metres away."
    if one.days == 0:
        yield "It was sent on the same day."
    else:
        ago = abs(one.days)
        yield f"It was sent {ago} {'day' if ago == 1 else 'days'} {'later' if one.days > 0 else 'earlier'}."
    if one.shared:
        yield f"Both say: {', '.join(one.shared[:_WORDS_SAID])}."
