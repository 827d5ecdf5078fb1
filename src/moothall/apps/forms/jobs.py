"""Background work of forms."""

from __future__ import annotations

import logging

from django.db import transaction

from moothall.apps.documents.api import erase_documents
from moothall.apps.forms.models import DraftRow
from moothall.ground.events.api import erase
from moothall.ground.jobs.api import every
from moothall.kernel import clock
from moothall.kernel.actors import system

log = logging.getLogger(__name__)

RULE = "Forms saved for later are kept as many days as their service says."
_AT_ONCE = 200
_SELF = system("forms")


@every(seconds=3600, lane="housekeeping")
def purge_drafts() -> None:
    """Delete drafts that nobody went on with, the files that were added to them, and every link to them."""
    purged = 0
    while some := _purge_some():
        purged += some
    log.info("Drafts that nobody went on with were purged.", extra={"count": purged})


def _purge_some() -> int:
    """How many went. Of a draft that was saved for later, what was sent to an e-mail address goes with it, and stays
    gone after an older backup was put back."""
    with transaction.atomic():
        gone = list(DraftRow.objects.filter(expires__lte=clock.now()).values_list("id", "days")[:_AT_ONCE])
        parts = set(
            DraftRow.objects.filter(main_id__in=[key for key, _ in gone]).values_list("id", flat=True)
        )
        kept = parts | {key for key, days in gone if days > 1}
        for key in sorted(kept | {key for key, _ in gone}):
            if key in kept:
                erase(f"draft:{key}", rule=RULE, by=_SELF)
            else:
                erase_documents(f"draft:{key}", by=_SELF)
        DraftRow.objects.filter(id__in=[key for key, _ in gone]).delete()
    return len(gone)
