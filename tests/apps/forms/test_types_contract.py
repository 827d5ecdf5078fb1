"""What every type promises, whatever is typed: nothing raises, an answer fits its schema, and reading what an answer
would have been typed as gives that answer again."""

from __future__ import annotations

from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from moothall.apps.forms.api import KINDS, Form, Question, outline, posted, read_page, typed_for
from moothall.kernel.feel.types import fits
from moothall.ui.questions import compile_page
from tests.apps.forms.made import sound
from tests.apps.forms.real_typing import SAMPLES

TYPES = [name for name in KINDS if name not in ("photo", "file", "files", "calculated")]


def form_asking(name: str) -> Form:
    """A form with the type's own example on it."""
    example = indent(KINDS[name].example, " " * 10).lstrip()
    return sound(f"pages:\n  - page: page\n    title: A page\n    questions:\n        - {example}")


def question_in(form: Form) -> Question:
    (question,) = form.questions.values()
    return question


FORMS = {name: form_asking(name) for name in TYPES}
PAGES = {name: compile_page(outline(form, "page")) for name, form in FORMS.items()}
FRAGMENTS = st.sampled_from(
    ["", " ", "yes", "1", "12", "2026", "٣", "O", "£", ".", ",", "-", "3pm", "SW1A 1AA", "\x00", "\ud800", "½", "e9",
     "²", "other", "９９", "1e400", "nan", "Infinity", "_1", "+", "1" * 400]
)  # fmt: skip
TYPING = st.text(max_size=40) | FRAGMENTS | st.lists(FRAGMENTS, max_size=3).map("".join)


@pytest.mark.parametrize("name", TYPES)
def test_its_example_asks_a_question(name: str) -> None:
    question = question_in(FORMS[name])
    kind = question.kind
    assert kind.type == name
    assert kind.seconds >= 0
    assert kind.about.endswith(".")
    Draft202012Validator.check_schema(kind.answer_schema())
    html = PAGES[name].fill(token="t")
    assert all(field.startswith(question.key) for field in kind.fields(question))
    assert any(f'name="{field}"' in html for field in kind.fields(question))


def holds(name: str, fields: dict[str, list[str]]) -> None:
    """The promises, for one posted page."""
    form, question = FORMS[name], question_in(FORMS[name])
    kind = question.kind
    reading = read_page(form, "page", posted(fields))
    shown = typed_for(form, "page", reading.answers, reading.typed)
    PAGES[name].fill(token="t", typed=shown, problems=reading.problems, more=reading.more).encode()
    for problem in reading.problems:
        assert problem.question == question.key
        assert problem.field.startswith(question.key)
        assert problem.sentence[0].isupper()
        assert "{" not in problem.sentence
    if not reading.ok or reading.answers[question.key].value is None:
        return
    value = reading.answers[question.key].value
    Draft202012Validator(kind.answer_schema()).validate(value)
    assert kind.words(value)
    assert all(isinstance(line, str) for line in kind.words(value))
    assert isinstance(kind.search_text(value), str)
    assert isinstance(kind.second_look(value), str)
    fitting = fits(kind.feel_value(value), kind.condition_type())
    assert fitting, (kind.feel_value(value), kind.condition_type())
    again = read_page(
        form, "page", posted({key: list(held) for key, held in kind.retype(question, value).items()})
    )
    assert again.problems == ()
    assert again.more == ()
    assert again.answers[question.key].value == value


@pytest.mark.django_db
@pytest.mark.parametrize("name", TYPES)
def test_real_typing_keeps_the_promises(name: str) -> None:
    question = question_in(FORMS[name])
    for sample in SAMPLES.get(name, ()):
        fields = {f"{question.key}{suffix}": [text] for suffix, text in sample.items()}
        reading = read_page(FORMS[name], "page", posted(fields))
        assert (reading.problems, reading.more) == ((), ()), (name, sample)
        holds(name, fields)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TYPES)
@given(st.data())
def test_any_posted_shape_keeps_the_promises(name: str, data: st.DataObject) -> None:
    question = question_in(FORMS[name])
    fields = question.kind.fields(question)
    some = st.lists(TYPING, max_size=2)
    holds(name, data.draw(st.dictionaries(st.sampled_from(fields), some, max_size=8)))
