"""What somebody has said in earlier requests, for the next form that is filled in for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from moothall.apps.cases.models import Case, Party
from moothall.apps.cases.policies import READ
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.said import REPORTER
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: So many of their requests are looked through, the newest first.
MOST = 5
_NOBODYS = UUID(int=0)
#: What is about the person stays true longer than what is about the last request.
_ABOUT_THEM = "person."


def said_before(records: Sequence[UUID], form: forms.Form, *, seen_by: Actor) -> forms.Answers:
    """Answers to what `form` asks of the person, from requests they made and `seen_by` may see, each with the day it
    was said as its source (`forms.KNOWN`). The newest word counts. Each look is recorded.
    """
    READ.demand(seen_by)
    told = people.people_named(records, seen_by=seen_by)
    of = Party.objects.filter(source_record_id__in=list(records), role=REPORTER)
    of = of.filter(case__confidentiality__in=seen_by.classes, case__erased=False)
    whose = dict(of.values_list("case_id", "source_record_id"))
    cases = list(Case.objects.filter(pk__in=list(whose)).order_by("-id")[:MOST])
    if cases:
        record_look(seen_by, [case.stream for case in cases], purpose="call", route="contacts.form")
    kept = forms.answers_of_each([case.stream for case in cases], seen_by=seen_by) if cases else {}
    found: dict[str, forms.Answer] = {}
    for case in cases:
        if said := kept.get(case.stream):
            day = clock.local(case.opened_at).date().isoformat()
            source, person = f"{forms.KNOWN}{day}", told.get(whose[case.id] or _NOBODYS)
            carried = forms.carry_over(form_of_case(case), form, said.answers)
            for key, answer in {
                **carried,
                **(_of_themselves(person, form, source) if person else {}),
            }.items():
                question = form.questions.get(key)
                if question is not None and question.binding.startswith(_ABOUT_THEM):
                    found.setdefault(key, replace(answer, source=source))
    return forms.Answers(found)


def _of_themselves(person: people.Person, form: forms.Form, source: str) -> dict[str, forms.Answer]:
    """Name, e-mail address and number as they stand in the record, which is what is told to whoever deals with it."""
    said = {"person.name": person.name, "person.email": person.email, "person.phone": person.phone}
    found = {
        question.key: forms.answer_to(question, said[question.binding], source)
        for question in form.questions.values()
        if question.binding in said and not form.home(question.key)
    }
    return {key: answer for key, answer in found.items() if answer is not None}
