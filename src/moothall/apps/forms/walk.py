"""The way through a form: which pages are on one's own path, what counts, what is still missing.

The form is walked from the first page. A condition sees only what was answered on pages already passed, so an answer
on a page that is no longer on the path counts for nothing, and comes back when the path does. A page that shows
nothing is passed by: its `next` is followed all the same. A group is walked once for each of its items, which see
what was answered before the group and what they themselves have said; then comes the list of its items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, cast

from moothall.apps.forms.answers import JSON, Answer, Answers
from moothall.apps.forms.form import Entry, Form, Group, Page, Participant, Run, Section
from moothall.apps.forms.question import Question
from moothall.kernel import feel

#: The source of an answer that nobody gave.
CALCULATED = "calculated"
#: What stands for the id of an item that is not there yet.
NEW = "new"


class Step(NamedTuple):
    """A page on the path. `scope` is the way to the item it is asked for (`people/0198…/`), `place` the address of it
    (`people/2/`); both "" outside groups. `calculated`: what its answers come to."""

    page: Entry
    questions: tuple[Question, ...]
    held: Answers
    scope: str = ""
    place: str = ""
    section: str = ""
    calculated: tuple[tuple[Question, feel.Value], ...] = ()

    @property
    def address(self) -> str:
        return f"{self.place}{self.page.key}"

    @property
    def answers(self) -> Answers:
        """The answers of its scope by their plain keys."""
        return self.held.within(self.scope)

    @property
    def group(self) -> Group | None:
        """The group, where this is the list of its items."""
        return self.page if isinstance(self.page, Group) else None

    @property
    def way(self) -> str:
        """The way to the group, where this is the list of its items."""
        return f"{self.scope}{self.page.key}"

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items, where this is the list of them."""
        return self.held.items_in(self.way)

    @property
    def seen(self) -> bool:
        """Is there anything to see? A page that only calculates is none for anybody."""
        return bool(self.questions) or self.page.end or self.group is not None

    @property
    def missing(self) -> bool:
        """Is something still to be answered here? An end is never done with."""
        if self.page.end:
            return True
        if isinstance(self.page, Group):
            many = len(self.items)
            done = self.held.value(self.way) is True
            return not done or not self.page.at_least <= many <= self.page.at_most
        return any(
            not _fits(question, self.held.get(self.scope + question.key)) for question in self.questions
        )


