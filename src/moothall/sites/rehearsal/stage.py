"""A service's journeys, played one way or the other."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.apps.catalogue.api import service_named
from moothall.kernel.actors import system
from moothall.sites.rehearsal.journeys import Journey
from moothall.sites.rehearsal.playing import play

WAYS = ("headless", "http")
_SELF = system("rehearsal")


@dataclass(frozen=True, slots=True)
class Performance:
    """One journey played; `wrong` is empty when all went as it says."""

    journey: Journey
    wrong: tuple[str, ...]


def journeys_of(slug: str) -> tuple[Journey, ...]:
    """The journeys of a service, in the order of their files. Raises NoSuchService."""
    found = service_named(slug, seen_by=_SELF).parts.get("journeys", ())
    return tuple(one for one in found if isinstance(one, Journey)) if isinstance(found, tuple) else ()


def rehearse(slug: str, way: str) -> tuple[Performance, ...]:
    """Play every journey of a service; `way` is one of `WAYS`."""
    return tuple(
        Performance(journey, tuple(play(journey, slug, over_http=way == "http")))
        for journey in journeys_of(slug)
    )
