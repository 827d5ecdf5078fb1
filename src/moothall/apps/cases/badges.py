"""The numbers beside the names of lists: how much is in each, as far as somebody reads a number at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moothall.apps.cases.queue import counts_waiting
from moothall.apps.cases.views import Count
from moothall.apps.cases.wanted import Wanted
from moothall.kernel.actors import Actor

#: The views of everybody's that say how much is in them. The others have always more than one counts.
BADGED = (
    "mine",
    "team",
    "followed",
    "mentioned",
    "unassigned",
    "breaching",
    "tasks",
    "waiting",
    "held",
    "reopened",
)
#: Counting goes so far; then it is “99+”.
STOP = 99


def badges(also: Sequence[Wanted] = (), *, seen_by: Actor) -> tuple[Mapping[str, Count], tuple[Count, ...]]:
    """How many cases each of the `BADGED` views has for `seen_by`, by its name; and each of the lists `also`.

    One statement, each number read from one index as far as `STOP`, however many cases there are. Raises Refused for
    who may not read cases. No look is recorded: it tells of no case.
    """
    found = counts_waiting([*(Wanted(view) for view in BADGED), *also], stop=STOP, seen_by=seen_by)
    return dict(zip(BADGED, found, strict=False)), found[len(BADGED) :]
