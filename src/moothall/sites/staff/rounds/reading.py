"""What the pages of rounds show, and reading what they send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from uuid import UUID

from django.http import QueryDict

from moothall.apps.bookings.api import RoundView, VisitView
from moothall.apps.cases.api import Status, StopSaid
from moothall.apps.places.api import ward_name
from moothall.apps.teams.api import colleagues_in
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading

OUTCOMES = {
    "done": ("Done", "What was to be done is done"),
    "not-found": ("Nothing found", "It was not there, or is gone"),
    "could-not": ("Could not be done", "No way in, too dangerous, not ours: say why below"),
}
#: How a visit ended, for whoever reads it: also one of a day that is over, whose case is on another round now.
ENDED = {"": "", **{code: words[0] for code, words in OUTCOMES.items()}, "left": "Not reached"}


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop as sheets show it. `map` opens the telephone's own map, where a point is known."""

    visit: UUID
    position: int
    reference: str
    service: str
    where: tuple[str, ...]
    ward: str
    map: str
    exact: bool
    outcome: str
    outcome_words: str
    #: Nothing is left to do there: the case was closed after the round was planned.
    closed: bool = False


def stop_line(one: VisitView, said: dict[str, StopSaid]) -> StopLine:
    """A visit and its case; of a case that the asker may not see, or whose words are erased, the reference alone."""
    case = said.get(one.label)
    where = case.where if case else ()
    return StopLine(
        visit=one.id,
        position=one.position,
        reference=one.label,
        service=case.service_name if case else "A case you may not see",
        where=where,
        ward=_ward(case.ward, where) if case and case.ward else "",
        map=map_link(one.lat, one.lon, ", ".join(where)) if case else "",
        exact=one.exact,
        outcome=one.outcome,
        outcome_words=ENDED[one.outcome],
        closed=case is not None and case.status == Status.CLOSED and not one.outcome,
    )


def _ward(code: str, where: Sequence[str]) -> str:
    """Its name; empty where the place's own lines end with it."""
    name = ward_name(code)
    said = {name.casefold(), f"{name} ward".casefold()}
    return "" if any(line.casefold() in said for line in where) else name


def map_link(lat: float | None, lon: float | None, words: str = "") -> str:
    """A `geo:` address (RFC 5870): the telephone asks which map, and no map's maker hears of it from us."""
    if lat is None or lon is None:
        return ""
    return f"geo:{lat:.6f},{lon:.6f}?q={lat:.6f},{lon:.6f}" + (f"({quote(words[:80])})" if words else "")


def crew_name(whole: RoundView, by: Actor) -> str:
    return dict(colleagues_in(whole.team, seen_by=by)).get(whole.crew, "") if whole.crew else ""


def day(sent: QueryDict, name: str) -> date:
    """A day as a browser's field sends it, or as people type it. Raises Refused."""
    return reading.day(sent, name, "STAFF-45", "Enter the day of the round, such as 3/12/2026.")


def crew(sent: QueryDict) -> UUID | None:
    """Who goes; None for nobody yet. Raises Refused."""
    return reading.one_key(sent, "crew", "STAFF-71", "Choose who goes, or nobody yet.")
