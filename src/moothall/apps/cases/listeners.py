"""What this room does when messaging tells it something."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from moothall.apps.cases.models import Case, Task, TaskKind
from moothall.apps.cases.writing import Change, finish
from moothall.apps.messaging.events import MessageFailed
from moothall.ground.events.api import Recorded, listener
from moothall.kernel.actors import system

_SELF = system("cases")
_WHO = {"reporter": "the reporter", "on_behalf_of": "the person this is for", "subscriber": "a subscriber"}


@listener("cases.message_failed", to=(MessageFailed,))
def make_task_of_failed_message(event: Recorded) -> None:
    """Somebody was not told: a person must tell them another way. Told twice, it is still one task."""
    failed = event.fact
    if not isinstance(failed, MessageFailed) or not failed.about.startswith("case:"):
        return
    made_for = f"message:{failed.message_id}"
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=UUID(failed.about.removeprefix("case:"))).first()
        if case is None or case.erased:
            return
        if Task.objects.filter(case_id=case.id, made_for=made_for).exists():
            return
        change = Change(case, _SELF)
        who = _WHO.get(failed.role, failed.role)
        words = f"We could not e-mail {who} ({failed.moment}): {failed.reason} Tell them another way."
        change.make_task(TaskKind.MESSAGE_FAILED, words[:300], made_for=made_for)
        finish(change, reindex=False)
