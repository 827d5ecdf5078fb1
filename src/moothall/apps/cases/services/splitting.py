"""Making two cases of one: which answers, files and notes go to the second, stay with the first, or are in both.

The second is a case as any other: its own reference, clock, history and retention, the same people. Nothing that was
said is lost: the first keeps its earlier revision, as after a correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import CaseSplitInTwo, CaseSplitOff
from moothall.apps.cases.events import NoteAdded
from moothall.apps.cases.fitting import Fitting, fit_into
from moothall.apps.cases.models import Case, CaseSplit, CaseText, Party, TaskKind, TextKind
from moothall.apps.cases.policies import MOVE
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.said import FORMER, REPORTER, SaidParty
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.services.moving import service_to
from moothall.apps.cases.services.opening import open_case
from moothall.apps.cases.telling import tell_parties
from moothall.apps.cases.traits import SPLIT, gain
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.what_to_do import what_to_do
from moothall.apps.cases.writing import Change, bounded, changing, finish
from moothall.apps.catalogue import api as catalogue
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.ground import rows
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import BASE, speaking

_SELF = system("cases")
#: How a second case came: nobody has been in touch for it, so it counts as none of the ways to get in touch.
SPLIT_OFF = "split"


@dataclass(frozen=True, slots=True)
class Parting:
    """What goes where. `answers` go along, as far as the other form has a place for them; `leaving` are those of them
    that the first does not keep. `files` go along, `files_leaving` without staying; `notes` are copied."""

    service: str
    answers: tuple[str, ...]
    leaving: tuple[str, ...] = ()
    files: tuple[UUID, ...] = ()
    files_leaving: tuple[UUID, ...] = ()
    notes: tuple[UUID, ...] = ()
    #: For colleagues: what the second one is about.
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Divisible:
    """What can be parted of a case, and how its answers would fit the other service."""

    said: tuple[forms.Said, ...]
    files: tuple[documents.Attached, ...]
    notes: tuple[Note, ...]
    fit: Fitting | None


def divisible(reference: str, service: str = "", *, seen_by: Actor) -> Divisible:
    """What there is to part; with a `service`, what of it has a place there. The look is recorded."""
    case = visible(reference, seen_by)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="casework", route="cases.split")
    kept = forms.answers_of(case.stream, seen_by=_SELF)
    answers = kept.answers if kept else forms.Answers()
    with speaking(BASE):
        form = form_of_case(case)
        wanted = catalogue.service_named(service, seen_by=seen_by) if service else None
        said = tuple(one for one in forms.answers_in_words(form, answers) if not one.blank and not one.item)
        return Divisible(
            said,
            documents.documents_of(case.stream, seen_by=seen_by),
            tuple(Note(one.id, one.text) for one in _notes(case)),
            fit_into(form, forms.form_of(wanted), answers) if wanted else None,
        )


def split_case(reference: str, parting: Parting, *, by: Actor) -> str:
    """Make a second case of `parting.service` out of this one; returns its reference.

    Whoever asked is told once, under the first reference, and reads of both on either page.
    """
    wanted = service_to(parting.service, by=by)
    words = bounded(parting.words)
    with transaction.atomic(), changing(reference, by=by, may=MOVE) as change:
        case = change.case
        rules.is_open.demand(case.status)
        kept = forms.answers_of(case.stream, seen_by=_SELF)
        answers = kept.answers if kept else forms.Answers()
        _demand(case, answers, parting, words)
        second = _open_second(case, wanted, answers, parting, by)
        _part_files(case, second, parting, by)
        notes = _copy_notes(second, case, parting)
        left = _leave(change, answers, parting, kept.number if kept else 0)
        rows.insert(CaseSplit(id=new_id(), first_id=case.id, second_id=second.id, split_at=clock.now()))
        gain(case, SPLIT)
        gain(second, SPLIT)
        change.tell(
            CaseSplitInTwo(
                second.id,
                left.key if left else None,
                left.digest if left else None,
                len(parting.files),
                notes,
            )
        )
        more = _finish_second(second, case, parting, words, by)
        tell_parties("case split", case, lambda: _facts(second, wanted, more=more), by=by)
        return second.reference


def _facts(second: Case, wanted: catalogue.Service, *, more: bool) -> dict[str, str]:
    return {
        "second_reference": second.reference,
        "second_service_name": wanted.name,
        "what_to_do": what_to_do(more=more),
    }


def _demand(case: Case, answers: forms.Answers, parting: Parting, words: str) -> None:
    rules.is_of_this_case.demand(parting.answers, answers)
    rules.is_of_this_case.demand(parting.leaving, parting.answers)
    owned = {one.id for one in documents.documents_of(case.stream, seen_by=_SELF)}
    rules.is_of_this_case.demand(parting.files, owned)
    rules.is_of_this_case.demand(parting.files_leaving, parting.files)
    rules.is_of_this_case.demand(parting.notes, {one.id for one in _notes(case)} if parting.notes else ())
    rules.something_goes_along.demand(len(parting.answers) + bool(words))
    rules.something_stays.demand(len(answers) - len(parting.leaving))


def _notes(case: Case) -> Sequence[CaseText]:
    return list(CaseText.objects.filter(case_id=case.id, kind=TextKind.NOTE).order_by("id"))


def _open_second(
    case: Case, wanted: catalogue.Service, answers: forms.Answers, parting: Parting, by: Actor
) -> Case:
    """Opened as any case is, with what fits its form; whoever asked is told of both at once, and not of this alone."""
    here, there = form_of_case(case), forms.form_of(wanted)
    taken = forms.carried_from(here, there, answers)
    # Asked of all the answers: alone, one would not be on the way that the others led to it.
    along = forms.carry_over(here, there, answers).only(
        to for to, source in taken.items() if source in parting.answers
    )
    opened = open_case(
        wanted,
        along,
        by=by,
        key=f"split:{new_id()}",
        channel=SPLIT_OFF,
        parties=_people_of(case),
        quiet=True,
    )
    for role, language in Party.objects.filter(case_id=case.id).values_list("role", "language"):
        Party.objects.filter(case_id=opened.case_id, role=role).update(language=language)
    return Case.objects.select_for_update().get(pk=opened.case_id)


def _people_of(case: Case) -> tuple[SaidParty, ...]:
    """The same people, the reporter first: each with a record of their own for the second case."""
    found = list(Party.objects.filter(case_id=case.id).exclude(role=FORMER).order_by("id"))
    named = people.people_named(
        [one.source_record_id for one in found if one.source_record_id], seen_by=_SELF
    )
    said = [
        SaidParty(one.role, who.name, who.email, who.phone, who.address, one.person)
        for one in found
        if one.source_record_id and (who := named.get(one.source_record_id))
        and one.role in (REPORTER, "on_behalf_of", "subject")
    ]  # fmt: skip
    return tuple(sorted(said, key=lambda one: one.role != REPORTER))


def _part_files(case: Case, second: Case, parting: Parting, by: Actor) -> None:
    if parting.files:
        documents.share_documents(parting.files, owner=case.stream, to=second.stream, by=by)
    if parting.files_leaving:
        documents.drop_documents(parting.files_leaving, owner=case.stream, by=by)


def _copy_notes(second: Case, case: Case, parting: Parting) -> int:
    """Notes are written again on the second case; the first keeps its own, which its history proves."""
    change = Change(second, _SELF)
    for note in _notes(case):
        if note.id in parting.notes:
            written = change.write(TextKind.NOTE, note.text)
            change.tell(NoteAdded(written.id, written.digest))
    if change.facts:
        finish(change, reindex=False)
    return len(change.facts)


def _leave(change: Change, answers: forms.Answers, parting: Parting, number: int) -> forms.Revision | None:
    """The first without what only the second has from now on: another revision of its answers."""
    if not parting.leaving:
        return None
    change.answers_changed = True
    left = answers.without(parting.leaving)
    return forms.record_revision(change.case.stream, left, source="split", by=change.by, after=number)


def _finish_second(second: Case, first: Case, parting: Parting, words: str, by: Actor) -> bool:
    """Its first facts, and a task where its form asks more; whether it does."""
    change = Change(second, by)
    change.tell(CaseSplitOff(first.id))
    if words:
        written = change.write(TextKind.NOTE, words)
        change.tell(NoteAdded(written.id, written.digest))
    form = form_of_case(second)
    kept = forms.answers_of(second.stream, seen_by=_SELF)
    rest = forms.missing_pages(form, kept.answers if kept else forms.Answers())
    if rest:
        sentence = (
            "It was split off another request, and its form asks more. Fill it in, or ask the reporter."
        )
        change.make_task(TaskKind.REST, sentence, made_for="rest:split")
    finish(change, reindex=False)
    return bool(rest)


def other_half(case: CaseView, *, seen_by: Actor) -> tuple[str, ...]:
    """The references of what was split off this case, and of what it was split off. No query."""
    hung = case.hung
    halves = (one.second_id if one.first_id == case.id else one.first_id for one in hung.splits)
    return tuple(hung.others[half].reference for half in halves)
