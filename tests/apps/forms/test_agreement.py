"""Random forms, random answers, random order of pages: the engine agrees with itself and with the headless walker."""

from __future__ import annotations

import re

from hypothesis import given as examples
from hypothesis import strategies as st

from moothall.apps.forms.api import (
    CHECK_ANSWERS,
    Answers,
    Branch,
    Form,
    Group,
    Page,
    Step,
    answers_from_text,
    fill_in,
    first_page,
    item_for,
    may_open,
    missing_pages,
    next_page,
    page_before,
    path,
    posted,
    read_list,
    read_page,
    relevant,
    removal,
    step_at,
)
from moothall.apps.forms.types.short_text import ShortText
from tests.apps.forms.made import asking, when

WORDS = st.sampled_from(["yes", "no", ""])


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Pages, groups in groups, conditions on what was asked before, ends and branches ahead."""
    count = iter(range(1000))
    known: list[str] = []

    def condition() -> object:
        return when(f'{draw(st.sampled_from(known))} = "yes"') if known and draw(st.booleans()) else None

    def entries(depth: int) -> tuple[Page | Group, ...]:
        made: list[Page | Group] = []
        for _ in range(draw(st.integers(1, 3))):
            number = next(count)
            if depth < 2 and draw(st.integers(0, 2)) == 0:
                shown, before = condition(), list(known)
                inside = entries(depth + 1)
                known[:] = before
                least = draw(st.integers(0, 2))
                made.append(Group(key=f"g{number}", title="G", each="one", at_least=least, at_most=3, pages=inside,
                                  when=shown))  # fmt: skip
            else:
                question = asking(ShortText(), f"q{number}", required=draw(st.booleans()))
                made.append(Page(key=f"p{number}", title="", questions=(question,), when=condition()))
                known.append(f"q{number}")
        return tuple(made)

    pages = entries(0)
    if draw(st.booleans()) and known and isinstance(pages[0], Page):
        end = Page(key="the-end", title="End", questions=(), end=True, body="x")
        key = pages[0].questions[0].key
        first = Page(key=pages[0].key, title="", questions=pages[0].questions,
                     next=(Branch("the-end", when(f'{key} = "no"')),))  # fmt: skip
        pages = (first, *pages[1:], end)
    return Form(pages)


def go(form: Form, data: st.DataObject, most: int = 40) -> Answers:
    """Wander: answer, go back, change, add, remove, open what one likes; an own note of what is on the way."""
    answers = Answers()
    here = path(form, answers)[0] if path(form, answers) else CHECK_ANSWERS
    for _ in range(most):
        if here == CHECK_ANSWERS or not may_open(form, answers, here):
            here = next(iter(missing_pages(form, answers)), CHECK_ANSWERS)
            if here == CHECK_ANSWERS:
                break
        step = step_at(form, answers, here)
        assert step is not None, here
        step = step_at(form, answers, here, item_for(step))
        assert step is not None, here
        if step.page.end:
            here = page_before(form, answers, here) or here
            if step_at(form, answers, here) == step:
                break
        elif step.group is not None:
            answers, here = _at_list(form, answers, step, data)
        else:
            typed = {question.key: data.draw(WORDS) for question in step.questions}
            reading = read_page(form, here, posted(typed), held=answers, item=item_for(step))
            if reading.ok:
                answers = answers.without(reading.asked).with_(reading.answers)
                here = next_page(form, answers, here, changing=data.draw(st.booleans()))
            if data.draw(st.integers(0, 5)) == 0:
                here = page_before(form, answers, here) or here
    return answers


def _at_list(form: Form, answers: Answers, step: Step, data: st.DataObject) -> tuple[Answers, str]:
    here = step.address
    if step.items and data.draw(st.integers(0, 4)) == 0:
        gone = removal(step, data.draw(st.sampled_from(step.items)))
        return answers.without(gone.asked), here
    said = read_list(form, answers, step, posted({"another": data.draw(st.sampled_from(["yes", "no"]))}))
    answers = answers.without(said.reading.asked).with_(said.reading.answers)
    if said.problems:
        return answers, first_page(form, answers, step) if len(step.items) < 3 else here
    return answers, said.onward or next_page(form, answers, here)


def bare(answers: Answers) -> str:
    return re.sub('"id":"[0-9a-f]*"', "", answers.as_text())


@examples(forms(), st.data())
def test_wandering_through_a_form(form: Form, data: st.DataObject) -> None:
    answers = go(form, data)
    assert answers_from_text(answers.as_text()).as_text() == answers.as_text()
    counted = relevant(form, answers)
    assert path(form, counted) == path(form, answers)
    assert missing_pages(form, counted) == missing_pages(form, answers)
    assert relevant(form, counted).as_text() == counted.as_text()
    assert may_open(form, answers, CHECK_ANSWERS) == (
        bool(path(form, answers)) and not missing_pages(form, answers)
    )
    for address in path(form, answers):
        assert next_page(form, answers, address) == CHECK_ANSWERS or step_at(form, answers, address)
        before = page_before(form, answers, address)
        assert before is None or step_at(form, answers, before)


@examples(forms(), st.data())
def test_the_headless_walker_stores_what_the_pages_store(form: Form, data: st.DataObject) -> None:
    answers = go(form, data)
    if missing_pages(form, answers):
        return
    filled = fill_in(form, _typed(form, relevant(form, answers)))
    assert filled.problems == ()
    assert filled.unused == ()
    assert bare(filled.answers) == bare(relevant(form, answers))


def _typed(form: Form, answers: Answers, scope: str = "") -> dict[str, object]:
    """What somebody types to give these answers."""
    typed: dict[str, object] = {}
    for key, answer in answers.items():
        rest = key.removeprefix(scope)
        if key.startswith(scope) and "/" not in rest and answer.type != "group":
            typed[rest] = answer.value or ""
    for key in form.groups:
        items = answers.items_in(f"{scope}{key}")
        if items:
            typed[key] = [_typed(form, answers, f"{scope}{key}/{item}/") for item in items]
    return typed
