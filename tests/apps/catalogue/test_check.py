"""`moothall check`: what is wrong, where, and what to write instead."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from moothall.apps.catalogue.api import check
from moothall.project.cli import main
from tests.apps.catalogue.folders import ROOT, Folders, change

#: (file in the service's folder, what stands there, what is written instead, a piece of the sentence).
PLANTED = [
    ("service.yaml", "summary: Tell", "sumary: Tell", "There is no ‘sumary’ here. Write ‘summary’."),
    ("service.yaml", "[residents, businesses, visitors]", "[resident]", "cannot be ‘resident’. Write ‘residents’."),
    ("service.yaml", "team: waste", "team: wast", "There is no team ‘wast’"),
    ("service.yaml", "confidentiality: open-to-staff", "confidentiality: open", "Write ‘open-to-staff’."),
    ("service.yaml", "  months: 24", "  months: two years", "must be a whole number, and is text"),
    ("service.yaml", "    working_days: 5", "    working_days: -5", "is too small: -5. Write 0 or more."),
    ("service.yaml", "reopen_within_days: 28", "reopen_within_days: true", "‘reopen_within_days’ must be a whole"),
    ("service.yaml", "  lgsl: 587", "  lgsl: 587\n  lgsl: 588", "‘lgsl’ is written twice"),
    ("service.yaml", "    link: https://report", "    link: report", "Write a whole address"),
    ("form.yaml", "type: yes-no", "type: yesno", "Write ‘yes-no’."),
    ("form.yaml", "  - page: how-much\n", "  - page: How Much\n", "Write small letters, digits and hyphens"),
    ("form.yaml", "        label: How much is there?\n", "", "‘label’ is missing"),
    ("messages/en/asked.md", "{{ question }}", "{{ questoin }}", "{{ question }}"),
    ("messages/en/opened.md", "when: case opened", "when: case open", "Write ‘case opened’."),
    ("messages/en/closed.md", "subject: What", "title: What", "There is no ‘title’ here."),
    ("journeys/no-place.yaml", "journey: Nobody can find rubbish without a place", "journey: ''", "‘journey’"),
    ("journeys/something-else.yaml", "at: 2026-12-24 16:00", "at: Christmas Eve", "Write a date and a time"),
]  # fmt: skip


def planted(folders: Folders) -> Path:
    folder = folders.service("report-fly-tipping")
    for file, old, new, _ in PLANTED:
        change(folder / file, old, new)
    return folder


def test_a_folder_with_many_mistakes_gets_a_sentence_for_each(folders: Folders) -> None:
    folder = planted(folders)
    mistakes = check(folder)
    for file, _, new, sentence in PLANTED:
        found = [m for m in mistakes if m.file.endswith(f"/{file}") and sentence in m.sentence]
        assert found, f"{file}: {sentence}\n" + "\n".join(map(str, mistakes))
        line = (folder / file).read_text(encoding="utf-8").split("\n")[found[0].line - 1]
        assert not new.strip() or any(
            part.strip() in line or line.strip() in part for part in new.split("\n")
        )
    assert list(mistakes) == sorted(mistakes)
    assert all(m.line > 0 and m.sentence.endswith((".", "?")) for m in mistakes)


def test_names_of_other_folders_are_checked_once_the_files_are_right(folders: Folders) -> None:
    folder = folders.service("report-fly-tipping")
    change(folder / "service.yaml", "team: waste", "team: wast")
    (mistake,) = check(folder)
    assert mistake.file.endswith("report-fly-tipping/service.yaml")
    assert mistake.sentence == "There is no team ‘wast’ in teams.yaml. Write ‘waste’."


def test_the_command_prints_sentences_and_answers_one(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = planted(folders)
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    lines = said.out.splitlines()
    assert len(lines) > 15
    assert " mistakes" in lines[-1]
    assert main(["check", str(folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert len(found["mistakes"]) + len(found["warnings"]) == len(lines) - 1
    assert set(found["mistakes"][0]) == {"file", "line", "sentence"}


def test_what_is_shipped_has_no_mistake() -> None:
    assert check(ROOT / "councils" / "barchester") == ()
    assert check(ROOT / "services") == ()


def test_a_folder_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    assert "no such folder" in check(tmp_path / "nowhere")[0].sentence
    assert "neither council.yaml nor service.yaml" in check(tmp_path)[0].sentence


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("council.yaml", 'main_text: "#ffffff"', 'main_text: "#806a7d"', "(#806a7d) cannot be read on ‘main’"),
        ("council.yaml", 'link: "#1d5a8a"', 'link: "#7fb2dd"', "cannot be read on white: contrast"),
        ("council.yaml", 'accent: "#8a5a00"', 'accent: "#f0e0b0"', "at least 3.0:1 is needed"),
        ("council.yaml", "reference_prefix: BAR", "reference_prefix: BIO", "other than I and O"),
        ("council.yaml", "phone: 01632 960100", "phone: 01632960100", 'Write "01632960100" in quotes.'),
        ("council.yaml", "- make-complaint", "- make-complant", "no service ‘make-complant’. Write ‘make-complaint’."),
        ("teams.yaml", "code: digital", "code: waste", "There are two teams called ‘waste’"),
        ("roles.yaml", "- audit.read", "- audit.red", "There is no ability ‘audit.red’. Write ‘audit.read’."),
        ("staff.yaml", "{team: waste, role: officer}", "{team: waste, role: oficer}", "There is no role ‘oficer’"),
        ("closing-days.yaml", "day: 2026-06-12", "day: 2026-06-31", "Write a date as year-month-day"),
        ("pages/cookies.md", "footer: yes", "footer: true", "‘footer’"),
    ],
)  # fmt: skip
def test_mistakes_of_a_council_have_their_line(
    folders: Folders, file: str, old: str, new: str, sentence: str
) -> None:
    change(folders.council / file, old, new)
    mistakes = check(folders.council)
    (mistake,) = [one for one in mistakes if one.file.endswith(file)]
    assert sentence in mistake.sentence
    line = (folders.council / file).read_text(encoding="utf-8").split("\n")[mistake.line - 1]
    assert new.split("\n")[0].strip() in line


def test_the_councils_words_for_every_service_are_checked_too(folders: Folders) -> None:
    shared = folders.council / "messages" / "en"
    shared.mkdir(parents=True)
    (shared / "opened.md").write_text(
        "---\nwhen: case opened\nsubject: S\n---\nDear {{ nam }}\n", encoding="utf-8"
    )
    (shared / "closed.md").write_text("no front matter", encoding="utf-8")
    found = [(m.file.rpartition("/")[2], m.line) for m in check(folders.council)]
    assert found == [("closed.md", 1), ("opened.md", 5)]


def test_a_season_outside_the_calendar_and_a_pause_backwards(folders: Folders) -> None:
    file = folders.service("report-missed-bin") / "service.yaml"
    with file.open("a", encoding="utf-8") as more:
        more.write("season:\n  from: 31 April\n  to: 30 September\n  sentence: Later.\n")
        more.write("pause: {sentence: No., since: 2026-05-02, until: 2026-05-01}\n")
    change(file, "promise: We come", "promise: In {days} we come")
    sentences = [m.sentence for m in check(file.parent)]
    assert any("April has no day 31" in s for s in sentences)
    assert any("ends before it begins" in s for s in sentences)
    assert any("nothing to fill ‘{days}’ with" in s for s in sentences)


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe\x00", b"name: [", b"", b"- a\n- b\n", b"just words", b"a: &b *b"]
)
def test_any_file_may_be_broken_without_a_traceback(folders: Folders, broken: bytes) -> None:
    folder = folders.service("make-complaint")
    for name in ("form.yaml", "messages/en/opened.md", "journeys/treated-unfairly.yaml", "service.yaml"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(broken)
        assert check(folder)
        (folder / name).write_bytes(kept)
    for name in (
        "council.yaml",
        "teams.yaml",
        "roles.yaml",
        "closing-days.yaml",
        "staff.yaml",
        "pages/cookies.md",
    ):
        kept = (folders.council / name).read_bytes()
        (folders.council / name).write_bytes(broken)
        assert check(folders.council)
        (folders.council / name).write_bytes(kept)


@pytest.mark.parametrize("name", ["Report a swan", "über", "with.dot", "x" * 81])
def test_a_folder_whose_name_cannot_be_an_address_is_a_mistake(folders: Folders, name: str) -> None:
    folders.service("make-complaint").rename(folders.services / name)
    (mistake,) = check(folders.services / name)
    assert "cannot stand in an address. Call it by letters, figures and hyphens" in mistake.sentence
    (folders.council / "pages" / "Our page.md").write_text(
        (folders.council / "pages" / "cookies.md").read_text("utf-8"), encoding="utf-8"
    )
    found = [one for one in check(folders.council) if one.file.endswith("Our page.md")]
    assert ["such as contact-us.md" in one.sentence for one in found] == [True]


def test_what_stands_where_a_file_should_is_told(folders: Folders) -> None:
    folder = folders.service("make-complaint")
    for make in (
        Path.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("/x"),
    ):
        (folder / "form.yaml").unlink(missing_ok=True)
        make(folder / "form.yaml")
        assert "form.yaml is missing. Write one" in str(check(folder))
        (folder / "form.yaml").rmdir() if make is Path.mkdir else None
    loop = folders.services / "loop"
    loop.symlink_to(loop)
    assert "There is no such folder" in str(check(loop))


def test_a_name_of_a_file_does_nothing_to_a_terminal(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folders.service("make-complaint")
    for name in (b"a\nb.yaml", b"\x1b[31mred.yaml", b"\xff.yaml", "\u202elmay.yaml".encode()):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x: 1", encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert said.count("Nothing reads this file") == said.count("\n") - 1 == 4
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert main(["check", "--json", str(folder)]) == 1


def test_a_figure_with_a_point_is_no_whole_number(folders: Folders) -> None:
    folder = folders.service("make-complaint")
    written = (folder / "service.yaml").read_text("utf-8")
    for key in ("months", "working_days"):
        (value,) = re.findall(rf"  {key}: ([0-9]+)\n", written)[:1]
        change(folder / "service.yaml", f"  {key}: {value}\n", f"  {key}: {value}.0\n")
    said = [one.sentence for one in check(folder)]
    assert [".0. Write a whole number." in one for one in said] == [True, True]


@pytest.mark.parametrize("nothing", ["   ", "\u200b", "\u200f \u00ad"])
def test_a_name_that_nobody_can_see_is_no_name(folders: Folders, nothing: str) -> None:
    folder = folders.service("make-complaint")
    (name,) = re.findall(r"(?m)^name: .*$", (folder / "service.yaml").read_text("utf-8"))
    change(folder / "service.yaml", name, f'name: "{nothing}"')
    (mistake,) = check(folder)
    assert mistake.sentence == "‘name’ is empty. Write it, or take it out."


def test_a_template_of_another_language_is_a_mistake(folders: Folders) -> None:
    file = folders.service("make-complaint") / "messages" / "en" / "opened.md"
    change(file, "{{ reference }}", "{% if name %}{{ reference }}{% endif %}")
    assert ["would be sent as it stands" in one.sentence for one in check(file.parents[2])] == [True]


def test_a_service_that_residents_are_sent_to_is_there(folders: Folders) -> None:
    folder = folders.service("report-fly-tipping")
    change(folder / "service.yaml", "    service: report-missed-bin\n", "    service: report-missed-bins\n")
    for checked in (folder, folders.services, folders.council):
        (mistake,) = check(checked)
        assert mistake.sentence == "There is no service ‘report-missed-bins’. Write ‘report-missed-bin’."
        line = (folder / "service.yaml").read_text("utf-8").splitlines()[mistake.line - 1]
        assert line == "    service: report-missed-bins"


@pytest.mark.parametrize(
    "name", [b"opened\xff.md", b"opened\x1b[31m.md", "opened\u202e.md".encode(), b"o" * 99 + b".md"]
)
def test_a_file_whose_name_nothing_can_be_kept_under_is_a_mistake(folders: Folders, name: bytes) -> None:
    folder = folders.service("make-complaint") / "messages" / "en"
    shutil.copyfile(folder / "opened.md", os.fsencode(folder) + b"/" + name)
    (mistake,) = check(folders.service("make-complaint"))
    assert mistake.sentence.startswith("Nothing can be kept under this name.")
