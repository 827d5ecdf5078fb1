"""demo.yaml is held to its services before anything is invented."""

from __future__ import annotations

import pytest
from tests.apps.catalogue.folders import ROOT, Folders, change, copied_folders

from moothall.apps.catalogue.api import check, read_again
from moothall.project.cli import main


@pytest.fixture
def folders(tmp_path):
    with copied_folders(tmp_path) as found:
        yield found


PLANTED = (
    ("  report-missed-bin:", "  report-mist-bin:", "no service ‘report-mist-bin’. Write ‘report-missed-bin’."),
    ("cleared: 76", "cleard: 76", "‘report-fly-tipping’ has no outcome ‘cleard’. Write ‘cleared’."),
    ("      upheld: [You", "      uphelt: [You", "‘make-complaint’ has no outcome ‘uphelt’. Write ‘upheld’."),
    ("land: [street", "lend: [street", "‘report-fly-tipping’ has no question ‘lend’. Write ‘land’."),
    ("spot: [~postcode, ~", "spot: [~postcod, ~", "Nothing is drawn for ‘~postcod’. Write ‘~postcode’."),
    ("    share: 9\n", "    share: nine\n", "‘share’ must be a number, and is text"),
)  # fmt: skip


def test_every_name_in_it_is_checked(folders: Folders) -> None:
    for old, new, _ in PLANTED:
        change(folders.council / "demo.yaml", old, new)
    found = [one for one in check(folders.council) if one.file.endswith("demo.yaml")]
    lines = (folders.council / "demo.yaml").read_text(encoding="utf-8").split("\n")
    for _, new, sentence in PLANTED:
        assert [one for one in found if sentence in one.sentence and new.strip() in lines[one.line - 1]], (
            sentence
        )
    assert len(found) == len(PLANTED)


@pytest.mark.django_db
def test_the_command_refuses_before_it_writes(
    folders: Folders, capsys: pytest.CaptureFixture[str], django_assert_num_queries
) -> None:
    change(folders.council / "demo.yaml", *PLANTED[1][:2])
    read_again()
    with django_assert_num_queries(0):
        assert main(["demo"]) == 1
    said = capsys.readouterr().err
    assert "‘cleard’" in said
    assert "Traceback" not in said


def test_what_is_shipped_is_right() -> None:
    assert [one for one in check(ROOT / "councils" / "barchester") if one.file.endswith("demo.yaml")] == []


def test_a_message_of_the_council_that_cannot_be_read_stops_nothing(folders: Folders) -> None:
    shared = folders.council / "messages" / "en"
    shared.mkdir(parents=True)
    (shared / "opened.md").write_text("no front matter", encoding="utf-8")
    (shared / "closed.md").write_bytes(b"\xff\xfe")
    assert {one.file.rpartition("/")[2] for one in check(folders.council)} == {"opened.md", "closed.md"}
    assert {one.file.rpartition("/")[2] for one in read_again().mistakes} == {"opened.md", "closed.md"}
