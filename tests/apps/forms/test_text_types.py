"""Short and long text, yes or no, one of, several of."""

from __future__ import annotations

import pytest

from moothall.apps.forms.types.long_text import LongText
from moothall.apps.forms.types.one_of import OneOf
from moothall.apps.forms.types.options import Option
from moothall.apps.forms.types.several_of import SeveralOf
from moothall.apps.forms.types.short_text import ShortText
from moothall.apps.forms.types.yes_no import YesNo
from tests.apps.forms.made import asking, said, value, wrong

COLOURS = (Option("red", "Red"), Option("blue", "Sky blue", hint="As above"))
DANGERS = (
    Option("asbestos", "Asbestos"),
    Option("needles", "Needles"),
    Option("none", "None of these", exclusive=True),
)


def test_short_text_is_one_tidy_line() -> None:
    assert value(said(ShortText(), it="  Mill\n Lane ")) == "Mill Lane"


@pytest.mark.parametrize("blank", ["", "   ", "\u200b"])
def test_short_text_left_empty(blank: str) -> None:
    assert wrong(said(ShortText(), it=blank)) == [("it", "Enter the thing")]
    assert value(said(ShortText(), it=blank, more={"required": False})) is None


def test_short_text_too_long() -> None:
    assert value(said(ShortText(max_length=5), it="é" * 5)) == "é" * 5
    assert wrong(said(ShortText(max_length=5), it="abcdef")) == [
        ("it", "The thing must be 5 characters or less")
    ]


def test_a_question_without_a_name_still_makes_a_sentence() -> None:
    assert wrong(said(ShortText(max_length=1), it="ab", more={"name": ""})) == [
        ("it", "Your answer must be 1 characters or less")
    ]


def test_a_form_may_have_sentences_of_its_own() -> None:
    own = {"missing": "Tell us {name}, please", "too_long": "Only {most} letters fit"}
    assert wrong(said(ShortText(), it="", more={"errors": own})) == [("it", "Tell us the thing, please")]
    assert wrong(said(ShortText(max_length=1), it="ab", more={"errors": own})) == [
        ("it", "Only 1 letters fit")
    ]


def test_braces_that_people_type_or_write_are_only_braces() -> None:
    assert value(said(ShortText(), it="{name} {0} %s")) == "{name} {0} %s"
    assert wrong(said(ShortText(), it="", more={"errors": {"missing": "Enter {0} {unknown}"}})) == [
        ("it", "Enter {0} {unknown}")
    ]


def test_long_text_keeps_its_lines() -> None:
    assert value(said(LongText(), it="One\r\n\r\nTwo  three\n")) == "One\n\nTwo  three"
    assert LongText().words("One\n\nTwo") == ("One", "", "Two")


def test_long_text_counts_a_line_break_once() -> None:
    assert value(said(LongText(max_length=3), it="a\r\nb")) == "a\nb"
    assert wrong(said(LongText(max_length=3), it="a\r\nbc")) == [
        ("it", "The thing must be 3 characters or less. You have typed 4")
    ]
    assert wrong(said(LongText(), it="x" * 6001)) == [
        ("it", "The thing must be 5,000 characters or less. You have typed 6,001")
    ]


@pytest.mark.parametrize("typed", ["yes", "Yes", " Y ", "true", "Yes.", "yeah"])
def test_yes(typed: str) -> None:
    assert value(said(YesNo(), it=typed)) is True


@pytest.mark.parametrize("typed", ["no", "NO", "n", "false", "nope!"])
def test_no(typed: str) -> None:
    assert value(said(YesNo(), it=typed)) is False


def test_neither_yes_nor_no() -> None:
    assert wrong(said(YesNo(), it="", more={"name": "you saw it"})) == [("it", "Select yes if you saw it")]
    assert wrong(said(YesNo(), it="perhaps")) == [("it", "Select yes or no")]
    assert value(said(YesNo(), more={"required": False})) is None


def test_yes_and_no_in_words() -> None:
    assert (YesNo().words(True), YesNo().words(False)) == (("Yes",), ("No",))
    assert YesNo().retype(asking(YesNo()), False) == {"it": ("no",)}
    assert YesNo().search_text(True) == ""


@pytest.mark.parametrize("typed", ["blue", "Sky blue", "SKY BLUE.", "BLUE"])
def test_one_of_by_value_or_label(typed: str) -> None:
    assert value(said(OneOf(options=COLOURS), it=typed)) == "blue"


def test_one_of_wrong() -> None:
    assert wrong(said(OneOf(options=COLOURS), it="")) == [("it", "Select the thing")]
    assert wrong(said(OneOf(options=COLOURS), it="green")) == [("it", "Select one of the options listed")]


def test_one_of_in_words_even_when_the_option_is_gone() -> None:
    kind = OneOf(options=COLOURS)
    assert kind.words("blue") == ("Sky blue",)
    assert kind.words("mauve") == ("mauve",)
    assert kind.answer_schema() == {"enum": ["red", "blue"]}


def test_several_of_in_the_order_of_the_form() -> None:
    assert value(said(SeveralOf(options=DANGERS), it=["needles", "asbestos", "needles"])) == [
        "asbestos",
        "needles",
    ]
    assert value(said(SeveralOf(options=DANGERS), it=["none"])) == ["none"]


def test_several_of_wrong() -> None:
    kind = SeveralOf(options=DANGERS)
    assert wrong(said(kind)) == [("it", "Select the thing")]
    assert wrong(said(kind, it=["asbestos", "none"])) == [
        ("it", "Select the thing, or select “None of these”")
    ]
    assert wrong(said(kind, it=["asbestos", "lava"])) == [("it", "Select from the options listed")]
    assert value(said(kind, more={"required": False})) is None


def test_several_of_in_words() -> None:
    kind = SeveralOf(options=DANGERS)
    assert kind.words(["asbestos", "none"]) == ("Asbestos", "None of these")
    assert kind.feel_value(["asbestos"]) == ("asbestos",)
    assert kind.retype(asking(kind), ["asbestos", "none"]) == {"it": ("asbestos", "none")}
    assert kind.search_text(["asbestos", "needles"]) == "Asbestos Needles"
