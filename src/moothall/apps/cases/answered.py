"""The typed projection of answers: a row for each value of each question marked `index:`, for lists to filter by.

Status, class and place in the queue stand in each row too: a filtered page is then one range of one index, as the queue
is. Questions marked sensitive are left out, whatever else they are marked. Marks (`marks.py`) stand here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.marks import marks_of_new, marks_told, rows_of
from moothall.apps.cases.models import Case, IndexedAnswer, QueueEntry
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.statements import answers_table, as_kept
from moothall.apps.forms import api as forms
from moothall.ground import rows
from moothall.kernel.actors import system
from moothall.kernel.feel import Value

#: Of a longer text the beginning is indexed.
LONGEST = 120
LONGEST_KEY = 120
#: What a number column takes: 12 digits before the point and 6 behind it.
_LARGEST = Decimal(10) ** 12
_SELF = system("cases")


def answered_of(case: Case, form: forms.Form, answers: forms.Answers, position: int) -> list[IndexedAnswer]:
    """The rows of a case whose form and answers are known; none for a form without such questions."""
    made = []
    for question in form.questions.values():
        if not question.index or question.sensitive:
            continue
        held = answers.get(question.key)
        if held is None or held.value is None or held.type != question.kind.type:
            continue
        for value in _values(question.kind.feel_value(held.value)):
            made.append(_row(case, question.key, held.type, value, position))
    return made


def index_answers(case: Case, form: forms.Form, answers: forms.Answers, *, position: int) -> None:
    """Write the rows of a new case, in one statement; in none where no such question and no mark is."""
    if made := [*answered_of(case, form, answers, position), *rows_of(case, marks_of_new(case), position)]:
        rows.insert(*made)


def index_again(case: Case, *, position: int) -> None:
    """Write the rows of a case whose answers or form have changed; its marks stay."""
    IndexedAnswer.objects.filter(case_id=case.id).exclude(key__startswith="@").delete()
    follow(case, position=position)
    kept = forms.answers_of(case.stream, seen_by=_SELF)
    if kept and (made := answered_of(case, form_of_case(case), kept.answers, position)):
        rows.insert(*made)


def follow(case: Case, *, position: int) -> None:
    """Status, class or place in the queue have changed; answers and marks have not. One statement."""
    rows.say(
        f"UPDATE {answers_table()} SET status = %s, confidentiality = %s, position = %s WHERE case_id = %s",  # noqa: S608 — our own names; values are bound
        [case.status, case.confidentiality, position, as_kept(case.id)],
    )


def forget_answered(case_id: UUID) -> None:
    """Answers and marks of a case that is erased."""
    IndexedAnswer.objects.filter(case_id=case_id).delete()


def rebuild_answers() -> int:
    """Make every row again, a thousand cases at a time; returns how many cases. The queue is right before."""
    rebuilt, last = 0, UUID(int=0)
    while keys := list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1_000]):
        with transaction.atomic():
            cases = list(Case.objects.select_for_update().filter(pk__in=keys))
            IndexedAnswer.objects.filter(case_id__in=keys).delete()
            rows.load(_all_rows([case for case in cases if not case.erased]))
        rebuilt, last = rebuilt + len(cases), keys[-1]
    return rebuilt


def _all_rows(cases: Sequence[Case]) -> Iterator[IndexedAnswer]:
    places = QueueEntry.objects.filter(pk__in=[case.id for case in cases])
    positions = dict(places.values_list("case_id", "position"))
    kept = forms.answers_of_each([case.stream for case in cases], seen_by=_SELF)
    marked = marks_told([case.id for case in cases])
    for case in cases:
        if case.id not in positions:
            continue
        yield from rows_of(case, marked.get(case.id, ()), positions[case.id])
        if case.stream in kept:
            answers = kept[case.stream].answers
            yield from answered_of(case, form_of_case(case), answers, positions[case.id])


def _values(value: Value) -> Iterable[Value]:
    """Each value to filter by: of several chosen ones each, once. What has parts of its own has none."""
    if isinstance(value, str | bool | Decimal | date):
        return (value,)
    if isinstance(value, tuple | list):
        return dict.fromkeys(each for each in value if isinstance(each, str | bool | Decimal | date))
    return ()


def _row(case: Case, key: str, kind: str, value: Value, position: int) -> IndexedAnswer:
    return rows.made(
        IndexedAnswer,
        case_id=case.id,
        key=key[:LONGEST_KEY],
        type=kind,
        text=as_text(value),
        number=value if isinstance(value, Decimal) and abs(value) < _LARGEST else None,
        day=value if isinstance(value, date) and not isinstance(value, datetime) else None,
        confidentiality=case.confidentiality,
        status=case.status,
        position=position,
    )


def as_text(value: Value) -> str:
    """A value as an address can say it: `yes`, `3.5`, `2026-03-31`, an option's code, the words that were typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return str(value.quantize(Decimal(1)) if whole and abs(value) < _LARGEST else value.normalize())
    return (value.isoformat() if isinstance(value, date) else str(value))[:LONGEST]
