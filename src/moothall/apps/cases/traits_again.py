"""Traits made again from the rows they speak of: what `moothall rebuild traits` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from moothall.apps.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseFollower,
    CaseLink,
    CaseMove,
    CaseSplit,
    Hold,
    Level,
    Priority,
    Referral,
    Reply,
    ReplyState,
)
from moothall.apps.cases.traits import (
    APPROVAL,
    FOLLOWED,
    MERGED,
    MOVED,
    ON_HOLD,
    SPLIT,
    WITH_BODY,
    WRITING,
    trait_of_level,
)

#: Cases in one transaction.
_AT_ONCE = 1_000


def rebuild_traits() -> int:
    """Those of every case, a thousand at a time; returns how many were wrong. Cases can be worked on meanwhile."""
    last, wrong = UUID(int=0), 0
    while keys := list(
        Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
    ):
        with transaction.atomic():
            locked = Case.objects.select_for_update().filter(pk__in=keys).only("id", "traits")
            truth = traits_true_of(keys)
            for case in locked:
                if case.traits != truth[case.id]:
                    Case.objects.filter(pk=case.id).update(traits=truth[case.id])
                    wrong += 1
        last = keys[-1]
    return wrong


def traits_true_of(keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """What the column of each has to say, by the rows of every family."""
    found = defaultdict[UUID, set[str]](set)
    for trait, cases in _told(keys):
        for key in cases:
            found[key].add(trait)
    urgent = Priority.objects.filter(case_id__in=keys).exclude(level=Level.NORMAL)
    for key, level in urgent.values_list("case_id", "level"):
        found[key].add(trait_of_level(level))
    return {key: " ".join(sorted(found[key])) for key in keys}


def _told(keys: Sequence[UUID]) -> Iterable[tuple[str, Iterable[UUID]]]:
    live = CaseLink.objects.filter(original_id__in=keys, merged=True, ended_at=None)
    asked = Approval.objects.filter(case_id__in=keys, state=ApprovalState.ASKED)
    unsent = Reply.objects.filter(case_id__in=keys).exclude(state=ReplyState.SENT)
    return (
        (ON_HOLD, _cases(Hold.objects.filter(case_id__in=keys, ended_at=None))),
        (WITH_BODY, _cases(Referral.objects.filter(case_id__in=keys, ended_at=None))),
        (MERGED, live.values_list("original_id", flat=True)),
        (MOVED, _cases(CaseMove.objects.filter(case_id__in=keys))),
        (SPLIT, CaseSplit.objects.filter(first_id__in=keys).values_list("first_id", flat=True)),
        (SPLIT, CaseSplit.objects.filter(second_id__in=keys).values_list("second_id", flat=True)),
        (APPROVAL, _cases(asked)),
        (FOLLOWED, _cases(CaseFollower.objects.filter(case_id__in=keys))),
        (WRITING, _cases(unsent)),
    )


def _cases(rows: QuerySet[Any]) -> Iterable[UUID]:
    return rows.values_list("case_id", flat=True)
