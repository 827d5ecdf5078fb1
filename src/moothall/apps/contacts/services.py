"""Verbs on contacts: begun, linked to cases, wrapped up. An adviser's own contacts alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from moothall.apps.cases import api as cases
from moothall.apps.contacts import rules
from moothall.apps.contacts.definitions import CHANNELS, Reason
from moothall.apps.contacts.events import ContactBegun, ContactLinked, ContactWrappedUp
from moothall.apps.contacts.models import Contact, ContactCase, ContactText
from moothall.apps.contacts.policies import LOG, own_account
from moothall.apps.contacts.reader import arrangements
from moothall.ground import rows
from moothall.ground.engine import one_at_a_time
from moothall.ground.events.api import record
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: Nobody begins two contacts of one kind within so short a time.
TWICE = timedelta(seconds=3)
#: A contact left open over night did not take the night.
LONGEST_SECONDS = 2 * 3600
_COUNT = (
    "INSERT INTO contacts_contactcount (id, day, channel, reason, service, number, seconds, online, assisted) "
    "VALUES (%s, %s, %s, %s, %s, 1, %s, %s, %s) ON CONFLICT (day, channel, reason, service) DO UPDATE SET "
    "number = contacts_contactcount.number + 1, seconds = contacts_contactcount.seconds + excluded.seconds, "
    "online = contacts_contactcount.online + excluded.online, "
    "assisted = contacts_contactcount.assisted + excluded.assisted"
)


class ContactNotFound(LookupError):
    """There is no such contact for whoever asks."""


def begin_contact(channel: str, *, about: str = "", by: Actor) -> UUID:
    """Somebody calls or comes; the clock of the contact starts. `about` is the reference of a case.

    Raises Refused CONTACT-01, CaseNotFound for a case that is not there for `by`.
    """
    LOG.demand(by)
    rules.channel_is_known.demand(channel, CHANNELS)
    case = cases.case_key(about, seen_by=by) if about else None
    account = by.account_id
    if account is None:
        raise ContactNotFound
    contact = Contact(
        id=new_id(), account=account, channel=channel, began_at=clock.now(), ended_at=None, reason="", wrap_up="",
        service="", online=False, assisted=False, caller_id=None, draft=None, last_event=0,
    )  # fmt: skip
    facts: list[object] = [ContactBegun(channel)]
    with transaction.atomic():
        one_at_a_time(f"contacts of {account}")
        if (just := _just_begun(contact, case)) is not None:
            return just
        contact.last_event = 1 + (case is not None)
        rows.insert(contact)
        if case is not None:
            _link(contact, case, opened=False)
            facts.append(ContactLinked(case, False))
        record(contact.stream, *facts, by=by, after=0)
    return contact.id


def _just_begun(contact: Contact, case: UUID | None) -> UUID | None:
    """The same, begun a moment ago: whoever presses twice answers one call. Of two presses on their way at once, the
    later may be served first."""
    own = Contact.objects.filter(account=contact.account, channel=contact.channel, ended_at=None)
    near = own.filter(began_at__gt=contact.began_at - TWICE, began_at__lt=contact.began_at + TWICE)
    found = near.order_by("-id").first()
    if found is None:
        return None
    about = list(ContactCase.objects.filter(contact=found).values_list("about_id", flat=True))
    return found.id if about == ([] if case is None else [case]) else None


def link_contact(key: UUID, reference: str, *, by: Actor) -> None:
    """The contact is about this case. Once is enough. Raises CaseNotFound, ContactNotFound."""
    case = cases.case_key(reference, seen_by=by)
    with _changing(key, by=by) as (contact, facts):
        if not ContactCase.objects.filter(contact_id=contact.id, about_id=case).exists():
            _link(contact, case, opened=False)
            facts.append(ContactLinked(case, False))


def note_opened(key: UUID, case: UUID, service: str, *, by: Actor) -> None:
    """A case was opened in this contact, perhaps one that the adviser may not see; its form is done with."""
    with _changing(key, by=by) as (contact, facts):
        contact.draft, contact.service = None, service
        if not ContactCase.objects.filter(contact_id=contact.id, about_id=case).exists():
            _link(contact, case, opened=True)
            facts.append(ContactLinked(case, True))


def keep_caller(key: UUID, record_of: UUID | None, *, by: Actor) -> None:
    """What whoever calls has once said about themselves; None: it is somebody else after all."""
    with _changing(key, by=by) as (contact, _):
        contact.caller_id = record_of


def keep_draft(key: UUID, draft: UUID | None, service: str, *, by: Actor) -> None:
    """The form that is filled in for them now."""
    with _changing(key, by=by) as (contact, _):
        contact.draft, contact.service = draft, service


def write_down(key: UUID, words: str, *, by: Actor) -> None:
    """Keep what the adviser has written so far. Raises Refused CONTACT-04."""
    rules.words_are_bounded.demand(words)
    with _changing(key, by=by) as (contact, _):
        _write(contact, words)


def wrap_up_contact(
    key: UUID,
    *,
    reason: str,
    wrap_up: str = "",
    words: str = "",
    service: str = "",
    online: bool = False,
    assisted: bool = False,
    by: Actor,
) -> None:
    """The contact is over: why it was, what came of it. It is counted once, without anybody in the number.

    Where no `service` is said, it is that of the form that was opened, of the request it is about, or the only one its
    reason leads to. Raises Refused CONTACT-02 to 05.
    """
    ours = arrangements()
    known = ours.reason(reason)
    rules.reason_is_known.demand(known is not None)
    wrap_up = wrap_up or ours.usual
    rules.result_is_known.demand(ours.wrap_up(wrap_up) is not None)
    rules.words_are_bounded.demand(words)
    with _changing(key, by=by) as (contact, facts):
        rules.goes_on.demand(contact.ended_at is not None)
        contact.ended_at = clock.now()
        contact.reason, contact.wrap_up = reason, wrap_up
        contact.service = service or contact.service or _service_meant(contact, known, by)
        contact.online, contact.assisted = online, assisted
        seconds = min(int((contact.ended_at - contact.began_at).total_seconds()), LONGEST_SECONDS)
        _write(contact, words)
        _count(contact, max(0, seconds))
        facts.append(
            ContactWrappedUp(
                contact.channel, reason, wrap_up, contact.service, max(0, seconds), online, assisted
            )
        )


@contextmanager
def _changing(key: UUID, *, by: Actor) -> Iterator[tuple[Contact, list[object]]]:
    """Lock the contact, give it to the block with a list for its facts, write both. Raises ContactNotFound."""
    LOG.demand(by)
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=key, account=own_account(by)).first()
        if contact is None:
            raise ContactNotFound(key)
        facts: list[object] = []
        yield contact, facts
        if facts:
            contact.last_event = record(contact.stream, *facts, by=by, after=contact.last_event)
        contact.save(force_update=True)


def _link(contact: Contact, case: UUID, *, opened: bool) -> None:
    rows.insert(ContactCase(id=new_id(), contact_id=contact.id, about_id=case, opened=opened))


def _service_meant(contact: Contact, reason: Reason | None, by: Actor) -> str:
    """Of the request it is about; of a contact about none, the only one its reason leads to. "" for several."""
    about = list(ContactCase.objects.filter(contact_id=contact.id).values_list("about_id", flat=True))
    if about:
        found = {row.service for row in cases.rows_of(about, seen_by=by).values()}
    else:
        found = set(reason.services if reason else ())
    return found.pop() if len(found) == 1 else ""


def _write(contact: Contact, words: str) -> None:
    words = words.strip()
    if words:
        ContactText.objects.update_or_create(
            pk=contact.id, defaults={"text": words, "written_at": clock.now()}
        )
    else:
        ContactText.objects.filter(pk=contact.id).delete()


def _count(contact: Contact, seconds: int) -> None:
    key = new_id()
    day = clock.local(contact.began_at).date().isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [
                key if connection.vendor == "postgresql" else key.hex, day, contact.channel, contact.reason,
                contact.service, seconds, int(contact.online), int(contact.assisted),
            ],
        )  # fmt: skip
