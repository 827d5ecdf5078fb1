"""A file of a request was refused after it had arrived: whoever sent it is asked again, and the team is told."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moothall.apps.cases.models import Case, Status, Task, TaskKind
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.telling import emails_of, tell_parties
from moothall.apps.cases.writing import Change, finish
from moothall.apps.documents import api as documents
from moothall.kernel.actors import Actor


def tell_of_refused_file(case_id: UUID, document: UUID, why: str, *, by: Actor) -> None:
    """The request stays as it is. Told twice, it is still one task and one message."""
    made_for = f"document:{document}"
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id).first()
        if case is None or case.erased or case.status == Status.CLOSED:
            return
        if Task.objects.filter(case_id=case.id, made_for=made_for).exists():
            return
        change = Change(case, by)
        reason = documents.REASONS.get(why, "it cannot be opened")
        asked = bool(emails_of(case, [REPORTER]))
        then = "We have asked them to send it again." if asked else "Ask them for it another way."
        change.make_task(
            TaskKind.FILE_REFUSED,
            f"A file of the reporter was not accepted: {reason}. {then}",
            made_for=made_for,
        )
        finish(change, reindex=False)
        tell_parties("file refused", case, lambda: {"reason": _(reason)}, by=by)
