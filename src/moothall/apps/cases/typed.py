"""What somebody types to find cases: words, and operators that say more exactly.

    mattress "mill lane" -sofa status:new ward:hiram with:me before:2026-03-31

Nothing typed is a mistake: an operator that means nothing here is told in a sentence, and the rest is searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from moothall.apps.cases.models import OPEN, Level, Status
from moothall.apps.cases.wanted import ME, MOST, NOBODY, Wanted
from moothall.apps.catalogue import api as catalogue
from moothall.apps.identity.api import accounts_named
from moothall.apps.places import api as places
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor

_PIECE = re.compile(r'-?(?:(?P<name>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))', re.IGNORECASE)
#: Stands between words that were typed as one phrase: no letter, so that the index sees one phrase of several words.
_TOGETHER = "·"
_STATUSES = {"progress": (Status.IN_PROGRESS,), "open": OPEN, **{one.value: (one,) for one in Status}}


_ANY = Wanted("all")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood. `words` are for the index; `filters` ask for any status; `made_before` is a day.

    `understood` are the operators as they were typed; `unknown` says in sentences which were not.
    """

    words: str = ""
    without: tuple[str, ...] = ()
    filters: Wanted = _ANY
    made_before: date | None = None
    understood: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def before(self) -> int | None:
        """The microsecond since 1970 at which the day begins."""
        if self.made_before is None:
            return None
        return max(
            0, int(datetime.combine(self.made_before, time(), clock.LOCAL_ZONE).timestamp() * 1_000_000)
        )


def read_typed(said: str, *, seen_by: Actor) -> Typed:
    """Never fails. Two queries where a colleague is named, else none."""
    words, without, typed = list[str](), list[str](), Typed()
    for piece in _PIECE.finditer(said[:400]):
        value = piece["quoted"] if piece["quoted"] is not None else piece["plain"] or ""
        name = (piece["name"] or "").lower()
        if name in _OPERATORS and value:
            typed = _with(typed, piece[0], _OPERATORS[name](typed, value.strip(), seen_by))
        else:
            phrase = value if piece["quoted"] is None else _TOGETHER.join(value.split())
            whole = f"{piece['name']}:{phrase}" if piece["name"] else phrase
            (without if piece[0].startswith("-") else words).append(whole)
    return replace(typed, words=" ".join(words), without=tuple(without))


def _with(typed: Typed, piece: str, found: Typed | str) -> Typed:
    if isinstance(found, str):
        return replace(typed, unknown=(*typed.unknown, found))
    return replace(found, understood=(*typed.understood, piece))


def _status(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    known = _STATUSES.get(value.lower())
    if known is None:
        return f"There is no status “{value}”. Write new, progress, waiting, closed or open."
    statuses = tuple(dict.fromkeys((*typed.filters.statuses, *(one.value for one in known))))
    return replace(typed, filters=replace(typed.filters, statuses=statuses))


def _service(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    seen = [
        (one.slug, f"{one.slug} {one.name}")
        for one in catalogue.services_listed(seen_by=seen_by)
        if one.takes_requests and seen_by.sees(one.confidentiality)
    ]
    found = _named(value, seen)
    if not found:
        return f"No service that you may see is called “{value}”."
    services = tuple(sorted({*typed.filters.services, *found}))[:MOST]
    return replace(typed, filters=replace(typed.filters, services=services))


def _ward(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    found = _named(value, [(code, f"{code} {name}") for code, name in places.ward_choices()])
    if not found:
        return f"No ward is called “{value}”."
    wards = tuple(sorted({*typed.filters.wards, *found}))[:MOST]
    return replace(typed, filters=replace(typed.filters, wards=wards))


def _tag(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    tags = tuple(sorted({*typed.filters.tags, value[:60].lower()}))[:MOST]
    return replace(typed, filters=replace(typed.filters, tags=tags))


def _priority(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    level = value.lower()
    if level not in Level.values:
        return f"There is no priority “{value}”. Write urgent, high, normal or low."
    return replace(typed, filters=replace(typed.filters, priority=level))


def _who(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    if value.lower() in (ME, NOBODY):
        return replace(typed, filters=replace(typed.filters, person=value.lower()))
    colleagues = accounts_named(teams.members_of(seen_by.teams, seen_by=seen_by), seen_by=seen_by)
    by_name = sorted((name, key) for key, name in colleagues.items() if value.casefold() in name.casefold())
    if not by_name:
        return f"No colleague in your teams is called “{value}”. Write me, nobody or a part of their name."
    return replace(typed, filters=replace(typed.filters, person=str(by_name[0][1])))


def _before(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return f"“{value}” is no day. Write it like 2026-03-31."
    if not 1971 <= day.year <= 2200:
        return f"No case is that old or that new: {value}."
    return replace(typed, made_before=day)


def _named(value: str, among: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of those in whose name every word stands."""
    words = value.casefold().replace("-", " ").split()
    return [key for key, name in among if all(word in name.casefold() for word in words)][:MOST]


_OPERATORS: dict[str, Callable[[Typed, str, Actor], Typed | str]] = {
    "status": _status,
    "service": _service,
    "ward": _ward,
    "tag": _tag,
    "with": _who,
    "priority": _priority,
    "before": _before,
}
