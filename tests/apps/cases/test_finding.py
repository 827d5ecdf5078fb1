"""The queue and the search: who sees what, in which order, page after page, in how many statements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.cases.api import (
    CaseNotFound,
    Wanted,
    case_for,
    cases_waiting,
    close_case,
    count_found,
    count_waiting,
    rebuild_queue,
    rebuild_search,
    search_cases,
    take_case,
    track,
    track_by_link,
    track_token,
)
from moothall.apps.cases.models import Party, QueueEntry
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS
from moothall.kernel.rules import Refused
from tests.cast import (
    ADAEZE,
    COMPLAINT,
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    HARDING,
    OLWEN,
    PRIYA,
    SAM,
    SYSTEM,
    sends,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_the_ones_due_first_stand_first_and_closed_ones_newest_first() -> None:
    made = []
    for day in (2, 0, 1):
        with clock.stopped_at(MONDAY + timedelta(days=day)):
            made.append(sends(FLY_TIPPING, HARDING).reference)
    assert [row.reference for row in cases_waiting(seen_by=OLWEN.actor).rows] == [made[1], made[2], made[0]]
    for minutes, reference in enumerate(made):
        with clock.stopped_at(MONDAY + timedelta(days=5, minutes=minutes)):
            close_case(reference, "cleared", by=OLWEN.actor)
    assert [row.reference for row in cases_waiting("closed", seen_by=OLWEN.actor).rows] == made[::-1]


def test_page_after_page_shows_each_case_once() -> None:
    made = {
        sends(service, HARDING).reference for service in (FLY_TIPPING, COMPLAINT, CONCERN) for _ in range(5)
    }
    shown: list[str] = []
    after = ""
    for _ in range(20):
        page = cases_waiting(after=after, limit=4, seen_by=ADAEZE.actor)
        shown += [row.reference for row in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(shown) == sorted(made)
    found: list[str] = []
    before = None
    for _ in range(20):
        hits = search_cases("bar", before=before, limit=4, seen_by=ADAEZE.actor)
        found += [row.reference for row in hits.rows]
        if not hits.after:
            break
        before = int(hits.after)
    assert sorted(found) == sorted(made)


def test_a_confidential_case_is_in_no_list_and_no_count_of_others() -> None:
    secret = sends(CONCERN, HARDING)
    for officer, number in ((OLWEN, 0), (PRIYA, 0), (ADAEZE, 1)):
        assert count_waiting(seen_by=officer.actor).number == number
        assert len(cases_waiting(seen_by=officer.actor).rows) == number
        assert count_found("bar", seen_by=officer.actor).number == number
        assert len(search_cases(secret.reference, seen_by=officer.actor).rows) == number


def test_filters_can_be_combined() -> None:
    tip, complaint = sends(FLY_TIPPING, HARDING), sends(COMPLAINT, HARDING)
    QueueEntry.objects.filter(reference=tip.reference).update(ward="W1")
    seen_by = OLWEN.actor
    assert [r.reference for r in cases_waiting(Wanted(services=(COMPLAINT,)), seen_by=seen_by).rows] == [
        complaint.reference
    ]
    assert [r.reference for r in cases_waiting(Wanted(wards=("W1",)), seen_by=seen_by).rows] == [
        tip.reference
    ]
    assert [
        r.reference
        for r in cases_waiting(Wanted("new", services=(FLY_TIPPING,), wards=("W1",)), seen_by=seen_by).rows
    ]
    assert not cases_waiting(Wanted("new", services=(COMPLAINT,), wards=("W1",)), seen_by=seen_by).rows
    assert count_found("harding", service=COMPLAINT, status="new", seen_by=seen_by).number == 1


def test_counting_stops() -> None:
    for _ in range(3):
        sends(FLY_TIPPING, HARDING)
    assert str(count_waiting(stop=2, seen_by=OLWEN.actor)) == "2+"
    assert str(count_waiting(stop=3, seen_by=OLWEN.actor)) == "3"


def test_nobody_without_the_ability_gets_a_list() -> None:
    for actor in (SAM.actor, ANONYMOUS):
        with pytest.raises(Refused, match=r"cases\.read"):
            cases_waiting(seen_by=actor)
        with pytest.raises(Refused, match=r"cases\.read"):
            search_cases("harding", seen_by=actor)


@pytest.mark.parametrize(
    "after", ["", "x", "1", "1.", "1.zz", "9" * 400, "-1.0", "1." + "0" * 32, "\x00.\x00"]
)
def test_a_made_up_place_to_go_on_from_is_harmless(after: str) -> None:
    sends(FLY_TIPPING, HARDING)
    cases_waiting(after=after, seen_by=OLWEN.actor)


def test_pages_cost_the_same_number_of_statements_however_many_cases() -> None:
    def statements() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as queue:
            cases_waiting(seen_by=OLWEN.actor)
            count_waiting(seen_by=OLWEN.actor)
        with CaptureQueriesContext(connection) as search:
            search_cases("harding", seen_by=OLWEN.actor)
            count_found("harding", seen_by=OLWEN.actor)
        return len(queue), len(search)

    sends(FLY_TIPPING, HARDING)
    few = statements()
    for _ in range(8):
        sends(FLY_TIPPING, ELEANOR)
        sends(COMPLAINT, HARDING)
    assert statements() == few
    assert few[0] <= 3


def test_queue_and_search_can_be_made_again() -> None:
    opened, other = sends(FLY_TIPPING, HARDING), sends(COMPLAINT, ELEANOR)
    take_case(opened.reference, by=OLWEN.actor)
    before = sorted(QueueEntry.objects.values_list(), key=str)
    QueueEntry.objects.all().delete()
    assert rebuild_queue() == 2
    assert sorted(QueueEntry.objects.values_list(), key=str) == before
    assert rebuild_search() == 2
    assert [r.reference for r in search_cases("eleanor", seen_by=OLWEN.actor).rows] == [other.reference]


def test_only_the_right_address_proves_a_reference() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    spoken = opened.reference.replace("-", " ").lower()
    assert track(spoken, " SEPTIMUS@example.com").holds == {opened.case_id}
    for reference, email in (
        (opened.reference, ELEANOR.email),
        (opened.reference, ""),
        ("BAR-222-222-222", HARDING.email),
        ("nonsense", HARDING.email),
        ("", ""),
    ):
        with pytest.raises(CaseNotFound):
            track(reference, email)


def test_the_link_in_a_message_proves_one_case_and_cannot_be_made_up() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    token = track_token(Party.objects.get(case_id=opened.case_id).id)
    actor, reference = track_by_link(token)
    assert (actor.holds, reference) == ({opened.case_id}, opened.reference)
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for made_up in (changed, "x" + token, token.split(".")[0], "", "\x00", "é.é"):
        with pytest.raises(CaseNotFound):
            track_by_link(made_up)


def test_the_system_sees_every_case() -> None:
    sends(CONCERN, HARDING)
    assert count_waiting(seen_by=SYSTEM).number == 1
    assert cases_waiting(seen_by=SYSTEM).rows


def test_a_sensitive_name_stands_in_no_list_and_no_search() -> None:
    opened = sends(CONCERN, HARDING)
    [row] = cases_waiting(seen_by=ADAEZE.actor).rows
    assert row.reporter_name == ""
    assert not search_cases("harding", seen_by=ADAEZE.actor).rows
    rebuild_queue()
    rebuild_search()
    assert cases_waiting(seen_by=ADAEZE.actor).rows[0].reporter_name == ""
    assert not search_cases("harding", seen_by=ADAEZE.actor).rows
    assert case_for(opened.reference, seen_by=ADAEZE.actor).parties[0].name == HARDING.name
