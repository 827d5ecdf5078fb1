"""A condition in plain English: what is said, and what is not, because no words of ours say exactly that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from moothall.kernel.feel import Called, in_words, parse

NAMES = {
    "ward": Called("the ward", "text", {"CAS": "Castle", "NOR": "North"}),
    "amount": Called("the amount", "number"),
    "due": Called("the day it is due", "date"),
    "today": Called("today", "date"),
    "late": Called("late", "boolean", yes="it is late", no="it is not late"),
    "left": Called(
        "days left", "number", ordered=lambda sign, number: f"late {sign} {number}" * (number < 0)
    ),
    "answers.pets": Called("the answer to “Pets?”", "boolean"),
    "list": Called("the list", "list"),
}

SAID = (
    ('ward = "CAS"', "the ward is Castle"),
    ('ward != "ELS"', "the ward is not “ELS”"),
    ('"CAS" = ward', "the ward is Castle"),
    ("amount >= 5", "the amount is at least 5"),
    ("5 > amount", "the amount is less than 5"),
    ("amount < -1200.5", "the amount is less than −1,200.5"),
    ("not(amount < 5)", "the amount is at least 5"),
    ("amount between 1 and 5", "the amount is at least 1 and at most 5"),
    ("not(amount between 1 and 5)", "the amount is less than 1 or more than 5"),
    ("amount in (< 5, > 9)", "the amount is less than 5 or more than 9"),
    ("not(amount in (< 5, > 9))", "the amount is at least 5 and at most 9"),
    ("amount in [1..5)", "the amount is at least 1 and less than 5"),
    ("due < today", "the day it is due is before today"),
    ('due >= date("2026-03-01")', "the day it is due is on or after 1 March 2026"),
    ('due = @"2026-03-01"', "the day it is due is 1 March 2026"),
    ("due = null", "the day it is due is not known"),
    ("not(due = null)", "the day it is due is known"),
    ("late", "it is late"),
    ("not(late)", "it is not late"),
    ("late = false", "it is not late"),
    ("answers.pets", "the answer to “Pets?” is yes"),
    ("not(answers.pets)", "the answer to “Pets?” is no"),
    ("answers.pets != true", "the answer to “Pets?” is not yes"),
    ("left < -6", "late < -6"),
    ("left < 6", "days left is less than 6"),
    ('ward in ("CAS", "NOR")', "the ward is Castle or North"),
    ('ward in ["CAS", "NOR"] and late', "the ward is Castle or North, and it is late"),
    ('not(ward in ("CAS", "NOR", "X"))', "the ward is neither Castle, North nor “X”"),
    ('ward = "CAS" and late and amount > 5', "the ward is Castle and it is late and the amount is more than 5"),
    ('ward = "CAS" or late', "the ward is Castle or it is late"),
    ('amount > 5 and (ward = "CAS" or late)', "the amount is more than 5 and (the ward is Castle or it is late)"),
    ('not(ward = "CAS" and late)', "the ward is not Castle or it is not late"),
    ('late or not(ward = "CAS" or amount > 5)', "it is late or (the ward is not Castle and the amount is at most 5)"),
    ('contains(ward, "x")', "the ward contains “x”"),
    ('not(contains(ward, "x"))', "the ward does not contain “x”"),
)  # fmt: skip

UNSAID = (
    "amount + 1 > 5", "unknown = 5", "amount > null", 'ward > "CAS"', 'list = "a"[1]', "list", "amount",
    "today = amount", "if late then true else false", "some x in list satisfies x = 5", "count(list) > 2",
    "late and amount + 1 > 5",
    "answers.pets = late", "not(amount in [1..5])", 'due < date("soon")',
)  # fmt: skip


@pytest.mark.parametrize(("written", "said"), SAID, ids=[written for written, _ in SAID])
def test_a_condition_is_said(written: str, said: str) -> None:
    assert in_words(parse(written), NAMES.get) == said


@pytest.mark.parametrize("written", UNSAID)
def test_what_has_no_words_is_not_said_by_half(written: str) -> None:
    assert in_words(parse(written), NAMES.get) == ""


VALUES = ({}, {"amount": Decimal(3)}, {"amount": Decimal(7), "late": True}, {"ward": "CAS", "late": False})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("not(amount < 5)", "amount >= 5"),
        ("not(amount between 4 and 5)", "amount < 4 or amount > 5"),
        ("not(amount in (< 4, > 6))", "amount >= 4 and amount <= 6"),
        ('not(ward = "CAS" and late)', 'ward != "CAS" or not(late)'),
        ('not(ward in ("CAS", "NOR"))', 'ward != "CAS" and ward != "NOR"'),
    ],
)
def test_what_is_said_alike_means_the_same_also_of_what_is_not_known(one: str, other: str) -> None:
    for known in VALUES:
        assert (parse(one).evaluate(known) is True) == (parse(other).evaluate(known) is True), known
