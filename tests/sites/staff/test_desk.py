"""The walk-in desk through Django's client: tickets, appointments, whose turn it is, the screen without names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from tests.answers import html, said
from tests.sites.staff.desk import a_case, a_concern
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.bookings import api as bookings
from moothall.apps.bookings.desk import forget_turns
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.sites.staff.contacts.desk import hours

pytestmark = pytest.mark.django_db

DESK = "/staff/contacts/desk/"
#: A Tuesday morning, before the desk opens.
EARLY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
_SELF = system("test")


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, an_officer("Tom Pellow", team="customer-services", role="adviser"))


def test_a_ticket_is_called_and_the_screen_knows_no_name(desk: Client) -> None:
    desk.post(DESK, {"do": "ticket", "line": "A", "name": "Septimus Harding", "about": "Council tax"})
    desk.post(DESK, {"do": "ticket", "line": "B"})
    shown = said(desk.get(DESK))
    assert "A01 Septimus Harding" in shown
    assert "B01" in shown
    assert "Waiting (2)" in shown
    answer = desk.post(DESK, {"do": "next", "desk": "Desk 2"})
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, asked["desk"], asked["ticket"]) == (302, ["Desk 2"], ["A01"])
    screen = html(Client().get("/waiting-room/"))
    assert "A01" in screen
    assert "Desk 2" in screen
    assert "Harding" not in screen
    assert "tax" not in screen
    turn = bookings.turns_on(clock.today(), seen_by=_SELF)[0]
    desk.post(DESK, {"do": "end", "turn": str(turn.id), "as": "done"})
    assert "A01" not in html(Client().get("/waiting-room/"))


def test_an_appointment_is_booked_arrives_and_goes_first() -> None:
    with clock.stopped_at(EARLY):
        at = bookings.free_times(clock.today(), hours())[0]
        booked = bookings.book_appointment(at, "B", hours(), name="Mary Bold", by=_SELF)
    with clock.stopped_at(at - timedelta(minutes=3)):
        bookings.take_ticket("B", hours(), by=_SELF)
        here = bookings.arrive(booked.id, by=_SELF)
        assert here.ticket == "B02"
    with clock.stopped_at(at):
        assert bookings.call_next("Desk 1", "", hours(), by=_SELF).ticket == "B02"


def test_a_time_is_taken_as_often_as_there_are_desks() -> None:
    with clock.stopped_at(EARLY):
        at = bookings.free_times(clock.today(), hours())[0]
        for name in ("One", "Two", "Three"):
            assert at in bookings.free_times(clock.today(), hours())
            bookings.book_appointment(at, "A", hours(), name=name, by=_SELF)
        assert at not in bookings.free_times(clock.today(), hours())


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-11-24", True),
        ("2026-11-28", True),
        ("2026-11-29", False),
        ("2026-12-25", False),
        ("2026-12-26", False),
    ],
)
def test_it_is_open_as_the_folder_and_the_calendar_say(desk: Client, day: str, open_: bool) -> None:
    shown = said(desk.get(DESK, {"day": day}))
    assert ("Open 09:00" in shown) is open_
    assert ("Closed on this day." in shown) is not open_


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "ticket", "line": "Z"}, {"do": "next", "desk": "Desk 99"}, {"do": "next", "desk": "Desk 1"},
        {"do": "book", "line": "A", "name": "Mary", "at": "tomorrow"}, {"do": "book", "line": "A", "at": "2026"},
        {"do": "book", "line": "A", "name": "Mary", "at": "2020-01-01T09:00:00+00:00"},
        {"do": "book", "line": "A", "name": "Mary", "at": "2026-11-24T09:01:00"},
    ],
)  # fmt: skip
def test_nonsense_is_answered_with_a_sentence(desk: Client, sent: dict[str, str]) -> None:
    answer = desk.post(DESK, sent)
    assert answer.status_code == 422
    assert "There is a problem" in said(answer)


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.post(DESK, {"do": "arrive", "turn": str(uuid4())}).status_code == 404
    assert desk.post(DESK, {"do": "end", "turn": "x", "as": "done"}).status_code == 404
    assert desk.post(DESK, {"do": "dance"}).status_code == 302
    assert desk.get(DESK, {"day": "9999-99-99"}).status_code == 200


def test_names_go_after_a_month() -> None:
    with clock.stopped_at(EARLY):
        bookings.take_ticket("A", hours(), name="Mary Bold", by=_SELF)
    with clock.stopped_at(EARLY + timedelta(days=40)):
        assert bookings.forget_visitors() == 1
        assert bookings.turns_on(EARLY.date(), seen_by=_SELF)[0].name == ""


def test_a_turn_is_linked_to_a_case_and_the_case_tells_of_it(desk: Client) -> None:
    case, hidden = a_case(), a_concern()
    page = f"/staff/cases/{case.reference}/"
    assert f'href="/staff/contacts/desk/?case={case.reference}"' in html(desk.get(page))
    assert f'value="{case.reference}"' in html(desk.get(f"{DESK}?case={case.reference}"))
    refused = desk.post(DESK, {"do": "ticket", "line": "A", "name": "Ann", "case": hidden.reference})
    assert refused.status_code == 422
    assert "There is no case with this reference that you may see." in said(refused)
    assert 'value="Ann"' in html(refused)
    with clock.stopped_at(EARLY):
        at = bookings.free_times(clock.today(), hours())[0]
        booked = bookings.book_appointment(at, "B", hours(), name="Mary Bold", by=_SELF)
    day = {"day": EARLY.date().isoformat(), "turn": str(booked.id)}
    assert desk.post(DESK, {"do": "link", **day, "case": "nonsense"}).status_code == 422
    assert desk.post(DESK, {"do": "link", **day, "case": case.reference.lower()}).status_code == 302
    shown = html(desk.get(f"{DESK}?day={day['day']}"))
    assert f'href="{page}"' in shown
    assert "Appointment 24 November" in said(desk.get(page))
    forget_turns(f"case:{case.case_id}")
    assert "Mary Bold" not in html(desk.get(f"{DESK}?day={day['day']}"))


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59",
        "0001-01-01",
        "tomorrow",
        "",
    ],
)
def test_an_appointment_that_no_clock_can_show_is_refused_in_words(desk: Client, at: str) -> None:
    answer = desk.post(DESK, {"do": "book", "line": "A", "name": "Mary Bold", "at": at})
    assert answer.status_code == 422
    assert "There is a problem" in said(answer)
