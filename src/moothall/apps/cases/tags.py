"""Questions about tags: those of a case, and those that cases like it were given lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from moothall.apps.cases.marks import TAG, marking
from moothall.apps.cases.models import CaseTag
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import Actor

#: So many of the latest tags of a service are looked at, and so many of the most frequent offered.
_LATEST, _OFFERED = 200, 5


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags a case has, in alphabetical order; and others that cases of its service often have."""

    has: tuple[str, ...]
    suggested: tuple[str, ...]


def tags_of(case: CaseView, *, seen_by: Actor) -> Tags:
    """One query. Suggestions are the tags of cases that `seen_by` may see."""
    like = CaseTag.objects.filter(service=case.service, confidentiality=case.confidentiality)
    latest = like.order_by("-id").values("pk")[:_LATEST]
    wanted = CaseTag.objects.filter(Q(case_id=case.id) | Q(pk__in=latest))
    found = list(wanted.order_by("id").values_list("case_id", "words"))
    has = {words for case_id, words in found if case_id == case.id}
    often = Counter(words for case_id, words in found if case_id != case.id and words not in has)
    return Tags(tuple(sorted(has)), tuple(words for words, _number in often.most_common(_OFFERED)))


@marking(TAG)
def tagged(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """The tags of some cases, for whoever makes their marks again."""
    return CaseTag.objects.filter(case_id__in=keys).values_list("case_id", "words")
