from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from moothall.ground.looks.api import Looked, forget_looks, looks_at, make_findable, record_look
from moothall.ground.looks.models import Found, Look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

OFFICER = Actor(Kind.OFFICER, f"officer:{new_id()}", abilities=frozenset({"cases.read"}))
GUARDIAN = Actor(Kind.OFFICER, f"officer:{new_id()}", abilities=frozenset({"audit.read"}))
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def look(*subjects: str, route: str = "staff:queue") -> None:
    record_look(OFFICER, subjects, purpose="handling requests", route=route)


@pytest.mark.parametrize("findable", [False, True])
def test_a_look_is_found_by_what_was_seen(findable: bool) -> None:
    with clock.stopped_at(NOON):
        look("case:1", "case:2")
        look("case:2", route="staff:case")
        look("case:21")
    if findable:
        assert make_findable(settled=timedelta(0)) == 3
        assert Found.objects.count() == 4
        assert make_findable(settled=timedelta(0)) == 0
    latest, first = looks_at("case:2", seen_by=GUARDIAN)
    assert first == Looked(NOON, OFFICER.key, "handling requests", "staff:queue")
    assert latest.route == "staff:case"
    assert len(looks_at("case:1", seen_by=GUARDIAN)) == 1
    assert looks_at("case:3", seen_by=GUARDIAN) == ()


def test_old_and_young_looks_are_found_together() -> None:
    look("case:1")
    make_findable(settled=timedelta(0))
    look("case:1")
    assert make_findable() == 0
    assert len(looks_at("case:1", seen_by=system("test"))) == 2
    assert len(looks_at("case:1", seen_by=system("test"), limit=1)) == 1


def test_a_page_of_many_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        look(*(f"case:{n}" for n in range(25)))
    with django_assert_num_queries(0):
        look()


def test_an_officer_does_not_see_who_looked() -> None:
    with pytest.raises(Refused):
        looks_at("case:1", seen_by=OFFICER)


def test_looks_are_let_go_when_their_time_is_over() -> None:
    look("case:1", "case:2")
    make_findable(settled=timedelta(0))
    look("case:1")
    assert forget_looks(before=clock.now() - timedelta(days=1)) == 0
    assert forget_looks(before=clock.now() + timedelta(seconds=1)) == 2
    assert not Look.objects.exists()
    assert not Found.objects.exists()
