"""Every verb of a case in every role of the demonstration: denied before anything else, or refused by a rule, or done.

A new verb fails here until it is said how it is called; a new role is asked by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound, verbs_and_policies
from moothall.apps.teams.api import Place, organisation
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor
from moothall.kernel.money import Money
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, SYSTEM, Officer, sends

pytestmark = pytest.mark.django_db
Call = Callable[[str, Actor], object]
_KEY = UUID(int=7)


def _later() -> object:
    return clock.today() + timedelta(days=20)


CALLS: Mapping[str, Call] = {
    "take": lambda r, by: cases.take_case(r, by=by),
    "start": lambda r, by: cases.start_case(r, by=by),
    "assign": lambda r, by: cases.assign_case(r, to=None, by=by),
    "ask": lambda r, by: cases.ask_reporter(r, "Where?", by=by),
    "answer": lambda r, by: cases.answer_question(r, _KEY, "There.", by=by),
    "complete": lambda r, by: cases.complete_task(r, _KEY, by=by),
    "note": lambda r, by: cases.add_note(r, "A note.", by=by),
    "correct": lambda r, by: cases.correct_answers(r, {"place": "Elsewhere"}, by=by, reason="They called."),
    "close": lambda r, by: cases.close_case(r, "cleared", by=by),
    "reopen": lambda r, by: cases.reopen_case(r, "Again.", by=by),
    "move": lambda r, by: cases.move_case(r, "report-graffiti", by=by),
    "link": lambda r, by: cases.link_duplicate(r, original=r, by=by),
    "unlink": lambda r, by: cases.unlink_duplicate(r, by=by),
    "refund": lambda r, by: cases.refund_fee(r, Money(100), reason="x", by=by),
    "show-photo": lambda r, by: cases.show_photo(r, _KEY, by=by),
    "hide-photo": lambda r, by: cases.hide_photo(r, _KEY, by=by),
    "redact": lambda r, by: cases.redact_photo(r, _KEY, (), by=by),
    "tag": lambda r, by: cases.add_tag(r, "urgent", by=by),
    "questions": lambda r, by: cases.ask_questions(r, (), by=by),
    "sensitive": lambda r, by: cases.add_sensitive_note(r, "x", role="officer", by=by),
    "hold": lambda r, by: cases.hold_case(r, "x", day=_later(), by=by),
    "go-on": lambda r, by: cases.end_hold(r, by=by),
    "refer": lambda r, by: cases.refer_case(r, cases.Referring("barsetshire-county", "x"), by=by),
    "take-back": lambda r, by: cases.take_back(r, "x", by=by),
    "split": lambda r, by: cases.split_case(r, cases.Parting("report-graffiti", ()), by=by),
    "merge": lambda r, by: cases.merge_cases(r, ["BAR-AAA-AAA-AAA"], by=by),
    "unmerge": lambda r, by: cases.unmerge_cases(r, ["BAR-AAA-AAA-AAA"], by=by),
    "rest": lambda r, by: cases.fill_in_rest(r, {}, by=by),
    "approve": lambda r, by: cases.approve(r, uuid4(), by=by),
    "send-back": lambda r, by: cases.send_back(r, uuid4(), "x", by=by),
    "ask-no-more": lambda r, by: cases.take_approval_back(r, uuid4(), by=by),
    "team": lambda r, by: cases.give_to_team(r, "highways", "Theirs.", by=by),
    "priority": lambda r, by: cases.set_priority(r, "urgent", by=by),
    "task": lambda r, by: cases.add_task(r, "Ring them.", by=by),
    "later": lambda r, by: cases.agree_later_day(r, _later(), "The ground is frozen.", by=by),
    "flag": lambda r, by: cases.flag_contact(
        r, _KEY, cases.Flagging((), "", "", "", clock.today()), by=by
    ),
}  # fmt: skip
#: Said elsewhere: a reply is a draft of its own before it is one of the case (test_replying.py).
ELSEWHERE = {"reply", "visit"}


def _happened(reference: str) -> int:
    return cases.case_for(reference, seen_by=SYSTEM).seen


def test_every_verb_is_asked_here() -> None:
    assert {verb for verb, _ in verbs_and_policies()} - ELSEWHERE == set(CALLS)


@pytest.mark.parametrize("role", [one.code for one in organisation().roles])
def test_every_verb_answers_as_the_policy_says(role: str) -> None:
    who = Officer(role, f"{role}@barchester.example", (Place("waste", role),)).signs_in()
    opened = sends(FLY_TIPPING, ELEANOR)
    before = _happened(opened.reference)
    for verb, ability in verbs_and_policies():
        if verb not in CALLS:
            continue
        came = _came_of(CALLS[verb], opened.reference, who)
        if not (who.may("cases.read") and who.sees(STAFF_CLASS)):
            assert came == "not found", verb
        elif not who.may(ability):
            assert came == ability, verb
        else:
            assert came != ability, verb
    assert _happened(opened.reference) == before


def _came_of(call: Call, reference: str, who: Actor) -> str:
    """The code of the refusal, or "done"; nothing stays."""
    with transaction.atomic():
        saved = transaction.savepoint()
        try:
            call(reference, who)
            came = "done"
        except CaseNotFound as missing:
            came = "not found" if str(missing) == reference and not who.may("cases.read") else "nothing there"
            if not (who.may("cases.read") and who.sees(STAFF_CLASS)):
                came = "not found"
        except Refused as no:
            came = no.code
        except ValueError as wrong:
            came = type(wrong).__name__
        transaction.savepoint_rollback(saved)
    return came
