"""The words of a service: read them, change them, see them as residents will, publish, and take a change back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from moothall.apps.catalogue.api import (
    WHOLE,
    NewWords,
    NoSuchService,
    Service,
    Wording,
    changes_of,
    html_of,
    publish_words,
    reworded,
    subject_and_body,
    wording_at,
    wordings_of,
)
from moothall.apps.forms.api import form_of, outline
from moothall.apps.identity.api import accounts_named
from moothall.kernel.actors import account_of
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.owners.use import owned
from moothall.ui.languages import BASE, speaking
from moothall.ui.pages import Page, Problem, show
from moothall.ui.questions import compile_page, questions_alone
from moothall.ui.routes import Request
from moothall.ui.words import capitalise

DONE = {"published": "The new words are published. Everybody reads them within a few seconds."}
#: What a file is called on the page, and in which order.
FILES = (("service.yaml", "The service"), ("form.yaml", "The form"), ("messages/", "Messages to residents"))
#: Words that help to find a service and stand on no page.
NEVER_READ = frozenset({"keywords"})
#: Words in which Markdown can be written.
MARKDOWN = frozenset({"emergency", "before you start", "body", "intro"})


@dataclass(frozen=True, slots=True)
class Line:
    """One text in the list."""

    what: str
    text: str
    href: str
    own: bool
    #: Of another language than the first: its code and its name.
    language: str = ""
    language_name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The texts of one thing: a question, a page, a message. `title` is empty for the service itself."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage(Page):
    """`named` is the service's name."""

    template: ClassVar[str] = "staff/owners/words.html"
    slug: str
    named: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """What those read who read another language, once the words of the first are changed.

    `falls_back`: the words of the first. `said` is what it says today, `typed` what is to be said instead; `name` of
    the field is empty where nothing can be said here.
    """

    language: str
    language_name: str
    name: str
    said: str
    typed: str
    falls_back: bool
    #: Where a message is written that is not there in it yet.
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPage(Page):
    """One text. `before` is what stood there when it was opened; `preview` how it will be read, if that was asked."""

    template: ClassVar[str] = "staff/owners/word.html"
    slug: str
    named: str
    wording: Wording
    text: str
    rows: int
    #: Of another language, what the first says.
    first: str
    markdown: bool
    previewed: bool
    preview: Markup
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Change:
    key: UUID
    what: str
    before: str
    after: str
    who: str
    at: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage(Page):
    template: ClassVar[str] = "staff/owners/history.html"
    slug: str
    named: str
    changes: tuple[Change, ...]


def words(request: Request, slug: str) -> HttpResponse:
    """Everything the service says."""
    found = owned(request, slug)
    listed = wordings_of(slug, seen_by=request.actor)
    titles = _titles(listed)
    page = WordsPage(
        title="What this service says",
        frame=staff_frame(request),
        done=DONE.get(request.GET.get("done", ""), ""),
        slug=slug,
        named=found.name,
        sections=tuple(
            Section(title, _parts(slug, [one for one in listed if one.file.startswith(file)], titles))
            for file, title in FILES
        ),
    )
    return show(request, page)


def word(request: Request, slug: str, where: str) -> HttpResponseBase:
    """One text: to be changed, looked at and published."""
    found = owned(request, slug)
    try:
        wording = wording_at(slug, where, seen_by=request.actor)
    except NoSuchService:
        raise Http404 from None
    if request.method != "POST":
        return _shown(request, found, wording, wording.text)
    text = reading.text(request.POST, "text")
    said = NewWords(where, text, reading.text(request.POST, "before"))
    try:
        also = tuple(_also(request, slug, wording))
        if request.POST.get("press") == "publish":
            publish_words(slug, said, *also, by=request.actor)
            return HttpResponseRedirect(f"{reverse('staff-words', args=[slug])}?done=published")
        changed = reworded(slug, said, *also, by=request.actor)
    except Refused as no:
        return _shown(request, found, wording, text, problem=no.sentence)
    return _shown(request, found, wording, text, changed=changed)


def history(request: Request, slug: str) -> HttpResponse:
    """What was changed, by whom, and what stood before."""
    found = owned(request, slug)
    changes = changes_of(slug, seen_by=request.actor)
    keys = {key for one in changes if (key := account_of(one.by)) is not None}
    names = accounts_named(keys, seen_by=request.actor)
    page = HistoryPage(
        title="What was changed",
        frame=staff_frame(request),
        slug=slug,
        named=found.name,
        changes=tuple(
            Change(
                one.id,
                capitalise(one.what),
                one.before,
                one.after,
                names.get(key, "An officer") if (key := account_of(one.by)) else "Moothall",
                one.at,
                _address(slug, one.where),
            )
            for one in changes
        ),
    )
    return show(request, page)


def _titles(listed: Iterable[Wording]) -> Mapping[str, str]:
    """What each thing is called by residents, instead of by its key: “What has been dumped? › Something else”."""
    listed = [one for one in listed if not one.language]
    called = {one.of: one.text for one in listed if one.what in ("title", "label")}
    titles = {}
    for of in dict.fromkeys(one.of for one in listed):
        keys = of.split(" › ")
        chain = [called.get(" › ".join(keys[: end + 1]), "") for end in range(len(keys))]
        plain = keys[-1].replace("-", " ").replace("_", " ")
        titles[of] = " › ".join(dict.fromkeys([one for one in chain[:-1] if one] + [chain[-1] or plain]))
    return titles


