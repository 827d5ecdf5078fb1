"""A service written from docs/how-to/write-a-service.md alone passes `check`."""

from __future__ import annotations

import re

from moothall.apps.catalogue.api import check, forget, service_named
from moothall.kernel.actors import ANONYMOUS
from tests.apps.catalogue.folders import ROOT, Folders

PAGE = ROOT / "docs" / "how-to" / "write-a-service.md"


def first_block(section: str) -> str:
    """The first indented block under a heading, as somebody would copy it."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(r"((?:^    .*\n|^\n)+)", text[text.index("\n    ") + 1 :], re.M)
    assert found, section
    return "\n".join(line[4:] for line in found[1].split("\n")).strip() + "\n"


def test_the_examples_of_the_page_are_a_service(folders: Folders) -> None:
    folder = folders.own_service("report-graffiti", first_block("service.yaml"))
    for name, section in (
        ("form.yaml", "form.yaml"),
        ("messages/en/opened.md", "messages/en/*.md"),
        ("journeys/paint-on-a-wall.yaml", "journeys/*.yaml"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(first_block(section), encoding="utf-8")
    assert check(folder) == ()
    forget()
    assert service_named("report-graffiti", seen_by=ANONYMOUS).promise == "We clean it within 5 working days."


def test_the_example_of_differences_is_one(folders: Folders) -> None:
    text = first_block("Differences only")
    folder = folders.own_service("report-fly-tipping", text)
    assert [m.file for m in check(folder) if "journeys/" not in m.file] == []
    forget()


def test_every_key_it_names_is_a_key() -> None:
    said = PAGE.read_text(encoding="utf-8")
    schema = (ROOT / "docs/reference/formats/service.schema.json").read_text(encoding="utf-8")
    for key in (
        "area",
        "codes",
        "emergency",
        "not_ours",
        "before_you_start",
        "season",
        "pause",
        "published",
        "without",
    ):
        assert f"`{key}" in said or f"{key}:" in said
        assert f'"{key}": {{' in schema
