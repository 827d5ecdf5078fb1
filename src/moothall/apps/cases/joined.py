"""Whether a case was merged into another, and how it stands then."""

from __future__ import annotations

from moothall.apps.cases.models import Case, CaseLink

#: The outcome of a case that is dealt with together with others; no service can use the word.
TOGETHER = "merged"


def merged_into(case: Case) -> CaseLink | None:
    """The link by which this case was merged into another; None mostly."""
    if case.outcome != TOGETHER:
        return None
    return CaseLink.objects.filter(duplicate_id=case.id, ended_at=None, merged=True).first()


def originals_of(reference: str) -> tuple[str, ...]:
    """The reference of the case that this one follows, to be locked with it."""
    links = CaseLink.objects.filter(duplicate__reference=reference, ended_at=None)
    return tuple(links.values_list("original__reference", flat=True))


def status_shown(case: Case) -> str:
    """How the request stands for whoever made it: as the one it was merged into."""
    link = merged_into(case)
    if link is None:
        return case.status
    return Case.objects.values_list("status", flat=True).get(pk=link.original_id)
