"""What `moothall doctor` and `/metrics` learn about the sealed log and its listeners."""

from __future__ import annotations

from collections.abc import Iterable

from moothall.ground.events.api import head, stuck_deliveries, unsealed
from moothall.kernel.actors import system
from moothall.kernel.upkeep import MEASURES, Finding, Measure, checkup, well, wrong

#: What may be unsealed for a moment; more means that no worker seals.
SEALED_WITHIN_SECONDS = 30.0
MOST_COUNTED = 1000
US = system("ops")


@checkup("seal")
def the_log_is_sealed() -> Finding:
    window = unsealed()
    if window.set_aside:
        return wrong(f"{window.set_aside} events could not be sealed.", "Run: moothall audit verify")
    if window.oldest_seconds > SEALED_WITHIN_SECONDS:
        said = f"{window.events} events are not sealed, the oldest for {window.oldest_seconds:.0f} s."
        return wrong(said, "The worker seals them: see that one runs.")
    return well(f"sealed up to number {head().number:,}, {window.events} waiting.")


@checkup("deliveries")
def events_are_delivered() -> Finding:
    stuck = stuck_deliveries(seen_by=US, limit=MOST_COUNTED)
    if stuck:
        return wrong(f"{len(stuck)} failed.", "Retry or forget them on the page of failed jobs.")
    return well("None is stuck.")


def _measures() -> Iterable[Measure]:
    window = unsealed()
    yield Measure("moothall_unsealed_events", "Events not sealed yet.", window.events)
    yield Measure("moothall_seal_lag_seconds", "Age of the oldest of them.", window.oldest_seconds)
    stuck = len(stuck_deliveries(seen_by=US, limit=MOST_COUNTED))
    yield Measure("moothall_stuck_deliveries", "Deliveries of events that failed.", stuck)


MEASURES.add("log", _measures)
