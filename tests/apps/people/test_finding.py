"""People found by what was heard of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from moothall.apps.people import api as people
from moothall.apps.people.clues import read_clues
from moothall.apps.people.keys import Kind, keys_of
from moothall.apps.people.models import PersonKey, SourceRecord
from moothall.kernel.actors import system

_SELF = system("test")
NOW = timedelta(0)


def told(name: str = "John Smith", email: str = "", phone: str = "", address: tuple[str, ...] = ()) -> object:
    return people.record_source(
        source="form:x", name=name, email=email, phone=phone, address=address, purpose="case:x", by=_SELF
    ).id


def found(typed: str) -> list[object]:
    return [one.id for one in people.people_heard(typed, seen_by=_SELF)]


@pytest.mark.django_db
@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize(
    "typed",
    [
        "John Smith", "Jon Smyth", "smith john", "SMYTHE", "Jhon Smith", "John Smiht", "Mr J. Smith, Mill Lane",
        "john, mill lane", "14 Mill Ln jon", "BC16DD", "bc1 6dd smith", "07700 900123", "+447700900123",
        "0044 7700 900 123", "ends in 900123", "j.smith@example.com", "J.Smith@Example.COM", "j.smith@",
    ],
)  # fmt: skip
def test_somebody_is_found_however_they_were_heard(typed: str, keyed: bool) -> None:
    """Keyed or told a moment ago, the same."""
    john = told(
        "John Smith", "j.smith@example.com", "07700 900123", ("14 Mill Lane", "Barchester", "BC1 6DD")
    )
    told("Mary Bold", "mary@example.com", "01632 960777", ("3 Hiram Street", "Barchester", "BC4 7DE"))
    if keyed:
        people.write_keys(settled=NOW)
    assert found(typed)[0] == john


@pytest.mark.django_db
@pytest.mark.parametrize("keyed", [False, True])
def test_a_street_without_its_last_word_and_a_name_in_any_order(keyed: bool) -> None:
    edith = told("Edith Bold", address=("12 Gazebee Way", "Barchester", "BC1 6DD"))
    told("Edith Bold", address=("12 Hiram Street", "Barchester"))
    mary = told("Mary Bold", address=("3 Gazebee Close", "Barchester"))
    named = told("Gazebee Eden", address=("3 Mill Lane", "Barchester"))
    mills = [told(f"Ann Mill {n}", address=(f"{n} Saint Mary Road", "Barchester")) for n in range(3)]
    if keyed:
        people.write_keys(settled=NOW)
    for typed in ("gazebee edith", "Edith Gazebee", "gazeby edyth", "edith bold gazebee", "Gazeby, Edith"):
        assert found(typed)[0] == edith, typed
    assert found("gazebee bold")[:2] == [mary, edith]
    assert found("saint mary ann") == mills[::-1]
    assert found("Gazebee Eden")[0] == named, "whoever is called so comes first"
    assert not found("nobody nowhere")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["?", "-", "...", "\U0001f600", " "])
def test_whoever_said_a_name_without_a_letter_stops_no_look_up(name: str) -> None:
    told(name, address=("14 Mill Lane", "Barchester"))
    john = told("John Smith", address=("14 Mill Lane", "Barchester"))
    assert found("smith") == [john]
    assert not found("arkwright")
    heard = people.place_heard("arkwright, mill lane")
    assert heard
    assert not heard.fits(name)
    assert len(found("mill lane")) == 2


@pytest.mark.django_db
def test_the_nearest_comes_first_and_says_why() -> None:
    smyth, smith = told("Jon Smyth"), told("John Smith")
    people.write_keys(settled=NOW)
    heard = people.people_heard("Jon Smyth", seen_by=_SELF)
    assert [one.id for one in heard] == [smyth, smith]
    assert heard[0].why == ("named “Jon Smyth”",)
    assert heard[1].why == ("“John Smith” sounds like “jon smyth”",)


@pytest.mark.django_db
def test_names_of_other_alphabets_and_none_at_all_are_kept_and_found() -> None:
    for name in ("Łukasz Wójcik", "Llŷr ap Gwilym", "王小明", "O’Brien", "", "–"):
        record = told(name)
        people.write_keys(settled=NOW)
        if name.strip("–"):
            assert record in found(name)


@pytest.mark.django_db
def test_erasing_a_record_erases_its_keys() -> None:
    record = told("John Smith", "j@example.com")
    people.write_keys(settled=NOW)
    assert PersonKey.objects.count() == 3
    people.erase_sources([record], by=_SELF)
    assert PersonKey.objects.count() == 0
    assert found("John Smith") == []


@pytest.mark.django_db
def test_rebuilding_makes_the_same_keys() -> None:
    for name in ("John Smith", "Mary Bold"):
        told(name, f"{name[:4]}@example.com")
    people.write_keys(settled=NOW)
    before = set(PersonKey.objects.values_list("record_id", "kind", "value"))
    assert people.rebuild_keys() == 2
    assert set(PersonKey.objects.values_list("record_id", "kind", "value")) == before


@pytest.mark.django_db
def test_a_submission_has_no_statement_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        told()


@pytest.mark.django_db
def test_looking_costs_the_same_however_many_there_are(django_assert_max_num_queries: object) -> None:
    SourceRecord.objects.all()
    for _ in range(30):
        told("John Smith")
    people.write_keys(settled=NOW)
    with django_assert_max_num_queries(8):
        assert len(found("Jon Smyth")) == 30
    for n in range(30):
        told(
            f"John Smith{'abcdefghij'[n % 10]}", address=(f"{n} Gaze{'abcdefghij'[n // 3]} Way", "Barchester")
        )
    people.write_keys(settled=NOW)
    with django_assert_max_num_queries(40):
        found("gaze nobody here")


def test_one_number_has_one_key_however_it_is_written() -> None:
    written = (
        "07700 900123",
        "+44 7700 900123",
        "+44 (0)7700 900-123",
        "0044 7700900123",
        "07700900123 ext 4",
    )
    keys = {keys_of(name="", email="", phone=one, address=()) for one in written}
    assert len(keys) == 1
    assert next(iter(keys))[0].kind is Kind.PHONE


@given(st.text(max_size=250))
def test_nothing_typed_ever_fails(typed: str) -> None:
    for clue in read_clues(typed):
        assert clue.places() is not None
    keys_of(name=typed, email=typed, phone=typed, address=(typed,))
