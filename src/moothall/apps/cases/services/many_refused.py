"""Which of many cases a verb cannot be done with, known before it begins: for the page on which one looks at it first.

What only the verb itself finds out is said afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.models import Case, CaseLink


def none_refused(keys: Sequence[UUID], details: Mapping[str, str]) -> dict[UUID, str]:
    return {}


def closed_ones(keys: Sequence[UUID], details: Mapping[str, str]) -> dict[UUID, str]:
    """One query."""
    known = Case.objects.filter(pk__in=list(keys)).values_list("pk", "status")
    return _said({key: rules.is_open.why_not(status) for key, status in known})


def not_to_be_merged(keys: Sequence[UUID], details: Mapping[str, str]) -> dict[UUID, str]:
    """Those which `merge_cases` would refuse to merge into `details["into"]`, each for itself. Three queries."""
    [allowed] = Case.objects.filter(reference=details["into"]).values_list("confidentiality", flat=True)
    live = CaseLink.objects.filter(ended_at=None, original_id__in=list(keys))
    followed = set(live.values_list("original_id", flat=True))
    known = Case.objects.filter(pk__in=list(keys)).values_list("pk", "status", "erased", "confidentiality")
    return _said(
        {
            key: rules.is_open.why_not(status)
            or rules.is_not_erased.why_not(erased)
            or rules.same_people_may_see.why_not(confidentiality, allowed)
            or rules.has_no_others_merged.why_not(key in followed)
            for key, status, erased, confidentiality in known
        }
    )


def _said(reasons: Mapping[UUID, str]) -> dict[UUID, str]:
    return {key: why for key, why in reasons.items() if why}
