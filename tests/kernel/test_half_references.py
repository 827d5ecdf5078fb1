"""Half a reference, one with a slip in it, and words that are none."""

from __future__ import annotations

import random

import pytest

from moothall.kernel.half_references import half_heard
from moothall.kernel.references import new_reference

PREFIX = "BAR"


@pytest.mark.parametrize("seed", range(20))
def test_a_reference_is_among_those_meant(seed: int) -> None:
    reference = new_reference(PREFIX, random.Random(seed).randrange)
    body = reference.replace("-", "")[3:]
    first, second, third = body[:3], body[3:6], body[6:]
    heard = [reference, body, f"{second} {third}", f"{first} {third}", "BAR" + body[:4] + body[5:]]
    heard += [f"BAR {body[1]}{body[0]}{body[2:]}", f"bar-{body[:-1]}{'Z' if body[-1] != 'Z' else 'Y'}"]
    heard += [f"BAR{body[:3]}0{body[4:]}"]
    for typed in heard:
        assert reference in half_heard(typed, PREFIX).references, typed


@pytest.mark.parametrize("seed", range(60))
def test_a_whole_one_is_the_only_one_meant_however_it_is_written(seed: int) -> None:
    reference = new_reference(PREFIX, random.Random(seed).randrange)
    plain = reference.replace("-", "")
    dashed = reference.replace("-", "\N{EN DASH}")
    for written in (
        reference,
        reference.lower(),
        reference.replace("-", " "),
        plain,
        plain.lower(),
        dashed,
        f" {reference}. ",
        f"“{reference}”",
        f"Your reference: {reference}",
        f"Ref {plain}, sent on 3 May",
        " ".join(plain),
        plain[3:],
        f"https://moothall.barchester.example/staff/cases/{reference}/?done=take#note",
        reference[4:].lower(),
        reference.replace("-", "\N{NO-BREAK SPACE}"),
        f"RE: [{reference}] Barchester City Council: your bin",
    ):
        assert half_heard(written, PREFIX).references == (reference,), written


def test_a_half_without_a_figure_is_meant_where_it_is_no_word() -> None:
    for seed in range(200):
        reference = new_reference(PREFIX, random.Random(seed).randrange)
        half = reference.replace("-", "")[-6:]
        if half.isalpha():
            assert not half_heard(half, PREFIX)
            assert reference in half_heard(half, PREFIX, even_words=True).references
            return
    raise AssertionError("None ends in letters alone.")


@pytest.mark.parametrize("seed", range(5))
def test_what_it_begins_with_is_a_range(seed: int) -> None:
    reference = new_reference(PREFIX, random.Random(seed).randrange)
    for typed in (reference[:7], reference[:11], reference[:9]):
        between = half_heard(typed, PREFIX).between
        assert between is not None
        assert between[0] <= reference <= between[1]


@pytest.mark.parametrize(
    "typed", ["", "John", "Smith", "BAR", "7K", "mary@x", "a" * 300, "\x00\ud800", "7K4!", "١٢٣"]
)
def test_what_is_no_reference_means_none(typed: str) -> None:
    assert not half_heard(typed, PREFIX)


def test_a_reference_without_a_figure_that_breaks_off_is_known_by_its_groups() -> None:
    assert "BAR-ZGT-GJS-YYA" in half_heard("zgt-gjs-yy", PREFIX).references
