"""The way through a form: which pages are on one's own path, what counts, what is still missing, what comes next.

The form is walked from the first page. A condition sees only what was answered on pages already passed, so an answer
on a page that is no longer on the path counts for nothing, and comes back when the path does. A page that shows
nothing is passed by: its `next` is followed all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from moothall.apps.forms.answers import Answers
from moothall.apps.forms.form import CHECK_ANSWERS, Form, Page
from moothall.apps.forms.question import Question
from moothall.kernel import feel


@dataclass(frozen=True, slots=True)
class Step:
    """A page on the path, with the questions it shows to this person."""

    page: Page
    questions: tuple[Question, ...]

    def missing_from(self, answers: Answers) -> bool:
        """Has a question here never been answered, or been answered as another type than it is now?"""
        return any(not _fits(question, answers) for question in self.questions)


def walk(form: Form, answers: Answers) -> tuple[Step, ...]:
    """The pages on the path, first to last. Ends for any form: no page is passed twice.

    Found once for the same answers and form: neither ever changes.
    """
    if answers.walked is not None and answers.walked[0] is form:
        return cast(tuple[Step, ...], answers.walked[1])
    steps = _walked(form, answers)
    answers.walked = (form, steps)
    return steps


def _walked(form: Form, answers: Answers) -> tuple[Step, ...]:
    context: dict[str, feel.Value] = dict.fromkeys(form.read_by_conditions)
    steps: list[Step] = []
    passed: set[str] = set()
    page = form.pages[0] if form.pages else None
    while page is not None and page.key not in passed:
        passed.add(page.key)
        shown = _shown(page, context)
        if shown:
            steps.append(Step(page, shown))
            _learn(context, shown, answers)
        page = _next(form, page, context)
    return tuple(steps)


def path(form: Form, answers: Answers) -> tuple[str, ...]:
    """The keys of the pages on the path, without check-your-answers, which always follows."""
    return tuple(step.page.key for step in walk(form, answers))


def relevant(form: Form, answers: Answers) -> Answers:
    """Only the answers that count: those of questions on the path, in its order."""
    return answers.only(
        question.key
        for step in walk(form, answers)
        for question in step.questions
        if _fits(question, answers)
    )


def missing_pages(form: Form, answers: Answers) -> tuple[str, ...]:
    """The pages on the path that still have to be answered; empty: ready to send."""
    return tuple(step.page.key for step in walk(form, answers) if step.missing_from(answers))


def next_page(form: Form, answers: Answers, after: str, *, changing: bool = False) -> str:
    """Where to go after `after` has been answered: the page behind it on the path.

    `changing`: the person came from check-your-answers, and goes back there unless the change opened a page that
    has no answers yet. A page that is not on the path leads to the first that is missing.
    """
    steps = walk(form, answers)
    keys = [step.page.key for step in steps]
    if not changing and after in keys:
        behind = keys[keys.index(after) + 1 :]
        return behind[0] if behind else CHECK_ANSWERS
    missing = [step.page.key for step in steps if step.missing_from(answers)]
    return missing[0] if missing else CHECK_ANSWERS


def page_before(form: Form, answers: Answers, key: str) -> str | None:
    """Where Back leads from `key` (or from check-your-answers); None from the first page."""
    keys = path(form, answers)
    if key == CHECK_ANSWERS:
        return keys[-1] if keys else None
    number = keys.index(key) if key in keys else 0
    return keys[number - 1] if number else None


def may_open(form: Form, answers: Answers, key: str) -> bool:
    """May this page be shown: is it on the path, with nothing missing before it?"""
    steps = walk(form, answers)
    for step in steps:
        if step.page.key == key:
            return True
        if step.missing_from(answers):
            return False
    return key == CHECK_ANSWERS and bool(steps)


def step_at(form: Form, answers: Answers, key: str) -> Step | None:
    """The page `key` with what it shows, or None when it is not on the path."""
    return next((step for step in walk(form, answers) if step.page.key == key), None)


def _fits(question: Question, answers: Answers) -> bool:
    held = answers.get(question.key)
    if held is None or held.type != question.kind.type:
        return False
    return held.value is not None or not question.required


def _shown(page: Page, context: Mapping[str, feel.Value]) -> tuple[Question, ...]:
    if page.when is not None and not page.when.holds(context):
        return ()
    return tuple(q for q in page.questions if q.when is None or q.when.holds(context))


def _learn(context: dict[str, feel.Value], shown: tuple[Question, ...], answers: Answers) -> None:
    for question in shown:
        if question.key in context:
            value = answers.value(question.key) if _fits(question, answers) else None
            context[question.key] = None if value is None else question.kind.feel_value(value)


def _next(form: Form, page: Page, context: Mapping[str, feel.Value]) -> Page | None:
    for branch in page.next:
        if branch.condition is None or branch.condition.holds(context):
            return form.page(branch.go) if form.has_page(branch.go) else None
    return form.after(page.key)
