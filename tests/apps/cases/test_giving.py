"""Giving a case to another team by hand, and saying how urgent it is: who may, what is told, what lists make of it."""

from __future__ import annotations

import pytest

from moothall.apps.cases.api import (
    PRIORITY,
    CaseNotFound,
    Wanted,
    as_seen,
    case_for,
    cases_waiting,
    close_case,
    count_waiting,
    erase_case,
    give_to_team,
    groups_waiting,
    marks_of,
    rebuild_answers,
    search_typed,
    set_priority,
    take_case,
    timeline_of,
    verdicts_for,
)
from moothall.apps.cases.possible import Verb
from moothall.apps.messaging.api import notices_of
from moothall.apps.teams.api import Place
from moothall.ground.events.api import seal_now, verify
from moothall.kernel.rules import Refused
from tests.cast import (
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    GARETH,
    HARDING,
    MARCUS,
    OLWEN,
    PRIYA,
    SYSTEM,
    TOM,
    Officer,
    sends,
)

pytestmark = pytest.mark.django_db
WHY = "It lies on the road; that is theirs."
HIGHWAYS = Officer("Hal Rudd", "hal@barchester.example", (Place("highways", "officer"),))


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def test_another_team_has_it_from_now_on_and_hears_of_it() -> None:
    case, marcus, hal = sends(FLY_TIPPING, ELEANOR), MARCUS.signs_in(), HIGHWAYS.signs_in()
    take_case(case.reference, by=marcus)
    before = case_for(case.reference, seen_by=marcus)
    give_to_team(case.reference, "highways", WHY, by=marcus)
    seen = case_for(case.reference, seen_by=marcus)
    assert (seen.team, seen.assignee, seen.status) == ("highways", None, "new")
    assert (seen.service, seen.due_on) == (before.service, before.due_on)
    last = timeline_of(case.reference, seen_by=marcus)[-1]
    assert (last.sentence, last.text) == ("Gave the request to the team Highways.", WHY)
    assert [(one.label, one.sentence) for one in notices_of(seen_by=hal)] == [
        (case.reference, "was given to your team")
    ]
    assert notices_of(seen_by=marcus) == ()
    assert [row.reference for row in cases_waiting("team", seen_by=hal).rows] == [case.reference]


def test_what_stops_it() -> None:
    case, marcus = sends(FLY_TIPPING, ELEANOR), MARCUS.signs_in()
    refused("CASE-162", give_to_team, case.reference, "highways", " ", by=marcus)
    refused("CASE-180", give_to_team, case.reference, "gardeners", WHY, by=marcus)
    refused("CASE-181", give_to_team, case.reference, "waste", WHY, by=marcus)
    for other in (OLWEN, TOM):
        refused("cases.assign", give_to_team, case.reference, "highways", WHY, by=other.signs_in())
    close_case(case.reference, "cleared", by=marcus)
    refused("CASE-01", give_to_team, case.reference, "highways", WHY, by=marcus)


def test_a_case_for_one_team_alone_stays_with_it() -> None:
    concern, gareth = sends(CONCERN, HARDING), GARETH.signs_in()
    refused("CASE-182", give_to_team, concern.reference, "waste", WHY, by=gareth)
    assert (
        "another service" in verdicts_for(case_for(concern.reference, seen_by=gareth), by=gareth)[Verb.TEAM]
    )
    with pytest.raises(CaseNotFound):
        give_to_team(concern.reference, "waste", WHY, by=MARCUS.signs_in())


def test_why_it_was_given_is_erased_and_the_log_still_verifies() -> None:
    case, marcus = sends(FLY_TIPPING, ELEANOR), MARCUS.signs_in()
    give_to_team(case.reference, "highways", "Eleanor Bold says so.", by=marcus)
    erase_case(case.reference, rule="asked", by=SYSTEM)
    assert not any("Eleanor" in one.text for one in timeline_of(case.reference, seen_by=marcus))
    seal_now()
    assert verify().sound, verify()


def test_how_urgent_it_is_stands_on_the_case_and_in_lists() -> None:
    olwen = OLWEN.signs_in()
    urgent, low, usual, closed = (sends(FLY_TIPPING, ELEANOR) for _ in range(4))
    set_priority(urgent.reference, "high", by=olwen)
    set_priority(urgent.reference, "urgent", by=olwen)
    set_priority(low.reference, "low", by=olwen)
    set_priority(closed.reference, "urgent", by=olwen)
    close_case(closed.reference, "cleared", by=olwen)
    refused("CASE-184", set_priority, usual.reference, "tomorrow", by=olwen)
    refused("CASE-01", set_priority, closed.reference, "low", by=olwen)

    assert [case_for(one.reference, seen_by=olwen).priority for one in (urgent, low, usual)] == [
        "urgent",
        "low",
        "",
    ]
    said = [entry.sentence for entry in timeline_of(urgent.reference, seen_by=olwen)]
    assert said[-2:] == ["Set the priority to high.", "Set the priority to urgent."]

    def listed(level: str, view: str = "open") -> set[str]:
        wanted = Wanted.of([("priority", [level]), ("view", [view])])
        assert Wanted.of([(name, [value]) for name, value in wanted.pairs()]) == wanted
        rows = cases_waiting(wanted, seen_by=olwen).rows
        assert count_waiting(wanted, seen_by=olwen).number == len(rows)
        return {row.reference for row in rows}

    def as_expected() -> None:
        assert listed("urgent") == {urgent.reference}
        assert listed("urgent", "all") == {urgent.reference, closed.reference}
        assert listed("low") == {low.reference}
        assert listed("normal") == {usual.reference}
        assert listed("nonsense") == {urgent.reference, low.reference, usual.reference}

    as_expected()
    rebuild_answers()
    as_expected()
    marked = marks_of([urgent.case_id, usual.case_id], of=[PRIORITY])
    assert marked == {urgent.case_id: {PRIORITY: ("urgent",)}}
    parts = [(level, Wanted(priority=level)) for level in ("urgent", "high", "normal", "low")]
    counts = [group.count.number for group in groups_waiting(parts, seen_by=olwen)]
    assert counts == [1, 0, 1, 1]
    typed, found = search_typed("bold status:open priority:urgent priority:silly", seen_by=olwen)
    assert [row.reference for row in found.page.rows] == [urgent.reference]
    assert typed.unknown == ("There is no priority “silly”. Write urgent, high, normal or low.",)
    set_priority(urgent.reference, "normal", by=olwen)
    assert case_for(urgent.reference, seen_by=olwen).priority == ""
    assert listed("normal") == {urgent.reference, usual.reference}


def test_a_filter_by_priority_tells_nothing_of_cases_for_others() -> None:
    concern = sends(CONCERN, HARDING)
    set_priority(concern.reference, "urgent", by=GARETH.signs_in())
    wanted = Wanted(priority="urgent")
    priya = PRIYA.signs_in()
    assert cases_waiting(wanted, seen_by=priya).rows == ()
    assert count_waiting(wanted, seen_by=priya).number == 0


def test_a_priority_set_meanwhile_stops_nobody() -> None:
    case, olwen, marcus = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in(), MARCUS.signs_in()
    seen = case_for(case.reference, seen_by=olwen).seen
    set_priority(case.reference, "urgent", by=marcus)
    with as_seen(case.reference, seen):
        close_case(case.reference, "cleared", by=olwen)
    assert case_for(case.reference, seen_by=olwen).status == "closed"
