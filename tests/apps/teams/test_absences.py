"""Who is away, who covers, and who may say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from moothall.apps.teams.api import (
    USUAL_WEEKLY,
    AbsenceNotFound,
    absences_of,
    away_on,
    capacities_of,
    covers_of,
    end_absence,
    enter_absence,
    leaders_of,
    people_of,
    say_capacity,
    teams_led,
)
from moothall.apps.teams.jobs import forget_absences_long_over
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ADAEZE, GARETH, MARCUS, OLWEN, PRIYA, SAM

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 4), date(2026, 3, 6)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def test_an_absence_begins_and_ends_by_itself_and_is_covered_meanwhile() -> None:
    olwen, marcus = OLWEN.signs_in(), MARCUS.signs_in()
    assert olwen.account_id
    assert marcus.account_id
    with clock.stopped_at(MONDAY):
        enter_absence(olwen.account_id, FIRST, LAST, cover=marcus.account_id, by=olwen)
        assert covers_of([olwen.account_id]) == {}
    for day, away in ((date(2026, 3, 3), False), (FIRST, True), (LAST, True), (date(2026, 3, 7), False)):
        with clock.stopped_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
            assert covers_of([olwen.account_id]) == ({olwen.account_id: marcus.account_id} if away else {})
            assert bool(away_on(day, of=[olwen.account_id])) is away
    with clock.stopped_at(MONDAY + timedelta(days=200)):
        forget_absences_long_over.call()
        assert away_on(FIRST, of=[olwen.account_id]) == {}


def test_a_cover_who_is_away_too_covers_nobody() -> None:
    olwen, marcus = OLWEN.signs_in(), MARCUS.signs_in()
    assert olwen.account_id
    assert marcus.account_id
    with clock.stopped_at(MONDAY):
        today = clock.today()
        enter_absence(olwen.account_id, today, today, cover=marcus.account_id, by=olwen)
        enter_absence(marcus.account_id, today, today, cover=olwen.account_id, by=marcus)
        assert covers_of([olwen.account_id, marcus.account_id]) == {}


def test_each_refusal_has_its_sentence() -> None:
    olwen, priya = OLWEN.signs_in(), PRIYA.signs_in()
    own = olwen.account_id
    assert own
    assert priya.account_id
    with clock.stopped_at(MONDAY):
        with refused("TEAM-10"):
            enter_absence(own, LAST, FIRST, cover=None, by=olwen)
        with refused("TEAM-11"):
            enter_absence(own, date(2026, 2, 1), date(2026, 2, 2), cover=None, by=olwen)
        with refused("TEAM-12"):
            enter_absence(own, FIRST, date(2028, 3, 4), cover=None, by=olwen)
        with refused("TEAM-13"):
            enter_absence(own, FIRST, LAST, cover=own, by=olwen)
        with refused("TEAM-14"):
            enter_absence(own, FIRST, LAST, cover=priya.account_id, by=olwen)
        enter_absence(own, FIRST, LAST, cover=None, by=olwen)
        with refused("TEAM-15"):
            enter_absence(own, LAST, date(2026, 3, 9), cover=None, by=olwen)


def test_a_leader_says_it_for_their_own_team_alone() -> None:
    marcus, gareth, olwen, adaeze, sam = (
        one.signs_in() for one in (MARCUS, GARETH, OLWEN, ADAEZE, SAM)
    )  # fmt: skip
    assert olwen.account_id
    assert adaeze.account_id
    assert teams_led(marcus) == ("waste",)
    assert teams_led(olwen) == teams_led(sam) == ()
    assert leaders_of("waste") == (marcus.account_id,)
    assert {account for account, _ in people_of("waste")} == {marcus.account_id, olwen.account_id}
    with clock.stopped_at(MONDAY):
        key = enter_absence(olwen.account_id, FIRST, LAST, cover=None, by=marcus)
        for other in (gareth, sam, adaeze):
            with refused("TEAM-17"):
                end_absence(key, by=other)
            with refused("TEAM-17"):
                enter_absence(olwen.account_id, date(2026, 4, 1), date(2026, 4, 1), cover=None, by=other)
        with refused("TEAM-17"):
            say_capacity(olwen.account_id, 30, by=olwen)
        say_capacity(olwen.account_id, 12, by=marcus)
        with refused("TEAM-16"):
            say_capacity(olwen.account_id, 501, by=marcus)
        end_absence(key, by=olwen)
        with pytest.raises(AbsenceNotFound):
            end_absence(key, by=olwen)
        assert absences_of([olwen.account_id], seen_by=marcus) == ()
    assert capacities_of([olwen.account_id, adaeze.account_id]) == {
        olwen.account_id: 12, adaeze.account_id: USUAL_WEEKLY,
    }  # fmt: skip
