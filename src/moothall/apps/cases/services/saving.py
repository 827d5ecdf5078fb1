"""Keeping lists under a name, sharing them, and how somebody likes lists to look.

A view holds what is asked for, never what was found: whoever opens it sees their own cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.models import SavedView, Shared
from moothall.apps.cases.policies import READ
from moothall.apps.cases.rules import lists as rules
from moothall.apps.cases.saved import LONGEST_ASKED, ViewNotFound
from moothall.ground import rows
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: A row with this name is how its owner likes lists that have none.
_NO_NAME = ""


def save_view(name: str, asked: str, *, columns: Sequence[str] = (), by: Actor) -> UUID:
    """Keep what an address asks for under a name, behind the lists one has. Raises Refused CASE-100 to 102."""
    owner = _owner(by)
    name = _named(name)
    with transaction.atomic():
        own = SavedView.objects.filter(owner=owner).exclude(name=_NO_NAME)
        rules.few_enough_views.demand(own.count())
        rules.name_is_free.demand(own.filter(name=name).exists())
        last = own.order_by("-place").values_list("place", flat=True).first() or 0
        view = SavedView(
            id=new_id(),
            owner=owner,
            name=name,
            shared=Shared.NOBODY,
            team="",
            asked=asked[:LONGEST_ASKED],
            columns=" ".join(columns),
            place=last + 1,
        )
        rows.insert(view)
    return view.id


def rename_view(key: UUID, name: str, *, by: Actor) -> None:
    """Raises ViewNotFound, Refused CASE-100 and 101."""
    name = _named(name)
    with transaction.atomic():
        view = _own(key, by)
        others = SavedView.objects.filter(owner=view.owner, name=name).exclude(pk=view.pk)
        rules.name_is_free.demand(others.exists())
        view.name = name
        view.save(force_update=True)


def share_view(key: UUID, shared: Shared, *, team: str = "", by: Actor) -> None:
    """Nobody else, one's team, or whoever of the staff has its link. Raises ViewNotFound, Refused CASE-103."""
    with transaction.atomic():
        view = _own(key, by)
        if shared == Shared.TEAM:
            rules.own_team_is_named.demand(team in by.teams)
        view.shared, view.team = shared, team if shared == Shared.TEAM else ""
        view.save(force_update=True)


def change_view(key: UUID, asked: str, *, by: Actor) -> None:
    """From now on it asks for this. Raises ViewNotFound."""
    with transaction.atomic():
        view = _own(key, by)
        view.asked = asked[:LONGEST_ASKED]
        view.save(force_update=True)


def remove_view(key: UUID, *, by: Actor) -> None:
    """Raises ViewNotFound."""
    with transaction.atomic():
        _own(key, by).delete()


def place_view(key: UUID, *, up: bool, by: Actor) -> None:
    """One place up or down among one's own lists; at the end nothing happens. Raises ViewNotFound."""
    with transaction.atomic():
        view = _own(key, by)
        own = list(SavedView.objects.filter(owner=view.owner).exclude(name=_NO_NAME).order_by("place", "id"))
        at = next(n for n, one in enumerate(own) if one.pk == view.pk)
        to = at - 1 if up else at + 1
        if 0 <= to < len(own):
            own[at], own[to] = own[to], own[at]
        for place, one in enumerate(own, start=1):
            if one.place != place:
                one.place = place
                one.save(force_update=True, update_fields=["place"])


def keep_columns(columns: Sequence[str], *, view: UUID | None = None, by: Actor) -> None:
    """The columns of one's own lists from now on; of one of them alone where `view` says so. Raises ViewNotFound."""
    owner = _owner(by)
    kept = " ".join(dict.fromkeys(columns))
    with transaction.atomic():
        if view is not None:
            named = _own(view, by)
            named.columns = kept
            named.save(force_update=True, update_fields=["columns"])
            return
        usual = {"columns": kept, "shared": Shared.NOBODY, "team": "", "asked": "", "place": 0}
        SavedView.objects.update_or_create(owner=owner, name=_NO_NAME, defaults=usual)


def _owner(by: Actor) -> UUID:
    READ.demand(by)
    if by.account_id is None:
        raise ViewNotFound
    return by.account_id


def _own(key: UUID, by: Actor) -> SavedView:
    owner = _owner(by)
    view = SavedView.objects.select_for_update().filter(pk=key, owner=owner).exclude(name=_NO_NAME).first()
    if view is None:
        raise ViewNotFound(str(key))
    return view


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    rules.view_has_a_name.demand(name)
    return name
