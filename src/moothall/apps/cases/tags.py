"""Questions about tags: those of a case, and those that cases like it were given lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.cases.marks import TAG, marking
from moothall.apps.cases.models import CaseTag
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags a case has; and those that cases of its service have most often besides. Each in alphabetical order."""

    has: tuple[str, ...]
    suggested: tuple[str, ...]


def tags_of(case: CaseView, *, seen_by: Actor) -> Tags:
    """For whoever was shown the case. Suggestions are the tags of cases of the same class. No query."""
    return Tags(case.hung.tags, case.hung.often)


@marking(TAG)
def tagged(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """The tags of some cases, for whoever makes their marks again."""
    return CaseTag.objects.filter(case_id__in=keys).values_list("case_id", "words")
