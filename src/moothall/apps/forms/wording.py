"""Answers in words: one list for check-your-answers, the staff's case page and e-mails."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.apps.forms.answers import Answer, Answers
from moothall.apps.forms.form import Form, Page
from moothall.apps.forms.question import Layout, Question
from moothall.apps.forms.walk import walk
from moothall.apps.forms.ways import step_at
from moothall.ui.questions.outline import Asked, Outline

#: What stands where an optional question was left blank.
BLANK = "Not provided"


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer. `lines` are plain text; `blank`: nothing was given, and `lines` says so.

    `page` is where to change it; `second_look` asks back ("Did you mean …?"), mostly "".
    """

    question: str
    page: str
    label: str
    lines: tuple[str, ...]
    blank: bool
    binding: str = ""
    sensitive: bool = False
    second_look: str = ""
    layout: Layout = Layout.LINE

    @property
    def text(self) -> str:
        """In one string, lines kept apart by newlines."""
        return "\n".join(self.lines)


def answers_in_words(form: Form, answers: Answers) -> tuple[Said, ...]:
    """Every answered question on the path, in its order, with the answer as people read it."""
    return tuple(
        _said(question, step.page.key, answers)
        for step in walk(form, answers)
        for question in step.questions
        if question.key in answers
    )


def said_as(form: Form, key: str, answer: Answer) -> tuple[str, ...]:
    """One answer in words, whether it is the one that counts or not."""
    question = form.questions[key]
    fits = answer.value is not None and answer.type == question.kind.type
    return question.kind.words(answer.value) if fits else (BLANK,)


def search_text(form: Form, answers: Answers) -> str:
    """What a search over these answers should find. Questions marked sensitive are left out."""
    found = []
    for step in walk(form, answers):
        for question in step.questions:
            value = answers.value(question.key)
            if value is not None and not question.sensitive:
                found.append(question.kind.search_text(value))
    return "\n".join(filter(None, found))


def bound_text(form: Form, answers: Answers, binding: str) -> str:
    """What was answered to the first question on the path that carries `binding`, in one line; "" for nothing."""
    for step in walk(form, answers):
        for question in step.questions:
            value = answers.value(question.key)
            if question.binding == binding and value is not None:
                return ", ".join(question.kind.words(value))
    return ""


def outline(form: Form, page: str, *, button: str = "Continue") -> Outline:
    """What `page` looks like, for `moothall.ui.questions`. The same for everybody: compile it once."""
    found = form.page(page)
    asked = tuple(
        Asked(
            key=question.key,
            label=question.label if question.required else _optional(question),
            hint=question.hint,
            widget=question.kind.widget(question),
            conditional=question.when is not None,
        )
        for question in found.questions
    )
    return Outline(
        key=found.key,
        title=_title(found),
        questions=asked,
        caption=found.caption,
        intro=found.intro,
        button=button,
        language=form.language,
    )


def hidden(form: Form, page: str, answers: Answers) -> frozenset[str]:
    """The questions of `page` that this person is not shown."""
    step = step_at(form, answers, page)
    if step is None:
        return frozenset()
    shown = {question.key for question in step.questions}
    return frozenset(question.key for question in step.page.questions if question.key not in shown)


def _title(page: Page) -> str:
    return page.title or page.questions[0].label


def _optional(question: Question) -> str:
    """GOV.UK: mark what is optional, not what is required."""
    return question.label if "(optional)" in question.label else f"{question.label} (optional)"


def _said(question: Question, page: str, answers: Answers) -> Said:
    value = answers.value(question.key)
    fits = value is not None and answers[question.key].type == question.kind.type
    return Said(
        question=question.key,
        page=page,
        label=question.label,
        lines=question.kind.words(value) if fits else (BLANK,),
        blank=not fits,
        binding=question.binding,
        sensitive=question.sensitive,
        second_look=question.kind.second_look(value) if fits else "",
        layout=question.kind.layout,
    )
