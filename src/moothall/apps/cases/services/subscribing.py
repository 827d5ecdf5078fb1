"""Following the public report of somebody else's request by e-mail: asked for, confirmed, left with one press.

Whoever asks is a party in the role `unconfirmed` until they follow the link in the one message we send; those who never
do are forgotten after three days.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction

from moothall.apps.cases.events import PartyAdded, SubscriberLeft
from moothall.apps.cases.models import Case, Party
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.public import is_public, public_case
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.telling import Facts, parties_of
from moothall.apps.cases.writing import changing
from moothall.apps.messaging import api as messaging
from moothall.apps.people import api as people
from moothall.ground import rows
from moothall.ground.events.api import digest_of, erase, eraser
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import id_at, new_id
from moothall.ui.languages import absolute, page_language, speaking, usable

SUBSCRIBER, UNCONFIRMED = "subscriber", "unconfirmed"
MOST_SUBSCRIBERS = 200
CONFIRM_WITHIN_DAYS = 3
_SALT = "moothall.cases.subscribe"
_SELF = system("cases")


def ask_to_subscribe(reference: str, email: str, *, by: Actor) -> None:
    """Send a link to `email` that confirms it. Nothing tells whether this address follows the report already.

    Raises CaseNotFound where there is no public report.
    """
    with transaction.atomic():
        case = public_case(reference)
        if (
            Party.objects.filter(case_id=case.id, role__in=(SUBSCRIBER, UNCONFIRMED)).count()
            >= MOST_SUBSCRIBERS
        ):
            return
        source = people.record_source(
            source="report", email=email, purpose=f"subscription:{case.service}", by=by
        )
        party = Party(id=new_id(), case_id=case.id, role=UNCONFIRMED, source_record_id=source.id)
        rows.insert(party)
        link = absolute(f"/reports/confirm/{_token(party.id)}", page_language())
        facts = {**_facts(case, page_language()), "confirm_link": link}
        messaging.tell(
            "subscription asked",
            about=case.stream,
            service=case.service,
            to=[messaging.Recipient(SUBSCRIBER, "", email)],
            facts=facts,
            by=by,
        )


def subscription_of(token: str) -> tuple[str, bool]:
    """The reference of the report a link is about, and whether it is confirmed. Raises CaseNotFound."""
    party, case = _party(token)
    return case.reference, party.role == SUBSCRIBER


def confirm_subscription(token: str, *, by: Actor) -> str:
    """From now on this address is told how the report goes; the report's reference. Twice does no harm."""
    party, case = _party(token)
    if party.role == SUBSCRIBER:
        return case.reference
    if not is_public(case):
        raise CaseNotFound(case.reference)
    with changing(case.reference, by=_SELF, may=None) as change:
        party.role = SUBSCRIBER
        party.save(force_update=True, update_fields=["role"])
        for said in people.committed_sources([str(party.source_record_id)]):
            change.tell(PartyAdded(SUBSCRIBER, said.id, digest_of(said.salt, said.content)))
    return case.reference


def unsubscribe(token: str, *, by: Actor) -> str:
    """Forget this address and what was sent to it; the report's reference. Raises CaseNotFound, the second time too."""
    party, case = _party(token)
    with transaction.atomic():
        if party.role == SUBSCRIBER:
            with changing(case.reference, by=_SELF, may=None) as change:
                change.tell(SubscriberLeft(party.id))
        erase(f"subscriber:{party.id}", rule="left", by=_SELF)
    return case.reference


def tell_subscribers(
    moment: str, case: Case, facts: Facts, *, by: Actor, parties: Sequence[Party] | None = None
) -> None:
    """Tell those who follow the public report. One query where nobody does; none where its `parties` are known."""
    known = parties_of(case.id) if parties is None else parties
    found = [party for party in known if party.role == SUBSCRIBER]
    if not found or not is_public(case):
        return
    named = people.people_named(
        [one.source_record_id for one in found if one.source_record_id], seen_by=_SELF
    )
    for one in found:
        person = named.get(one.source_record_id) if one.source_record_id else None
        if person is not None and person.email:
            tongue = usable(one.language)
            leave = absolute(f"/reports/leave/{_token(one.id)}", tongue)
            with speaking(messaging.spoken_at(moment, service=case.service, language=tongue)):
                told = {**_facts(case, tongue), "unsubscribe_link": leave, **facts()}
            messaging.tell(
                moment,
                about=case.stream,
                service=case.service,
                to=[messaging.Recipient(SUBSCRIBER, person.name, person.email)],
                facts=told,
                by=by,
                language=tongue,
            )


def forget_unconfirmed() -> int:
    """Addresses that nobody confirmed in three days; how many."""
    moment = clock.now() - timedelta(days=CONFIRM_WITHIN_DAYS)
    before = id_at(int(moment.timestamp()) * 1_000_000_000)
    late = list(Party.objects.filter(role=UNCONFIRMED, id__lt=before).values_list("id", flat=True)[:500])
    for key in late:
        erase(f"subscriber:{key}", rule="never confirmed", by=_SELF)
    return len(late)


@eraser("cases.subscribers")
def forget(subject: str) -> Iterable[str]:
    """The address of one subscriber, and the messages to it."""
    kind, _, key = subject.partition(":")
    party = Party.objects.filter(pk=key).first() if kind == "subscriber" else None
    if party is None or party.source_record_id is None:
        return ()
    source = party.source_record_id
    for person in people.people_named([source], seen_by=_SELF).values():
        messaging.forget_messages_to(person.email, about=f"case:{party.case_id}", role=SUBSCRIBER)
    party.delete()
    people.erase_sources([source], by=_SELF)
    return [f"people.source:{source}"]


def _facts(case: Case, language: str) -> dict[str, str]:
    return {
        "reference": case.reference,
        "service_name": service_name(case.service),
        "track_link": absolute(f"/reports/{case.reference}", language),
    }


def _token(party: UUID) -> str:
    return Signer(salt=_SALT, sep=".").sign(urlsafe_b64encode(party.bytes).decode().rstrip("="))


def _party(token: str) -> tuple[Party, Case]:
    try:
        named = Signer(salt=_SALT, sep=".").unsign(token[:200])
        key = UUID(bytes=urlsafe_b64decode(named + "=="))
    except (BadSignature, ValueError):
        raise CaseNotFound("") from None
    party = Party.objects.filter(pk=key, role__in=(SUBSCRIBER, UNCONFIRMED)).first()
    if party is None:
        raise CaseNotFound("")
    return party, Case.objects.get(pk=party.case_id)
