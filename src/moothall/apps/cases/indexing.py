"""The search row of a case: staff find it by reference, service, what was answered, who reported it, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from moothall.apps.cases.models import Case, CaseText, TextKind
from moothall.apps.cases.projection import reporters_of
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.forms import api as forms
from moothall.ground.gathering import Some, gathered, marks
from moothall.ground.search import api as search
from moothall.kernel.actors import system

KIND = "case"
_SELF = system("cases")


def number_of(case_id: UUID) -> int:
    """A number whose order is the order of opening: the microseconds since 1970 in the case's key."""
    return (case_id.int >> 80) * 1_000 + (case_id.int >> 64 & 0xFFF) * 1_000 // 4_096


def document_of(case: Case, *, said: str, reporter: str) -> search.Document:
    facets = {f"service:{case.service}", f"status:{case.status}"}
    if case.ward:
        facets.add(f"ward:{case.ward}")
    return search.Document(
        kind=KIND,
        key=str(case.id),
        confidentiality=case.confidentiality,
        title=f"{case.reference} {service_name(case.service)}",
        text=f"{said}\n{reporter}".strip(),
        facets=frozenset(facets),
        number=number_of(case.id),
    )


def index(case: Case, reporter: str) -> None:
    """Write the search row again, from what is kept: for a case whose status, service, ward or notes have changed."""
    search.put(_document(case, reporter, _notes_of([case]).get(case.id, ())))


def _document(case: Case, reporter: str, notes: Sequence[str]) -> search.Document:
    kept = forms.answers_of(case.stream, seen_by=_SELF)
    said = forms.search_text(form_of_case(case), kept.answers) if kept else ""
    return document_of(case, said="\n".join([said, *notes]), reporter=reporter)


def _notes_of(cases: Sequence[Case]) -> dict[UUID, list[str]]:
    """What colleagues wrote, as it stands now: only who may see the case finds it by that. A note for one role alone
    is of another kind and stands in no index. One query.
    """
    keys = [case.id for case in cases]
    written = Some(CaseText, f"kind = %s AND case_id IN {marks(keys)}", (TextKind.NOTE, *keys))
    held = sorted(gathered(written)[written], key=lambda text: text.id)
    replaced = {text.answers_id for text in held if text.answers_id is not None}
    notes: dict[UUID, list[str]] = {}
    for text in held:
        if text.id not in replaced:
            notes.setdefault(text.case_id, []).append(text.text)
    return notes


def rebuild_search() -> int:
    """Make every search row again; returns how many."""
    rebuilt = 0
    batch: list[Case] = []
    for case in Case.objects.filter(erased=False).order_by("pk").iterator(chunk_size=500):
        batch.append(case)
        if len(batch) == 500:
            rebuilt += _index_all(batch)
            batch = []
    return rebuilt + _index_all(batch)


def _index_all(cases: list[Case]) -> int:
    names, notes = reporters_of(cases), _notes_of(cases)
    search.put(*(_document(case, names.get(case.id, ""), notes.get(case.id, ())) for case in cases))
    return len(cases)
