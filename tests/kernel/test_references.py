from __future__ import annotations

import random
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel.references import (
    LETTERS,
    SYMBOLS,
    NotAReference,
    new_reference,
    read_reference,
    spoken,
)

seeds = st.integers(min_value=0, max_value=2**32)


def made(seed: int, prefix: str = "BAR") -> str:
    return new_reference(prefix, random.Random(seed).randrange)


def is_read(text: str) -> bool:
    try:
        read_reference(text)
    except NotAReference:
        return False
    return True


def test_a_reference_has_the_council_in_front_and_no_symbol_that_is_mistaken():
    for _ in range(500):
        reference = new_reference("OXI")
        assert len(reference) == 15
        assert reference.startswith("OXI-")
        assert not set(reference[4:]) & set("0O1I")
        assert read_reference(reference) == reference


def test_references_are_drawn_not_counted():
    assert len({new_reference("BAR") for _ in range(2000)}) == 2000


def test_a_seed_draws_the_same_reference_again():
    assert made(7) == made(7) != made(8)


def test_no_reference_holds_a_vowel_between_letters():
    for seed in range(2000):
        body = made(seed)[4:].replace("-", "")
        assert not any(
            a.isalpha() and b in "AEU" and c.isalpha()
            for a, b, c in zip(body, body[1:], body[2:], strict=False)
        )


@pytest.mark.parametrize("prefix", ["", "BA", "BARC", "ba1", "bar", "B-R"])
def test_a_prefix_is_three_letters(prefix):
    with pytest.raises(ValueError, match="three letters"):
        new_reference(prefix)


@given(seeds)
def test_people_type_it_as_they_like(seed):
    reference = made(seed)
    bare = reference.replace("-", "")
    for typed in (
        bare,
        bare.lower(),
        f"  {reference.lower()} ",
        reference.replace("-", " – "),
        " ".join(bare),
    ):
        assert read_reference(typed) == reference
    assert read_reference(bare[3:], prefix="BAR") == reference


@pytest.mark.parametrize("prefix", ["BAR", "OXI", "IOZ", "AAA"])
def test_every_single_wrong_symbol_and_every_swap_is_caught(prefix):
    for seed in range(20):
        bare = made(seed, prefix).replace("-", "")
        for place, right in enumerate(bare):
            for other in set(LETTERS if place < 3 else SYMBOLS) - {right}:
                assert not is_read(bare[:place] + other + bare[place + 1 :])
        for first, second in combinations(range(12), 2):
            swapped = list(bare)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            assert "".join(swapped) == bare or not is_read("".join(swapped))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a reference like"),
        ("BAR", "Enter a reference like"),
        ("BAR-7K4-M9Q-XT0", "never has 0"),
        ("BAR-OI4-M9Q-XTC", "never has I or O"),
        ("BAR-7K4-M9Q-XTÉ", "never has É"),
        ("x" * 100_000, "Enter a reference like"),
        ("\x00\u202e' OR 1=1 --", "Enter a reference like"),
    ],
)
def test_what_is_no_reference_is_refused_with_a_sentence(typed, words):
    with pytest.raises(NotAReference) as refused:
        read_reference(typed)
    assert words in refused.value.sentence


def test_in_the_prefix_a_nought_is_an_o():
    reference = made(3, "OXI")
    assert read_reference("0x1" + reference[3:]) == reference


def test_a_reference_is_spoken_group_by_group():
    assert spoken("BAR-7K4-M9Q-XT8") == "B A R, 7 K 4, M 9 Q, X T 8"


def test_the_example_that_is_given_is_a_reference() -> None:
    with pytest.raises(NotAReference) as refused:
        read_reference("rubbish")
    example = re.search(r"[A-Z]{3}(-\w{3}){3}", str(refused.value))
    assert example is not None
    assert read_reference(example[0]) == example[0]
