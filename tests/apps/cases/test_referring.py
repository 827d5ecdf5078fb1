"""Passing a case to another body: what it is given, who is told, and taking it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from moothall.apps.cases.api import (
    Referring,
    ask_reporter,
    bodies,
    case_for,
    may_pass,
    refer_case,
    reopen_case,
    request_for,
    take_back,
    timeline_of,
)
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, SYSTEM, TOM, proven, sends

pytestmark = pytest.mark.django_db
PURPOSE = "clear the rubbish"
COUNTY, HIGHWAYS = "barsetshire-county", "national-highways"


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def test_a_body_is_sent_what_was_chosen_and_no_more(post: DemoMailer) -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    run_pending(("mail",))
    post.sent.clear()
    may = may_pass(case.reference, COUNTY, seen_by=olwen)
    assert may
    assert {"place", "amount"} <= {one.question for one in may.said}
    assert not {"name", "email", "phone"} & {one.question for one in may.said}
    refer_case(case.reference, Referring(COUNTY, PURPOSE, ("place",), "It lies on your road."), by=olwen)
    run_pending(("mail",))
    to_body, to_reporter = sorted(post.sent, key=lambda mail: "@example.com" in mail.to)
    assert to_body.to == "highways@barsetshire.example"
    assert "14 Mill Lane" in to_body.text
    assert "It lies on your road." in to_body.text
    assert ELEANOR.email not in to_body.text
    assert ELEANOR.name not in to_body.text
    assert "furniture" not in to_body.text.lower()
    assert to_reporter.to == ELEANOR.email
    assert "Barsetshire County Council" in to_reporter.text
    seen = case_for(case.reference, seen_by=olwen)
    assert (seen.status, seen.outcome) == ("closed", "passed-on")
    told = request_for(case.reference, seen_by=proven(case, ELEANOR))
    assert any("Barsetshire County Council" in entry.sentence for entry in told.story)
    assert not any("It lies on your road" in entry.text for entry in told.story if entry.inside)


def test_the_contact_goes_only_where_the_folder_says_so(post: DemoMailer) -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    wish = Referring("hiram-housing", PURPOSE, ("place",), contact=True)
    refused("CASE-177", refer_case, case.reference, wish, by=olwen)
    refer_case(case.reference, Referring(COUNTY, PURPOSE, ("place",), contact=True), by=olwen)
    run_pending(("mail",))
    assert any(mail.to.startswith("highways") and ELEANOR.email in mail.text for mail in post.sent)


def test_what_stops_it() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    refused("CASE-174", refer_case, case.reference, Referring("nobody", PURPOSE, ("place",)), by=olwen)
    refused("CASE-175", refer_case, case.reference, Referring(COUNTY, "for fun", ("place",)), by=olwen)
    refused("CASE-176", refer_case, case.reference, Referring(COUNTY, PURPOSE, ("email",)), by=olwen)
    refused("CASE-179", refer_case, case.reference, Referring(COUNTY, PURPOSE), by=olwen)
    refused("CASE-240", refer_case, case.reference, Referring(HIGHWAYS, PURPOSE), by=olwen)
    refused("CASE-178", take_back, case.reference, "x", by=olwen)
    refused(
        "cases.refer", refer_case, case.reference, Referring(COUNTY, PURPOSE, ("place",)), by=TOM.signs_in()
    )
    assert case_for(case.reference, seen_by=SYSTEM).status == "new"


def test_it_is_taken_back_due_when_it_was_due() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    due = case_for(case.reference, seen_by=olwen).due_on
    refer_case(case.reference, Referring(HIGHWAYS, PURPOSE, handed_over=True), by=olwen)
    take_back(case.reference, "They say it is ours.", by=olwen)
    seen = case_for(case.reference, seen_by=olwen)
    assert (seen.status, seen.outcome, seen.due_on) == ("new", "", due)
    assert "with-body" not in seen.traits
    texts = [entry.text for entry in timeline_of(case.reference, seen_by=olwen)]
    assert "They say it is ours." in texts


def test_the_days_on_which_it_waited_before_it_was_passed_on_are_given_back() -> None:
    with clock.stopped_at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
        ask_reporter(case.reference, "Is it still there?", by=olwen)
        due = case_for(case.reference, seen_by=olwen).due_on
    with clock.stopped_at(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        refer_case(case.reference, Referring(HIGHWAYS, PURPOSE, handed_over=True), by=olwen)
    with clock.stopped_at(datetime(2026, 3, 6, 12, tzinfo=UTC)):
        take_back(case.reference, "They say it is ours.", by=olwen)
    seen = case_for(case.reference, seen_by=olwen)
    assert (due, seen.due_on) == (date(2026, 3, 9), date(2026, 3, 11))


def test_who_says_that_it_is_not_settled_gets_it_back() -> None:
    case, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    refer_case(case.reference, Referring(HIGHWAYS, PURPOSE, handed_over=True), by=olwen)
    reopen_case(case.reference, "They do nothing.", by=proven(case, HARDING))
    assert "with-body" not in case_for(case.reference, seen_by=olwen).traits


def test_the_bodies_of_the_folder() -> None:
    assert [one.code for one in bodies(seen_by=SYSTEM)] == [HIGHWAYS, COUNTY, "hiram-housing"]
