"""The public report of a case: what it is about and how it goes, nothing about anybody and nobody's words.

There is one where the service says `public: yes`, open to all staff, not erased and not withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.apps.cases.events import CaseClosed, CaseOpened, CaseReopened, CaseStarted, CaseTaken
from moothall.apps.cases.models import Case, Status
from moothall.apps.cases.passed_on import PASSED_ON, words_of_outcome
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.reading import pinned, service_name
from moothall.apps.cases.withdrawn import WITHDRAWN
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.ground.events.api import history
from moothall.kernel.actors import STAFF_CLASS, Actor, system

_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class PublicStep:
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What everybody may read of a request. `ward` is as near as it says where."""

    reference: str
    service: str
    service_name: str
    ward: str
    status: str
    outcome_words: str
    opened_at: datetime
    due_on: date | None
    story: tuple[PublicStep, ...]
    #: Those that an officer has looked at and put there.
    photos: tuple[documents.Attached, ...] = ()


def is_public(case: Case) -> bool:
    """Whether there is a public report of `case`. No query."""
    if case.erased or case.confidentiality != STAFF_CLASS or case.outcome == WITHDRAWN:
        return False
    try:
        return catalogue.service_named(case.service, seen_by=_SELF).public
    except catalogue.NoSuchService:
        return False


def public_case(reference: str) -> Case:
    """Raises CaseNotFound, for one that is not public too."""
    case = Case.objects.filter(reference=reference).first()
    if case is None or not is_public(case):
        raise CaseNotFound(reference)
    return case


def _ended(case: Case) -> str:
    """How it ended, in words for everybody; of what is dealt with under another nothing."""
    outcome = pinned(case).outcome(case.outcome)
    if outcome is not None:
        return outcome.words
    return words_of_outcome(PASSED_ON) if case.outcome == PASSED_ON else ""


def public_report(reference: str, *, seen_by: Actor) -> PublicReport:
    """The public report. Raises CaseNotFound where there is none, and where it is not public, alike."""
    case = public_case(reference)
    running = deadlines.clock_of(case.stream)
    return PublicReport(
        reference=case.reference,
        service=case.service,
        service_name=service_name(case.service),
        ward=case.ward,
        status=case.status,
        outcome_words=_ended(case),
        opened_at=case.opened_at,
        due_on=running.due_on if running and case.status != Status.CLOSED else None,
        story=_story(case),
        photos=_photos(case),
    )


def shows_photos(case: Case) -> bool:
    """Whether an officer may put photos on the public page of `case`. No query."""
    return is_public(case) and catalogue.service_named(case.service, seen_by=_SELF).public_photos


def is_photo(one: documents.Attached) -> bool:
    """A photo, looked through and made anew. A picture of a paper that was sent as a file is none."""
    return one.kind == "photo" and one.picture


def public_photo(
    reference: str, document: UUID, *, seen_by: Actor, small: bool = False
) -> tuple[documents.Attached, BinaryIO]:
    """A photo on the public page, and its bytes. Raises CaseNotFound for one that is not there, alike.

    It has no name: what somebody called a file may say who they are.
    """
    case = public_case(reference)
    number = next((at for at, one in enumerate(_photos(case), 1) if one.id == document), 0)
    if not number:
        raise CaseNotFound(reference)
    try:
        found, content = documents.open_document(document, owner=case.stream, seen_by=seen_by, small=small)
    except documents.DocumentNotFound:
        raise CaseNotFound(reference) from None
    return replace(found, name=f"photo-{number}"), content


def _photos(case: Case) -> tuple[documents.Attached, ...]:
    """No query for a service that shows none."""
    if not shows_photos(case):
        return ()
    sent = documents.documents_of(case.stream, seen_by=_SELF)
    return tuple(one for one in sent if one.released and is_photo(one))


def _story(case: Case) -> tuple[PublicStep, ...]:
    steps: list[PublicStep] = []
    for one in history(case.stream):
        sentence = _sentence(one.fact, case)
        if sentence and not (steps and steps[-1].sentence == sentence):
            steps.append(PublicStep(one.at, sentence))
    return tuple(steps)


def _sentence(fact: object, case: Case) -> str:
    if isinstance(fact, CaseOpened):
        return _("Somebody told us.")
    if isinstance(fact, CaseTaken | CaseStarted):
        return _("We are dealing with it.")
    if isinstance(fact, CaseReopened):
        return _("It is open again.")
    if isinstance(fact, CaseClosed):
        outcome = pinned(case).outcome(fact.outcome)
        return _("We have finished. {outcome}").format(outcome=outcome.words if outcome else "").strip()
    return ""
