"""The guides of `docs/how-to`, read once: which of their sections is about which page of the staff site.

A comment after a heading says so: `<!-- pages: staff-queue staff-search -->`, names of routes. A link to another guide
leads to its page here; of a link to any other document only the words are left. An ability, which files name by its
code, is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup, escape

from moothall.apps.catalogue.api import html_of
from moothall.apps.teams.api import ABILITIES

_HEADING = re.compile(r"(#{1,6}) +(.+)")
_PAGES = re.compile(r"<!-- *pages:([a-z0-9_ \n-]*)-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"(?<![`!])\[([^\]]*)\]\(([^)\s]+)\)")
_ABILITY = re.compile(r"<code>([a-z]+\.[a-z_]+)</code>")
#: A table, or lines of a file, may be wider than a telephone: it is scrolled, by the keyboard too.
_WIDE = (("<pre>", "</pre>"), ('<table class="govuk-table">', "</table>"))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a guide and what stands below it, up to the next of its kind."""

    guide: str
    slug: str
    title: str
    html: Markup
    pages: frozenset[str]
    #: Whether another section says it as well.
    within: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """`title` goes on from “How to”; `first` is its first paragraph, `about` all before its first section."""

    slug: str
    title: str
    first: Markup
    about: Markup
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines below one heading, before the next of any kind."""

    level: int
    title: str
    markdown: str


def guides() -> Mapping[str, Guide]:
    """Every guide by its name, in the order of their titles; none where the documentation is not installed."""
    return _read(settings.MOOTHALL_GUIDES)


def sections_for(route: str) -> tuple[Section, ...]:
    """What the guides say of a page, by the name of its route."""
    return _by_route(settings.MOOTHALL_GUIDES).get(route, ())


@lru_cache(maxsize=4)
def _read(folder: Path) -> Mapping[str, Guide]:
    files = sorted(folder.glob("*.md"))
    names = frozenset(file.stem for file in files)
    made = [_guide(file.stem, file.read_text(encoding="utf-8"), names) for file in files]
    return {guide.slug: guide for guide in sorted(made, key=lambda one: one.title)}


@lru_cache(maxsize=4)
def _by_route(folder: Path) -> Mapping[str, tuple[Section, ...]]:
    found: dict[str, tuple[Section, ...]] = {}
    for guide in _read(folder).values():
        for section in guide.sections:
            for name in section.pages:
                found[name] = (*found.get(name, ()), section)
    return found


def _guide(slug: str, markdown: str, names: frozenset[str]) -> Guide:
    pieces = list(_pieces(markdown))
    title = pieces[0].title.removeprefix("How to ")
    sections = tuple(
        _section(slug, pieces, at, names) for at, piece in enumerate(pieces) if piece.level in (2, 3)
    )
    about = pieces[0].markdown.strip()
    first = _html(about.partition("\n\n")[0], names)
    return Guide(slug, title[:1].lower() + title[1:], first, _html(about, names), sections)


def _section(guide: str, pieces: Sequence[_Piece], at: int, names: frozenset[str]) -> Section:
    """A section of the third rank stands by itself too, and within the one it belongs to."""
    piece = pieces[at]
    body = piece.markdown
    for below in pieces[at + 1 :]:
        if below.level <= piece.level:
            break
        body += f"\n\n{'#' * below.level} {below.title}\n\n{below.markdown}"
    said = _PAGES.search(piece.markdown)
    pages = frozenset(said[1].split()) if said else frozenset()
    return Section(guide, slug_of(piece.title), piece.title, _html(body, names), pages, piece.level > 2)


def _pieces(markdown: str) -> Iterator[_Piece]:
    level, title, lines = 1, "", list[str]()
    for line, is_code in _lines(markdown):
        heading = None if is_code else _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        if title:
            yield _Piece(level, title, "\n".join(lines))
        level, title, lines = len(heading[1]), heading[2].strip(), []
    yield _Piece(level, title, "\n".join(lines))


def _lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is one of a file that is shown."""
    fenced = False
    for line in markdown.splitlines():
        is_fence = line.lstrip().startswith("```")
        yield line, fenced or is_fence
        fenced ^= is_fence


def _html(markdown: str, names: frozenset[str]) -> Markup:
    text = _COMMENT.sub("", markdown)
    html = html_of("\n".join(line if code else _linked(line, names) for line, code in _lines(text)))
    html = _ABILITY.sub(_ability_in_words, html)
    for begins, ends in _WIDE:
        html = html.replace(begins, f'<div class="scroll" tabindex="0">{begins}').replace(
            ends, f"{ends}</div>"
        )
    return Markup(html)  # noqa: S704 — HTML in it is switched off


def _ability_in_words(found: re.Match[str]) -> str:
    """What may be done, for readers who have it; whoever writes roles finds the code in the reference."""
    if found[1] not in ABILITIES:
        return found[0]
    sentence = ABILITIES[found[1]].sentence.removesuffix(".")
    return f"“{escape(sentence[:1].lower() + sentence[1:])}”"


def _linked(line: str, names: frozenset[str]) -> str:
    return _LINK.sub(lambda found: _link(found[1], found[2], names), line)


def _link(text: str, target: str, names: frozenset[str]) -> str:
    if re.match(r"[a-z]+:|/", target):
        return f"[{text}]({target})"
    file, _, anchor = target.partition("#")
    if file.removesuffix(".md") not in names or "/" in file:
        return text
    address = reverse("staff-guide", args=[file.removesuffix(".md")])
    return f"[{text}]({address}{'#' + anchor if anchor else ''})"


def slug_of(title: str) -> str:
    """The name of a section in an address, as everybody makes it of a heading."""
    kept = "".join(one for one in title.lower() if one.isalnum() or one in " -_")
    return kept.replace(" ", "-")
