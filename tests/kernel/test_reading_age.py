"""How old a reader has to be: the measure is Flesch–Kincaid's, and says which sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel.reading_age import judged, reading_age, sentences, syllables

COUNTED = [
    "council:2", "application:4", "rubbish:2", "collection:3", "need:1", "address:2", "information:4",
    "licence:2", "homeless:2", "every:2", "people:2", "used:1", "wanted:2", "closed:1", "houses:2",
    "boxes:2", "table:2", "little:2", "cycle:2", "accessible:4", "environmental:5", "appeal:2",
    "question:2", "society:4", "medication:4", "evidence:3", "area:3", "period:3", "serious:3",
    "various:3", "special:2", "social:2", "previous:3", "mobility:4", "created:3", "being:2", "usual:3",
    "January:4", "library:3", "decided:3", "owned:1", "called:1", "agreed:2", "changes:2",
    "someone's:2", "receive:2", "money:2", "reference:3", "noisy:2", "diary:3", "handled:2",
    "settled:2", "filled:1", "bottles:2", "files:1", "rules:1", "names:1", "comes:1", "please:1",
    "photograph:3", "officer:3", "disability:5", "neighbour:2", "authority:4", "legislation:4",
    "requirement:3", "immediately:5", "vehicle:3", "registration:4", "employer:3", "school:1",
    "signed:1", "needed:2", "phoned:1", "tried:1", "studies:2", "refuse:2", "waste:1", "emergency:4",
    "online:2", "street:1", "statement:2", "payment:2", "business:2", "association:5", "premises:3",
    "noise:1", "experience:4", "severe:2", "psychological:5", "NHS:1", "£55:1", "18001:1",
]  # fmt: skip


@pytest.mark.parametrize("pair", COUNTED)
def test_syllables_are_counted_as_they_are_spoken(pair: str) -> None:
    word, count = pair.split(":")
    assert syllables(word) == int(count)


EASY = "We will come and look at the hole in the road by the end of next week. "
HARD = (
    "Applications for discretionary compensation will necessitate documentary evidence of "
    "any expenditure incurred previously. "
)


def test_the_age_is_the_grade_of_the_formula_and_five() -> None:
    """By hand: 18 words of 18 syllables in one sentence; 0.39 × 18 + 11.8 × 1 − 15.59 + 5."""
    assert [
        one.age for one in judged("We come and look at the hole in the road by the end of next week or so.")
    ] == [round(0.39 * 18 + 11.8 - 15.59 + 5, 1)]


def test_a_hard_sentence_is_told_from_an_easy_one_with_its_line() -> None:
    text = f"{EASY}\n\n* a first thing\n* a second thing\n\n{EASY}{HARD}"
    assert [(one.line, one.age > 12) for one in judged(text)] == [(0, False), (5, False), (5, True)]


def test_words_of_the_trade_do_not_count() -> None:
    (hard,) = judged(HARD)
    (known,) = judged(HARD, {"application", "discretionary", "compensation", "documentary", "expenditure"})
    assert known.age < hard.age - 8


def test_short_texts_say_nothing_about_themselves() -> None:
    assert list(judged("Council tax reduction application form")) == []
    assert reading_age(["Municipal administration of remuneration"] * 14) is None
    assert reading_age([EASY * 5]) is not None


def test_signs_addresses_and_what_is_filled_in_are_no_words() -> None:
    link = "[the page about bins](https://example.gov.uk/bins?a=b)"
    text = f"Go to {link}, or write to {{{{ council_email }}}} by {{{{ date }}}}. No. 2 is open."
    assert [one for one, _ in sentences(text)] == [text.removesuffix(" No. 2 is open."), "No. 2 is open."]
    (one,) = judged(text)
    assert one.age < 9


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    for one in judged(text):
        assert 0 <= one.line <= text.count("\n")
    reading_age([text])
