"""In a template a dot is an attribute: no page's dictionary is read with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import get_origin, get_type_hints

from django.urls import get_resolver

from moothall.ui.environment import environment
from moothall.ui.pages import Page

OF_DICTIONARIES = {"get", "items", "keys", "values"}


def kinds(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds(one)


def dictionaries() -> set[tuple[str, str]]:
    """The folder of each page with every field of it that is a dictionary: what it includes stands beside it."""
    found = set()
    for kind in kinds(Page):
        hints = get_type_hints(kind)
        for one in fields(kind):
            origin = get_origin(hints[one.name])
            if hasattr(kind, "template") and isinstance(origin, type) and issubclass(origin, Mapping):
                found.add((kind.template.rpartition("/")[0], one.name))
    return found


def test_items_of_a_dictionary_stand_in_brackets() -> None:
    assert get_resolver().url_patterns  # every page is imported by them
    known, loader = dictionaries(), environment().loader
    assert ("staff/casework", "typed") in known
    assert loader is not None
    for template in environment().list_templates():
        source, *_ = loader.get_source(environment(), template)
        for folder, name in known:
            if template.startswith(f"{folder}/"):
                read = set(re.findall(rf"\bpage\.{name}\.(\w+)", source))
                assert read <= OF_DICTIONARIES, f"{template}: page.{name}.{min(read)}"
