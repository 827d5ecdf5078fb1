"""A form to be printed and filled in by hand: every question numbered, with its space, and the ways in words.

Numbers and keys stand beside each other, so that whoever keys it in finds each question on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.form import CHECK_ANSWERS, Entry, Form, Group, Section
from moothall.apps.forms.question import Condition, Question
from moothall.ui.questions import outline as o

_EQUALS = re.compile(r'(\w+) = (?:"([^"]*)"|(true|false))')
_HOLDS = re.compile(r'list contains\((\w+), "([^"]*)"\)')
_ANYTHING = N_("this applies to you")
_SENSIBLE_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Room for one answer. `kind`: line, lines, date, choices (tick one), ticks (tick any), or send (a document)."""

    kind: str
    label: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    number: int
    key: str
    label: str
    hint: str
    optional: bool
    only_if: str
    spaces: tuple[Space, ...]
    statement: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """What heads the pages of a section. `whose`: who fills it in, "" for whoever began, “the other applicant”."""

    title: str
    only_if: str
    whose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """A page, with when it is to be answered and where to go from it. `each`: to be copied for each of these."""

    title: str
    intro: tuple[str, ...]
    only_if: str
    each: str
    questions: tuple[PaperQuestion, ...]
    ways: tuple[str, ...]
    end: bool = False
    #: Of the first page of a section.
    section: PaperSection | None = None


@dataclass(frozen=True, slots=True)
class _Numbers:
    form: Form
    of: Mapping[str, int]

    def words(self, condition: Condition | None) -> str:
        """A condition as a person says it; what is not plain becomes “this applies to you”."""
        if condition is None:
            return ""
        for joint in (N_(" and "), N_(" or ")):
            parts = [self._clause(part) for part in condition.text.split(joint)]
            if all(parts):
                return _(joint).join(parts)
        return _(_ANYTHING)

    def _clause(self, text: str) -> str:
        found = _EQUALS.fullmatch(text.strip()) or _HOLDS.fullmatch(text.strip())
        if found is None or found[1] not in self.of:
            return ""
        value = {"true": _("Yes"), "false": _("No")}.get(found[0].rpartition(" ")[2]) or self._label(
            found[1], found[2]
        )
        return _("you answered “{answer}” to question {number}").format(
            answer=value, number=self.of[found[1]]
        )

    def _label(self, key: str, value: str) -> str:
        question = self.form.questions[key]
        widget = question.kind.widget(question)
        items = widget.items if isinstance(widget, o.Radios | o.Checkboxes | o.Select) else ()
        return next((item.label for item in items if item.value == value), value)

    def place(self, key: str) -> str:
        """What to go on with."""
        if key == CHECK_ANSWERS or not self.form.has_page(key):
            return _("the end, and sign")
        entry = self.form.page(key)
        first = next(iter(_asked(entry)), None)
        if first is None:
            return f"“{entry.title}”"
        return _("question {number}").format(number=self.of[first.key])


def on_paper(form: Form) -> tuple[PaperPage, ...]:
    """Every page in the order of the file, those of groups once, to be copied."""
    asked = [question for entry in form.pages for question in _asked(entry)]
    numbers = _Numbers(form, {question.key: number for number, question in enumerate(asked, 1)})
    if not form.sections:
        return tuple(_pages(form.pages, numbers, ""))
    return tuple(page for section in form.sections for page in _section(form, section, numbers))


def signers(form: Form) -> tuple[str, ...]:
    """Who signs besides whoever began: “the other applicant”."""
    return tuple(one.name for one in form.people)


def _section(form: Form, section: Section, numbers: _Numbers) -> Iterator[PaperPage]:
    """The pages of a section, the first with what heads them all."""
    one = form.participant(section.by) if section.by else None
    conditions = (numbers.words(one.when if one else None), numbers.words(section.when))
    only_if = _(" and ").join(dict.fromkeys(filter(None, conditions)))
    head = PaperSection(title=section.title, only_if=only_if, whose=one.name if one else "")
    for number, page in enumerate(_pages(section.pages, numbers, "")):
        yield replace(page, section=head) if number == 0 else page


def _asked(entry: Entry) -> Iterator[Question]:
    """The questions of a page or group that a person answers, in order."""
    if isinstance(entry, Group):
        for inner in entry.pages:
            yield from _asked(inner)
        return
    for question in entry.questions:
        if question.kind.asked and not isinstance(question.kind.widget(question), o.Hidden):
            yield question


def _pages(entries: Iterable[Entry], numbers: _Numbers, each: str) -> Iterator[PaperPage]:
    for entry in entries:
        if isinstance(entry, Group):
            yield PaperPage(
                title=entry.title,
                intro=entry.intro,
                only_if=numbers.words(entry.when),
                each=entry.each,
                questions=(),
                ways=(),
            )
            yield from _pages(entry.pages, numbers, entry.each)
            continue
        questions = tuple(_question(question, numbers) for question in _asked(entry))
        if questions or entry.end:
            yield PaperPage(
                title=entry.title,
                intro=(*entry.intro, *filter(None, [entry.body])),
                only_if=numbers.words(entry.when),
                each=each,
                questions=questions,
                ways=tuple(_ways(entry, numbers)),
                end=entry.end,
            )


def _ways(entry: Entry, numbers: _Numbers) -> Iterator[str]:
    for branch in entry.next:
        place = numbers.place(branch.go)
        if branch.condition is None:
            yield _("Go to {place}.").format(place=place)
        else:
            yield _("If {condition}, go to {place}.").format(
                condition=numbers.words(branch.condition), place=place
            )


def _question(question: Question, numbers: _Numbers) -> PaperQuestion:
    widget = question.kind.widget(question)
    return PaperQuestion(
        number=numbers.of[question.key],
        key=question.key,
        label=question.label,
        hint=question.hint,
        optional=not question.required,
        only_if=numbers.words(question.when),
        spaces=tuple(_spaces(widget)),
        statement=widget.statement if isinstance(widget, o.FieldGroup) else (),
    )


def _spaces(widget: o.Widget) -> Iterator[Space]:
    if isinstance(widget, o.InputGroup):
        yield from (Space(kind="line", label=one.label, hint=one.hint) for one in widget.inputs)
    elif isinstance(widget, o.AddressLookup):
        named = widget.hand or widget.find
        yield from (Space(kind="line", label=one.label, hint=one.hint) for one in named)
    elif isinstance(widget, o.FieldGroup):
        for field in widget.fields:
            yield from _labelled(field)
    elif isinstance(widget, o.Rows):
        for row in widget.rows[: max(widget.shown, 3)]:
            for field in row.fields:
                yield from _labelled(field, row.legend)
    else:
        yield _space(widget)


def _labelled(field: o.GroupField, before: str = "") -> Iterator[Space]:
    space = _space(field.widget)
    label = ": ".join(filter(None, [before, field.label]))
    yield Space(kind=space.kind, label=label, hint=field.hint, options=space.options, lines=space.lines)


def _space(widget: o.Widget) -> Space:
    if isinstance(widget, o.TextArea):
        return Space(kind="lines", lines=min(_SENSIBLE_LINES, max(4, widget.rows + 1)))
    if isinstance(widget, o.Radios | o.Select):
        return Space(kind="choices", options=tuple(item.label for item in widget.items))
    if isinstance(widget, o.Checkboxes):
        return Space(kind="ticks", options=tuple(item.label for item in widget.items))
    if isinstance(widget, o.DateInput):
        return Space(kind="date")
    if isinstance(widget, o.FileInput):
        return Space(kind="send")
    return Space(kind="line")
