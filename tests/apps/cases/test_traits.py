"""What a case says of itself is what its rows say: after every verb that tells it, and once it is made again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    Parting,
    Referring,
    ReplyDraft,
    ask_approval,
    call_back,
    case_for,
    end_hold,
    erase_case,
    follow_case,
    hold_case,
    keep_reply,
    merge_cases,
    move_case,
    refer_case,
    send_reply,
    set_priority,
    split_case,
    take_approval_back,
    take_back,
    unfollow_case,
    unmerge_cases,
)
from moothall.apps.cases.models import Approval, Case
from moothall.apps.cases.traits_again import rebuild_traits
from moothall.apps.teams.api import Place
from moothall.kernel import clock
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, STALL, SYSTEM, Officer, sends

pytestmark = pytest.mark.django_db

GRAFFITI = "report-graffiti"
WILLIAM = Officer("William Cope", "william@barchester.example", (Place("licensing", "officer"),))


def traits(reference: str) -> set[str]:
    """As the case says; and that is what its rows say."""
    assert rebuild_traits() == 0
    return set(case_for(reference, seen_by=SYSTEM).traits)


def test_every_verb_leaves_the_traits_as_the_rows_are() -> None:
    olwen = OLWEN.signs_in()
    one, other = (sends(FLY_TIPPING, who).reference for who in (ELEANOR, HARDING))
    hold_case(one, "The land is frozen.", day=clock.today() + timedelta(days=9), by=olwen)
    assert traits(one) == {"on-hold"}
    end_hold(one, by=olwen)
    follow_case(one, by=olwen)
    set_priority(one, "high", by=olwen)
    set_priority(one, "urgent", by=olwen)
    assert traits(one) == {"followed", "priority-urgent"}
    unfollow_case(one, by=olwen)
    set_priority(one, "normal", by=olwen)
    merge_cases(one, [other], "One heap.", by=olwen)
    assert {"merged"} <= traits(one)
    unmerge_cases(one, [other], by=olwen)
    refer_case(one, Referring("barsetshire-county", "clear the rubbish", ("place",), "Yours?"), by=olwen)
    assert {"with-body"} <= traits(one)
    take_back(one, "Ours.", by=olwen)
    move_case(one, GRAFFITI, by=olwen)
    assert {"moved"} <= traits(one)
    second = split_case(other, Parting(FLY_TIPPING, ("name", "email"), words="The wall."), by=olwen)
    assert ({"split"} <= traits(other), {"split"} <= traits(second)) == (True, True)


def test_what_is_written_and_what_is_asked_is_told_until_it_is_gone() -> None:
    olwen, william = OLWEN.signs_in(), WILLIAM.signs_in()
    one, stall = sends(FLY_TIPPING, ELEANOR).reference, sends(STALL, ELEANOR, charity="yes").reference
    [party] = [held.id for held in case_for(one, seen_by=olwen).parties if held.id]
    reply = ReplyDraft("We shall look.", (party,), (), "en")
    keep_reply(one, reply, by=olwen)
    assert traits(one) == {"writing"}
    waits = send_reply(one, reply, by=olwen)
    assert traits(one) == {"writing"}
    call_back(one, waits, by=olwen)
    assert traits(one) == {"writing"}
    ask_approval(stall, "close", {"outcome": "barred"}, by=william)
    assert traits(stall) == {"approval"}
    take_approval_back(stall, Approval.objects.get().id, by=william)
    assert traits(stall) == set()
    follow_case(one, by=olwen)
    erase_case(one, rule="asked", by=SYSTEM)
    assert traits(one) == set()


@pytest.mark.parametrize("lost", ["", "merged split writing followed moved on-hold"])
def test_traits_that_are_wrong_are_made_again(lost: str) -> None:
    olwen = OLWEN.signs_in()
    one, other = (sends(FLY_TIPPING, who).reference for who in (ELEANOR, HARDING))
    follow_case(one, by=olwen)
    hold_case(one, "Frozen.", day=clock.today() + timedelta(days=9), by=olwen)
    Case.objects.update(traits=lost)
    assert rebuild_traits() == (1 if not lost else 2)
    assert (traits(one), traits(other)) == ({"followed", "on-hold"}, set())
