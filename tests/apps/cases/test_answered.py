"""The typed projection of answers marked `index:`, and the queue filtered by it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.cases.answered import as_text
from moothall.apps.cases.api import (
    Answered,
    Wanted,
    cases_waiting,
    close_case,
    count_waiting,
    erase_case,
    load_past,
    move_case,
    rebuild_answers,
    rebuild_queue,
    take_case,
)
from moothall.apps.cases.models import IndexedAnswer, Task
from moothall.apps.catalogue.api import forget
from moothall.kernel import clock
from moothall.kernel.feel import Value
from tests.apps.cases.test_bulk import a_past
from tests.apps.catalogue.folders import change, copied_folders
from tests.cast import ADAEZE, COMPLAINT, CONCERN, FLY_TIPPING, HARDING, MARCUS, OLWEN, SYSTEM, sends

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FURNITURE, TYRES = ("rubbish_type", "furniture"), ("rubbish_type", "tyres")


def kept() -> list[tuple[object, ...]]:
    columns = ("case_id", "key", "type", "text", "number", "day", "confidentiality", "status", "position")
    return sorted(IndexedAnswer.objects.values_list(*columns), key=str)


def wanted(
    view: str = "open", *, answered: tuple[str, str] | None = None, service: str = "", ward: str = ""
) -> Wanted:
    return Wanted(
        view,
        services=(service,) if service else (),
        wards=(ward,) if ward else (),
        answers=(Answered(*answered),) if answered else (),
    )


def references(
    view: str = "open", *, answered: tuple[str, str] | None = None, service: str = "", ward: str = ""
) -> list[str]:
    asked = wanted(view, answered=answered, service=service, ward=ward)
    return [row.reference for row in cases_waiting(asked, seen_by=OLWEN.actor).rows]


def test_the_queue_shows_the_cases_that_say_so_and_counts_them() -> None:
    sofa, tyres = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING, rubbish_type="tyres")
    assert references(answered=FURNITURE) == [sofa.reference]
    assert references(answered=TYRES) == [tyres.reference]
    assert references("new", answered=TYRES, service=FLY_TIPPING) == [tyres.reference]
    assert references(answered=TYRES, service=COMPLAINT) == []
    assert references(answered=TYRES, ward="nowhere") == []
    assert references(answered=("rubbish_type", "gold")) == []
    assert references(answered=("place", "Outside 14 Mill Lane, by the bus stop")) == references()
    assert count_waiting(wanted(answered=TYRES), seen_by=OLWEN.actor).number == 1


def test_yes_and_no_and_each_of_several_choices() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    assert references(answered=("saw_it_happen", "no")) == [opened.reference]
    assert references(answered=("saw_it_happen", "yes")) == []


def test_it_follows_the_case_through_its_life() -> None:
    one, other = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING)
    take_case(one.reference, by=OLWEN.actor)
    assert references("in_progress", answered=FURNITURE) == [one.reference]
    assert references("mine", answered=FURNITURE) == [one.reference]
    assert references("mine", answered=TYRES) == []
    close_case(one.reference, "cleared", by=OLWEN.actor)
    assert references("closed", answered=FURNITURE) == [one.reference]
    assert references(answered=FURNITURE) == [other.reference]
    before = kept()
    rebuild_queue()
    rebuild_answers()
    assert kept() == before


def test_cases_with_tasks() -> None:
    one = sends(FLY_TIPPING, HARDING)
    Task.objects.create(case_id=one.case_id, kind="answered", words="x", made_for="x", made_at=MONDAY)
    rebuild_queue()
    assert references("tasks", answered=FURNITURE) == [one.reference]
    assert references("tasks", answered=TYRES) == []
    assert count_waiting(wanted("tasks", answered=FURNITURE), seen_by=OLWEN.actor).number == 1


def test_page_after_page_shows_each_once() -> None:
    made = []
    for hour in range(7):
        with clock.stopped_at(MONDAY + timedelta(hours=hour)):
            made.append(
                sends(FLY_TIPPING, HARDING, rubbish_type="tyres" if hour % 3 else "furniture").reference
            )
    shown: list[str] = []
    after = ""
    for _ in range(4):
        page = cases_waiting(wanted(answered=TYRES), after=after, limit=2, seen_by=OLWEN.actor)
        shown += [row.reference for row in page.rows]
        after = page.after
        if not after:
            break
    assert shown == [reference for hour, reference in enumerate(made) if hour % 3]


def test_a_confidential_answer_is_its_team_s_alone_also_after_a_move() -> None:
    sends(CONCERN, HARDING)
    moved = sends(COMPLAINT, HARDING)
    adult = ("how_old", "adult")
    assert references(answered=adult) == references() == [moved.reference]
    assert count_waiting(wanted(answered=adult), seen_by=OLWEN.actor).number == 1
    assert count_waiting(wanted(answered=adult), seen_by=ADAEZE.actor).number == 1
    assert count_waiting(wanted(answered=("about", "service")), seen_by=ADAEZE.actor).number == 1
    move_case(moved.reference, CONCERN, by=MARCUS.actor)
    assert count_waiting(wanted(answered=("about", "service")), seen_by=ADAEZE.actor).number == 0
    assert set(IndexedAnswer.objects.values_list("confidentiality", flat=True)) == {"team:adult-safeguarding"}


def test_the_page_costs_the_same_however_many_there_are() -> None:
    sends(FLY_TIPPING, HARDING)
    with CaptureQueriesContext(connection) as few:
        references(answered=FURNITURE)
    for _ in range(5):
        sends(FLY_TIPPING, HARDING)
    with CaptureQueriesContext(connection) as more:
        references(answered=FURNITURE)
    assert len(few) == len(more) == 2


def test_a_page_is_one_range_of_the_index() -> None:
    load_past(a_past(300), draw=random.Random(3))
    with CaptureQueriesContext(connection) as asked:
        references("new", answered=FURNITURE)
    [select] = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {select}")
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert "USING COVERING INDEX answered" in plan or "USING INDEX answered" in plan, plan
            assert "SCAN q" not in plan, plan
            assert "SCAN a" not in plan, plan


def test_opening_writes_them_in_one_statement_or_none(tmp_path: Path) -> None:
    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            sends(FLY_TIPPING, HARDING)
        return [one["sql"] for one in asked]

    sends(FLY_TIPPING, HARDING)
    with_them = statements()
    assert sum(sql.count('INSERT INTO "cases_indexedanswer"') for sql in with_them) == 1
    with copied_folders(tmp_path) as folders:
        for _ in range(4):
            change(folders.service(FLY_TIPPING) / "form.yaml", "        index: yes\n", "")
        forget()
        sends(FLY_TIPPING, HARDING)
        without = statements()
    assert not any("indexedanswer" in sql for sql in without)
    assert len(with_them) - len(without) == (connection.vendor == "sqlite")


def test_sensitive_answers_are_never_projected(tmp_path: Path) -> None:
    with copied_folders(tmp_path) as folders:
        change(
            folders.service(FLY_TIPPING) / "form.yaml",
            "        index: yes\n",
            "        index: yes\n        sensitive: yes\n",
        )
        forget()
        sends(FLY_TIPPING, HARDING)
        assert "rubbish_type" not in IndexedAnswer.objects.values_list("key", flat=True)
        assert IndexedAnswer.objects.exists()


def test_loaded_cases_have_them_and_a_rebuild_makes_the_same() -> None:
    load_past(a_past(6), draw=random.Random(1))
    assert len(references(answered=FURNITURE)) == 3
    before = kept()
    assert len(before) == 24
    IndexedAnswer.objects.all().delete()
    assert rebuild_answers() == 6
    assert kept() == before


def test_erasing_takes_them_away_and_a_rebuild_does_not_bring_them_back() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    erase_case(opened.reference, rule="a request", by=SYSTEM)
    assert not kept()
    rebuild_answers()
    assert not kept()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (Decimal("3.50"), "3.5"),
        (Decimal("3.00"), "3"),
        (Decimal("100"), "100"),
        (date(2026, 3, 31), "2026-03-31"),
        ("a" * 500, "a" * 120),
    ],
)
def test_values_as_an_address_says_them(value: Value, text: str) -> None:
    assert as_text(value) == text


@pytest.fixture(autouse=True)
def folders_as_they_were() -> Iterator[None]:
    yield
    forget()
