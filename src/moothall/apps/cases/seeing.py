"""A case for whoever may see it; for anybody else there is none."""

from __future__ import annotations

from moothall.apps.cases.models import Case
from moothall.apps.cases.policies import CaseNotFound, may_see
from moothall.kernel.actors import Actor


def visible(reference: str, seen_by: Actor) -> Case:
    """The case, for whoever may see it. Raises CaseNotFound."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_see(seen_by, case.id, case.confidentiality):
        raise CaseNotFound(reference)
    return case
