"""What this room does when messaging, payments or documents tells it something."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from moothall.apps.cases.models import Case, Task, TaskKind
from moothall.apps.cases.said import CO_APPLICANT
from moothall.apps.cases.services.paying import give_back, open_paid
from moothall.apps.cases.services.refusing import tell_of_refused_file
from moothall.apps.cases.services.subscribing import SUBSCRIBER
from moothall.apps.cases.writing import Change, finish
from moothall.apps.catalogue.api import NoSuchVersion, version
from moothall.apps.documents.events import DocumentRefused
from moothall.apps.forms.api import draft_owned
from moothall.apps.messaging.events import MessageFailed
from moothall.apps.payments.api import PaymentNotFound, payment_named
from moothall.apps.payments.events import PaymentSettled
from moothall.ground.events.api import Recorded, listener
from moothall.kernel.actors import system
from moothall.ui.languages import page_in, usable

_SELF = system("cases")
_WHO = {
    "reporter": "the reporter",
    "on_behalf_of": "the person this is for",
    CO_APPLICANT: "somebody who did a part of it",
}


@listener("cases.message_failed", to=(MessageFailed,))
def make_task_of_failed_message(event: Recorded) -> None:
    """Somebody was not told: a person must tell them another way. Told twice, it is still one task."""
    failed = event.fact
    if not isinstance(failed, MessageFailed) or not failed.about.startswith("case:"):
        return
    if failed.role == SUBSCRIBER:  # whoever likes may type any address: nobody has to run after it
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


@listener("cases.document_refused", to=(DocumentRefused,))
def ask_for_refused_file(event: Recorded) -> None:
    """A file was harmful or could not be opened; in a form that is not sent, the form itself says so."""
    refused = event.fact
    if isinstance(refused, DocumentRefused) and refused.owner.startswith("case:"):
        case = UUID(refused.owner.removeprefix("case:"))
        tell_of_refused_file(case, refused.document, refused.why, by=_SELF)


@listener("cases.payment_settled", to=(PaymentSettled,))
def open_what_was_paid(event: Recorded) -> None:
    """Money arrived, whether or not whoever paid came back: their request is opened, or the money given back.

    Told twice, or after they came back, it is still one case: by then the payment belongs to it.
    """
    settled = event.fact
    if (
        not isinstance(settled, PaymentSettled)
        or settled.state != "paid"
        or not settled.owner.startswith("draft:")
    ):
        return
    try:
        payment = payment_named(settled.payment, owner=settled.owner, seen_by=_SELF)
    except PaymentNotFound:
        return
    draft = draft_owned(settled.owner, seen_by=_SELF)
    try:
        service = version(draft.version) if draft and not draft.reference else None
    except NoSuchVersion:
        service = None
    if draft is None or service is None:
        give_back(payment, by=_SELF)
    else:
        with page_in(usable(payment.language)):
            open_paid(draft, service, by=_SELF)
