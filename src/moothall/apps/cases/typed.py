"""What somebody types to find cases: words, and operators that say more exactly.

    mattress "mill lane" -sofa status:new ward:hiram with:me due:late before:2026-03-31

Nothing typed is a mistake: an operator that means nothing here is told in a sentence, and the rest is searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from moothall.apps.cases.models import OPEN, Level, Status
from moothall.apps.cases.wanted import DUES, ME, MOST, NOBODY, Wanted
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms.api import day_said
from moothall.apps.identity.api import accounts_named
from moothall.apps.places import api as places
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor

_PIECE = re.compile(r'-?(?:(?P<name>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))', re.IGNORECASE)
#: Stands between words that were typed as one phrase: no letter, so that the index sees one phrase of several words.
_TOGETHER = "·"
_STATUSES = {"progress": (Status.IN_PROGRESS,), "open": OPEN, **{one.value: (one,) for one in Status}}
#: How a case came, as lists call it.
_CHANNELS = ("web", "phone", "counter", "email", "letter", "api", "split")
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
    def listed(self) -> Wanted:
        """The list of all that the operators ask for."""
        if self.made_before is None:
            return self.filters
        return replace(self.filters, made_to=self.made_before - timedelta(days=1))

    @property
    def is_a_list(self) -> bool:
        """No word is looked for, and everything was understood."""
        return self.listed.filtered and not (self.words or self.without or self.unknown)

    @property
    def before(self) -> int | None:
        """The microsecond since 1970 at which the day begins."""
        return _begins(self.made_before)

    @property
    def since(self) -> int | None:
        """The same of the first day that is asked for."""
        return _begins(self.filters.made_from)


def _begins(day: date | None) -> int | None:
    if day is None:
        return None
    return max(0, int(datetime.combine(day, time(), clock.LOCAL_ZONE).timestamp() * 1_000_000))


def read_typed(said: str, *, seen_by: Actor) -> Typed:
    """Never fails. Two queries where a colleague is named, else none."""
    words, without, typed = list[str](), list[str](), Typed()
    for piece in _PIECE.finditer(said[:400]):
        value = piece["quoted"] if piece["quoted"] is not None else piece["plain"] or ""
        name = (piece["name"] or "").lower()
        if name in _OPERATORS and value and piece[0].startswith("-"):
            typed = _with(typed, piece[0], f"Only words can be left out. Take the hyphen off “{piece[0]}”.")
        elif name in _OPERATORS and value:
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
    whole = [one for one in by_name if one[0].casefold() == value.casefold()]
    if len(whole or by_name) > 1:
        names = ", ".join(name for name, _ in by_name[:5])
        return f"“{value}” is more than one colleague: {names}. Write more of the name."
    return replace(typed, filters=replace(typed.filters, person=str((whole or by_name)[0][1])))


def _team(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    found = _named(value, [(one.code, f"{one.code} {one.name}") for one in teams.teams()])
    if not found:
        return f"No team is called “{value}”."
    return replace(typed, filters=replace(typed.filters, teams=tuple(sorted({*typed.filters.teams, *found}))))


def _due(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    due = next((one for one in DUES if one == value.lower() and one != "range"), None)
    if due is None:
        return f"Nothing is due “{value}”. Write late, today, soon, week or none."
    return replace(typed, filters=replace(typed.filters, due=due))


def _by(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    if value.lower() not in _CHANNELS:
        return f"No case comes by “{value}”. Write {', '.join(_CHANNELS[:-1])} or {_CHANNELS[-1]}."
    return replace(typed, filters=replace(typed.filters, channel=value.lower()))


def _before(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    day = _day(value)
    return day if isinstance(day, str) else replace(typed, made_before=day)


def _since(typed: Typed, value: str, seen_by: Actor) -> Typed | str:
    day = _day(value)
    return day if isinstance(day, str) else replace(typed, filters=replace(typed.filters, made_from=day))


def _day(value: str) -> date | str:
    """The day, or a sentence that it is none."""
    day = day_said(value, today=clock.today())
    if day is None:
        return f"“{value}” is no day. Write it like 2026-03-31."
    if not 1971 <= day.year <= 2200:
        return f"No case is that old or that new: {value}."
    return day


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
    "team": _team,
    "due": _due,
    "by": _by,
    "before": _before,
    "since": _since,
}
