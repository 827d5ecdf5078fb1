"""Source records: written once, matched in constant time, erased."""

from __future__ import annotations

import pytest

from moothall.apps.people.api import (
    RecordedSource,
    committed_sources,
    email_matches,
    erase_sources,
    people_named,
    record_source,
)
from moothall.ground.events.api import digest_of
from moothall.kernel.actors import system

ME = system("test")
pytestmark = pytest.mark.django_db


def recorded(email: str = "Septimus@Example.com") -> RecordedSource:
    return record_source(
        source="form:report-fly-tipping",
        name=" Septimus Harding ",
        email=email,
        address=["1 Hiram Street", " ", "Barchester"],
        purpose="case",
        by=ME,
    )


def test_what_was_said_is_kept_as_it_came() -> None:
    kept = recorded()
    person = people_named([kept.id], seen_by=ME)[kept.id]
    assert (person.name, person.email) == ("Septimus Harding", "Septimus@Example.com")
    assert person.address == ("1 Hiram Street", "Barchester")


def test_the_digest_is_that_of_the_row() -> None:
    kept = recorded()
    [row] = committed_sources([kept.id])
    assert digest_of(row.salt, row.content) == kept.digest


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("septimus@example.com", True),
        (" SEPTIMUS@EXAMPLE.COM ", True),
        ("septimus@example.org", False),
        ("", False),
    ],
)
def test_an_address_matches_whatever_its_case(typed: str, same: bool) -> None:
    assert email_matches([recorded().id], typed) is same


def test_no_address_matches_nothing() -> None:
    assert not email_matches([recorded("").id], "")
    assert not email_matches([], "septimus@example.com")
    assert email_matches([recorded("straße@example.com").id], "STRASSE@example.com")


def test_erasing_leaves_nothing() -> None:
    kept = recorded()
    assert erase_sources([kept.id], by=ME) == 1
    assert not people_named([kept.id], seen_by=ME)
    assert erase_sources([kept.id], by=ME) == 0
