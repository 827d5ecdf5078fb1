"""Facts, streams and short ways of telling them, shared by the tests of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from moothall.ground.events.api import fact, record
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id

WORKER = system("test")


@fact("plays.opened")
@dataclass(frozen=True, slots=True)
class Opened:
    service: str
    party: UUID | None = None
    due: date | None = None


@fact("plays.told")
@dataclass(frozen=True, slots=True)
class Told:
    number: int
    at: datetime | None = None
    urgent: bool = False
    wards: tuple[str, ...] = ()


@fact("plays.answered")
@dataclass(frozen=True, slots=True)
class Answered:
    revision: str
    digest: str


def a_stream() -> str:
    return f"case:{new_id()}"


def tell(stream: str, *facts: object, after: int = 0, by: Actor = WORKER) -> int:
    with transaction.atomic():
        return record(stream, *facts, by=by, after=after)


def tell_many(streams: int, each: int) -> list[str]:
    """`streams` new streams with `each` facts."""
    made = [a_stream() for _ in range(streams)]
    for stream in made:
        tell(stream, *(Told(n) for n in range(each)))
    return made
