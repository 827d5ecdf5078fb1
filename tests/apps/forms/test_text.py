"""What people type, made safe without changing what they meant."""

from __future__ import annotations

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.forms.text import (
    MOST_TYPED,
    clean,
    clean_code,
    clean_line,
    length_of,
    listed,
    storable,
    with_name,
)

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello  ", "hello"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("nul\x00l", "null"),
        ("lone \ud800 half", "lone  half"),
        ("e\u0301", "é"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2067isolated\u2069", "isolated"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
        ("tab\tstays", "tab\tstays"),
        ("سلام\u200cخوب", "سلام\u200cخوب"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        (ENGLAND, ENGLAND),
        ("hidden\U000e0068\U000e0069", "hidden"),
    ],
)  # fmt: skip
def test_running_text(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" 12 \n High\t\tStreet ") == "12 High Street"


def test_codes_are_narrow_and_plain() -> None:
    assert clean_code("ＳＷ１Ａ\u200d\u200e 1–AA−") == "SW1A 1-AA-"


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0),
        ("abc", 3),
        ("a\nb", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("👍🏽", 1),
        ("👨\u200d👩\u200d👧", 1),
        ("🇬🇧", 1),
        ("🇬🇧🇮🇪", 2),
        ("ß中", 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", 1),
    ],
)
def test_characters_are_counted_as_people_do(text: str, characters: int) -> None:
    assert length_of(text) == characters


def test_lists_in_words() -> None:
    assert [listed(()), listed(("day",)), listed(("day", "month")), listed(("day", "month", "year"))] == [
        "",
        "day",
        "day and month",
        "day, month and year",
    ]


def test_no_more_than_the_most_is_kept() -> None:
    assert len(storable("a" * (MOST_TYPED + 1))) == MOST_TYPED


@given(ANY_TEXT)
def test_whatever_is_typed_can_be_stored_and_is_stable(typed: str) -> None:
    for cleaned in (clean(typed), clean_line(typed), storable(typed)):
        assert "\x00" not in cleaned
        cleaned.encode("utf-8")
    assert clean(clean(typed)) == clean(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)
    assert unicodedata.is_normalized("NFC", clean(typed))
    assert length_of(clean(typed)) <= len(clean(typed))


@pytest.mark.parametrize(
    ("language", "sentence", "name", "said"),
    [
        ("cy", "Rhaid i {name} fod yn rhif", "y dyddiad", "Rhaid i'r dyddiad fod yn rhif"),
        ("cy", "Rhaid i {name} fod yn rhif", "yr oedran", "Rhaid i'r oedran fod yn rhif"),
        ("cy", "Rhowch {name}", "y dyddiad", "Rhowch y dyddiad"),
        ("cy", "Rhaid i {name} fod yn rhif", "ymweliad", "Rhaid i ymweliad fod yn rhif"),
        ("en", "{Name} must be a {name}", "y coordinate", "Y coordinate must be a y coordinate"),
    ],
)
def test_a_name_in_a_sentence(language: str, sentence: str, name: str, said: str) -> None:
    with translation.override(language):
        assert with_name(sentence, name) == said