class Way(tuple[Step, ...]):
    """The steps of a walk, with where each address stands and which steps still miss something: looked up by every
    request several times, and found once."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """By address."""
        return {step.address: at for at, step in enumerate(self) if step.seen}

    @cached_property
    def missing(self) -> tuple[Step, ...]:
        return tuple(step for step in self if step.seen and step.missing)

    def at(self, address: str) -> Step | None:
        number = self.numbers.get(address)
        return None if number is None else self[number]


def walk(form: Form, answers: Answers, adding: str = "") -> Way:
    """The pages on the path, first to last. Ends for any form: no page is passed twice.

    `adding` is the scope of an item that is not there yet. Found once for the same answers and form: neither changes.
    """
    if answers.walked is None or answers.walked[0] is not form:
        answers.walked = (form, {})
    found = cast(dict[str, Way], answers.walked[1])
    if adding not in found:
        found[adding] = Way(_Walk(form, answers, adding).whole())
    return found[adding]


def path(form: Form, answers: Answers) -> tuple[str, ...]:
    """The addresses of the pages on the path, without check-your-answers, which always follows."""
    return tuple(step.address for step in walk(form, answers) if step.seen)


def relevant(form: Form, answers: Answers) -> Answers:
    """Only the answers that count: those of questions on the path, in its order, with what they come to."""
    counted: dict[str, Answer] = {}
    for step in walk(form, answers):
        for question in step.questions:
            held = answers.get(step.scope + question.key)
            if held is not None and _fits(question, held):
                counted[step.scope + question.key] = held
        for question, value in step.calculated:
            kept = question.kind.kept_value(value)
            counted[step.scope + question.key] = Answer(question.kind.type, kept, CALCULATED)
        if step.group is not None and (done := answers.get(step.way)) is not None:
            counted[step.way] = done
    return Answers(counted)


def context_of(form: Form, answers: Answers) -> dict[str, feel.Value]:
    """What decisions see: every answer of the path by its key, a group as a list of contexts."""
    walked = _Walk(form, answers, "", every=True)
    walked.whole()
    return walked.context


def who_takes_part(form: Form, answers: Answers) -> tuple[Participant, ...]:
    """Who takes part besides whoever began, by the answers to their own part."""
    walked = _Walk(form, answers, "")
    steps = walked.whole()
    return tuple(one for one in form.whole.people if takes_part(one, steps, answers, walked.context))


def missing_pages(form: Form, answers: Answers, section: str = "") -> tuple[str, ...]:
    """The pages on the path (of a section) that still have to be answered; empty: ready to send."""
    found = walk(form, answers).missing
    return tuple(step.address for step in found if not section or step.section == section)


def takes_part(
    one: Participant, steps: Sequence[Step], answers: Answers, known: Mapping[str, feel.Value]
) -> bool:
    """Is this person to take part: does their condition hold, is their address asked for and not left out?"""
    if one.when is not None and not one.when.holds(known):
        return False
    asked = any(question.key == one.email for step in steps for question in step.questions)
    held = answers.get(one.email)
    return asked and (held is None or bool(email_held(held.value)))


def email_held(value: JSON) -> str:
    """The address in an answer of the type email or person; "" for none."""
    found = value.get("email") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


class _Walk:
    """One walk. `context` is what conditions know at the page being passed."""

    def __init__(self, form: Form, answers: Answers, adding: str, *, every: bool = False) -> None:
        self.form, self.answers, self.adding = form, answers, adding
        self.steps: list[Step] = []
        known = {*form.questions, *form.groups} if every else form.read_by_conditions
        self.context: dict[str, feel.Value] = dict.fromkeys(known)
        self.context.update({key: () for key in form.groups if key in known})
        for key, question in form.shown.items() if form.person else ():
            self._learn(question, key, self.context, "")

    def whole(self) -> tuple[Step, ...]:
        for section, run in self.form.runs:
            if section is None:
                self._run(run, self.context, "", "", "")
            elif self._has(section):
                self._run(run, self.context, "", "", section.key)
        return tuple(self.steps)

    def _has(self, section: Section) -> bool:
        """Is this section for anybody? In the whole form, that of a person is only where they take part."""
        if section.by and not self.form.person and not self._takes_part(section.by):
            return False
        return section.when is None or section.when.holds(self.context)

    def _takes_part(self, person: str) -> bool:
        found = self.form.participant(person)
        return found is not None and takes_part(found, self.steps, self.answers, self.context)

    def _learn(self, question: Question, key: str, context: dict[str, feel.Value], scope: str) -> None:
        """Put the answer into what conditions know, where one of them asks for it."""
        if key in context:
            held = self.answers.get(scope + key)
            value = held.value if held is not None and _fits(question, held) else None
            context[key] = None if value is None else question.kind.feel_value(value)

    def _run(self, run: Run, context: dict[str, feel.Value], scope: str, place: str, section: str) -> None:
        passed: set[str] = set()
        entry = run.first
        while entry is not None and entry.key not in passed:
            passed.add(entry.key)
            if entry.when is None or entry.when.holds(context):
                if isinstance(entry, Group):
                    self._group(entry, context, scope, place, section)
                elif entry.end:
                    self.steps.append(Step(entry, (), self.answers, scope, place, section))
                    return
                else:
                    self._page(entry, context, scope, place, section)
            entry = _next(run, entry, context)

    def _page(self, page: Page, context: dict[str, feel.Value], scope: str, place: str, section: str) -> None:
        shown = page.questions
        if not page.plain:
            shown = tuple(q for q in shown if q.when is None or q.when.holds(context))
        for question in shown:
            self._learn(question, question.key, context, scope)
        found: list[tuple[Question, feel.Value]] = []
        for question in page.calculated:
            if question.when is None or question.when.holds(context):
                result = _worked_out(question, context)
                found.append((question, result))
                if question.key in context:
                    context[question.key] = result
        if shown or found:
            self.steps.append(Step(page, shown, self.answers, scope, place, section, tuple(found)))

    def _group(
        self, group: Group, context: dict[str, feel.Value], scope: str, place: str, section: str
    ) -> None:
        way, listed = f"{scope}{group.key}", list[feel.Value]()
        there = self.answers.items_in(way)
        if not there and not self._asks(group, context, way):
            return
        for number, item in enumerate(self._items(group, way, there), 1):
            inner = dict(context)
            self._run(group.run, inner, f"{way}/{item}/", f"{place}{group.key}/{number}/", section)
            if item in there and group.key in context:
                listed.append(_said_by(group, inner))
        self.steps.append(Step(group, (), self.answers, scope, place, section))
        if group.key in context:
            context[group.key] = tuple(listed)

    def _asks(self, group: Group, context: dict[str, feel.Value], way: str) -> bool:
        """Would an item be asked anything? A group that asks nothing is passed by, as a page is."""
        kept, self.steps = self.steps, []
        self._run(group.run, dict(context), f"{way}/{NEW}/", "", "")
        found, self.steps = any(step.seen for step in self.steps), kept
        return found

    def _items(self, group: Group, way: str, there: tuple[str, ...]) -> tuple[str, ...]:
        """Its items, with the one being added; where one is needed and none is there, with that one."""
        if self.adding.startswith(f"{way}/"):
            item = self.adding[len(way) + 1 :].partition("/")[0]
            return there if item in there else (*there, item)
        return there if there or not group.at_least else (NEW,)


def _said_by(group: Group, context: Mapping[str, feel.Value]) -> feel.Value:
    """An item as a context: its own questions, what they come to, and the lists in it."""
    said: dict[str, feel.Value] = {}
    for entry in group.pages:
        if isinstance(entry, Group):
            said[entry.key] = context.get(entry.key)
        for question in (*entry.questions, *entry.calculated):
            said[question.key] = context.get(question.key)
    return said


def _fits(question: Question, held: Answer | None) -> bool:
    if held is None or held.type != question.kind.type:
        return False
    return held.value is not None or not question.required


def _worked_out(question: Question, context: Mapping[str, feel.Value]) -> feel.Value:
    """Never raises: what runs out of its budget comes to nothing."""
    calculation = question.kind.calculation
    try:
        return calculation.evaluate(context) if calculation is not None else None
    except feel.BudgetSpent:
        return None


def _next(run: Run, entry: Entry, context: Mapping[str, feel.Value]) -> Entry | None:
    for branch in entry.next:
        if branch.condition is None or branch.condition.holds(context):
            return run.entry(branch.go) if branch.go in run else None
    return run.after(entry.key)
