"""Who calls: people found by what was heard of them, put together where they are likely one, with their cases.

Only what the adviser may see decides anything: a person all of whose cases are hidden is not found, nor counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from moothall.apps.cases import api as cases
from moothall.apps.contacts.policies import LOG
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.kernel.actors import Actor

PURPOSE = "look-up"
#: So many people are shown; who finds more has to say more.
MOST = 20
#: So many of the newest cases at a place are looked through for a name.
_NAMED = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody: what they said last, why they were found, and why several tellings are likely one person's."""

    record: UUID
    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    said_at: datetime
    why: tuple[str, ...]
    together: tuple[str, ...]
    other_names: tuple[str, ...]
    cases: tuple[cases.Row, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`by_reference` are cases whose reference was meant, `by_place` those about a street or a postcode that was heard;
    `more`: there are further people, say more."""

    people: tuple[Known, ...] = ()
    by_reference: tuple[cases.Row, ...] = ()
    by_place: tuple[cases.Row, ...] = ()
    more: bool = False


def look_up(typed: str, *, seen_by: Actor) -> Found:
    """Everybody who may be meant by what was typed, the likeliest first. Each look is recorded.

    Raises Refused for who may not answer people or not read cases.
    """
    LOG.demand(seen_by)
    by_reference = cases.cases_half_heard(typed, purpose=PURPOSE, seen_by=seen_by)
    alike = people.people_heard(typed, seen_by=seen_by)
    of = cases.cases_of_people([one.id for one in alike], purpose=PURPOSE, seen_by=seen_by) if alike else {}
    seen = [one for one in alike if one.id in of]
    known = [_known(group, of) for group in _groups(seen)]
    shown = {row.id for one in known for row in one.cases}
    by_place = tuple(row for row in _at_place(typed, seen_by) if row.id not in shown)
    return Found(tuple(known[:MOST]), by_reference, by_place[:MOST], len(known) > MOST)


def _at_place(typed: str, seen_by: Actor) -> tuple[cases.Row, ...]:
    """Cases that name the street or the postcode, the newest first; with a name, those of somebody called so."""
    place = people.place_heard(typed)
    if place is None:
        return ()
    rows = cases.search_cases(place.words, limit=_NAMED if place.name else MOST + 1, seen_by=seen_by).rows
    return tuple(row for row in rows if place.fits(row.reporter_name))


def caller_known(record: UUID, *, seen_by: Actor) -> Known | None:
    """Somebody who was chosen, with the cases the adviser may see; None when none of them is theirs to see."""
    LOG.demand(seen_by)
    tellings = _tellings_of(record, seen_by)
    of = cases.cases_of_people([one.id for one in tellings], purpose="call", seen_by=seen_by)
    seen = [one for one in tellings if one.id in of]
    own = next((one for one in tellings if one.id == record), None)
    if own is None or not seen:
        return None
    known = _known(seen, of)
    others = tuple(name for name in (known.name, *known.other_names) if name and name != own.name)
    return replace(
        known, record=record, why=(), name=own.name or known.name, other_names=others if own.name else ()
    )


def said_before(record: UUID, form: forms.Form, *, seen_by: Actor) -> forms.Answers:
    """What whoever calls has said in earlier requests, as answers to `form`."""
    LOG.demand(seen_by)
    return cases.said_before([one.id for one in _tellings_of(record, seen_by)], form, seen_by=seen_by)


def _tellings_of(record: UUID, seen_by: Actor) -> list[people.Alike]:
    """This telling, and others that are surely of the same person: the same e-mail address, or the same number and a
    name that sounds alike. A number is often a family's."""
    own = people.told_by(record, seen_by=seen_by)
    if own is None:
        return []
    found = {own.id: own}
    for typed in filter(None, (own.email, own.phone)):
        for one in people.people_heard(typed, seen_by=seen_by):
            if _same(own, one):
                found[one.id] = one
    return list(found.values())


def _groups(found: Sequence[people.Alike]) -> list[list[people.Alike]]:
    """Those who are likely one, in the order of the first of each: the same e-mail address, or the same number and a
    name that sounds alike. A number is often a family's."""
    groups: list[list[people.Alike]] = []
    by_mark: dict[tuple[str, str], list[list[people.Alike]]] = {}
    for one in found:
        own = next(
            (group for mark in one.marks for group in by_mark.get(mark, ()) if _likely(one, group)), None
        )
        if own is None:
            groups.append(own := [])
        own.append(one)
        for mark in one.marks:
            if not any(group is own for group in by_mark.setdefault(mark, [])):
                by_mark[mark].append(own)
    return groups


def _likely(one: people.Alike, group: Sequence[people.Alike]) -> bool:
    return any(_same(one, other) for other in group)


def _same(one: people.Alike, other: people.Alike) -> bool:
    shared = {what for what, _ in set(one.marks) & set(other.marks)}
    return "e-mail address" in shared or bool(shared and people.names_alike(one.name, other.name))


def _known(group: Sequence[people.Alike], of: Mapping[UUID, tuple[cases.Row, ...]]) -> Known:
    newest = max(group, key=lambda one: one.id.int)
    rows = {row.id: row for one in group for row in of.get(one.id, ())}
    names = dict.fromkeys(one.name for one in group if one.name and one.name != newest.name)
    return Known(
        record=newest.id,
        name=newest.name,
        email=newest.email or _first(one.email for one in group),
        phone=newest.phone or _first(one.phone for one in group),
        address=newest.address or next((one.address for one in group if one.address), ()),
        said_at=newest.recorded_at,
        why=tuple(dict.fromkeys(why for one in group for why in one.why))[:4],
        together=_shared(group),
        other_names=tuple(names),
        cases=tuple(sorted(rows.values(), key=lambda row: row.id.int, reverse=True)),
    )


def _first(said: Iterable[str]) -> str:
    return next((one for one in said if one), "")


def _shared(group: Sequence[people.Alike]) -> tuple[str, ...]:
    """What makes several tellings likely one person's, in words."""
    counted: dict[tuple[str, str], int] = {}
    for one in group:
        for mark in one.marks:
            counted[mark] = counted.get(mark, 0) + 1
    whats = dict.fromkeys(what for (what, _), number in counted.items() if number > 1)
    return tuple(f"the same {what}" for what in whats)
