"""Who has cases at all: the accounts of one index, found by leaping from each to the next."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from moothall.apps.cases.listed import fetched
from moothall.apps.cases.policies import READ
from moothall.apps.cases.statements import Value, places, queue_table
from moothall.apps.cases.wanted import VIEWS, Wanted
from moothall.kernel.actors import Actor

#: So many are found; a list by person says when there are more.
MOST = 600


def people_with_cases(wanted: Wanted, *, seen_by: Actor) -> frozenset[UUID]:
    """Whom any case in a status of this list is with: a range of the index for each, whatever else the list asks.

    Whether `seen_by` may see one of their cases is not asked here: only the list itself tells of a person. One
    statement. Raises Refused for who may not read cases.
    """
    READ.demand(seen_by)
    statuses = wanted.statuses or tuple(one.value for one in VIEWS[wanted.view].statuses)
    told = " INDEXED BY queue_mine" if connection.vendor == "sqlite" else ""
    of = f"{queue_table()} q{told} WHERE q.assignee"
    statement = (
        f"WITH RECURSIVE found(who, place) AS (SELECT * FROM (SELECT q.assignee, 1 FROM {of} IS NOT NULL "  # noqa: S608 — our own names; values are bound
        f"ORDER BY q.assignee LIMIT 1) first UNION ALL SELECT (SELECT q.assignee FROM {of} > found.who "
        f"ORDER BY q.assignee LIMIT 1), place + 1 FROM found WHERE who IS NOT NULL AND place < {MOST}) "
        f"SELECT who FROM found WHERE who IS NOT NULL AND EXISTS "
        f"(SELECT 1 FROM {of} = found.who AND q.status IN ({places(statuses)}))"
    )
    values: list[Value] = list(statuses)
    return frozenset(who if isinstance(who, UUID) else UUID(hex=who) for (who,) in fetched(statement, values))
