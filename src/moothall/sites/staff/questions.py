"""The question types, to look at: for whoever writes a service, and for whoever wonders what a form can ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.http import Http404, HttpResponse
from markupsafe import Markup

from moothall.apps.catalogue.api import line_of
from moothall.apps.forms import api as forms
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, show
from moothall.ui.questions import compile_page, questions_alone
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class TypeRow:
    type: str
    about: Markup


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    rows: tuple[TypeRow, ...]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A key that form.yaml may say of the type."""

    key: str
    must: bool
    says: Markup
    example: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The example at one time, drawn as the public site draws it."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTypesPage(Page):
    template: ClassVar[str] = "staff/questions.html"
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTypePage(Page):
    template: ClassVar[str] = "staff/question.html"
    exhibit: forms.Exhibit
    about: Markup
    settings: tuple[SettingRow, ...]
    states: tuple[Shown, ...]
    read: tuple[forms.ReadAs, ...]


def questions(request: Request) -> HttpResponse:
    """Every type, by family. No query."""
    families = tuple(
        Family(name, tuple(TypeRow(kind.type, _line(kind.about)) for kind in kinds))
        for name, kinds in forms.families()
    )
    page = QuestionTypesPage(title="What a form can ask", frame=staff_frame(request), families=families)
    return show(request, page)


def question(request: Request, name: str) -> HttpResponse:
    """One type, in use."""
    try:
        exhibit = forms.exhibit(name)
    except KeyError:
        raise Http404 from None
    page = QuestionTypePage(
        title=name,
        frame=staff_frame(request),
        exhibit=exhibit,
        about=_line(exhibit.about),
        settings=tuple(
            SettingRow(one.key, one.must, _line(one.says), one.example) for one in exhibit.settings
        ),
        states=_states(name),
        read=forms.readings_of(name),
    )
    return show(request, page)


def _line(markdown: str) -> Markup:
    """A description as the documentation shows it."""
    return Markup(line_of(markdown))  # noqa: S704 — HTML in it is switched off


@lru_cache(maxsize=100)
def _states(name: str) -> tuple[Shown, ...]:
    """Drawn once: the macros take some milliseconds for each."""
    return tuple(Shown(state.title, _drawn(state)) for state in forms.states_of(name))


def _drawn(state: forms.State) -> Markup:
    """The question alone. Where it is the heading of its page, it is one under the state's own here."""
    outline = forms.outline(state.form, forms.EXAMPLE_PAGE)
    filled = compile_page(outline).fill(token="", typed=state.typed, problems=state.problems)
    return questions_alone(filled, level=4)
