"""How far an act on many cases is, for whoever began it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from moothall.apps.cases.listed import rows_named
from moothall.apps.cases.models import ItemState, ManyAct, ManyItem, QueueEntry
from moothall.apps.cases.policies import READ, CaseNotFound
from moothall.apps.cases.views import Row
from moothall.kernel.actors import Actor

SHOWN = 25
#: No account has this key: who has none has no acts.
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Many:
    """An act. `counts` says how many cases are waiting, done, refused, undone, kept; `first` are some of those with
    which it is done, `refused` some with which it is not, each with the reason; `why` says of how many a reason holds.
    """

    id: UUID
    verb: str
    details: Mapping[str, str]
    state: str
    made_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int]
    first: tuple[Row, ...]
    why: tuple[tuple[str, int], ...]
    refused: tuple[tuple[Row, str], ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def act_on_many(act: UUID, *, seen_by: Actor) -> Many:
    """One's own act. Seven queries. Raises CaseNotFound for another's."""
    READ.demand(seen_by)
    found = ManyAct.objects.filter(pk=act, account=seen_by.account_id or NOBODY).first()
    if found is None:
        raise CaseNotFound(str(act))
    items = ManyItem.objects.filter(act_id=act)
    counts = dict(items.values_list("state").annotate(Count("id")).order_by("state"))
    why = (
        items.exclude(reason="").values_list("reason").annotate(many=Count("id")).order_by("-many", "reason")
    )
    kept_out = items.filter(state=ItemState.REFUSED)
    keys = list(
        items.exclude(state=ItemState.REFUSED).order_by("id").values_list("case_id", flat=True)[:SHOWN]
    )
    reasons = dict(kept_out.order_by("id").values_list("case_id", "reason")[:SHOWN])
    seen = QueueEntry.objects.filter(pk__in=[*keys, *reasons], confidentiality__in=seen_by.classes)
    may = set(seen.values_list("pk", flat=True))
    known = {row.id: row for row in rows_named([key for key in (*keys, *reasons) if key in may])}
    return Many(
        found.id,
        found.verb,
        found.details,
        found.state,
        found.made_at,
        found.ended_at,
        {state.value: counts.get(state.value, 0) for state in ItemState},
        tuple(known[key] for key in keys if key in known),
        tuple((reason, many) for reason, many in why[:10]),
        tuple((known[key], reason) for key, reason in reasons.items() if key in known),
    )


def acts_on_many(*, seen_by: Actor, limit: int = 20) -> tuple[Many, ...]:
    """One's own acts of the last days, the latest first, without their cases."""
    READ.demand(seen_by)
    found = (
        ManyAct.objects.filter(account=seen_by.account_id or NOBODY)
        .exclude(state="proposed")
        .order_by("-id")[:limit]
    )
    return tuple(
        Many(one.id, one.verb, one.details, one.state, one.made_at, one.ended_at, {}, (), ()) for one in found
    )
