"""An officer puts right what was answered: another revision, with the reason, and the earlier one kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moothall.apps.cases import rules
from moothall.apps.cases.events import AnswersCorrected, PersonCorrected
from moothall.apps.cases.joined import status_shown
from moothall.apps.cases.models import Case, Party, TextKind
from moothall.apps.cases.policies import WORK, CaseNotFound
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.said import FORMER, SaidParty, parties_said, ward_said
from moothall.apps.cases.writing import bounded, changing
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.ground import rows
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id

#: The source of an answer that an officer has put right.
CORRECTED = "corrected"
_SELF = system("cases")


class AnswersDoNotFit(ValueError):
    """What was given does not answer the question: `problems` say it as the form would to a resident."""

    def __init__(self, problems: tuple[forms.Problem, ...]) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = problems


def correct_answers(
    reference: str, answers: Mapping[str, str | Iterable[str]], *, by: Actor, reason: str
) -> None:
    """Put answers right. `answers` is what somebody would type, by field, of the questions that are to change.

    The earlier answers stay in the story of the case with the `reason`, which only staff read. Whoever is told next is
    told at the corrected address. Raises AnswersDoNotFit with the form's own problems, Refused CASE-23 when nothing
    would be different, CaseNotFound for a question that this case was not asked or whose answer is a file.
    """
    with changing(reference, by=by, may=WORK) as change:
        case = change.case
        rules.is_open.demand(status_shown(case))
        reason = bounded(reason)
        rules.has_reason.demand(reason)
        kept = forms.answers_of(case.stream, seen_by=_SELF)
        if kept is None:
            raise CaseNotFound(reference)
        form = form_of_case(case)
        changed = _read(form, kept.answers, answers, reference)
        rules.says_something_else.demand(bool(changed))
        after = forms.relevant(form, kept.answers.with_(changed))
        revision = forms.record_revision(case.stream, after, source=CORRECTED, by=by, after=kept.number)
        written = change.write(TextKind.NOTE, reason)
        known = _know_again(case, form, kept.answers, after, by)
        case.ward = ward_said(form, after)
        change.answers_changed = True
        change.tell(
            AnswersCorrected(
                answers=revision.key,
                answers_digest=revision.digest,
                number=revision.number,
                text=written.id,
                digest=written.digest,
                person=known[0].id if known else None,
                person_digest=known[0].digest if known else None,
            ),
            *(PersonCorrected(one.id, one.digest) for one in known[1:]),
        )


def questions_to_correct(form: forms.Form, answers: forms.Answers) -> Mapping[str, forms.Question]:
    """The questions of this case that can be put right by typing, by key: no files, nothing inside a group."""
    return correctable(form, answers, forms.answers_in_words(form, answers))


def correctable(
    form: forms.Form, answers: forms.Answers, said: Iterable[forms.Said]
) -> Mapping[str, forms.Question]:
    """The same, for whoever has the answers in words."""
    asked = {one.question for one in said}
    return {
        key: question
        for key, question in form.questions.items()
        if key in asked and key in answers and not question.kind.keeps_held and question.kind.fields(question)
    }


def _read(
    form: forms.Form, held: forms.Answers, given: Mapping[str, str | Iterable[str]], reference: str
) -> dict[str, forms.Answer]:
    """The answers that are different now. Raises AnswersDoNotFit, CaseNotFound."""
    meant = {
        key: question
        for key, question in questions_to_correct(form, held).items()
        if any(field in given for field in question.kind.fields(question))
    }
    known = {field for question in meant.values() for field in question.kind.fields(question)}
    if not meant or not known.issuperset(given):
        raise CaseNotFound(reference)
    pages = {said.question: said.page for said in forms.answers_in_words(form, held)}
    changed: dict[str, forms.Answer] = {}
    problems: list[forms.Problem] = []
    for key in meant:
        reading = forms.read_page(form, pages[key], forms.posted(given), held=held, source=CORRECTED)
        problems += [problem for problem in reading.problems if problem.question == key]
        answer = reading.answers.get(key)
        if answer is not None and answer.value != held.value(key):
            changed[key] = answer
    if problems:
        raise AnswersDoNotFit(tuple(problems))
    return changed


def _know_again(
    case: Case, form: forms.Form, before: forms.Answers, after: forms.Answers, by: Actor
) -> list[people.RecordedSource]:
    """Where somebody said something else about themselves: another record of it, to which their part now points.

    The earlier record stays, as the part of somebody former, until the case is erased.
    """
    was = {(party.role, party.person): party for party in parties_said(form, before)}
    known = []
    for party in parties_said(form, after):
        parts = Party.objects.filter(case_id=case.id, role=party.role, person=party.person)
        held = parts.order_by("id").first()
        if held is None or was.get((party.role, party.person)) == party:
            continue
        source = _record(case, party, by)
        rows.insert(Party(id=new_id(), case_id=case.id, role=FORMER, source_record_id=held.source_record_id))
        Party.objects.filter(pk=held.pk).update(source_record_id=source.id)
        known.append(source)
    return known


def _record(case: Case, party: SaidParty, by: Actor) -> people.RecordedSource:
    return people.record_source(
        source=f"form:{case.service}",
        name=party.name,
        email=party.email,
        phone=party.phone,
        address=party.address,
        purpose=f"case:{case.service}",
        by=by,
    )
