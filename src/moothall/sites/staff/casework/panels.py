"""Panels: what the case page shows besides the case itself, without the page knowing what there is.

    @dataclass(frozen=True, slots=True)
    class Visits(Panel):
        template: ClassVar[str] = "staff/rounds/visits.html"
        visits: tuple[VisitView, ...]

    @panel("side", order=40)
    def visits(case: CaseView, by: Actor) -> Panel | None:
        found = visits_of(case.stream, seen_by=by)
        return Visits(found) if found else None

The module is imported by its part's `urls.py`. Its template sees `panel`, and what every page of a case sees: `page`
(`page.case`, `page.may`, `page.typed`: what had been typed when a verb refused), `frame`, `csrf`. A panel starts with
`<section>` and an h2. The whole case page has 15 queries: a panel asks one, or none; `reads=` says what it is going to
ask, so that it is read with the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal
from uuid import UUID

from moothall.apps.cases.api import CaseView
from moothall.ground.gathering import Some
from moothall.kernel.actors import Actor
from moothall.kernel.registry import Registry

#: Where: before everything that can be done, with the verbs, in the broad column below what there is to do, in the
#: narrow one. What stands first stays as it is while buttons of the page are pressed.
Place = Literal["first", "next", "main", "side"]


@dataclass(frozen=True, slots=True)
class Panel:
    """What one template shows. Fields only; `template` is its path."""

    template: ClassVar[str]


#: Answers with nothing where there is nothing to show.
Maker = Callable[[CaseView, Actor], Panel | None]


#: From the key of a case to what a panel asks about it.
Reads = Callable[[UUID, Actor], Iterable[Some[Any]]]


@dataclass(frozen=True, slots=True)
class Offer:
    place: Place
    order: int
    make: Maker
    reads: Reads | None
    moves: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A panel of the narrow column, None where there is nothing to show; `moves`: a button may change it."""

    name: str
    panel: Panel | None
    moves: bool


PANELS: Registry[Offer] = Registry("panel")


def panel(
    place: Place, *, order: int, reads: Reads | None = None, moves: bool = False
) -> Callable[[Maker], Maker]:
    """Offer what the function makes to the case page: lower `order` stands higher.

    `moves`, in the narrow column: a button of the page may change it, so it comes back with what that changed
    (`in-place.mjs`). What stands with the verbs and below what there is to do always does.
    """

    def wrap(make: Maker) -> Maker:
        PANELS.add(f"{make.__module__}.{make.__qualname__}", Offer(place, order, make, reads, moves))
        return make

    return wrap


def read_by_panels(by: Actor, *, moving: bool = False) -> Callable[[UUID], Iterable[Some[Any]]]:
    """What all panels are going to ask about a case for `by`, or those of the narrow column that move alone."""
    return lambda key: [some for reads in _reading(moving) for some in reads(key, by)]


def panels_for(place: Place, case: CaseView, by: Actor) -> tuple[Panel, ...]:
    """What stands in one place of the page of `case`, in its order."""
    made = (offer.make(case, by) for _name, offer in _in_order(place))
    return tuple(one for one in made if one is not None)


def beside(case: CaseView, by: Actor, *, moving: bool = False) -> tuple[Beside, ...]:
    """What stands in the narrow column, in its order: all of it, or what `moves` alone."""
    shown = (one for one in _in_order("side") if one[1].moves or not moving)
    return tuple(Beside(name, offer.make(case, by), offer.moves) for name, offer in shown)


@cache
def _reading(moving: bool) -> tuple[Reads, ...]:
    return tuple(
        one.reads
        for one in PANELS.values()
        if one.reads and (one.moves or not moving or one.place in ("next", "main"))
    )


@cache
def _in_order(place: Place) -> tuple[tuple[str, Offer], ...]:
    """By their names."""
    offered = [(name, one) for name, one in PANELS.items() if one.place == place]
    return tuple(sorted(offered, key=lambda one: (one[1].order, one[0])))
