"""Words of another language beside a folder's own: what they may say, what they lack, and what they never change."""

from __future__ import annotations

from pathlib import Path

import pytest

from moothall.apps.catalogue.api import check, read_again, service_named, version
from moothall.apps.catalogue.checkup import warnings_about
from moothall.apps.catalogue.library import current
from moothall.apps.catalogue.services import keep_version
from moothall.apps.forms.api import form_of
from moothall.ui.languages import speaking
from tests.apps.catalogue.folders import Folders, change
from tests.cast import SYSTEM

BIN = "report-missed-bin"


def told(folder: Path) -> list[str]:
    return [f"{Path(one.file).name}:{one.line}: {one.sentence}" for one in check(folder)]


def lacking(folder: Path) -> list[str]:
    found = [one for one in warnings_about(folder) if "is not said in" in one.sentence]
    return [f"{Path(one.file).name}:{one.line}: {one.sentence}" for one in found]


def test_the_shipped_words_are_right_and_whole(folders: Folders) -> None:
    assert told(folders.service(BIN)) == []
    assert lacking(folders.service(BIN)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("form.cy.yaml", "label: Beth na ", "type: one-of\n        label: Beth na ", "There is no ‘type’ here"),
        ("form.cy.yaml", "page: which-day", "page: which-dya", "has no ‘which-dya’ here. Write ‘which-day’."),
        ("form.cy.yaml", "name: y rheswm", "name: y rheswm\n        example: llygod", "says no ‘example’ here"),
        ("form.cy.yaml", "value: food", "value: foood", "has no ‘foood’ here. Write ‘food’."),
        ("service.cy.yaml", "{working_days} ", "dau ", "{working_days} is lost in these words"),
        ("service.cy.yaml", "casglu gwastraff", "casglu {gwastraff}", "{gwastraff} is not in the words of the first"),
        ("service.cy.yaml", "name: Rhoi", "team: waste\nname: Rhoi", "There is no ‘team’ here"),
    ],
)  # fmt: skip
def test_what_does_not_belong_is_a_mistake(
    folders: Folders, file: str, old: str, new: str, said: str
) -> None:
    change(folders.service(BIN) / file, old, new)
    (mistake,) = told(folders.service(BIN))
    assert mistake.startswith(f"{file}:")
    assert said in mistake


def test_what_is_not_said_yet_is_told_at_the_line_that_says_it(folders: Folders) -> None:
    change(folders.service(BIN) / "form.cy.yaml", "        label: Beth yw'r rheswm?\n", "")
    (folders.service(BIN) / "messages" / "cy" / "moved.md").unlink()
    line = (folders.service(BIN) / "form.yaml").read_text().split("\n").index(
        "        label: What is the reason?"
    ) + 1
    assert told(folders.service(BIN)) == []
    assert lacking(folders.service(BIN)) == [
        f"form.yaml:{line}: ‘label’ is not said in form.cy.yaml yet. Write it there.",
        "moved.md:1: This is not said in messages/cy/moved.md yet. Write it there.",
    ]
    with speaking("cy"):
        assert question("reason") == "What is the reason?"
        assert question("bins") == "Beth na chafodd ei wagio?"


def question(key: str) -> str:
    read_again()
    return form_of(service_named(BIN, seen_by=SYSTEM)).questions[key].label


def test_a_language_the_council_does_not_offer_is_a_mistake(folders: Folders) -> None:
    pages = folders.council / "pages" / "fr"
    pages.mkdir()
    (pages / "contact.md").write_text("---\ntitle: Contact\n---\nBonjour.\n")
    assert (
        "contact.md:1: The council does not offer ‘fr’. Write it in `languages:`, or take the file away."
        in told(folders.council)
    )


def test_words_in_another_language_make_no_version(folders: Folders) -> None:
    before = current().services[BIN].digest
    change(folders.service(BIN) / "form.cy.yaml", "Beth na chafodd ei wagio?", "Beth?")
    assert read_again().services[BIN].digest == before
    with speaking("cy"):
        assert service_named(BIN, seen_by=SYSTEM).digest == before


def test_a_council_that_says_its_own_loses_what_was_said_of_the_other(folders: Folders) -> None:
    own = folders.council / "services" / BIN
    own.mkdir()
    (own / "service.yaml").write_text(f"extends: {BIN}\n")
    (own / "form.yaml").write_text(
        "pages:\n  - page: which-bin\n    questions:\n      - ask: bins\n        label: Which bin?\n"
    )
    with speaking("cy"):
        assert question("bins") == "Which bin?"
        assert question("reason") == "Beth yw'r rheswm?"
    (own / "form.cy.yaml").write_text(
        "pages:\n  - page: which-bin\n    questions:\n      - ask: bins\n        label: Pa fin?\n"
    )
    assert told(own) == []
    with speaking("cy"):
        assert question("bins") == "Pa fin?"


@pytest.mark.django_db
def test_an_old_version_is_read_in_todays_words(folders: Folders) -> None:
    old = service_named(BIN, seen_by=SYSTEM)
    keep_version(old)
    change(folders.service(BIN) / "form.yaml", "          - {value: garden, label: Garden waste bin}\n", "")
    change(
        folders.service(BIN) / "form.cy.yaml", "          - {value: garden, label: Bin gwastraff gardd}\n", ""
    )
    assert read_again().services[BIN].digest != old.digest
    with speaking("cy"):
        then = version(old.digest)
        assert then.name == "Rhoi gwybod am fin a fethwyd"
        assert form_of(then).questions["bins"].label == "Beth na chafodd ei wagio?"
    assert version(old.digest).name == "Report a missed bin"
