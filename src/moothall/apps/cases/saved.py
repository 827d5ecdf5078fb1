"""Lists kept under a name: one's own, and those of one's teams."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from moothall.apps.cases.listed import fetched
from moothall.apps.cases.models import SavedView, Shared
from moothall.apps.cases.policies import READ
from moothall.apps.cases.statements import Value, as_kept, places
from moothall.kernel.actors import Actor

LONGEST_ASKED = 4_000


class ViewNotFound(LookupError):
    """There is no such list for whoever asks. The same for one that is not there and one of somebody else."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A list under a name. `asked` is what an address asks for; `columns` are empty for the usual ones."""

    id: UUID
    name: str
    asked: str
    columns: tuple[str, ...]
    shared: Shared
    team: str
    own: bool


@dataclass(frozen=True, slots=True)
class SavedViews:
    """Somebody's own lists in their order, then their teams' by name; `columns` are what they like to see."""

    views: tuple[Saved, ...]
    columns: tuple[str, ...]

    def named(self, key: UUID | None) -> Saved | None:
        return next((view for view in self.views if view.id == key), None)


def saved_views(*, seen_by: Actor) -> SavedViews:
    """One statement, without the ORM: it stands on every page of a list."""
    READ.demand(seen_by)
    if seen_by.account_id is None:
        return SavedViews((), ())
    table = connection.ops.quote_name(SavedView._meta.db_table)
    own, teams = as_kept(seen_by.account_id), tuple(sorted(seen_by.teams))
    statement = f"SELECT id, name, asked, columns, shared, team, owner, place FROM {table} WHERE owner = %s"  # noqa: S608 — our own names; values are bound
    values: list[Value] = [own]
    if teams:
        statement += (
            f" UNION SELECT id, name, asked, columns, shared, team, owner, place FROM {table} "  # noqa: S608 — our own names; values are bound
            f"WHERE shared = 'team' AND team IN ({places(teams)})"
        )
        values += teams
    found = [
        (_saved(str(key), name, asked, columns, shared, team, str(owner) == str(own)), place)
        for key, name, asked, columns, shared, team, owner, place in fetched(statement, values)
    ]
    named = sorted(
        (one for one in found if one[0].name),
        key=lambda one: (not one[0].own, one[1] if one[0].own else 0, one[0].name.casefold(), one[0].id),
    )
    usual = next((view.columns for view, _ in found if not view.name and view.own), ())
    return SavedViews(tuple(view for view, _ in named), usual)


def saved_view(key: UUID, *, seen_by: Actor) -> Saved:
    """One's own, one of one's team, or one whose owner shares its link. Raises ViewNotFound."""
    READ.demand(seen_by)
    view = SavedView.objects.filter(pk=key).exclude(name="").first()
    if view is None:
        raise ViewNotFound(str(key))
    own = view.owner == seen_by.account_id
    of_team = view.shared == Shared.TEAM and view.team in seen_by.teams
    if not (own or of_team or view.shared == Shared.LINK):
        raise ViewNotFound(str(key))
    return _saved(str(view.id), view.name, view.asked, view.columns, view.shared, view.team, own)


def _saved(key: str, name: str, asked: str, columns: str, shared: str, team: str, own: bool) -> Saved:
    return Saved(UUID(key), name, asked, tuple(columns.split()), Shared(shared), team, own)
