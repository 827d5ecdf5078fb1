"""Background work of cases."""

from __future__ import annotations

from functools import partial

from django.utils.crypto import constant_time_compare

from moothall.apps.cases.links import email_mark
from moothall.apps.cases.models import Case, Party
from moothall.apps.cases.queries import MAY_FOLLOW
from moothall.apps.cases.retention import run_retention
from moothall.apps.cases.said import CO_APPLICANT
from moothall.apps.cases.services.subscribing import forget_unconfirmed
from moothall.apps.cases.telling import tell_party
from moothall.apps.messaging.api import Recipient
from moothall.apps.people import api as people
from moothall.ground.jobs.api import Settle, every, job
from moothall.kernel.actors import system

#: Cases in one run of the job; the next follows at once when there are more. A minute or two, far below its limit.
MOST_IN_A_RUN = 1_000
_SELF = system("cases")


class NotErased(Exception):
    """Some cases whose retention has ended could not be erased; the log names each with its cause."""

    def __init__(self, many: int) -> None:
        super().__init__(f"{many} cases whose retention has ended could not be erased. The log names each.")


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


@every(seconds=86_400, lane="housekeeping")
def end_retention() -> Settle | None:
    """Erase closed cases that their service keeps no longer. Raises NotErased when some could not be."""
    run = run_retention(most=MOST_IN_A_RUN)
    if run.more:
        return _go_on
    if run.failed:
        raise NotErased(run.failed)
    return None


def _go_on() -> None:
    end_retention.enqueue()


@every(seconds=3_600, lane="housekeeping")
def forget_addresses_never_confirmed() -> None:
    """Whoever did not confirm that they want to follow a report is forgotten."""
    while forget_unconfirmed():
        pass
