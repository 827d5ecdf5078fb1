"""Cases that are dealt with together: who belongs to whom, and everything about all of them in one view.

Nothing of it is kept: it is read from the rows of each, and gone the moment the link between them ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from moothall.apps.cases.events import AnswersCorrected
from moothall.apps.cases.models import Case, CaseLink, CaseText, Party, TextKind
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.cases.said import FORMER
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.story import TOLD, acting_officers, who_acted
from moothall.apps.cases.timeline import Story, kind_of
from moothall.apps.cases.traits import MERGED, traits_of
from moothall.apps.cases.views import CaseView, Entry, PartyView
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.identity.api import accounts_named
from moothall.apps.people import api as people
from moothall.ground.events.api import Recorded, histories
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, system

_SELF = system("cases")
#: Cases on one page of what is dealt with together.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cases that are dealt with together. `own`: the one under which they are.

    `erased`: what was said in it is gone; its place among the others stays.
    """

    reference: str
    service_name: str
    opened_at: datetime
    merged_at: datetime | None
    erased: bool
    parties: tuple[PartyView, ...]
    answers: tuple[forms.Said, ...]
    documents: tuple[documents.Attached, ...]

    @property
    def own(self) -> bool:
        return self.merged_at is None

    @property
    def blocks(self) -> tuple[forms.Together, ...]:
        return forms.together(self.answers)


@dataclass(frozen=True, slots=True)
class Combined:
    """Everything about cases that are dealt with together, `AT_ONCE` of them at a time; `story` is theirs, oldest
    first, each line with the reference it belongs to."""

    reference: str
    number: int
    members: tuple[Member, ...]
    story: tuple[tuple[str, Entry], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Together:
    """The cases merged into one: how many, and the first of them."""

    number: int
    references: tuple[str, ...]


def together_with(case: CaseView, *, seen_by: Actor, most: int = 10) -> Together:
    """The cases merged into this one, for whoever has been let see it. No query."""
    hung = case.hung
    live = (one for one in hung.links if one.merged and one.ended_at is None and one.original_id == case.id)
    found = [
        hung.others[one.duplicate_id].reference
        for one in sorted(live, key=lambda one: (one.linked_at, one.id))
    ]
    return Together(len(found), tuple(found[:most]))


def members_of(case: Case) -> list[Case]:
    """The cases merged into this one, in the order in which they were. None asked for where it has no such trait."""
    if MERGED not in traits_of(case):
        return []
    live = CaseLink.objects.filter(original_id=case.id, ended_at=None, merged=True)
    return [one.duplicate for one in live.select_related("duplicate").order_by("linked_at", "id")]


def combined_view(reference: str, *, page: int = 1, seen_by: Actor) -> Combined:
    """Answers, files, parties and story of the case and of those merged into it. Queries do not grow with their number.

    The look is recorded for each of them. Raises CaseNotFound.
    """
    case = visible(reference, seen_by)
    live = CaseLink.objects.filter(original_id=case.id, ended_at=None, merged=True).order_by(
        "linked_at", "id"
    )
    number, page = live.count(), max(1, page)
    pages = max(1, -(-(number + 1) // AT_ONCE))
    page = min(page, pages)
    start = (page - 1) * AT_ONCE
    links = list(live.select_related("duplicate")[max(0, start - 1) : start - 1 + AT_ONCE])
    merged_at = {link.duplicate_id: link.linked_at for link in links}
    cases = [*([case] if page == 1 else []), *(link.duplicate for link in links)]
    if seen_by.is_officer:
        record_look(seen_by, [one.stream for one in cases], purpose="casework", route="cases.together")
    return Combined(
        case.reference,
        number,
        tuple(_members(cases, merged_at, seen_by)),
        _story(cases, seen_by),
        page,
        pages,
    )


def _members(cases: Sequence[Case], merged_at: Mapping[UUID, datetime], seen_by: Actor) -> Iterable[Member]:
    streams = [one.stream for one in cases]
    kept = forms.answers_of_each(streams, seen_by=_SELF)
    attached = documents.documents_of_each(streams, seen_by=seen_by)
    parties = _parties(cases)
    for one in cases:
        answers = kept.get(one.stream)
        yield Member(
            one.reference,
            service_name(one.service),
            one.opened_at,
            merged_at.get(one.id),
            one.erased,
            parties.get(one.id, ()),
            forms.answers_in_words(form_of_case(one), answers.answers) if answers else (),
            attached.get(one.stream, ()),
        )


def _parties(cases: Sequence[Case]) -> Mapping[UUID, tuple[PartyView, ...]]:
    rows = Party.objects.filter(case_id__in=[one.id for one in cases]).exclude(role=FORMER).order_by("id")
    held = [row for row in rows if row.source_record_id]
    named = people.people_named([row.source_record_id for row in held if row.source_record_id], seen_by=_SELF)
    found: dict[UUID, tuple[PartyView, ...]] = {}
    for row in held:
        if person := named.get(row.source_record_id or row.id):
            view = PartyView(row.role, person.name, person.email, person.phone, person.address, id=row.id)
            found[row.case_id] = (*found.get(row.case_id, ()), view)
    return found


def _story(cases: Sequence[Case], seen_by: Actor) -> tuple[tuple[str, Entry], ...]:
    happened = histories([one.stream for one in cases])
    texts: dict[UUID, str] = {}
    found = CaseText.objects.filter(case_id__in=[one.id for one in cases]).exclude(kind=TextKind.SENSITIVE)
    texts.update(found.values_list("id", "text"))
    names = accounts_named(
        {key for each in happened.values() for key in acting_officers(each)}, seen_by=seen_by
    )
    references = _named(happened)
    entries: list[tuple[str, Entry]] = []
    for one in cases:
        facts = happened.get(one.stream, ())
        story = Story(one, texts, names, references, _revisions(one, facts), {})
        entries += [(one.reference, entry) for entry in _told(facts, story)]
    return tuple(sorted(entries, key=lambda pair: (pair[1].at, pair[0], pair[1].sequence)))


def _named(happened: Mapping[str, Sequence[Recorded]]) -> Mapping[UUID, str]:
    keys = {
        key
        for each in happened.values()
        for one in each
        for name in ("original", "duplicate", "first", "second", "other")
        if isinstance(key := getattr(one.fact, name, None), UUID)
    }
    return dict(Case.objects.filter(pk__in=keys).values_list("id", "reference")) if keys else {}


def _told(facts: Sequence[Recorded], story: Story) -> Iterable[Entry]:
    for one in facts:
        tell = TOLD.get(type(one.fact))
        if tell and (said := tell(one.fact, story)):
            entry = Entry(one.at, who_acted(one.actor, story), *said, kind=kind_of(type(one.fact)))
            yield replace(entry, sequence=one.sequence)


def _revisions(case: Case, facts: Sequence[Recorded]) -> Mapping[int, forms.Kept]:
    """Only a corrected case is asked for its revisions."""
    if not any(isinstance(one.fact, AnswersCorrected) for one in facts):
        return {}
    return {one.number: one for one in forms.revisions_of(case.stream, seen_by=_SELF)}