def _parts(slug: str, listed: list[Wording], titles: Mapping[str, str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            capitalise(titles[of]),
            tuple(
                Line(
                    named,
                    one.text,
                    _address(slug, one.where),
                    one.own,
                    one.language,
                    one.language_name,
                )
                for named, one in _told_apart(of_part)
            ),
        )
        for of, of_part in groupby(listed, key=lambda one: one.of)
    )


def _told_apart(listed: Iterable[Wording]) -> Iterator[tuple[str, Wording]]:
    """Each with the name of its kind of words, and with a number where there are several of it."""
    often = Counter[tuple[str, str]]()
    for one in listed:
        often[(one.what, one.language)] += 1
        many = often[(one.what, one.language)]
        yield f"{capitalise(one.what)} {many}" if many > 1 else capitalise(one.what), one


def _address(slug: str, where: str) -> str:
    return reverse("staff-word", args=[slug, where])


def _shown(
    request: Request,
    found: Service,
    wording: Wording,
    text: str,
    *,
    problem: str = "",
    changed: Service | None = None,
) -> HttpResponse:
    listed = wordings_of(found.slug, seen_by=request.actor)
    page = WordPage(
        title=f"{capitalise(wording.what)}: {_titles(listed)[wording.of]}"
        if wording.of
        else capitalise(wording.what),
        frame=staff_frame(request),
        problems=(Problem(problem, "#text"),) if problem else (),
        slug=found.slug,
        named=found.name,
        wording=wording,
        text=text,
        rows=min(16, max(2, len(text) // 60 + text.count("\n") + 1)),
        first=_first(wording, listed),
        markdown=wording.what in MARKDOWN or wording.what == WHOLE,
        previewed=changed is not None,
        preview=_preview(wording, text, changed) if changed else Markup(),
        others=tuple(_others(request, found, wording, listed)) if request.method == "POST" else (),
    )
    return show(request, page, status=422 if problem else 200)


def _first(wording: Wording, listed: Iterable[Wording]) -> str:
    """The text of the first language that stands before it in the list; of a message, its subject and its words."""
    before = ""
    if wording.what == WHOLE:
        of = [one.text for one in listed if one.of == wording.of and not one.language]
        return "\n\n".join(of)
    for one in listed:
        if one.where == wording.where:
            return before if wording.language else ""
        before = before if one.language else one.text
    return ""


def _beside(wording: Wording, listed: Iterable[Wording]) -> list[Wording]:
    """The same text in other languages; none for one that is itself of another."""
    found: list[Wording] = []
    behind = False
    for one in listed:
        behind = one.where == wording.where or (behind and bool(one.language))
        if behind and one.language and one.what != WHOLE:
            found.append(one)
    return [] if wording.language else found


def _others(request: Request, found: Service, wording: Wording, listed: Sequence[Wording]) -> Iterator[Other]:
    """What becomes of the other languages in which the service has begun to say something."""
    if wording.language or wording.what in NEVER_READ:
        return
    beside = {one.language: one for one in _beside(wording, listed)}
    for code, called in {one.language: one.language_name for one in listed if one.language}.items():
        one = beside.get(code)
        if one is None:
            yield Other(
                code, called, "", "", "", falls_back=True, href=_to_write(found, wording, listed, code)
            )
            continue
        name = f"other-{code}"
        # What is inherited holds no more once the first language says something else; a message stands for itself.
        falls_back = not one.text or not (one.own or wording.file.startswith("messages/"))
        yield Other(code, called, name, one.text, reading.text(request.POST, name), falls_back)


def _to_write(found: Service, wording: Wording, listed: Iterable[Wording], language: str) -> str:
    """Where the message that `wording` belongs to is written in a language that lacks it."""
    whole = (one for one in listed if one.what == WHOLE and one.of == wording.of and one.language == language)
    return next((_address(found.slug, one.where) for one in whole), "")


def _also(request: Request, slug: str, wording: Wording) -> Iterator[NewWords]:
    """What was typed beside the words, in other languages."""
    if any(name.startswith("other-") for name in request.POST):
        for one in _beside(wording, wordings_of(slug, seen_by=request.actor)):
            typed = reading.text(request.POST, f"other-{one.language}")
            if typed.strip():
                yield NewWords(one.where, typed, reading.text(request.POST, f"before-{one.language}"))


def _preview(wording: Wording, text: str, changed: Service) -> Markup:
    """How it will be read: the page of the form it stands on, or the text itself."""
    if wording.file == "form.yaml":
        with speaking(wording.language or BASE):
            drawn = _page_of(wording, changed)
        if drawn:
            return drawn
    head = Markup()
    if wording.what == WHOLE:
        subject, text = subject_and_body(text)
        head = Markup('<p class="govuk-body govuk-!-font-weight-bold">{}</p>').format(subject)
    elif wording.what not in MARKDOWN:
        return Markup('<p class="govuk-body">{}</p>').format(text)
    return head + Markup(html_of(text))  # noqa: S704 — HTML in it is switched off


def _page_of(wording: Wording, changed: Service) -> Markup | None:
    """The page of the form that the words stand on, without its form and button: nothing in it can be sent."""
    form = form_of(changed)
    key = next((one.key for one in form.pages if one.key in wording.of.split(" › ")), None)
    if key is None or not form.page(key).questions:
        return None
    filled = compile_page(outline(form, key)).fill(token="", typed={}, problems=())
    return questions_alone(filled, level=2, heading=True)
