"""Markdown of a folder as HTML: made once when the folder is read, HTML in it switched off, links safe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from moothall.apps.catalogue.definitions import NO_WORDS, Words

_CLASSES: Final = {
    "p": "govuk-body",
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible",
}

_MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    .enable("table")
    .disable(["image", "html_inline"])
)


def html_of(markdown: str) -> str:
    """HTML with the classes of our components. No image, no script, no link but to http, https, mailto, tel."""
    tokens = _MARKDOWN.parse(markdown)
    _dress(tokens)
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return html


def line_of(markdown: str) -> str:
    """HTML of a sentence, such as a description: code, bold, italics and links, and no paragraph around it."""
    html: str = _MARKDOWN.renderInline(markdown, {})
    return html


def words(markdown: str) -> Words:
    """A piece of Markdown with its HTML."""
    return Words(markdown, html_of(markdown)) if markdown else NO_WORDS


def _dress(tokens: Sequence[Token]) -> None:
    for token in tokens:
        name = _CLASSES.get(token.tag) if token.nesting >= 0 else None
        if token.tag == "a" and token.nesting == 1 and not _safe(str(token.attrGet("href") or "")):
            token.attrSet("href", "#")
        if name:
            token.attrJoin("class", name)
        if token.attrGet("style"):
            del token.attrs["style"]
        if token.children:
            _dress(token.children)


def _safe(address: str) -> bool:
    return address.startswith(("https://", "http://", "mailto:", "tel:", "/", "#"))
