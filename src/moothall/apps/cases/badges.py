"""The numbers beside the names of lists: how much is in each, as far as somebody reads a number at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from moothall.apps.cases.models import Approval, ApprovalState, Case, Delegation
from moothall.apps.cases.queue import counts_waiting
from moothall.apps.cases.two_persons import decides_among
from moothall.apps.cases.views import Count
from moothall.apps.cases.wanted import Wanted
from moothall.ground.engine import repeating
from moothall.ground.gathering import as_taken
from moothall.kernel import clock
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


def approvals_to_give(*, seen_by: Actor) -> Count:
    """How much waits for `seen_by` to agree, as far as `STOP`: what `approvals_waiting` lists. One statement, and few
    more for what was handed on to them. No look is recorded: it tells of no case.
    """
    if seen_by.account_id is None or not seen_by.classes:
        return Count(0, False)
    roles, classes, today = sorted(seen_by.roles) or [""], sorted(seen_by.classes), as_taken(clock.today())
    with repeating() as cursor:
        cursor.execute(
            _asked(len(classes), len(roles)),
            [
                seen_by.key,
                *classes,
                *roles,
                as_taken(seen_by.account_id),
                today,
                today,
            ],
        )
        found = Counter((str(role), str(confidentiality)) for role, confidentiality in cursor.fetchall())
    number = sum(often for (role, among), often in found.items() if decides_among(among, role, seen_by)[0])
    return Count(min(number, STOP), number > STOP)


def _asked(classes: int, roles: int) -> str:
    """The state is no value beside it: an engine uses the index of what is asked only when it reads so here."""
    return (
        f"SELECT a.role, c.confidentiality FROM {Approval._meta.db_table} a "  # noqa: S608 — our own names; values are bound
        f"JOIN {Case._meta.db_table} c ON c.id = a.case_id "
        f"WHERE a.state = '{ApprovalState.ASKED.value}' AND a.asked_by <> %s "
        f"AND c.confidentiality IN ({_marks(classes)}) "
        f"AND (a.role IN ({_marks(roles)}) OR a.role IN "
        f'(SELECT role FROM {Delegation._meta.db_table} WHERE "to" = %s AND since <= %s AND until >= %s)) '
        f"LIMIT {STOP + 1}"
    )


def _marks(number: int) -> str:
    return ", ".join(["%s"] * number)
