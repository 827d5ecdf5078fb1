"""Whoever covers somebody, or decides in their place, is told what they would be; never of what they may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    add_note,
    answer_question,
    approval_of,
    approve,
    ask_approval,
    ask_reporter,
    assign_case,
    case_for,
    hand_over_role,
    notice_due_soon,
    request_for,
    stand_ins,
    stand_ins_of,
    take_role_back,
)
from moothall.apps.cases.jobs import forget_who_stood_in
from moothall.apps.cases.models import Delegation
from moothall.apps.messaging.api import notices_of
from moothall.apps.messaging.models import Notice
from moothall.apps.teams.api import Place, enter_absence
from moothall.ground.events.api import history
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from tests.cast import (
    ADAEZE,
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    GARETH,
    HARDING,
    MARCUS,
    OLWEN,
    STALL,
    Officer,
    proven,
    sends,
)

pytestmark = pytest.mark.django_db
WILLIAM = Officer("William Cope", "william@barchester.example", (Place("licensing", "officer"),))
BESS = Officer("Bess Lade", "bess@barchester.example", (Place("licensing", "manager"),))
#: Of the team, and sees no case.
ZACHARY = Officer("Zachary Grey", "zachary@barchester.example", (Place("adult-safeguarding", "auditor"),))
JOAN = Officer("Joan Lade", "joan@barchester.example", (Place("licensing", "officer"),))


def kinds(who: Actor) -> list[str]:
    return sorted(one.kind for one in notices_of(seen_by=who))


def away(who: Actor, cover: Actor) -> None:
    assert who.account_id
    today = clock.today()
    enter_absence(who.account_id, today, today + timedelta(days=5), cover=cover.account_id, by=who)


def test_the_cover_is_told_too_and_whoever_is_away_finds_it_without_an_e_mail() -> None:
    olwen, marcus, gareth = OLWEN.signs_in(), MARCUS.signs_in(), GARETH.signs_in()
    case = sends(FLY_TIPPING, ELEANOR)
    assign_case(case.reference, to=olwen.account_id, by=marcus)
    Notice.objects.all().delete()
    away(olwen, marcus)
    ask_reporter(case.reference, "Which side?", by=gareth)
    question = request_for(case.reference, seen_by=proven(case, ELEANOR)).question
    assert question
    answer_question(case.reference, question.id, "The left.", by=proven(case, ELEANOR))
    add_note(case.reference, "Look, @Olwen Arkwright.", by=gareth)
    assert kinds(marcus) == kinds(olwen) == ["answered", "mentioned"]
    mails = dict(Notice.objects.filter(kind="answered").values_list("account", "mail"))
    assert mails == {olwen.account_id: "", marcus.account_id: "daily"}


def test_a_cover_is_told_nothing_of_what_they_may_not_see() -> None:
    adaeze, zachary, gareth = ADAEZE.signs_in(), ZACHARY.signs_in(), GARETH.signs_in()
    concern = sends(CONCERN, HARDING)
    assign_case(concern.reference, to=adaeze.account_id, by=gareth)
    due = case_for(concern.reference, seen_by=gareth).due_on
    assert due
    with clock.stopped_at(clock.now() + (due - clock.today())):
        away(adaeze, zachary)
        notice_due_soon()
    assert kinds(zachary) == []
    assert "breach" in kinds(adaeze)


def test_who_may_agree_in_whose_place_is_in_the_log_and_seen_by_those_who_lead() -> None:
    bess, joan = BESS.signs_in(), JOAN.signs_in()
    today = clock.today()
    assert joan.account_id
    assert bess.account_id
    with clock.stopped_at(clock.now() - timedelta(days=1)):
        hand_over_role("manager", joan.account_id, clock.today(), today + timedelta(days=5), by=bess)
    [own] = stand_ins(seen_by=joan)
    take_role_back(own.id, by=joan)
    assert stand_ins(seen_by=joan) == (own,), "it is not theirs to take back"
    for _ in range(2):
        take_role_back(own.id, by=bess)
    assert not stand_ins(seen_by=joan)
    [seen] = stand_ins_of([bess.account_id], seen_by=bess)
    assert (seen.role, seen.since, seen.until, seen.over) == (
        "Team manager", today - timedelta(days=1), today - timedelta(days=1), True,
    )  # fmt: skip
    for day in (today, today + timedelta(days=1)):
        hand_over_role("manager", joan.account_id, day, today + timedelta(days=5), by=bess)
        take_role_back(stand_ins(seen_by=bess)[0].id, by=bess)
    first, _ = stand_ins_of([bess.account_id], seen_by=bess)
    assert (first.since, first.until, first.over) == (today, today, True), (
        "for some hours; the other one never"
    )
    told = [type(one.fact).__name__ for one in history(f"account:{bess.account_id}")]
    assert told[-2:] == ["RoleHandedOver", "RoleTakenBack"]
    with clock.stopped_at(clock.now() + timedelta(days=367)):
        forget_who_stood_in.call()
        assert not stand_ins_of([bess.account_id], seen_by=bess)
        assert not Delegation.objects.exists()


def test_whoever_decides_in_somebody_s_place_is_told_that_it_is_asked() -> None:
    william, bess, joan = WILLIAM.signs_in(), BESS.signs_in(), JOAN.signs_in()
    today = clock.today()
    assert joan.account_id
    hand_over_role("manager", joan.account_id, today, today + timedelta(days=5), by=bess)
    case = sends(STALL, ELEANOR, charity="yes")
    ask_approval(case.reference, "close", {"outcome": "barred"}, by=william)
    assert kinds(joan) == kinds(bess) == ["approval"]
    asked = approval_of(case_for(case.reference, seen_by=joan), seen_by=joan)
    assert asked
    approve(case.reference, asked.id, by=joan)
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        other = sends(STALL, HARDING, charity="yes")
        ask_approval(other.reference, "close", {"outcome": "barred"}, by=william)
    assert kinds(joan) == ["approval"], "it is over"
