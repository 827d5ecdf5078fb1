"""Who the people of a page are: colleagues to filter by, and whoever has the cases that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from moothall.apps.cases.api import Row, Wanted
from moothall.apps.identity.api import accounts_named
from moothall.apps.teams.api import members_of
from moothall.kernel.actors import Actor


def people_of(wanted: Wanted, rows: Iterable[Row], *, seen_by: Actor) -> Mapping[UUID, str]:
    """By account, the names of colleagues and of whoever the rows are with. Two queries."""
    keys = {row.assignee for row in rows if row.assignee} | members_of(seen_by.teams, seen_by=seen_by)
    if wanted.person and "-" in wanted.person:
        keys.add(UUID(wanted.person))
    return accounts_named(keys, seen_by=seen_by)
