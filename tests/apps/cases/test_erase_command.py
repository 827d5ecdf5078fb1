"""An operator erases a request from the command line, and is told in a sentence when that cannot be."""

from __future__ import annotations

import pytest

from moothall.apps.cases.api import case_for
from moothall.ground.events.api import copy_out_ledger
from moothall.project.cli import main
from tests.cast import FLY_TIPPING, HARDING, OLWEN, sends

pytestmark = pytest.mark.django_db
RULE = "UK GDPR Article 17: consent withdrawn"


def test_what_was_said_is_erased_under_the_rule_and_the_ledger_is_copied_out(capsys) -> None:
    reference = sends(FLY_TIPPING, HARDING).reference
    typed = reference.lower().replace("-", " ")
    assert main(["erase", typed, "--rule", RULE]) == 0
    assert f"{reference} is erased: {RULE}." in capsys.readouterr().out
    case = case_for(reference, seen_by=OLWEN.actor)
    assert case.erased_under == RULE
    assert not case.parties
    assert copy_out_ledger() == 0


@pytest.mark.parametrize("typed", ["BAR-222-222-222", "nonsense", "", "BAR-000"])
def test_what_cannot_be_erased_is_said_in_a_sentence(typed: str, capsys) -> None:
    assert main(["erase", typed, "--rule", RULE]) == 2
    assert "reference" in capsys.readouterr().err


@pytest.mark.parametrize("rule", ["  ", "x" * 121, "UK GDPR\nArticle 17", "a\x00b", "\udcff"])
def test_an_erasure_without_a_reason_is_refused(rule: str, capsys) -> None:
    reference = sends(FLY_TIPPING, HARDING).reference
    assert main(["erase", reference, "--rule", rule]) == 1
    assert "rule" in capsys.readouterr().err
    assert case_for(reference, seen_by=OLWEN.actor).parties
