"""Answers in words: one list for check-your-answers, the staff's case page and e-mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import Answer, Answers
from moothall.apps.forms.form import Entry, Form, Group, Section
from moothall.apps.forms.question import Layout, Question
from moothall.apps.forms.text import optional
from moothall.apps.forms.walk import CALCULATED, Step, walk
from moothall.apps.forms.ways import step_at
from moothall.ui.questions.outline import Asked, Outline

#: What stands where an optional question was left blank.
BLANK = N_("Not provided")
#: What stands where a group has no items.
NONE = N_("None")


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer. `lines` are plain text; `blank`: nothing was given, and `lines` says so.

    `question` is the way to the answer; `page` is where to change it; `second_look` asks back ("Did you mean …?"),
    mostly "". `item` names the items of groups it belongs to, outermost first ("Person 2: Ann Lee"); `section` is the
    title of its section. A group has a line of its own, before its items, that names them.
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
    item: tuple[str, ...] = ()
    section: str = ""
    #: Kept from the lists that residents read.
    unseen: bool = False

    @property
    def text(self) -> str:
        """In one string, lines kept apart by newlines."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Together:
    """Answers that are read together: those about one item of a group, or the run of them between two items.

    `section` is the heading that comes before them, "" where it is still the last one's.
    """

    section: str
    item: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def title(self) -> str:
        """“Person 2: Ann Lee, Job 1”; "" outside groups."""
        return ", ".join(self.item)


def together(said: Iterable[Said]) -> tuple[Together, ...]:
    """The answers in the blocks in which every page, on the screen and on paper, shows them."""
    found, last = [], ""
    for (section, item), those in groupby(said, key=lambda one: (one.section, one.item)):
        found.append(Together(section if section != last else "", item, tuple(those)))
        last = section
    return tuple(found)


def answers_in_words(form: Form, answers: Answers, section: str = "") -> tuple[Said, ...]:
    """Every answered question on the path (of a section), in its order, with the answer as people read it."""
    titles = {one.key: _title_of(form, one) for one in form.sections}
    found: list[Said] = []
    for step in walk(form, answers):
        if section and step.section != section:
            continue
        place = _Place(step.address, item_titles(form, answers, step.scope), titles.get(step.section, ""))
        if step.group is not None:
            first = next(
                (at for at, one in enumerate(found) if one.question.startswith(f"{step.way}/")), None
            )
            found.insert(len(found) if first is None else first, _said_of_group(form, step, place))
        for question in step.questions:
            held = answers.get(step.scope + question.key)
            if held is not None and not (question.kind.unseen and held.value is None):
                found.append(_said(question, step.scope, held, place))
        for question, value in step.calculated:
            worked_out = Answer(question.kind.type, question.kind.kept_value(value), CALCULATED)
            kept = answers.get(step.scope + question.key) or worked_out
            if kept.value is not None:
                found.append(_said(question, step.scope, kept, replace(place, address="")))
    return tuple(found)


def _title_of(form: Form, section: Section) -> str:
    """The title of a section; in the whole form with whose part it is: “About you (the other applicant)”."""
    whose = form.participant(section.by) if section.by and not form.person else None
    return f"{section.title} ({whose.name})" if whose else section.title


def item_titles(form: Form, answers: Answers, scope: str) -> tuple[str, ...]:
    """What the items of a scope are called, outermost first: “Person 2: Ann Lee”."""
    steps, way, titles = scope.split("/")[:-1], "", list[str]()
    for key, item in zip(steps[::2], steps[1::2], strict=True):
        way = f"{way}{key}"
        group, there = form.group_at(way), answers.items_in(way)
        number = there.index(item) + 1 if item in there else len(there) + 1
        way = f"{way}/{item}/"
        if group is not None:
            named = item_name(form, answers, group, way)
            each = f"{group.each[:1].upper()}{group.each[1:]} {number}"
            titles.append(f"{each}: {named}" if named else each)
    return tuple(titles)


def item_name(form: Form, answers: Answers, group: Group, scope: str) -> str:
    """What an item says of itself in the questions of `summary`; "" as long as it says nothing."""
    said = []
    for key in group.summary:
        question, held = form.questions.get(key), answers.get(scope + key)
        if (
            question is not None
            and held is not None
            and held.value is not None
            and held.type == question.kind.type
        ):
            said.append(", ".join(question.kind.words(held.value)))
    return ", ".join(said)


