"""A case for whoever is on the way to it: a crew sees the stops of its team's rounds, and no other case.

A role with `cases.visit` and `rounds.visit` needs no `cases.read`. What is to be visited by one of its teams, and was
not more than a week ago, it may see as its team does, less what a visit does not need: no address for e-mail, no day of
birth, nothing that the form calls sensitive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from moothall.apps.bookings import api as bookings
from moothall.apps.cases.events import NoteAdded
from moothall.apps.cases.field import VisitTold
from moothall.apps.cases.flags import FlagView, rules_about
from moothall.apps.cases.going import SEEN_FOR, visitor
from moothall.apps.cases.models import CaseText
from moothall.apps.cases.policies import READ, VISIT, CaseNotFound
from moothall.apps.cases.queries import case_for, document_for
from moothall.apps.cases.views import CaseView
from moothall.apps.documents.api import Attached
from moothall.apps.forms.api import Said
from moothall.ground.events.api import history
from moothall.kernel import clock
from moothall.kernel.actors import Actor

_NOT_NEEDED = ("person.email", "person.born_on", "subject.born_on", "person.national_insurance_number")


@dataclass(frozen=True, slots=True)
class OnVisit:
    """What somebody needs at a stop. `told` is what they themselves wrote there, oldest first."""

    case: CaseView
    flags: tuple[FlagView, ...]
    photos: tuple[Attached, ...]
    told: tuple[str, ...]
    reads: bool


def case_on_visit(key: UUID, *, seen_by: Actor) -> OnVisit:
    """The case of a visit, for a team on whose rounds it is. Raises CaseNotFound, RoundNotFound, Refused."""
    label, going = _going(key, seen_by)
    case = case_for(label, seen_by=going, purpose="round", route="cases.visit")
    flags = rules_about(case, seen_by=going, route="cases.visit")
    reads = READ.allows(seen_by) and seen_by.sees(case.confidentiality)
    photos = tuple(one for one in case.documents if one.picture and not one.locked)
    shown = case if reads else replace(case, answers=tuple(_needed(case.answers)))
    return OnVisit(shown, flags, photos, _told(f"case:{case.id}", seen_by), reads)


def photo_on_visit(
    key: UUID, document: UUID, *, small: bool = False, seen_by: Actor
) -> tuple[Attached, BinaryIO]:
    """A photo of the case of a visit. The look is recorded. Raises CaseNotFound, RoundNotFound, Refused."""
    label, going = _going(key, seen_by)
    return document_for(label, document, seen_by=going, small=small)


def _going(key: UUID, seen_by: Actor) -> tuple[str, Actor]:
    """The reference of the case of a visit, and who may see it."""
    VISIT.demand(seen_by)
    whole, one = bookings.visit_for(key, seen_by=seen_by)
    if whole.day >= clock.today() - SEEN_FOR:
        return one.label, visitor(seen_by, whole.team)
    if not READ.allows(seen_by):
        raise CaseNotFound(one.label)
    return one.label, seen_by


def _needed(answers: Iterable[Said]) -> Iterable[Said]:
    return (one for one in answers if not one.sensitive and one.binding not in _NOT_NEEDED)


def _told(stream: str, by: Actor) -> tuple[str, ...]:
    facts = (one.fact for one in history(stream) if one.actor == by.key)
    keys = [fact.text for fact in facts if isinstance(fact, VisitTold | NoteAdded) and fact.text]
    texts = dict(CaseText.objects.filter(pk__in=keys).values_list("id", "text")) if keys else {}
    return tuple(texts[key] for key in keys if key in texts)
