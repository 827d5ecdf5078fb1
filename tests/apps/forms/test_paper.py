"""A form on paper: every question once, with its space, and the ways in words."""

from __future__ import annotations

from moothall.apps.catalogue.api import services_listed
from moothall.apps.forms.api import form_of, on_paper
from tests.apps.forms.made import sound
from tests.cast import SYSTEM

FORM = """\
pages:
- page: kind
  questions:
  - {ask: kind, type: one-of, label: What is it?, name: what it is,
     options: [{value: sofa, label: A sofa}, {value: tyre, label: Tyres}]}
  next: [{if: kind = "tyre", go: more}]
- page: size
  when: kind = "sofa" and heavy = null
  questions: [{ask: size, type: long-text, label: How large?, name: how large it is}]
- page: heavy
  when: kind = "sofa"
  questions:
  - {ask: heavy, type: yes-no, label: Is it heavy?, name: it is heavy}
- group: helpers
  title: Who helps?
  each: person
  at_least: 1
  when: heavy = true
  pages:
  - page: helper
    questions: [{ask: helper, type: short-text, label: Their name, name: their name}]
- page: more
  title: The rest
  questions:
  - {ask: seen_on, type: date, label: When?, required: no}
  - {ask: photo, type: photo, label: A photo, required: no}
"""


def test_questions_are_numbered_and_ways_are_said() -> None:
    kind, size, heavy, helpers, helper, more = on_paper(sound(FORM.replace(" and heavy = null", "")))
    assert [q.number for page in (kind, size, heavy, helper, more) for q in page.questions] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert kind.ways == ("If you answered “Tyres” to question 1, go to question 5.",)
    assert size.only_if == "you answered “A sofa” to question 1"
    assert (helpers.title, helpers.each, helpers.only_if) == (
        "Who helps?",
        "person",
        "you answered “Yes” to question 3",
    )
    assert helper.each == "person"
    assert [space.kind for page in (kind, size, heavy, helper, more) for q in page.questions for space in q.spaces] == [
        "choices", "lines", "choices", "line", "date", "send",
    ]  # fmt: skip
    assert [q.optional for q in more.questions] == [True, True]


def test_a_condition_that_is_not_plain_is_not_made_up() -> None:
    form = sound(FORM.replace(" and heavy = null", " and string length(kind) > 2"))
    assert on_paper(form)[1].only_if == "this applies to you"


def test_every_shipped_form_goes_on_paper() -> None:
    for service in services_listed(seen_by=SYSTEM):
        if service.parts.get("form") is None:
            continue
        pages = on_paper(form_of(service))
        questions = [question for page in pages for question in page.questions]
        assert [question.number for question in questions] == list(range(1, len(questions) + 1))
        assert all(question.spaces for question in questions)
