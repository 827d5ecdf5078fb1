"""Past cases loaded in bulk are what the verbs would have made."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from moothall.apps.cases import bulk
from moothall.apps.cases.api import (
    PastCase,
    SaidParty,
    case_for,
    cases_waiting,
    load_past,
    rebuild_queue,
    reopen_case,
    search_cases,
    take_case,
    timeline_of,
    track,
)
from moothall.apps.cases.models import QueueEntry
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms.api import fill_in, form_of, search_text
from moothall.apps.people.keying import nothing_waits
from moothall.ground.events.api import verify
from moothall.kernel import clock
from tests.cast import FLY_TIPPING, HARDING, OLWEN, SYSTEM, USUAL

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def a_past(count: int) -> Iterator[PastCase]:
    service = catalogue.service_named(FLY_TIPPING, seen_by=SYSTEM)
    answers = fill_in(form_of(service), {**USUAL[FLY_TIPPING], **HARDING.typed}).answers
    said = search_text(form_of(service), answers)
    officer = OLWEN.actor.account_id
    for number in range(count):
        opened = MONDAY + timedelta(hours=number)
        closed = opened + timedelta(days=3) if number % 2 else None
        yield PastCase(
            service=service,
            answers=answers,
            said=said,
            reporter=SaidParty("reporter", f"Resident {number}", f"r{number}@example.com"),
            ward="E05000001",
            opened_at=opened,
            taken_at=opened + timedelta(hours=1) if closed else None,
            taken_by=officer if closed else None,
            closed_at=closed,
            outcome="cleared" if closed else "",
        )


def test_loaded_cases_are_cases() -> None:
    assert load_past(a_past(6), draw=random.Random(1)) == 6
    assert len(cases_waiting("new", seen_by=OLWEN.actor).rows) == 3
    [closed, *_] = cases_waiting("closed", seen_by=OLWEN.actor).rows
    assert closed.reporter_name == "Resident 5"
    case = case_for(closed.reference, seen_by=OLWEN.actor)
    assert (case.outcome, case.due_on, case.ward) == ("cleared", date(2026, 3, 9), "E05000001")
    assert case.clock[0].startswith("You have 5 working days.")
    assert case.answers
    assert [entry.sentence for entry in timeline_of(closed.reference, seen_by=OLWEN.actor)][-1].startswith(
        "Closed"
    )
    assert search_cases("resident 5", seen_by=OLWEN.actor).rows
    assert track(closed.reference, "R5@example.com").holds == {case.id}
    assert verify().sound, verify()


def test_work_goes_on_with_them() -> None:
    load_past(a_past(2), draw=random.Random(1))
    new, closed = (cases_waiting(view, seen_by=OLWEN.actor).rows[0] for view in ("new", "closed"))
    take_case(new.reference, by=OLWEN.actor)
    reopen_case(closed.reference, "Not settled.", by=OLWEN.actor)
    before = sorted(QueueEntry.objects.values_list(), key=str)
    rebuild_queue()
    assert sorted(QueueEntry.objects.values_list(), key=str) == before


@pytest.mark.django_db(transaction=True)
def test_several_write_at_once_and_one_that_fails_stops_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    assert load_past(a_past(14), draw=random.Random(1)) == 14
    rows = cases_waiting("new", seen_by=OLWEN.actor).rows
    assert [row.reporter_name for row in rows] == [f"Resident {number}" for number in range(0, 14, 2)]
    assert search_cases("resident 13", seen_by=OLWEN.actor).rows
    assert nothing_waits(), "the keys of all are written"
    assert verify().sound, verify()
    with pytest.raises(IntegrityError):
        load_past(a_past(6), draw=random.Random(1))
    assert QueueEntry.objects.count() == 14, "the same references are drawn"


def test_the_same_seed_draws_the_same_references() -> None:
    load_past(a_past(3), draw=random.Random(7))
    first = sorted(QueueEntry.objects.values_list("reference", flat=True))
    assert len(set(first)) == 3


def test_cases_are_made_by_the_clock_of_whoever_loads_them() -> None:
    """Another thread makes them, and knows of no clock that somebody else has stopped."""
    told: list[datetime] = []

    def by_the_clock() -> Iterator[PastCase]:
        for one in a_past(2):
            told.append(clock.now())
            yield one

    with clock.stopped_at(MONDAY):
        load_past(by_the_clock(), draw=random.Random(1))
    assert told == [MONDAY, MONDAY]
