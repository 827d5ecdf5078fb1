"""One Markdown source, compiled once to a subject, a text and an HTML with holes; filling them is joining strings.

What fills a hole is text and nothing else: it is never read as Markdown, HTML or a header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: `{{ fact }}`, spaces as one likes.
HOLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
#: The facts that are addresses: only they may stand where a link goes.
LINK = "track_link"
LINKS = frozenset(
    {
        LINK,
        "resume_link",
        "part_link",
        "confirm_link",
        "unsubscribe_link",
        "notices_link",
        "choices_link",
        "body_link",
    }
)

_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z_A-Z0-9]+){_SHUT}|%EE%80%80([a-z_A-Z0-9]+)%EE%80%81")
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_PARSER = MarkdownIt("commonmark", {"html": False}).disable("image")

_HTML_HEAD = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
    '<body style="margin:0;padding:24px;font-family:Arial,sans-serif;font-size:19px;line-height:1.5;'
    'color:#0b0c0c;background:#ffffff"><div style="max-width:34em">'
)
_HTML_FOOT = "</div></body></html>"
#: A paragraph whose only fact said nothing, in HTML and in text.
_EMPTY, _GAP = re.compile(r"<p[^>]*>\s*</p>\n?"), re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Hole:
    fact: str
    in_address: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """Pieces between which facts go."""

    subject: tuple[str | Hole, ...]
    text: tuple[str | Hole, ...]
    html: tuple[str | Hole, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    subject: str
    text: str
    html: str


def compile_markdown(subject: str, body: str) -> Compiled:
    """Raises nothing: what is wrong with a template is found by `check` (see `templates.py`)."""
    tokens = _PARSER.parse(_marked(body))
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Compiled(
        tuple(_pieces(_marked(subject))), tuple(_pieces(_text(tokens))), tuple(_pieces(html, html=True))
    )


def fill(compiled: Compiled, facts: Mapping[str, str], language: str) -> Filled:
    """A fact that is not given leaves its hole empty; of a paragraph that held nothing else nothing is left."""
    subject = " ".join(_joined(compiled.subject, facts, _as_said).split())[:300]
    html = _EMPTY.sub("", _joined(compiled.html, facts, _as_html))
    text = _GAP.sub("\n\n", _joined(compiled.text, facts, _as_said))
    head = _HTML_HEAD.format(language=escape(language), title=escape(subject))
    return Filled(subject, text.strip() + "\n", head + html + _HTML_FOOT)


def _joined(pieces: Sequence[str | Hole], facts: Mapping[str, str], show: Callable[[Hole, str], str]) -> str:
    return "".join(p if isinstance(p, str) else show(p, facts.get(p.fact, "")) for p in pieces)


def _as_said(hole: Hole, said: str) -> str:
    return said


def _as_html(hole: Hole, said: str) -> str:
    safe = escape(said)
    if hole.in_address:
        return safe
    return f'<a href="{safe}">{safe}</a>' if hole.fact in LINKS and said else safe.replace("\n", "<br>\n")


def _marked(source: str) -> str:
    return HOLE.sub(lambda found: f"{_OPEN}{found[1]}{_SHUT}", _PRIVATE.sub("", source))


def _pieces(marked: str, *, html: bool = False) -> Iterator[str | Hole]:
    start = 0
    for found in _MARK.finditer(marked):
        if found.start() > start:
            yield marked[start : found.start()]
        yield Hole(found[1] or found[2], in_address=html and found[2] is not None)
        start = found.end()
    if start < len(marked):
        yield marked[start:]


def _text(tokens: Sequence[Token]) -> str:
    """The Markdown as plain text: paragraphs, lists with dashes, links with their address behind them."""
    blocks: list[str] = []
    numbers: list[int] = []
    lead = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open" and numbers:
            lead = "  " * (len(numbers) - 1) + (f"{numbers[-1]}. " if numbers[-1] else "- ")
            numbers[-1] += bool(numbers[-1])
        elif token.type == "inline":
            blocks.append(lead + _line(token.children or []))
            lead = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        elif token.type == "hr":
            blocks.append("-" * 20)
    return "\n\n".join(blocks)


def _line(tokens: Sequence[Token]) -> str:
    said, address = "", ""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            said += token.content
        elif token.type in ("softbreak", "hardbreak"):
            said += " " if token.type == "softbreak" else "\n"
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            said += "" if said.endswith(address) else f": {address}"
    return said
