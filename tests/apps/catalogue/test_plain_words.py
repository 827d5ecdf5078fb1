"""`check` names what is hard to read, with its file and line; that is a warning and fails nothing."""

from __future__ import annotations

import json

import pytest

from moothall.apps.catalogue.checkup import check, warnings_about
from moothall.project.cli import main
from tests.apps.catalogue.folders import Folders, change

HARD = (
    "The authority will determine applications for discretionary compensation "
    "in accordance with applicable regulations."
)


def test_a_hard_sentence_is_named_wherever_people_read_it(folders: Folders) -> None:
    service = folders.service("report-missed-bin")
    change(service / "service.yaml", "summary: ", f'summary: "{HARD}"\nkeywords_: ')
    change(service / "service.yaml", "keywords_: ", "# ")
    opened = service / "messages" / "en" / "opened.md"
    opened.write_text(f"{opened.read_text('utf-8')}\n* Two.\n* {HARD}\n", "utf-8")
    last = len(opened.read_text("utf-8").splitlines())
    found = [one for one in warnings_about(service) if HARD.rstrip(".") in one.sentence]
    assert {(one.file.rpartition("/")[2], one.line) for one in found} >= {
        ("service.yaml", 3),
        ("opened.md", last),
    }
    assert all("This asks for a reader of 2" in one.sentence or "this file" in one.sentence for one in found)
    assert all(one.sentence.endswith("Write two short sentences, or shorter words.") for one in found)
    assert check(service) == ()


def test_words_that_people_here_know_do_not_count(folders: Folders) -> None:
    page = folders.council / "pages" / "compensation.md"
    page.write_text(f"---\ntitle: Compensation\nsummary: How it is paid.\n---\n{HARD}\n", "utf-8")
    assert [one.line for one in warnings_about(folders.council) if one.file.endswith("compensation.md")] == [
        5
    ]
    known = "known_words: [authority, determine, discretionary, compensation, accordance, applicable, regulation, "
    change(folders.council / "council.yaml", "known_words: [", known)
    assert [one for one in warnings_about(folders.council) if one.file.endswith("compensation.md")] == []


def test_warnings_fail_nothing(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    page = folders.council / "pages" / "compensation.md"
    page.write_text(f"---\ntitle: Compensation\nsummary: How it is paid.\n---\n{HARD}\n", "utf-8")
    assert main(["check", str(folders.council), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["mistakes"] == []
    assert any(one["file"].endswith("compensation.md") for one in said["warnings"])
    assert main(["check", str(folders.council)]) == 0
    shown = capsys.readouterr().out
    assert "compensation.md:5: Warning: This asks for a reader of 2" in shown
    assert "No mistakes and" in shown
