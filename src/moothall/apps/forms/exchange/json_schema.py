"""A form for other programs: JSON Schema (2020-12) of its answers, and how it asks for them.

`schema` describes the answers of a request as they are kept: `{key: value}`, groups as lists. What is asked only under
a condition is not required by it; the condition stands beside, in FEEL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from moothall.apps.forms.form import Entry, Form, Group, Page
from moothall.apps.forms.question import Condition, Question

Written = dict[str, Any]


def exported(form: Form, *, slug: str, name: str) -> Written:
    """`{schema, ui}`: the schema of the answers, and pages in order with widgets, conditions and ways."""
    schema: Written = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:moothall:service:{slug}:{form.digest}",
        "title": name,
        **_answers(form.pages),
    }
    ui: Written = {"language": form.language, "pages": [_entry(one) for one in form.pages]}
    if form.sections:
        ui["sections"] = [
            {
                "section": one.key,
                "title": one.title,
                "pages": [entry.key for entry in one.pages],
                **_when(one.when),
            }
            for one in form.sections
        ]
    if form.fee:
        ui["fee"] = form.fee
    return {"schema": schema, "ui": ui}


def _answers(entries: Iterable[Entry]) -> Written:
    """The object of the answers of some pages."""
    known = list(entries)
    properties: Written = {}
    for entry in known:
        for question in (*entry.questions, *entry.calculated):
            properties[question.key] = _answer(question)
        if isinstance(entry, Group):
            properties[entry.key] = _items(entry)
    always = [question.key for entry in _certain(known) for question in entry.questions if _must(question)]
    return {"type": "object", "properties": properties, "required": always}


def _certain(entries: list[Entry]) -> Iterator[Entry]:
    """The pages that everybody passes: those before the first way that leads past another page."""
    for entry in entries:
        if entry.end:
            continue
        if entry.when is None:
            yield entry
        if entry.next:
            return


def _must(question: Question) -> bool:
    return question.required and question.when is None and question.kind.asked


def _answer(question: Question) -> Written:
    said: Written = {**question.kind.answer_schema(), "title": question.label, "x-type": question.kind.type}
    if question.hint:
        said["description"] = question.hint
    if question.binding:
        said["x-binding"] = question.binding
    if question.sensitive:
        said["x-sensitive"] = True
    return said


def _items(group: Group) -> Written:
    return {
        "type": "array",
        "title": group.title,
        "minItems": group.at_least if group.when is None else 0,
        "maxItems": group.at_most,
        "items": _answers(group.pages),
    }


def _entry(entry: Entry) -> Written:
    said: Written = {"group" if isinstance(entry, Group) else "page": entry.key, "title": entry.title}
    said |= _when(entry.when)
    if isinstance(entry, Group):
        said |= {"each": entry.each, "pages": [_entry(one) for one in entry.pages]}
    else:
        said |= _page(entry)
    if entry.next:
        said["next"] = [{"go": branch.go, **_when(branch.condition)} for branch in entry.next]
    return said


def _page(page: Page) -> Written:
    if page.end:
        return {"end": True, "body": page.body, "instead": page.instead}
    return {
        "intro": list(page.intro),
        "questions": [
            {
                "ask": question.key,
                "widget": type(question.kind.widget(question)).__name__,
                "layout": question.kind.layout.value,
                "required": question.required,
                **_when(question.when),
            }
            for question in page.questions
        ],
    }


def _when(condition: Condition | None) -> Written:
    return {"when": condition.text} if condition is not None else {}
