"""Who is told of what: listeners, registered by the rooms above."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from moothall.ground.events.facts import fact_type
from moothall.ground.events.recording import Recorded
from moothall.kernel.registry import Registry

Handler = Callable[[Recorded], None]
Hears = Callable[[], Collection[type]]
Start = Literal["beginning", "now"]


@dataclass(frozen=True, slots=True)
class Listener:
    """`facts` are the names it is told of; `outside`: its work runs outside any transaction."""

    name: str
    facts: tuple[str, ...]
    handle: Handler
    outside: bool
    start: Start
    hears: Hears | None = None

    def heard_now(self) -> tuple[str, ...]:
        """The names of the facts that would set it to work now; of the others it is not told."""
        if self.hears is None:
            return self.facts
        names = {fact_type(cls).name for cls in self.hears()}
        return tuple(name for name in self.facts if name in names)


LISTENERS: Registry[Listener] = Registry("listener")


def listener(
    name: str,
    *,
    to: Sequence[type],
    outside: bool = False,
    start: Start = "beginning",
    hears: Hears | None = None,
) -> Callable[[Handler], Handler]:
    """Tell the function every fact of the classes `to`: at least once, in order within a stream.

    What it does to the database commits together with the note that it was told, in one short transaction. With
    `outside` (it speaks to somebody else's system) it runs outside any transaction and may be told again after a
    crash: it must be idempotent by the event's id. What raises is parked with its stream, for this listener only,
    and tried again with growing pauses. `start` says where a new listener begins: at the beginning of the log,
    or with what is told from now on. `hears`, asked before it is told anything, says which of its facts would set it
    to work now: one that mostly has nothing to do lets the others pass without being woken for each.
    """

    def wrap(function: Handler) -> Handler:
        LISTENERS.add(
            name, Listener(name, tuple(fact_type(cls).name for cls in to), function, outside, start, hears)
        )
        return function

    return wrap
