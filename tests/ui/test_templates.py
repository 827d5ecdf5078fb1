"""A template uses exactly the fields of its page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.urls import get_resolver
from jinja2 import nodes

from moothall.ui.environment import environment
from moothall.ui.pages import Page

#: Every page has these; a template need not print them.
OF_ALL = {field.name for field in dataclasses.fields(Page)} | {"template"}

#: What a page holds for the panels it shows.
OF_PANELS = {"typed"}


def pages(above: type[Page] = Page) -> Iterator[type[Page]]:
    """Every page dataclass that has a template of its own. The addresses import the sites."""
    assert get_resolver().url_patterns
    for page in above.__subclasses__():
        if isinstance(getattr(page, "template", None), str) and page.__module__.startswith("moothall."):
            yield page
        yield from pages(page)


def every_page() -> dict[str, type[Page]]:
    """By name; `slots=True` makes a class twice, and the first is left lying about."""
    return dict(sorted({f"{page.__module__}.{page.__qualname__}": page for page in pages()}.items()))


def used(template: str, seen: frozenset[str] = frozenset(), *, imported: bool = False) -> set[str]:
    """The fields of `page` that the template, what it extends and what it includes ask for; with `imported` also those
    that the macros it imports are given the page for, and those of the panels it includes by a name of their own."""
    if template in seen:
        return set()
    made = environment()
    assert made.loader is not None
    tree = made.parse(made.loader.get_source(made, template)[0])
    found = {
        str(node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "page"
    }
    follow = (nodes.Extends, nodes.Include, nodes.FromImport) if imported else (nodes.Extends, nodes.Include)
    for node in tree.find_all(follow):
        if isinstance(node.template, nodes.Const):
            found |= used(str(node.template.value), seen | {template}, imported=imported)
        elif imported:
            found |= OF_PANELS
    return found


@pytest.mark.parametrize("page", every_page().values(), ids=every_page())
def test_a_template_uses_exactly_the_fields_of_its_page(page: type[Page]) -> None:
    fields = {field.name for field in dataclasses.fields(page)}
    asked = used(page.template)
    assert asked - fields - OF_ALL == set(), "asked for and not there"
    shown = used(page.template, imported=True)
    assert fields - OF_ALL - shown == set(), "there and never shown"


def test_there_are_pages_to_look_at() -> None:
    assert len(every_page()) > 15
