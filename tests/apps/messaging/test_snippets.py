"""Snippets: found in both folders, filled with facts, held to their format."""

from __future__ import annotations

from pathlib import Path

import pytest

from moothall.apps.catalogue import api as catalogue
from moothall.apps.messaging.api import SNIPPETS_PART, Snippet, snippets_for


def read(tmp_path: Path, text: str) -> tuple[tuple[Snippet, ...], list[catalogue.Mistake]]:
    path = tmp_path / "thanks.md"
    path.write_text(text)
    node, mistakes = catalogue.parsed(path)
    assert node is not None, mistakes
    looked = SNIPPETS_PART.checker.look(node)
    source = catalogue.PartSource(
        catalogue.Service("", "", "", "", "staff"),
        (catalogue.PartFile("snippets/thanks.md", node, looked.refused),),
    )
    found = SNIPPETS_PART.read(source)
    assert isinstance(found, tuple)
    return found, [*mistakes, *looked.mistakes, *source.mistakes]


def test_a_snippet_is_filled_and_what_fills_it_is_not_read_again(tmp_path: Path) -> None:
    [one], mistakes = read(
        tmp_path, "---\ntitle: Thanks\nwords: [ta]\n---\nDear {{ name }},\n\nthank you for {{reference}}.\n"
    )
    assert not mistakes
    filled = one.filled({"name": "{{ reference }} <b>", "reference": "BAR-1"})
    assert filled == "Dear {{ reference }} <b>,\n\nthank you for BAR-1."
    assert (one.name, one.whole) == ("thanks", False)
    assert one.says("TA thank")
    assert not one.says("sorry")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("---\ntitle: T\n---\nDear\n{{ nam }}\n", 5, "Did you mean {{ name }}?"),
        ("---\ntitle: T\n---\n{{ zzzzz }}\n", 4, "There is no {{ zzzzz }} in a snippet. Write one of"),
        ("---\ntitle: T\n---\nDear { name }}\n", 4, "Write two braces on each side"),
        ("---\ntitel: T\n---\nDear\n", 2, "titel"),
        ("---\ntitle: T\nwhole: perhaps\n---\nDear\n", 3, "perhaps"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    _found, mistakes = read(tmp_path, text)
    assert any(one.line == line and sentence in one.sentence for one in mistakes), mistakes


@pytest.mark.django_db
def test_those_of_the_service_stand_with_the_councils() -> None:
    titles = [one.title for one in snippets_for("report-fly-tipping")]
    assert "Thank you for telling us" in titles
    assert "We need a photo of it" in titles
    assert [one.title for one in snippets_for("report-fly-tipping", words="photo")] == [
        "We need a photo of it"
    ]
    assert all("{{" not in one.filled({}) for one in snippets_for("report-fly-tipping"))
