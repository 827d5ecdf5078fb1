"""Questions about tags: those of a case, and those that cases like it were given lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from moothall.apps.cases.marks import TAG, marking
from moothall.apps.cases.models import CaseTag
from moothall.apps.cases.statements import as_kept
from moothall.apps.cases.views import CaseView
from moothall.kernel.actors import Actor

#: So many of the latest tags of a service are looked at, and so many of the most frequent offered.
_LATEST, _OFFERED = 200, 5
_TABLE = CaseTag._meta.db_table
_LIKE = (
    f"SELECT id FROM {_TABLE} WHERE service = %s AND confidentiality = %s ORDER BY id DESC LIMIT {_LATEST}"  # noqa: S608 — ours
)
_BOTH = f"SELECT case_id, words FROM {_TABLE} WHERE case_id = %s OR id IN ({_LIKE}) ORDER BY id"  # noqa: S608 — ours


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags a case has, in alphabetical order; and others that cases of its service often have."""

    has: tuple[str, ...]
    suggested: tuple[str, ...]


def tags_of(case: CaseView, *, seen_by: Actor) -> Tags:
    """One query. Suggestions are the tags of cases that `seen_by` may see."""
    asked = [as_kept(case.id), case.service, case.confidentiality]
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, asked)
        found = [(key if isinstance(key, UUID) else UUID(key), words) for key, words in cursor.fetchall()]
    has = {words for case_id, words in found if case_id == case.id}
    often = Counter(words for case_id, words in found if case_id != case.id and words not in has)
    return Tags(tuple(sorted(has)), tuple(words for words, _number in often.most_common(_OFFERED)))


@marking(TAG)
def tagged(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """The tags of some cases, for whoever makes their marks again."""
    return CaseTag.objects.filter(case_id__in=keys).values_list("case_id", "words")
