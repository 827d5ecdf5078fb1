"""Rounds in the browser without its script: planned, walked, completed; sent again; and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import CONCERN, FLY_TIPPING, HARDING, SYSTEM, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.bookings.api import RoundView, Stop, VisitView, make_round, rounds_between
from moothall.apps.cases.api import (
    Opened,
    StopSaid,
    case_for,
    close_case,
    set_priority,
    stops_of,
    timeline_of,
)
from moothall.apps.identity.api import Account
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo
from moothall.sites.staff.rounds.reading import stop_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def dai() -> Account:
    return an_officer("Dai Prosser", team="waste", role="crew")


def a_round(*made: Opened, crew: Account | None = None) -> RoundView:
    stops = [one.stop for one in stops_of([one.reference for one in made], seen_by=SYSTEM)]
    make_round("waste", clock.today(), stops, crew=crew.pk if crew else None, name="Tips", by=SYSTEM)
    [found] = rounds_between(clock.today(), clock.today(), seen_by=SYSTEM)
    return found


def address(found: RoundView, visit: int = 0) -> str:
    return f"/staff/rounds/{found.id}/visits/{found.visits[visit].id}/"


def test_a_round_is_planned_from_a_list(client: Client, dai: Account) -> None:
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    one, two = sends(FLY_TIPPING, HARDING, spot="51.7520, -1.2577"), sends(FLY_TIPPING, HARDING)
    plan = "/staff/rounds/new/?service=report-fly-tipping"
    page = client.get(plan).content.decode()
    assert one.reference in page
    assert two.reference in page
    typed = {"team": "waste", "day": clock.today().isoformat(), "crew": str(dai.pk), "name": "Tips"}
    assert client.post(plan, typed).status_code == 422, "nothing chosen"
    past = (clock.today() - timedelta(days=1)).isoformat()
    refused = client.post(plan, {**typed, "day": past, "case": one.reference})
    assert refused.status_code == 422
    assert f'value="{one.reference}" checked' in refused.content.decode(), "what was chosen stays"
    for wrong in ({"day": "soon"}, {"team": "highways"}, {"crew": "x" * 40, "round": "nonsense", "day": ""}):
        assert client.post(plan, {**typed, **wrong, "case": one.reference}).status_code == 422
    made = client.post(plan, {**typed, "case": [one.reference, two.reference, "nonsense"]}, follow=True)
    sheet = made.content.decode()
    assert "2 stops left" in sheet
    assert "geo:" in sheet
    assert "Outside 14 Mill Lane" in sheet
    assert client.get(plan).content.decode().count('name="case"') == 0, "both are on a round"
    [found] = rounds_between(clock.today(), clock.today(), seen_by=SYSTEM)
    change = f"/staff/rounds/{found.id}/change/"
    told = client.post(change, {"do": "down", "visit": str(found.visits[0].id)}, follow=True)
    assert "The order is changed." in told.content.decode()
    [turned] = rounds_between(clock.today(), clock.today(), seen_by=SYSTEM)
    assert [one.id for one in turned.visits] == [found.visits[1].id, found.visits[0].id]
    assert client.post(change, {"do": "day", "day": "yesterday"}).status_code == 422
    for press in ({"do": "order"}, {"do": "drop", "visit": str(found.visits[0].id)}):
        assert client.post(change, press).status_code == 302
    assert client.post(change, {"do": "dance"}).status_code == 422
    assert client.get(f"/staff/rounds/{found.id}/sheet/").status_code == 200


def test_a_crew_completes_a_visit_with_a_photo_once(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    assert "Mine" in client.get("/staff/rounds/").content.decode()
    page = client.get(address(found)).content.decode()
    key = page.split('name="sent_as" value="')[1].split('"')[0]

    def sent(**more: object) -> dict[str, object]:
        photo = SimpleUploadedFile("gone.jpg", sample_photo(), "image/jpeg")
        return {"outcome": "done", "words": "All gone.", "sent_as": key, "photo": photo, **more}

    assert client.post(address(found), sent(outcome="")).status_code == 422
    text = SimpleUploadedFile("gone.jpg", b"no photo", "image/jpeg")
    refused = client.post(address(found), sent(photo=text))
    assert refused.status_code == 422
    assert "All gone." in refused.content.decode(), "what was typed stays"
    six = [SimpleUploadedFile(f"{n}.jpg", sample_photo(), "image/jpeg") for n in range(6)]
    many = client.post(address(found), sent(photo=six))
    assert (many.status_code, "Choose at most 5 photos." in many.content.decode()) == (422, True)
    first = client.post(address(found), sent(), follow=True)
    assert "The visit is kept" in first.content.decode()
    again = client.post(address(found), sent(), headers={"Accept": "application/json"})
    assert again.json() == {"done": True, "again": True, "left": ""}
    other = client.post(address(found), sent(sent_as="another-0001"), headers={"Accept": "application/json"})
    assert other.status_code == 422
    case = case_for(opened.reference, seen_by=SYSTEM)
    assert [(one.kind, one.name) for one in case.documents] == [("photo", "Visit 1.jpg")]
    told = [(one.who, one.sentence, one.text) for one in timeline_of(opened.reference, seen_by=SYSTEM)]
    assert told.count(("Dai Prosser", "Was there: done.", "All gone.")) == 1
    assert case.status == "new", "a crew closes nothing"


def test_a_visit_that_came_to_nothing_says_why_and_an_empty_photo_is_no_photo(
    client: Client, dai: Account
) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    sent = {"outcome": "could-not", "words": " ", "sent_as": "device-00001"}
    answer = client.post(address(found), sent)
    assert answer.status_code == 422
    assert 'href="#words"' in answer.content.decode()
    assert "Say why it could not be done" in answer.content.decode()
    nothing = SimpleUploadedFile("gate.jpg", b"", "image/jpeg")
    answer = client.post(address(found), {**sent, "words": "Locked gate.", "photo": nothing})
    assert answer.status_code == 422
    assert 'href="#photo"' in answer.content.decode()
    assert "Locked gate." in answer.content.decode(), "what was typed is there still"
    assert client.post(address(found), {**sent, "words": "Locked gate."}).status_code == 302


def test_an_officer_may_close_the_case_with_the_visit(client: Client) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened)
    sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))
    page = client.get(address(found)).content.decode()
    assert 'name="close_as"' in page
    sent = {"outcome": "done", "sent_as": "device-00001", "close_as": "cleared"}
    client.post(address(found), sent)
    case = case_for(opened.reference, seen_by=SYSTEM)
    assert (case.status, case.outcome) == ("closed", "cleared")


def test_a_crew_that_asks_to_close_is_told_and_loses_nothing(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    sent = {"outcome": "could-not", "words": "Locked gate", "sent_as": "device-00001", "close_as": "cleared"}
    answer = client.post(address(found), sent, headers={"Accept": "application/json"})
    assert answer.json()["left"].startswith("Your role may not close")
    assert case_for(opened.reference, seen_by=SYSTEM).status == "new"
    assert client.post(f"/staff/cases/{opened.reference}/take/").status_code == 403


def test_a_crew_sees_the_stops_of_its_teams_rounds_and_no_other_case(client: Client, dai: Account) -> None:
    opened, other = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    for hidden in (opened, other):
        assert client.get(f"/staff/cases/{hidden.reference}/").status_code == 403
    assert client.get("/staff/").status_code == 403
    assert opened.reference not in client.get("/staff/palette/", {"q": opened.reference}).content.decode()
    shown = client.get(address(found)).content.decode()
    assert f"/staff/cases/{opened.reference}/" not in shown
    assert HARDING.name in shown
    assert HARDING.email not in shown, "an address for e-mail is no use at a stop"
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        sign_in(client, dai)
        assert client.get(address(found)).status_code == 404, "a round of last week is over"
        assert "A case you may not see" in client.get(f"/staff/rounds/{found.id}/").content.decode()


def test_a_crew_writes_notes_on_the_way_and_reads_its_own(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    assert client.post(address(found), {"note": " "}).status_code == 422
    for _ in range(2):
        led = client.post(address(found), {"note": "The gate is locked until nine."})
    assert led["Location"].endswith("?done=note#written")
    assert "The gate is locked until nine." in client.get(address(found)).content.decode()
    told = [one.text for one in timeline_of(opened.reference, seen_by=SYSTEM)]
    assert told.count("The gate is locked until nine.") == 1
    sent = {"note": "A dog.", "sent_as": "device-00001"}
    answers = []
    for days in (0, 1):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            sign_in(client, dai)
            answers.append(client.post(address(found), sent, headers={"Accept": "application/json"}).json())
    assert answers == [{"done": True, "again": False}, {"done": True, "again": True}]
    client.post(address(found), {**sent, "sent_as": "device-00002"})
    told = [one.text for one in timeline_of(opened.reference, seen_by=SYSTEM)]
    assert told.count("A dog.") == 2, "the device says that these are two"
    refused = client.post(address(found), {**sent, "note": " "}, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    gareth = sign_in(Client(), an_officer("Gareth Finch", team="adult-safeguarding", role="manager"))
    assert gareth.post(address(found), {"note": "x"}).status_code == 404


def test_a_crew_sees_the_photos_of_a_stop(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    photo = SimpleUploadedFile("gone.jpg", sample_photo(), "image/jpeg")
    client.post(address(found), {"outcome": "done", "sent_as": "device-00001", "photo": photo})
    run_pending()
    shown = client.get(address(found)).content.decode()
    picture = shown.split('class="visit__small" src="')[1].split('"')[0]
    assert client.get(picture)["Content-Type"] == "image/jpeg"
    gareth = sign_in(Client(), an_officer("Gareth Finch", team="adult-safeguarding", role="manager"))
    assert gareth.get(picture).status_code == 404


def test_a_round_of_another_team_is_not_there(client: Client) -> None:
    found = a_round(sends(FLY_TIPPING, HARDING))
    sign_in(client, an_officer("Gareth Finch", team="adult-safeguarding", role="manager"))
    for there in (address(found), f"/staff/rounds/{found.id}/", f"/staff/rounds/{found.id}/sheet/"):
        assert client.get(there).status_code == 404
    assert client.post(address(found), {"outcome": "done", "sent_as": "device-00001"}).status_code == 404
    assert client.post(f"/staff/rounds/{found.id}/change/", {"do": "order"}).status_code == 404


def test_a_stop_that_one_may_not_see_says_no_more_than_its_reference(client: Client, dai: Account) -> None:
    opened, concern = sends(FLY_TIPPING, HARDING), sends(CONCERN, HARDING)
    found = a_round(opened, concern, crew=dai)
    sign_in(client, dai)
    page = client.get(f"/staff/rounds/{found.id}/").content.decode()
    assert "A case you may not see" in page
    assert "Hiram Street" not in page
    hidden = next(n for n, one in enumerate(found.visits) if one.label == concern.reference)
    assert client.get(address(found, hidden)).status_code == 404


def test_a_stop_says_its_ward_once() -> None:
    """No ward of the tests has a name, so it is called by its code."""
    visit = VisitView(
        id=uuid4(), round=uuid4(), subject="case:1", label="BAR-1", position=1, lat=None, lon=None, exact=True,
        outcome="", completed_at=None, completed_by="",
    )  # fmt: skip
    for where, ward in (
        (("BC1 6DD", "E05000001 ward"), ""),
        (("E05000001",), ""),
        (("3 Hiram Street", "Barchester"), "E05000001"),
        ((), "E05000001"),
    ):
        stop = StopSaid(Stop("case:1", "BAR-1"), "BAR-1", "Report fly-tipping", "new", "E05000001", where)
        assert stop_line(visit, {"BAR-1": stop}).ward == ward, where


def test_the_case_page_tells_of_its_visits(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    assert "Put it on a round" in client.get(f"/staff/cases/{opened.reference}/").content.decode()
    a_round(opened, crew=dai)
    page = client.get(f"/staff/cases/{opened.reference}/").content.decode()
    assert "to be visited" in page
    assert "Put it on a round" not in page


def test_what_nobody_reached_yesterday_can_be_planned_again_today(client: Client) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    with clock.stopped_at(clock.now() - timedelta(days=1)):
        missed = a_round(opened)
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    page = client.get(f"/staff/cases/{opened.reference}/").content.decode()
    assert "Put it on a round" in page
    assert "Not reached" in page
    plan = client.get(f"/staff/rounds/new/?case={opened.reference}").content.decode()
    assert f'value="{opened.reference}" checked' in plan
    a_round(opened)
    assert "Not reached" in client.get(f"/staff/rounds/{missed.id}/").content.decode()
    assert "It is on another round now" in client.get(address(missed)).content.decode()
    assert "Put it on a round" not in client.get(f"/staff/cases/{opened.reference}/").content.decode()


def test_a_stop_whose_case_was_closed_meanwhile_says_so(client: Client, dai: Account) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    found = a_round(opened, crew=dai)
    sign_in(client, dai)
    pages = (f"/staff/rounds/{found.id}/", f"/staff/rounds/{found.id}/sheet/", address(found))
    assert not [page for page in pages if "Closed by now" in client.get(page).content.decode()]
    close_case(opened.reference, "cleared", by=SYSTEM)
    assert [page for page in pages if "Closed by now" not in client.get(page).content.decode()] == []


def test_a_sheet_asks_the_same_however_many(
    client: Client, dai: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = [sends(FLY_TIPPING, HARDING) for _ in range(6)]
    for one in made:
        set_priority(one.reference, "high", by=SYSTEM)
    found = a_round(*made, crew=dai)
    sign_in(client, dai)
    client.get(f"/staff/rounds/{found.id}/")
    with django_assert_max_num_queries(15):
        assert client.get(f"/staff/rounds/{found.id}/").status_code == 200
