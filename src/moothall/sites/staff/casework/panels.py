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
`<section>` and an h2. The whole case page has 15 queries: a panel asks one, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from moothall.apps.cases.api import CaseView
from moothall.kernel.actors import Actor
from moothall.kernel.registry import Registry

#: Where: with the verbs, in the broad column below what there is to do, in the narrow one.
Place = Literal["next", "main", "side"]


@dataclass(frozen=True, slots=True)
class Panel:
    """What one template shows. Fields only; `template` is its path."""

    template: ClassVar[str]


#: Answers with nothing where there is nothing to show.
Maker = Callable[[CaseView, Actor], Panel | None]


@dataclass(frozen=True, slots=True)
class Offer:
    place: Place
    order: int
    make: Maker


PANELS: Registry[Offer] = Registry("panel")


def panel(place: Place, *, order: int) -> Callable[[Maker], Maker]:
    """Offer what the function makes to the case page: lower `order` stands higher."""

    def wrap(make: Maker) -> Maker:
        PANELS.add(f"{make.__module__}.{make.__qualname__}", Offer(place, order, make))
        return make

    return wrap


def panels_for(place: Place, case: CaseView, by: Actor) -> tuple[Panel, ...]:
    """What stands in one place of the page of `case`, in its order."""
    offered = sorted((one.order, name) for name, one in PANELS.items() if one.place == place)
    made = (PANELS[name].make(case, by) for _order, name in offered)
    return tuple(one for one in made if one is not None)
