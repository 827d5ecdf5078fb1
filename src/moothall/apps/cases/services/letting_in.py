"""Letting somebody in who has typed a reference and an e-mail address, when typing alone is not enough."""

from __future__ import annotations

from functools import partial

from django.utils.crypto import constant_time_compare

from moothall.apps.cases.links import email_mark
from moothall.apps.cases.models import Case, Party
from moothall.apps.cases.said import CO_APPLICANT, MAY_FOLLOW
from moothall.apps.cases.telling import tell_party
from moothall.apps.messaging.api import Recipient
from moothall.apps.people import api as people
from moothall.ground.jobs.api import Settle, job
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


def mail_own_link(reference: str, email: str, *, by: Actor) -> None:
    """Send the link to the request to `email`, if that is its reporter's.

    Right or wrong, the same is done here: one row.
    """
    mail_link.enqueue(reference=reference, mark=email_mark(email))


@job(priority=10)
def mail_link(reference: str, mark: str) -> Settle | None:
    """Send the link to a request to whoever made it, if `mark` is of their own e-mail address.

    In a job, so that whoever guesses learns nothing from how long the answer took.
    """
    case = Case.objects.filter(reference=reference, erased=False).first()
    parties = (
        list(Party.objects.filter(case_id=case.id, role__in=(*MAY_FOLLOW, CO_APPLICANT))) if case else []
    )
    sources = [party.source_record_id for party in parties if party.source_record_id]
    named = people.people_named(sources, seen_by=_SELF)
    for party in parties:
        person = named.get(party.source_record_id) if party.source_record_id else None
        if case and person and person.email and constant_time_compare(email_mark(person.email), mark):
            return partial(_tell_link, case, party, person)
    return None


def _tell_link(case: Case, party: Party, person: people.Person) -> None:
    recipient = Recipient(party.role, person.name, person.email)
    tell_party("link asked", case, party.id, recipient, dict, by=_SELF, language=party.language)
