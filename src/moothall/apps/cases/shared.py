"""A request as those see it who filled in a part of its form: their own part, and how it goes; nothing else.

They hold a part, not the case: no verb takes a part for a proof, so they can look at it and do nothing to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.cases import events as told
from moothall.apps.cases.models import Case, Party, Status
from moothall.apps.cases.passed_on import words_of_outcome
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.replies import files_sent
from moothall.apps.cases.said import CO_APPLICANT
from moothall.apps.cases.views import Entry, RequestView
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.cases.written import WITH_REPLY
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.ground.events.api import history
from moothall.kernel.actors import Actor, system

_SELF = system("cases")
#: How documents came that officers added.
OFFICERS = frozenset({WITH_REPLY, "staff"})

#: The common story: nobody's words, and nothing that only one of them did.
STORY: Mapping[type, str] = {
    told.CaseOpened: N_("The form was sent to us."),
    told.CaseTaken: N_("We are dealing with the request."),
    told.CaseStarted: N_("We are dealing with the request."),
    told.CaseMoved: N_("We passed the request on to another service."),
    told.CaseReopened: N_("The request is open again."),
    told.CaseWithdrawn: N_("The request was withdrawn."),
}


def shared_request(reference: str, *, seen_by: Actor) -> RequestView:
    """The request for somebody who has proven their part in it. Raises CaseNotFound."""
    case, party = _found(reference, seen_by)
    running = deadlines.clock_of(case.stream)
    outcome = pinned(case).outcome(case.outcome)
    words = words_of_outcome(case.outcome)
    going = running is not None and case.status != Status.CLOSED and running.state != "paused"
    return RequestView(
        id=case.id,
        reference=case.reference,
        service=case.service,
        service_name=service_name(case.service),
        status=Status.IN_PROGRESS if case.status == Status.WAITING else case.status,
        outcome=case.outcome,
        outcome_words=outcome.words if outcome else words,
        withdrawn=case.outcome == WITHDRAWN,
        opened_at=case.opened_at,
        due_on=running.due_on if running and going else None,
        promise=deadlines.promise(running.due_on, running.working_days).sentence if running and going else "",
        question=None,
        answers=_answers(case, party),
        documents=documents_of_part(case, party.person, seen_by=seen_by),
        follows="",
        may_reopen=False,
        reopen_until=None,
        story=_story(case),
        part=True,
    )


def shared_case(reference: str, document: UUID, *, seen_by: Actor) -> Case | None:
    """The case, when the document is one that somebody sent with their part, or with the request that is theirs.

    None for whoever has proven neither; raises CaseNotFound for a document of another's part.
    """
    if seen_by.is_officer or not (seen_by.shares or seen_by.holds):
        return None
    case = Case.objects.filter(reference=reference).first()
    if case is None:
        return None
    person = "" if case.id in seen_by.holds else _found(reference, seen_by)[1].person
    if document not in {one.id for one in documents_of_part(case, person, seen_by=seen_by)}:
        raise CaseNotFound(reference)
    return case


def documents_of_part(case: Case, person: str, *, seen_by: Actor) -> tuple[documents.Attached, ...]:
    """What one person sent with their part; "" for the reporter, with whatever came later and what they were sent.

    What officers keep with a case is for them alone, until it goes with a reply.
    """
    found = documents.documents_of(case.stream, seen_by=seen_by)
    sent = files_sent(case) if found and not person else frozenset[UUID]()
    return tuple(
        one
        for one in found
        if one.id in sent or (forms.person_of(one.source) == person and one.source not in OFFICERS)
    )


def who_is(case: Case, person: str) -> str:
    """Who somebody is who filled in a part of the form: “the other applicant”."""
    one = form_of_case(case).participant(person) if person else None
    return one.name if one else ""


def _found(reference: str, seen_by: Actor) -> tuple[Case, Party]:
    held = Party.objects.filter(pk__in=seen_by.shares, role=CO_APPLICANT).select_related("case")
    party = held.filter(case__reference=reference).first() if seen_by.shares else None
    if party is None or party.case.erased:
        raise CaseNotFound(reference)
    return party.case, party


def _answers(case: Case, party: Party) -> tuple[forms.Said, ...]:
    form, kept = form_of_case(case), forms.answers_of(case.stream, seen_by=_SELF)
    if kept is None or form.participant(party.person) is None:
        return ()
    return forms.answers_in_words(form.part(party.person), kept.answers)


def _story(case: Case) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for one in history(case.stream):
        sentence = _(STORY[type(one.fact)]) if type(one.fact) in STORY else ""
        if isinstance(one.fact, told.CaseClosed):
            outcome = pinned(case).outcome(one.fact.outcome)
            words = outcome.words if outcome else ""
            sentence = _("We finished the request. {outcome}").format(outcome=words).strip()
        if sentence and not (entries and entries[-1].sentence == sentence):
            entries.append(Entry(one.at, "", sentence, "", False))
    return tuple(entries)
