"""What of a contact is personal goes with the case it was about, and after some months in any case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from moothall.apps.contacts.models import Contact, ContactCase, ContactText
from moothall.apps.contacts.reader import arrangements
from moothall.ground.events.api import eraser
from moothall.kernel import clock

#: What is left of a contact, without words, is kept so long.
KEPT_DAYS = 730
_MONTH_DAYS = 31


@eraser("contacts")
def forget_words(subject: str) -> None:
    """What was written down of contacts about an erased case."""
    kind, _, key = subject.partition(":")
    try:
        case = UUID(key) if kind == "case" else None
    except ValueError:
        return
    if case is not None:
        of = ContactCase.objects.filter(about_id=case).values_list("contact_id", flat=True)
        ContactText.objects.filter(pk__in=list(of)).delete()


def let_go_of_old() -> int:
    """Drop words whose months are over, and contacts of two years ago; returns how many words."""
    now = clock.now()
    Contact.objects.filter(began_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    before = now - timedelta(days=_MONTH_DAYS * arrangements().keep_months)
    return ContactText.objects.filter(written_at__lt=before).delete()[0]
