"""Numbers, money, percentages: what people really type."""

from __future__ import annotations

import pytest

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Kind
from moothall.apps.forms.types.money import Money
from moothall.apps.forms.types.number import Number
from moothall.apps.forms.types.percentage import Percentage
from tests.apps.forms.made import said, value, wrong

WHOLE = Number(max=1000)
METRES = Number(decimals=2, unit="metres")
FREEZING = Number(min=-20, max=40, unit="degrees")
FIVES = Number(step=5)
POUNDS = Money(max=2_000_000)


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (WHOLE, "30", 30),
        (WHOLE, " about 30 ", 30),
        (WHOLE, "approx. 30", 30),
        (WHOLE, "~30", 30),
        (WHOLE, "1,000", 1000),
        (WHOLE, "1 000", 1000),
        (WHOLE, "３０", 30),
        (WHOLE, "٣٠", 30),
        (WHOLE, "3O", 30),
        (WHOLE, "l0", 10),
        (WHOLE, "007", 7),
        (WHOLE, "30.0", 30),
        (WHOLE, "30.", 30),
        (WHOLE, "+5", 5),
        (WHOLE, "Three", 3),
        (WHOLE, "none", 0),
        (METRES, "2.5", 2.5),
        (METRES, "2.5 metres", 2.5),
        (METRES, "1 metre", 1),
        (METRES, ".5", 0.5),
        (FREEZING, "-4", -4),
        (FREEZING, "−4", -4),
        (FREEZING, "minus 4 degrees", -4),
        (FIVES, "15", 15),
        (POUNDS, "£1,200.50", "1200.50"),
        (POUNDS, "1200", "1200.00"),
        (POUNDS, "£ 1200.5", "1200.50"),
        (POUNDS, "1200 pounds", "1200.00"),
        (POUNDS, "12 pounds 50p", "12.50"),
        (POUNDS, "£12 and 50 pence", "12.50"),
        (POUNDS, "50p", "0.50"),
        (POUNDS, "1200.50 GBP", "1200.50"),
        (POUNDS, "£12/-", "12.00"),
        (POUNDS, "1,000,000", "1000000.00"),
        (POUNDS, "about £30", "30.00"),
        (Percentage(), "50%", 50),
        (Percentage(), "50 per cent", 50),
        (Percentage(decimals=1), "12.5 %", 12.5),
    ],
)
def test_understood(kind: Kind, typed: str, expected: JSON) -> None:
    assert value(said(kind, it=typed)) == expected


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (WHOLE, "", "Enter the thing"),
        (WHOLE, "\u200b", "Enter the thing"),
        (WHOLE, "many", "The thing must be a number, like 30"),
        (WHOLE, "½", "The thing must be a number, like 30"),
        (WHOLE, "1e3", "The thing must be a number, like 30"),
        (WHOLE, "nan", "The thing must be a number, like 30"),
        (WHOLE, "1,00", "The thing must be a number. Use a full stop for decimals, like 1.5"),
        (WHOLE, "1.5", "The thing must be a whole number, like 30"),
        (WHOLE, "-1", "The thing must be 0 or more"),
        (WHOLE, "1001", "The thing must be 1,000 or less"),
        (WHOLE, "1.2m", "Enter the thing in full, in figures, like 1,200,000"),
        (WHOLE, "5k", "Enter the thing in full, in figures, like 5,000"),
        (WHOLE, "3-4", "Enter one number. If you are not sure, enter your best guess"),
        (WHOLE, "3 or 4", "Enter one number. If you are not sure, enter your best guess"),
        (WHOLE, "9" * 400, "The thing has too many digits"),
        (METRES, "1.234", "The thing must have 2 decimal places or fewer"),
        (FREEZING, "41", "The thing must be 40 or less"),
        (FIVES, "12", "The thing must be a multiple of 5"),
        (POUNDS, "$5", "The thing must be in pounds"),
        (POUNDS, "5 euros", "The thing must be in pounds"),
        (POUNDS, "1.2m", "Enter the thing in full, in figures, like £1,200,000"),
        (POUNDS, "12.345", "The thing must have 2 digits for pence, like £120.50"),
        (POUNDS, "lots", "The thing must be an amount of money, like £120 or £120.50"),
        (POUNDS, "£3,000,000", "The thing must be £2,000,000 or less"),
        (Money(decimals=0), "12.50", "The thing must be in whole pounds, like £120"),
        (Percentage(), "101%", "The thing must be 100% or less"),
        (Percentage(), "half", "The thing must be a percentage, like 50 or 50%"),
    ],
)
def test_refused(kind: Kind, typed: str, sentence: str) -> None:
    assert wrong(said(kind, it=typed)) == [("it", sentence)]


def test_in_words() -> None:
    assert METRES.words(1200.5) == ("1,200.5 metres",)
    assert POUNDS.words("1200.50") == ("£1,200.50",)
    assert POUNDS.words("1200.00") == ("£1,200",)
    assert Percentage().words(12.5) == ("12.5%",)
    assert WHOLE.words("gone") == ("gone",)


def test_left_blank() -> None:
    assert value(said(WHOLE, it=" ", more={"required": False})) is None


@pytest.mark.parametrize(
    ("kind", "mistake"),
    [
        (Number(min=5, max=1), "`min: 5` is more than `max: 1`. Swap them, or leave one out."),
        (Number(step=0), "`step` must be more than 0. Write the distance between two answers, such as 5."),
        (Number(step=0.5), "`step: 0.5` needs more `decimals` than 0. Write `decimals:` too."),
        (Money(min=0.125), "0.125 is less than a penny exact. Write pounds and pence, such as 10.50."),
    ],
)
def test_nonsense_settings(kind: Kind, mistake: str) -> None:
    assert kind.mistakes() == (mistake,)
