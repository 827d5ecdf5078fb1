"""What rooms and connectors offer to whoever looks after the platform: things to examine, to rebuild, to measure.

    @checkup("mail")
    def mail_server_answers() -> Finding:
        return well("smtp.example.org answers.")  or  wrong("… does not answer.", "Check MOOTHALL_SMTP_URL.")

    @rebuilder("queue")
    def rebuild_queue() -> int:
        \"\"\"The flat rows that queues filter and sort by.\"\"\"

`moothall doctor` runs every checkup, `moothall rebuild` every rebuilder, `/metrics` shows `MEASURES`.
They are found in a room's `upkeep.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from moothall.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says how it stands, `to_do` what to do when it is not well."""

    well: bool
    sentence: str
    to_do: str = ""


def well(sentence: str) -> Finding:
    return Finding(True, sentence)


def wrong(sentence: str, to_do: str) -> Finding:
    return Finding(False, sentence, to_do)


Checkup = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Rebuilder:
    """Makes derived rows again from the truth; `rebuild()` says how many. `after` names those to be made before."""

    name: str
    rebuild: Callable[[], int]
    after: tuple[str, ...] = ()


CHECKUPS: Registry[Checkup] = Registry("checkup")
REBUILDERS: Registry[Rebuilder] = Registry("rebuilder")


def checkup(name: str) -> Callable[[Checkup], Checkup]:
    """List a function that examines one thing and never changes any."""

    def wrap(examine: Checkup) -> Checkup:
        CHECKUPS.add(name, examine)
        return examine

    return wrap


def rebuilder(name: str, *, after: Iterable[str] = ()) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """List a function that makes derived rows again and returns how many."""

    def wrap(rebuild: Callable[[], int]) -> Callable[[], int]:
        REBUILDERS.add(name, Rebuilder(name, rebuild, tuple(after)))
        return rebuild

    return wrap


def rebuilders_in_order() -> tuple[Rebuilder, ...]:
    """All of them, each after those it names. Raises ValueError when they wait for each other in a circle."""
    placed: dict[str, Rebuilder] = {}
    waiting = dict(REBUILDERS.items())
    while waiting:
        free = [name for name, one in waiting.items() if not set(one.after) & set(waiting)]
        if not free:
            raise ValueError(f"These rebuilders wait for each other: {', '.join(waiting)}.")
        placed |= {name: waiting.pop(name) for name in free}
    return tuple(placed.values())


@dataclass(frozen=True, slots=True)
class Measure:
    """A number about now, for the metrics page: `name` in Prometheus' way, labels without personal data."""

    name: str
    meaning: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


MEASURES: Registry[Callable[[], Iterable[Measure]]] = Registry("group of measures")