def said_as(question: Question, answer: Answer) -> tuple[str, ...]:
    """One answer in words, whether it is the one that counts or not."""
    fits = answer.value is not None and answer.type == question.kind.type
    return question.kind.words(answer.value) if fits else (_(BLANK),)


def search_text(form: Form, answers: Answers) -> str:
    """What a search over these answers should find. Questions marked sensitive are left out."""
    found = []
    for step in walk(form, answers):
        for question in step.questions:
            value = answers.value(step.scope + question.key)
            if value is not None and not question.sensitive:
                found.append(question.kind.search_text(value))
    return "\n".join(filter(None, found))


def bound_text(form: Form, answers: Answers, binding: str) -> str:
    """What was answered to the first question on the path that carries `binding`, in one line; "" for nothing."""
    for step in walk(form, answers):
        for question in step.questions:
            value = answers.value(step.scope + question.key)
            if question.binding == binding and value is not None:
                return ", ".join(question.kind.words(value))
    return ""


def outline(form: Form, page: str, *, button: str = "", mark: str = "") -> Outline:
    """What `page` looks like, for `moothall.ui.questions`. The same for everybody: compile it once.

    `mark` stands before the name of every field, where the same page is shown for several items at once.
    """
    found = form.page(page.rpartition("/")[2])
    group = form.home(found.key)[-1:]
    asked = tuple(
        Asked(
            key=question.key,
            label=question.label if question.required else _optional(question),
            hint=_hint(question),
            widget=question.kind.widget(question),
            conditional=question.when is not None,
        )
        for question in (replace(one, key=mark + one.key) if mark else one for one in found.questions)
    )
    return Outline(
        key=found.key,
        title=_title(found),
        questions=asked,
        caption=found.caption or _each(form, group),
        of_item=bool(group),
        intro=found.intro,
        button=button,
    )


def caption(form: Form, answers: Answers, step: Step) -> str:
    """Which item a page is about, “Person 2: Ann Lee, Job 1”, and the page's own caption; "" outside groups."""
    items = item_titles(form, answers, step.scope)
    return ", ".join(filter(None, (*items, step.page.caption))) if items else ""


def hidden(form: Form, page: str, answers: Answers) -> frozenset[str]:
    """The questions of `page` that this person is not shown."""
    step = step_at(form, answers, page)
    if step is None:
        return frozenset()
    shown = {question.key for question in step.questions}
    return frozenset(question.key for question in step.page.questions if question.key not in shown)


def _each(form: Form, group: tuple[str, ...]) -> str:
    """What stands above a question about an item: what one of them is called."""
    found = form.groups[group[0]].each if group else ""
    return found[:1].upper() + found[1:]


def _title(page: Entry) -> str:
    seen = [question.label for question in page.questions if question.kind.asked]
    return page.title or (seen[0] if seen else "")


def _hint(question: Question) -> str:
    """The hint, with the example that the form gives."""
    example = _("For example, {example}").format(example=question.example) if question.example else ""
    return f"{question.hint} {example}".strip()


def _optional(question: Question) -> str:
    """GOV.UK: mark what is optional, not what is required."""
    return optional(question.label)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer was given: the address, the items it is in, the section."""

    address: str
    item: tuple[str, ...]
    section: str


def _said(question: Question, scope: str, held: Answer, place: _Place) -> Said:
    fits = held.value is not None and held.type == question.kind.type
    return Said(
        question=scope + question.key,
        page=place.address,
        label=question.label,
        lines=question.kind.words(held.value) if fits else (_(BLANK),),
        blank=not fits,
        binding=question.binding,
        sensitive=question.sensitive,
        second_look=question.kind.second_look(held.value) if fits else "",
        layout=question.kind.layout,
        item=place.item,
        section=place.section,
        unseen=question.kind.unseen,
    )


def _said_of_group(form: Form, step: Step, place: _Place) -> Said:
    """How many items there are, or what they are called."""
    ways = [f"{step.way}/{item}/" for item in step.items]
    names = tuple(item_titles(form, step.held, way)[-1] for way in ways)
    return Said(
        question=step.way,
        page=place.address,
        label=step.page.title,
        lines=names or (_(NONE),),
        blank=False,
        item=place.item,
        section=place.section,
    )
