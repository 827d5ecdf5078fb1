"""Typing errors forgiven: from the words there are, bounded, and never a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.ground.search.api import vocabulary

WORDS = vocabulary(
    [
        "Report a missed bin: rubbish, recycling, garden waste collection",
        "Report fly-tipping on a street",
        "Council tax: pay, instalments",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rubish", "rubbish"),
        ("misssed bin", "missed bin"),
        ("recyling colection", "recycling collection"),
        ("coucnil tax", "council tax"),
        ("RUBISH!", "rubbish"),
    ],
)
def test_a_word_that_is_nearly_right_is_put_right(typed: str, meant: str) -> None:
    assert WORDS.mended(typed) == meant


@pytest.mark.parametrize(
    "typed", ["rubbish", "recyc", "bins", "streets", "zebra", "BC1 1AA", "tix", "", "  ", "12345"]
)
def test_what_is_right_short_or_far_from_everything_stays(typed: str) -> None:
    assert WORDS.mended(typed) == ""


@given(st.text(max_size=300))
def test_nothing_typed_makes_it_fail_and_what_it_answers_it_knows(typed: str) -> None:
    mended = WORDS.mended(typed)
    assert mended == "" or WORDS.mended(mended) == "" or len(mended.split()) > 4
