"""Background work of forms."""

from __future__ import annotations

from django.db import transaction

from moothall.apps.documents.api import erase_documents
from moothall.apps.forms.models import DraftRow
from moothall.ground.jobs.api import every
from moothall.kernel import clock
from moothall.kernel.actors import system

_AT_ONCE = 200


@every(seconds=3600, lane="housekeeping")
def purge_drafts() -> None:
    """Delete drafts that nobody went on with, and the files that were added to them."""
    while _purge_some() == _AT_ONCE:
        pass


def _purge_some() -> int:
    with transaction.atomic():
        gone = list(DraftRow.objects.filter(expires__lte=clock.now()).values_list("id", flat=True)[:_AT_ONCE])
        for key in gone:
            erase_documents(f"draft:{key}", by=system("forms"))
        DraftRow.objects.filter(id__in=gone).delete()
    return len(gone)
