"""Every example that GOV.UK Frontend publishes for its components comes out of our macros as it should.

This is what proves that the two pinned versions belong together (docs/decisions/0015).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from moothall.ui.build import ROOT
from moothall.ui.environment import components

PUBLISHED = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"


def examples() -> Iterator[tuple[str, str, dict[str, object], str]]:
    for file in sorted(PUBLISHED.glob("*/fixtures.json")):
        published = json.loads(file.read_text())
        for example in published["fixtures"]:
            yield published["component"], example["name"], example["options"], example["html"]


def plain(text: str) -> bytes:
    """The HTML without what nobody sees: white space, the order of attributes."""
    whole = html.fragment_fromstring(text, create_parent="div")
    for element in whole.iter(etree.Element):
        element.text = re.sub(r"\s+", " ", element.text or "").strip()
        element.tail = re.sub(r"\s+", " ", element.tail or "").strip()
        for name, value in sorted(element.attrib.items()):
            del element.attrib[name]
            element.attrib[name] = re.sub(r"\s+", " ", value).strip()
    return etree.tostring(whole, method="c14n")


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in PUBLISHED.glob("*/fixtures.json")))
def test_the_macros_make_what_govuk_frontend_publishes(folder: str) -> None:
    macro = "govuk" + "".join(word.capitalize() for word in folder.split("-"))
    path = f"govuk_frontend_jinja/components/{folder}/macro.html"
    render = getattr(components().get_template(path).module, macro)
    wrong = [
        name
        for component, name, options, expected in examples()
        if component == folder and plain(render(options)) != plain(expected)
    ]
    assert wrong == []


def test_there_are_as_many_examples_as_the_pin_promises() -> None:
    assert sum(1 for _ in examples()) == 657
    assert (
        json.loads((Path(ROOT) / "node_modules/govuk-frontend/package.json").read_text())["version"]
        == "6.3.0"
    )
