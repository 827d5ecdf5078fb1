"""What a second person agrees to: asked, agreed, sent back; never one's own; nothing before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    add_note,
    approval_of,
    approvals_to_give,
    approvals_waiting,
    approve,
    ask_approval,
    case_for,
    close_case,
    complete_task,
    give_to_team,
    hand_over_role,
    hold_case,
    request_for,
    send_back,
    stand_ins,
    take_approval_back,
    take_role_back,
    timeline_of,
    track,
)
from moothall.apps.cases.models import Case
from moothall.apps.messaging.api import notices_of
from moothall.apps.messaging.models import Notice
from moothall.apps.teams.api import Place
from moothall.kernel import clock
from moothall.kernel.actors import Actor, team_class
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, MARCUS, STALL, SYSTEM, Officer, sends

pytestmark = pytest.mark.django_db
BARRED = {"outcome": "barred"}
WILLIAM = Officer("William Cope", "william@barchester.example", (Place("licensing", "officer"),))
BESS = Officer("Bess Lade", "bess@barchester.example", (Place("licensing", "manager"),))
JOAN = Officer("Joan Lade", "joan@barchester.example", (Place("licensing", "manager"),))


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def a_stall() -> str:
    return sends(STALL, ELEANOR, charity="yes").reference


def test_nothing_happens_before_a_second_person_agrees() -> None:
    reference, william, bess = a_stall(), WILLIAM.signs_in(), BESS.signs_in()
    refused("CASE-241", close_case, reference, "barred", "No stall.", by=william)
    close_now = case_for(reference, seen_by=SYSTEM)
    assert close_now.status == "new"
    ask_approval(reference, "close", BARRED, "No stall is left.", by=william)
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    assert asked
    assert asked.may
    assert asked.asked_by == "William Cope"
    assert asked.words == "No stall is left."
    [task] = case_for(reference, seen_by=bess).tasks
    assert task.kind == "approval"
    refused("CASE-248", complete_task, reference, task.id, by=william)
    refused("CASE-243", ask_approval, reference, "close", BARRED, by=william)
    refused("CASE-245", approve, reference, asked.id, by=william)
    assert case_for(reference, seen_by=SYSTEM).status == "new"
    approve(reference, asked.id, by=bess)
    seen = case_for(reference, seen_by=bess)
    assert (seen.status, seen.outcome, seen.tasks) == ("closed", "barred", ())
    told = request_for(reference, seen_by=track(reference, ELEANOR.email)).story
    assert any(entry.text == "No stall is left." for entry in told)
    assert not any("agree" in entry.sentence.lower() for entry in told)
    assert [(one.kind, one.label) for one in notices_of(seen_by=william)] == [("decided", reference)]
    refused("CASE-22" if seen.erased_under else "CASE-244", approve, reference, asked.id, by=bess)


def test_a_manager_does_not_agree_to_their_own() -> None:
    reference, bess, joan = a_stall(), BESS.signs_in(), JOAN.signs_in()
    refused("CASE-241", close_case, reference, "barred", by=bess)
    ask_approval(reference, "close", BARRED, by=bess)
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    assert asked
    assert asked.own
    assert not asked.may
    refused("CASE-245", approve, reference, asked.id, by=bess)
    assert approvals_waiting(seen_by=bess) == ()
    assert [one.reference for one in approvals_waiting(seen_by=joan)] == [reference]
    approve(reference, asked.id, by=joan)
    assert case_for(reference, seen_by=bess).outcome == "barred"


def test_what_somebody_may_not_see_takes_the_place_of_nothing_they_may() -> None:
    hidden, reference, bess, joan = a_stall(), a_stall(), BESS.signs_in(), JOAN.signs_in()
    for one in (hidden, reference):
        ask_approval(one, "close", BARRED, by=bess)
    Case.objects.filter(reference=hidden).update(confidentiality=team_class("adult-safeguarding"))
    assert [one.reference for one in approvals_waiting(seen_by=joan, most=1)] == [reference]


def test_it_is_sent_back_with_words_or_taken_back() -> None:
    reference, william, bess = a_stall(), WILLIAM.signs_in(), BESS.signs_in()
    ask_approval(reference, "close", BARRED, by=william)
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    assert asked
    refused("CASE-09", send_back, reference, asked.id, " ", by=bess)
    refused("CASE-247", take_approval_back, reference, asked.id, by=bess)
    send_back(reference, asked.id, "There is one in the corner.", by=bess)
    seen = case_for(reference, seen_by=william)
    assert seen.status == "new"
    assert [task.text for task in seen.tasks] == ["There is one in the corner."]
    assert [one.kind for one in notices_of(seen_by=william)] == ["decided"]
    ask_approval(reference, "close", BARRED, by=william)
    again = approval_of(case_for(reference, seen_by=william), seen_by=william)
    assert again
    take_approval_back(reference, again.id, by=william)
    assert approval_of(case_for(reference, seen_by=william), seen_by=william) is None
    sentences = [entry.sentence for entry in timeline_of(reference, seen_by=bess)]
    assert "Nobody is asked any more to agree: close it." in sentences


def test_only_who_has_the_role_or_stands_in_decides() -> None:
    reference, william, bess = a_stall(), WILLIAM.signs_in(), BESS.signs_in()
    other = Officer("Ned Hale", "ned@barchester.example", (Place("licensing", "officer"),)).signs_in()
    ask_approval(reference, "close", BARRED, by=william)
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    assert asked
    assert other.account_id
    assert bess.account_id
    refused("CASE-246", approve, reference, asked.id, by=other)
    today = clock.today()
    refused("CASE-250", hand_over_role, "manager", bess.account_id, today, today, by=other)
    refused("CASE-251", hand_over_role, "manager", bess.account_id, today, today, by=bess)
    late = today + timedelta(days=90)
    refused("CASE-249", hand_over_role, "manager", other.account_id, today, late, by=bess)
    yesterday = today - timedelta(days=1)
    refused("CASE-265", hand_over_role, "manager", other.account_id, yesterday, today, by=bess)
    marcus = MARCUS.signs_in()
    refused("CASE-266", hand_over_role, "manager", marcus.account_id, today, today, by=bess)
    hand_over_role("manager", other.account_id, today, today + timedelta(days=7), by=bess)
    [shown] = stand_ins(seen_by=other)
    assert (shown.of, shown.to, shown.own) == ("Bess Lade", "Ned Hale", False)
    assert [one.reference for one in approvals_waiting(seen_by=other)] == [reference]
    with clock.stopped_at(clock.now() + timedelta(days=20)):
        refused("CASE-246", approve, reference, asked.id, by=other)
    approve(reference, asked.id, by=other)
    sentences = [entry.sentence for entry in timeline_of(reference, seen_by=bess)]
    assert "Agreed in the place of Bess Lade: close it." in sentences
    take_role_back(shown.id, by=bess)
    assert stand_ins(seen_by=bess) == ()


def test_what_would_be_refused_anyhow_is_not_asked_for() -> None:
    reference, william = a_stall(), WILLIAM.signs_in()
    refused("PAY-02", ask_approval, reference, "refund", {"pence": 9900}, "x", by=BESS.signs_in())
    ask_approval(reference, "close", BARRED, by=william)
    assert case_for(reference, seen_by=william).status == "new"


def test_what_needs_no_second_person_is_not_asked_for() -> None:
    case, bess = sends(FLY_TIPPING, HARDING), BESS.signs_in()
    refused("CASE-242", ask_approval, case.reference, "close", {"outcome": "cleared"}, by=bess)
    reference = a_stall()
    add_note(reference, "x", by=bess)
    close_case(reference, "given", by=bess)
    assert case_for(reference, seen_by=bess).outcome == "given"


def test_closing_another_way_asks_nobody_any_more() -> None:
    reference, william, bess = a_stall(), WILLIAM.signs_in(), BESS.signs_in()
    ask_approval(reference, "close", BARRED, by=william)
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    close_case(reference, "given", by=william)
    assert asked
    refused("CASE-244", approve, reference, asked.id, by=bess)
    assert "approval" not in case_for(reference, seen_by=bess).traits


def test_the_clock_stands_still_where_the_folder_says_so() -> None:
    reference, william = a_stall(), WILLIAM.signs_in()
    hold_case(reference, "The market may move.", day=clock.today() + timedelta(days=30), by=william)
    assert case_for(reference, seen_by=william).paused


def kinds(who: Actor) -> list[tuple[str, bool]]:
    return [(one.kind, one.read) for one in notices_of(seen_by=who)]


def test_everybody_who_may_agree_is_told_and_no_longer_once_it_is_decided() -> None:
    reference, william, bess, joan = a_stall(), WILLIAM.signs_in(), BESS.signs_in(), JOAN.signs_in()
    away = Officer("Marcus Thorne", "marcus@barchester.example", (Place("waste", "manager"),)).signs_in()
    ask_approval(reference, "close", BARRED, by=william)
    assert kinds(bess) == kinds(joan) == [("approval", False)]
    assert kinds(away) == [("approval-elsewhere", False)], "they may as well, and can do without being told"
    assert kinds(william) == []
    assert [str(approvals_to_give(seen_by=one)) for one in (bess, away, william)] == ["1", "1", "0"]
    asked = approval_of(case_for(reference, seen_by=bess), seen_by=bess)
    assert asked
    approve(reference, asked.id, by=away)
    assert kinds(bess) == [("approval", True)]
    assert not Notice.objects.filter(kind__startswith="approval", digest=None).exclude(mail="").exists()
    assert str(approvals_to_give(seen_by=bess)) == "0"


def test_where_nobody_else_of_the_team_may_agree_it_waits_for_the_others() -> None:
    reference, bess = a_stall(), BESS.signs_in()
    away = Officer("Marcus Thorne", "marcus@barchester.example", (Place("waste", "manager"),)).signs_in()
    ask_approval(reference, "close", BARRED, by=bess)
    assert [one.kind for one in notices_of(seen_by=away)] == ["approval"]
    assert str(approvals_to_give(seen_by=bess)) == "0", "never their own"
    give_to_team(reference, "waste", "Theirs.", by=SYSTEM)
    assert "approval" not in [kind for kind, _ in kinds(bess)], "she asked for it"


def test_another_team_that_gets_the_case_is_told_that_it_waits_for_them() -> None:
    reference, william, bess = a_stall(), WILLIAM.signs_in(), BESS.signs_in()
    away = Officer("Marcus Thorne", "marcus@barchester.example", (Place("waste", "manager"),)).signs_in()
    ask_approval(reference, "close", BARRED, by=william)
    assert kinds(bess) == [("approval", False)]
    give_to_team(reference, "waste", "Theirs.", by=SYSTEM)
    assert {kind for kind, _ in kinds(away)} == {"approval", "approval-elsewhere", "team"}


def test_what_waits_is_counted_as_it_is_listed_for_a_stand_in_too() -> None:
    reference, hidden, bess, joan = a_stall(), a_stall(), BESS.signs_in(), JOAN.signs_in()
    ned = Officer("Ned Hale", "ned@barchester.example", (Place("licensing", "officer"),)).signs_in()
    for one in (reference, hidden):
        ask_approval(one, "close", BARRED, by=bess)
    Case.objects.filter(reference=hidden).update(confidentiality=team_class("adult-safeguarding"))
    assert joan.account_id
    assert ned.account_id
    today = clock.today()
    hand_over_role("manager", ned.account_id, today, today, by=joan)
    for who in (joan, ned, bess):
        assert approvals_to_give(seen_by=who).number == len(approvals_waiting(seen_by=who))
    assert approvals_to_give(seen_by=ned).number == 1
