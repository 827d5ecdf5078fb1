"""What is deleted is noticed; what does not matter is said to survive."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import MISSED_BIN

from moothall.apps.catalogue.api import read_again
from moothall.sites.rehearsal.mutating import Mutant, mutants_of, survives

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "post")]


@pytest.fixture(autouse=True)
def folders_as_they_were():
    yield
    read_again()


def test_every_question_branch_condition_and_message_is_a_mutant() -> None:
    words = [mutant.words for mutant in mutants_of(MISSED_BIN)]
    assert "report-missed-bin: question bins" in words
    assert "report-missed-bin: page take-out, its condition" in words
    assert "report-missed-bin: page out-in-time, branch to tag" in words
    assert "report-missed-bin: page out-in-time, condition of the branch to tag" in words
    assert "report-missed-bin: message moved" in words
    assert len(words) == len(set(words)) > 20


@pytest.mark.parametrize(
    "words",
    ["question tag", "page take-out, its condition", "page out-in-time, branch to tag", "message closed"],
)
def test_a_deletion_is_noticed(words: str) -> None:
    mutant = next(mutant for mutant in mutants_of(MISSED_BIN) if mutant.words.endswith(words))
    assert not survives(mutant)


def test_a_deletion_that_nothing_shows_survives() -> None:
    """The check itself can fail: a README that goes is noticed by no journey."""

    def without_readme(folder: Path) -> None:
        (folder / "README.md").unlink()

    assert survives(Mutant(MISSED_BIN, "its README", without_readme))
