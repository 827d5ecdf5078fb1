"""The one page of a form, drawn from compiled questions: each page of the form is a section with its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from moothall.apps.forms import api as forms
from moothall.ui.languages import page_language
from moothall.ui.questions.compile import CompiledPage, compile_questions
from moothall.ui.words import day

#: What stands for the mark of an item while a page is compiled: a letter that nobody types.
_ANY = "\ue0f0"
_MOST = 2_000
_kept: dict[tuple[int, str, str], tuple[forms.Form, CompiledPage]] = {}


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. `html` are its fields, safe; `known` says what was filled in, and of when it is.

    Of a list of items `items` and `another` are what can be removed and added; of an `end` the words are in `body`.
    """

    spot: str
    title: str
    heading: str
    caption: str
    intro: tuple[str, ...]
    html: str
    known: tuple[str, ...] = ()
    group: bool = False
    items: tuple[tuple[str, str], ...] = ()
    another: str = ""
    wrong: str = ""
    body: str = ""
    instead: str = ""
    end: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """Everything that one showing of the page draws from."""

    form: forms.Form
    answers: forms.Answers
    typed: forms.Typed
    problems: Sequence[forms.Problem] = ()
    more: Sequence[forms.More] = ()
    channel: str = ""


def sections(showing: Showing, adding: str = "") -> tuple[Section, ...]:
    """The page from top to bottom."""
    last, found = "", list[Section]()
    titles = {one.key: one.title for one in showing.form.sections}
    for placed in forms.all_steps(showing.form, showing.answers, adding):
        heading = titles.get(placed.step.section, "") if placed.step.section != last else ""
        last = placed.step.section
        found.append(replace(_section(showing, placed), heading=heading))
    return tuple(found)


def _section(showing: Showing, placed: forms.Placed) -> Section:
    step = placed.step
    outline = forms.outline(showing.form, step.address)
    caption = forms.caption(showing.form, showing.answers, step) if step.scope else step.page.caption
    plain = Section(str(placed.spot), "", "", caption, step.page.intro, "")
    if step.group is not None:
        return _list(showing, placed, plain)
    if step.page.end:
        page = step.page
        body = page.body if isinstance(page, forms.Page) else ""
        instead = page.instead if isinstance(page, forms.Page) else ""
        return replace(plain, title=page.title, end=True, body=body, instead=instead)
    alone = len([one for one in outline.questions if one.key]) == 1
    title = "" if alone and outline.title == step.page.questions[0].label else outline.title
    return replace(
        plain,
        title=title,
        html=_fields(showing, placed),
        known=_known(showing, step),
        live=not showing.form.read_by_conditions.isdisjoint(question.key for question in step.questions),
    )


def _fields(showing: Showing, placed: forms.Placed) -> str:
    step, mark = placed.step, placed.spot.mark
    typed = forms.typed_at(placed, showing.answers, showing.typed)
    unseen = forms.preset_for(step.questions, forms.Arrival(showing.channel, "", {}))
    typed = {**{mark + name: values for name, values in unseen.items()}, **typed}
    shown = {question.key for question in step.questions}
    hidden = frozenset(mark + question.key for question in step.page.questions if question.key not in shown)
    at = _compiled(showing.form, step.page.key, _ANY if mark else "")
    return at.fill(
        token="",
        typed=_unmarked(typed, mark),
        problems=[_plain(one, mark) for one in forms.problems_at(placed, showing.problems)],
        more=[_plain_more(one, mark) for one in forms.more_at(placed, showing.more)],
        hidden=frozenset(_ANY + name.removeprefix(mark) if mark else name for name in hidden),
    ).replace(_ANY, mark)


def _unmarked(typed: forms.Typed, mark: str) -> forms.Typed:
    if not mark:
        return typed
    return {_ANY + name.removeprefix(mark): values for name, values in typed.items()}


def _plain(one: forms.Problem, mark: str) -> forms.Problem:
    if not mark:
        return one
    cell = _ANY + one.cell.removeprefix(mark) if one.cell else ""
    return replace(
        one,
        question=_ANY + one.question.removeprefix(mark),
        field=_ANY + one.field.removeprefix(mark),
        cell=cell,
    )


def _plain_more(one: forms.More, mark: str) -> forms.More:
    if not mark:
        return one
    fields = tuple((_ANY + name.removeprefix(mark), value) for name, value in one.fields)
    return replace(one, question=_ANY + one.question.removeprefix(mark), fields=fields)


def _compiled(form: forms.Form, page: str, mark: str) -> CompiledPage:
    """The questions of a page, compiled once; the form is kept with them, so that no other can have its identity."""
    key = (id(form), f"{mark}{page}", page_language())
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        made = compile_questions(replace(forms.outline(form, page, mark=mark), among=True))
        found = _kept[key] = (form, made)
    return found[1]


def _list(showing: Showing, placed: forms.Placed, plain: Section) -> Section:
    step = placed.step
    group = step.group
    assert group is not None
    names = [
        forms.item_titles(showing.form, showing.answers, f"{step.way}/{item}/")[-1] for item in step.items
    ]
    wrong = next((one.sentence for one in showing.problems if one.question == step.way), "")
    return replace(
        plain,
        title=group.title,
        group=True,
        items=tuple((f"{step.way}/{item}/", name) for item, name in zip(step.items, names, strict=True)),
        another=f"Add {forms.another(group, len(names))}" if len(names) < group.at_most else "",
        wrong=wrong,
    )


def _known(showing: Showing, step: forms.Step) -> tuple[str, ...]:
    """“Name: said on 3 May”, of what was filled in from an earlier request."""
    found = []
    for question in step.questions:
        held = step.answers.get(question.key)
        if held is not None and held.source.startswith(forms.KNOWN):
            said_on = day(date.fromisoformat(held.source.removeprefix(forms.KNOWN)))
            found.append(f"{question.label.rstrip('?')}: said on {said_on}")
    return tuple(found)
