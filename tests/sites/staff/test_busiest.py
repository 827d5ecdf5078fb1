"""The busiest case there can be: paid for and partly given back, in several people's hands, agreed to by a stand-in,
moved, split, merged, held, visited, called about, and whoever reported it is dealt with by rules. Its page asks the
database no more than that of any case, and no more where there is three times as much of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.answers import html
from tests.cast import ELEANOR, FLY_TIPPING, STALL, SYSTEM, Resident, proven, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.bookings.api import make_round, visits_about
from moothall.apps.cases import api as cases
from moothall.apps.cases.models import Party
from moothall.apps.contacts.api import begin_contact
from moothall.apps.documents.api import attach
from moothall.apps.payments import api as payments
from moothall.apps.payments.ports import Standing
from moothall.apps.teams.api import actor_for, join
from moothall.connectors.demo.api import DemoPayments
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.money import Money
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db

MOST = 15
BARRED = {"outcome": "barred"}


@dataclass(frozen=True, slots=True)
class Staff:
    """`bess` leads the team, `ned` stands in for her, `william` asks; `tom` answers the telephone."""

    bess: Actor
    ned: Actor
    william: Actor
    tom: Actor


@pytest.fixture
def staff() -> Staff:
    places = {
        "Bess Lade": ("licensing", "manager"), "Ned Hale": ("licensing", "officer"),
        "William Cope": ("licensing", "manager"), "Tom Pellow": ("customer-services", "adviser"),
    }  # fmt: skip
    found = [actor_for(an_officer(name, team=team, role=role)) for name, (team, role) in places.items()]
    bess, ned, william, tom = found
    assert ned.account_id
    cases.hand_over_role("manager", ned.account_id, clock.today(), clock.today() + timedelta(days=7), by=bess)
    return Staff(bess, ned, william, tom)


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def busiest(much: int, staff: Staff, till: DemoPayments) -> str:
    """A case with so much of each: its reference."""
    opened = sends(FLY_TIPPING, ELEANOR)
    reference, by = opened.reference, staff.bess
    for _ in range(much - 1):
        cases.move_case(reference, STALL, by=SYSTEM)
        cases.move_case(reference, FLY_TIPPING, by=SYSTEM)
    cases.move_case(reference, STALL, by=SYSTEM)
    cases.take_case(reference, by=by)
    [reporter] = Party.objects.filter(case_id=opened.case_id)
    for number in range(much):
        _money(reference, f"case:{opened.case_id}", number, staff, till)
        Party.objects.create(
            case_id=opened.case_id, role="co_applicant", person=f"partner_{number}",
            source_record_id=reporter.source_record_id,
        )  # fmt: skip
        attach(
            f"case:{opened.case_id}", sample_photo(), name=f"{number}.jpg", media_type="image/jpeg",
            kind="photo", source="form:x", by=SYSTEM,
        )  # fmt: skip
        _written(reference, reporter, number, staff)
        _others(reference, number, by)
        begin_contact("phone", about=reference, by=staff.tom)
        stops = [one.stop for one in cases.stops_of([reference], seen_by=by)]
        make_round("licensing", in_days(number), stops, name=f"Round {number}", by=SYSTEM)
        cases.hold_case(reference, f"Held {number}", day=in_days(9), by=by)
        if number < much - 1:
            cases.end_hold(reference, by=by)
            _, visit = visits_about(f"case:{opened.case_id}", seen_by=SYSTEM)[-1]
            cases.complete_visit(visit.id, "done", f"Seen {number}", sent_as=f"device-{number:04}", by=SYSTEM)
    for task in cases.case_for(reference, seen_by=by).tasks:
        cases.complete_task(reference, task.id, by=by)
    cases.ask_approval(reference, "close", BARRED, "No stall is left.", by=staff.william)
    for number in range(much):
        cases.add_to_case(reference, f"Also {number}.", by=proven(opened, ELEANOR))
    run_pending()
    return reference


def _money(reference: str, owner: str, number: int, staff: Staff, till: DemoPayments) -> None:
    """Paid; and a part given back, to which the stand-in agreed."""
    asked = payments.begin_payment(
        owner, service=STALL, amount=Money(6000), description="Stall", answers_digest=str(number),
        return_url=lambda key: f"http://localhost/back/{key}", by=SYSTEM,
    )  # fmt: skip
    till.decide(asked.next_url.rpartition("/")[2], Standing.DONE)
    payments.settle_payment(asked.id, by=SYSTEM)
    cases.ask_approval(reference, "refund", {"pence": 2500}, f"Too much, {number}", by=staff.william)
    waiting = cases.approval_of(cases.case_for(reference, seen_by=staff.ned), seen_by=staff.ned)
    assert waiting
    cases.approve(reference, waiting.id, by=staff.ned)


def _written(reference: str, reporter: Party, number: int, staff: Staff) -> None:
    cases.add_note(reference, f"Note {number} for @Tom Pellow.", by=staff.bess)
    cases.add_sensitive_note(reference, f"Quiet {number}", role="manager", by=staff.bess)
    cases.add_tag(reference, f"tag {number}", by=staff.bess)
    cases.correct_answers(reference, {"name": f"Eleanor {number}"}, by=staff.bess, reason="She called.")
    cases.send_reply(reference, cases.ReplyDraft(f"Dear {number}", (reporter.id,), (), "en"), by=staff.bess)
    wish = cases.Flagging(
        rules=("two-officers",), words=f"Rule {number}", reason="Threatened us.", evidence="A call",
        review_on=in_days(90), tell=False, why_not="It would harm.",
    )  # fmt: skip
    cases.flag_contact(reference, reporter.id, wish, by=staff.bess)


def _others(reference: str, number: int, by: Actor) -> None:
    """A duplicate, one that is merged, one that is split off, another of the same person."""
    someone = Resident(f"Resident {number}", f"resident{number}@example.com")
    follows, joins = (sends(STALL, someone, charity="yes").reference for _ in range(2))
    sends(STALL, ELEANOR, charity="yes")
    cases.link_duplicate(follows, original=reference, by=by)
    cases.merge_cases(reference, [joins], "One stall.", by=by)
    cases.split_case(reference, cases.Parting(STALL, ("name", "email"), words=f"Two stalls {number}."), by=by)


@pytest.fixture
def desk(staff: Staff) -> Client:
    """Somebody to whom every part of the page is shown."""
    account = an_officer("Martha Grantly", team="licensing", role="manager")
    join(account.pk, team="customer-services", role="adviser", by=SYSTEM)
    return sign_in(Client(), account)


def asked(desk: Client, reference: str, **head: str) -> tuple[str, int]:
    """What is shown, and how much it asked the database for, once all that is remembered for a minute is."""
    address = f"/staff/cases/{reference}/"
    desk.get(address, headers=head)
    with CaptureQueriesContext(connection) as queries:
        shown = html(desk.get(address, headers=head))
    return shown, len(queries)


def test_the_busiest_case_asks_no_more_than_any_other(desk: Client, staff: Staff, till: DemoPayments) -> None:
    busy, busier = (busiest(much, staff, till) for much in (1, 3))
    shown, few = asked(desk, busy)
    shown_more, more = asked(desk, busier)
    assert few <= MOST
    assert more == few
    part, part_more = (asked(desk, one, **{"X-In-Place": "case"})[1] for one in (busy, busier))
    assert part <= few, "what comes back in place is a part of the page"
    assert part_more == part
    everything = (
        "£60, paid on", "given back: Too much, 0", "in the place of Bess Lade", "Two officers on every visit",
        "Dealt with together", "It has a duplicate", "It was one request with", "On hold",
        "Quiet 0", "Note 0 for", "Dear 0", "Also 0.", "Contacts about this", "tag 0", "She called.",
        "No stall is left.", "0.jpg", "Round 0",
    )  # fmt: skip
    assert [words for words in everything if words not in shown] == []
    more_of_it = [words.replace("0", "2") if "60" not in words else words for words in everything]
    more_of_it[everything.index("It has a duplicate")] = "It has 3 duplicates"
    assert [words for words in more_of_it if words not in shown_more] == []
    assert re.findall(r"<section(?![^>]*aria-label)[^>]*>", shown) == [], (
        "a part without a name is read out as none"
    )
    keys = re.findall(r' id="([^"]+)"', shown_more)
    assert len(keys) == len(set(keys))
