"""Rounds and visits by their door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from moothall.apps.bookings.api import (
    RoundNotFound,
    Stop,
    add_stops,
    change_round,
    complete_visit,
    drop_stop,
    make_round,
    move_stop,
    move_to_round,
    on_a_round,
    order_by_place,
    round_for,
    rounds_between,
    visits_about,
)
from moothall.apps.bookings.models import Round, Visit
from moothall.apps.teams.api import enter_absence
from moothall.ground.events.api import erase, history
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.rules import Refused
from tests.cast import GARETH, MARCUS, OLWEN, RHYS

pytestmark = pytest.mark.django_db

NORTH = [Stop(f"case:{n}", f"BAR-{n}", 51.0 + n / 100, -1.0) for n in (3, 1, 2)]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def labels(key: object, by: Actor) -> list[str]:
    return [one.label for one in round_for(key, seen_by=by).visits]


def test_a_round_is_made_in_order_of_place_and_changed_by_hand() -> None:
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    nowhere = Stop("case:x", "BAR-X")
    key = make_round(
        "waste", clock.today(), [nowhere, *NORTH], crew=olwen.account_id, name="  Tips ", by=marcus
    )
    assert labels(key, olwen) in (["BAR-1", "BAR-2", "BAR-3", "BAR-X"], ["BAR-3", "BAR-2", "BAR-1", "BAR-X"])
    whole = round_for(key, seen_by=olwen)
    assert (whole.name, whole.left, whole.crew) == ("Tips", 4, olwen.account_id)
    last = whole.visits[-1]
    move_stop(key, last.id, to=1, by=marcus)
    assert labels(key, marcus)[0] == "BAR-X"
    drop_stop(key, last.id, by=marcus)
    assert "BAR-X" not in labels(key, marcus)
    add_stops(key, [nowhere], by=marcus)
    order_by_place(key, by=marcus)
    assert labels(key, marcus)[-1] == "BAR-X"
    tomorrow = clock.today() + timedelta(days=1)
    change_round(key, day=tomorrow, crew=None, by=marcus)
    [found] = rounds_between(tomorrow, tomorrow, seen_by=olwen)
    assert (found.crew, [one.position for one in found.visits]) == (None, [1, 2, 3, 4])
    assert next(type(one.fact).__name__ for one in history(f"round:{key}")) == "RoundMade"


def test_a_stop_is_moved_to_another_round() -> None:
    marcus, gareth = MARCUS.signs_in(), GARETH.signs_in()
    today = clock.today()
    one = make_round("waste", today, NORTH, by=marcus)
    two = make_round("waste", today, [Stop("case:x", "BAR-X")], by=marcus)
    moved = round_for(one, seen_by=marcus).visits[0]
    move_to_round(one, moved.id, two, by=marcus)
    assert labels(two, marcus) == ["BAR-X", moved.label]
    assert [visit.position for visit in round_for(one, seen_by=marcus).visits] == [1, 2]
    move_to_round(one, moved.id, one, by=marcus)
    with pytest.raises(RoundNotFound):
        move_to_round(one, moved.id, two, by=marcus)
    with pytest.raises(RoundNotFound):
        move_to_round(two, moved.id, one, by=gareth)


def test_a_completion_sent_again_is_the_same() -> None:
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    key = make_round("waste", clock.today(), NORTH, by=marcus)
    first, second, _ = round_for(key, seen_by=olwen).visits
    done = complete_visit(first.id, "done", sent_as="device-0001", by=olwen)
    again = complete_visit(first.id, "could-not", sent_as="device-0001", by=olwen)
    assert (done.again, again.again, again.visit.outcome) == (False, True, "done")
    with refused("ROUND-05"):
        complete_visit(first.id, "done", sent_as="device-0002", by=olwen)
    with refused("ROUND-06"):
        complete_visit(second.id, "eaten", sent_as="device-0003", by=olwen)
    with refused("ROUND-08"):
        complete_visit(second.id, "done", sent_as="", by=olwen)
    with refused("ROUND-05"):
        move_stop(key, first.id, to=3, by=marcus)
    told = [type(one.fact).__name__ for one in history(f"round:{key}")]
    assert told.count("VisitCompleted") == 1
    assert on_a_round([first.subject, second.subject]) == {second.subject}
    assert [one.outcome for _, one in visits_about(first.subject, seen_by=olwen)] == ["done"]


def test_a_stop_that_nobody_reached_goes_on_another_round_and_late_word_of_it_is_heard() -> None:
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    with clock.stopped_at(clock.now() - timedelta(days=1)):
        yesterday = make_round("waste", clock.today(), NORTH, by=marcus)
    first, second, third = round_for(yesterday, seen_by=marcus).visits
    assert on_a_round([first.subject]) == frozenset()
    stops = {one.subject: one for one in NORTH}
    today = make_round("waste", clock.today(), [stops[first.subject]], by=marcus)
    add_stops(today, [stops[second.subject]], by=marcus)
    whole = round_for(yesterday, seen_by=marcus)
    assert [one.outcome for one in whole.visits] == ["left", "left", ""]
    assert whole.left == 1
    with refused("ROUND-04"):
        make_round("waste", clock.today(), [stops[first.subject]], by=marcus)
    with refused("ROUND-06"):
        complete_visit(third.id, "left", sent_as="device-0001", by=olwen)
    assert not complete_visit(first.id, "done", sent_as="device-0001", by=olwen).again, (
        "its telephone had no signal"
    )
    assert on_a_round([first.subject]) == {first.subject}, "whoever plans decides whether it is visited again"


def test_nobody_is_sent_on_a_round_on_a_day_on_which_they_are_away() -> None:
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    today = clock.today()
    assert olwen.account_id
    enter_absence(olwen.account_id, today, today, cover=None, by=olwen)
    with refused("ROUND-09"):
        make_round("waste", today, NORTH, crew=olwen.account_id, by=marcus)
    key = make_round("waste", today + timedelta(days=1), NORTH, crew=olwen.account_id, by=marcus)
    with refused("ROUND-09"):
        change_round(key, day=today, crew=olwen.account_id, by=marcus)


@pytest.mark.locks_rows
@pytest.mark.django_db(transaction=True)
def test_a_crew_that_completes_a_stop_and_a_planner_who_moves_it_wait_for_each_other_in_no_circle() -> None:
    marcus, olwen = MARCUS.signs_in(), OLWEN.signs_in()
    key = make_round("waste", clock.today(), NORTH, by=marcus)
    first, *_ = round_for(key, seen_by=olwen).visits

    def completes() -> str:
        try:
            return complete_visit(first.id, "done", sent_as="device-0001", by=olwen).visit.outcome
        finally:
            connection.close()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return bool(cursor.fetchone()[0])

    with ThreadPoolExecutor(1) as crew:
        with transaction.atomic():
            Round.objects.select_for_update().get(pk=key)
            sent = crew.submit(completes)
            while not waits():
                assert not sent.done()
            Visit.objects.filter(pk=first.id).update(position=9)
        assert sent.result(timeout=300) == "done"


def test_what_is_refused_has_its_sentence() -> None:
    marcus, gareth = MARCUS.signs_in(), GARETH.signs_in()
    today = clock.today()
    with refused("ROUND-01"):
        make_round("waste", today, [], by=marcus)
    with refused("ROUND-02"):
        make_round("waste", today, [Stop(f"case:{n}", str(n)) for n in range(61)], by=marcus)
    with refused("ROUND-03"):
        make_round("waste", today - timedelta(days=1), NORTH, by=marcus)
    with refused("ROUND-07"):
        make_round("waste", today, NORTH, crew=gareth.account_id, by=marcus)
    make_round("waste", today, NORTH, by=marcus)
    with refused("ROUND-04"):
        make_round("waste", today, NORTH[:1], by=marcus)


def test_a_round_is_nobody_elses() -> None:
    marcus, gareth, rhys = MARCUS.signs_in(), GARETH.signs_in(), RHYS.signs_in()
    key = make_round("waste", clock.today(), NORTH, by=marcus)
    visit = round_for(key, seen_by=marcus).visits[0]
    with pytest.raises(RoundNotFound):
        round_for(key, seen_by=gareth)
    with pytest.raises(RoundNotFound):
        complete_visit(visit.id, "done", sent_as="device-0009", by=gareth)
    with pytest.raises(RoundNotFound):
        drop_stop(key, visit.id, by=gareth)
    with pytest.raises(RoundNotFound):
        make_round("waste", clock.today(), [Stop("case:z", "Z")], by=gareth)
    with refused("rounds.visit"):
        round_for(key, seen_by=rhys)
    assert visits_about(visit.subject, seen_by=gareth) == visits_about(visit.subject, seen_by=rhys) == ()


def test_erasing_what_was_said_takes_the_point_away() -> None:
    marcus = MARCUS.signs_in()
    key = make_round("waste", clock.today(), NORTH, by=marcus)
    erase("case:3", rule="test", by=system("test"))
    assert {one.label: one.lat is None for one in round_for(key, seen_by=marcus).visits}["BAR-3"]
