"""Filling in a form: nothing typed is lost, nothing is sent twice, and a closed door says so kindly."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.catalogue.folders import change, copied_folders
from tests.cast import FLY_TIPPING, SYSTEM
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in, reference_on, seen, send
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.catalogue.api import preview_link
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db


def open_cases() -> int:
    return cases.count_waiting("open", seen_by=SYSTEM).number


def test_a_wrong_page_comes_back_with_what_was_typed(client: Client) -> None:
    fill_in(client, until="your-details")
    response = client.post(f"{ADDRESS}/your-details", {"name": "Mary", "email": "mary@", "phone": "12"})
    assert response.status_code == 200
    html = content(response)
    assert "<title>Error: " in html
    assert 'value="mary@"' in html
    assert 'value="12"' in html


def test_a_page_can_be_gone_back_to_and_says_what_was_typed(client: Client) -> None:
    fill_in(client, until="did-you-see")
    assert "Outside 14 Mill Lane" in content(client.get(f"{ADDRESS}/where"))


def test_a_later_page_leads_to_the_first_that_is_missing(client: Client) -> None:
    assert client.get(f"{ADDRESS}/photo")["Location"] == f"{ADDRESS}/what-was-dumped"
    fill_in(client, until="what-land")
    assert client.get(CHECK)["Location"] == f"{ADDRESS}/what-land"


def test_changing_an_answer_leads_back_to_the_check(client: Client) -> None:
    fill_in(client)
    response = client.post(f"{ADDRESS}/how-much?change=1", {"amount": "lorry"})
    assert response["Location"] == CHECK
    assert "As much as fills a lorry, or more" in content(client.get(CHECK))


def test_sent_twice_is_one_case_and_one_confirmation(client: Client) -> None:
    reference = send(client)
    again = client.post(CHECK)
    assert again["Location"] == f"{ADDRESS}/done"
    assert reference_on(client.get(f"{ADDRESS}/done")) == reference
    assert client.post(f"{ADDRESS}/where", PAGES["where"])["Location"] == f"{ADDRESS}/done"
    assert open_cases() == 1


def test_two_tabs_that_both_send_make_one_case(client: Client) -> None:
    fill_in(client)
    other = Client()
    other.cookies = client.cookies.copy()
    client.post(CHECK)
    other.post(CHECK)
    assert open_cases() == 1


def test_a_second_report_begins_empty(client: Client) -> None:
    first = send(client)
    assert client.get(f"{ADDRESS}/start")["Location"] == f"{ADDRESS}/what-was-dumped"
    assert "checked" not in content(client.get(f"{ADDRESS}/what-was-dumped"))
    second = send(client)
    assert second != first
    assert open_cases() == 2


def test_what_was_begun_can_be_carried_on_or_forgotten(client: Client) -> None:
    assert "Start now" in content(client.get(ADDRESS))
    fill_in(client, until="where")
    assert "Carry on" in content(client.get(ADDRESS))
    assert client.get(f"{ADDRESS}/start")["Location"] == f"{ADDRESS}/where"
    assert client.get(f"{ADDRESS}/start?again=1")["Location"] == f"{ADDRESS}/what-was-dumped"
    assert "Start now" in content(client.get(ADDRESS))
    assert "checked" not in content(client.get(f"{ADDRESS}/what-was-dumped"))


def test_answers_older_than_a_day_are_gone_and_what_was_typed_last_is_given_back(client: Client) -> None:
    fill_in(client, until="where")
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        response = client.post(f"{ADDRESS}/where", {"place": "Behind the old mill", "spot": ""})
    assert response.status_code == 410
    page = seen(response)
    assert "Behind the old mill" in page.text
    assert "Nothing was sent" in page.text
    assert (f"{ADDRESS}/start?again=1", "Start again") in page.links
    assert client.get(f"{ADDRESS}/what-was-dumped").status_code == 200


def test_a_forged_draft_is_no_draft(client: Client) -> None:
    client.cookies["moothall_draft"] = "x" * 32
    assert client.get(CHECK).status_code == 410
    client.cookies["moothall_draft"] = "é\x00" * 3000
    assert client.get(f"{ADDRESS}/what-was-dumped").status_code == 200
    assert client.get(ADDRESS).status_code == 200


def test_a_service_that_closes_meanwhile_keeps_what_was_typed_and_says_why(
    client: Client, tmp_path: Path
) -> None:
    with copied_folders(tmp_path / "open"):
        fill_in(client)
    with copied_folders(tmp_path / "paused") as folders:
        change(
            folders.service(FLY_TIPPING) / "service.yaml",
            "area: bins",
            "pause:\n  sentence: Our crews are flooded. Come back on Monday.\narea: bins",
        )
        response = client.post(CHECK)
        assert response["Location"] == ADDRESS
        shown = seen(client.get(ADDRESS)).text
        assert "Our crews are flooded." in shown
        assert "We keep what you typed for a day." in shown
        assert client.get(f"{ADDRESS}/start")["Location"] == ADDRESS
        assert client.get(f"{ADDRESS}/where")["Location"] == ADDRESS
        saved = client.post(f"{ADDRESS}/where", {"place": "By the weir", "spot": ""})
        assert saved["Location"] == ADDRESS
    assert open_cases() == 0
    assert "By the weir" in content(client.get(CHECK))


def test_an_unpublished_service_is_there_for_its_link_alone_and_to_the_end(
    client: Client, tmp_path: Path
) -> None:
    with copied_folders(tmp_path) as folders:
        change(folders.service(FLY_TIPPING) / "service.yaml", "area: bins", "published: no\narea: bins")
        for path in (ADDRESS, f"{ADDRESS}/start", f"{ADDRESS}/where", CHECK, f"{ADDRESS}/done"):
            assert client.get(path).status_code == 404, path
        assert client.post(f"{ADDRESS}/what-was-dumped", PAGES["what-was-dumped"]).status_code == 404
        assert client.get(f"{ADDRESS}?preview=forged").status_code == 404
        assert FLY_TIPPING not in content(client.get("/"))
        token = preview_link(FLY_TIPPING, by=SYSTEM)
        assert "not published" in seen(client.get(f"{ADDRESS}?preview={token}")).text
        cookie = client.cookies["moothall_preview"]
        assert cookie["httponly"]
        assert cookie["path"] == ADDRESS
        assert send(client)


def test_a_photo_is_shown_before_it_is_sent_to_whoever_chose_it_and_to_nobody_else(client: Client) -> None:
    fill_in(client, until="photo")
    photo = SimpleUploadedFile("../<b>sofa.jpg", sample_photo(), "text/html")
    assert client.post(f"{ADDRESS}/photo", {"photo": photo}).status_code == 302
    for page in ("what-land", "where", "did-you-see", "your-details"):
        client.post(f"{ADDRESS}/{page}", PAGES[page])
    assert "We are checking this file" in content(client.get(CHECK))
    run_pending(("files",))
    html = content(client.get(CHECK))
    address = html.partition('class="thumb govuk-!-margin-bottom-2" src="')[2].partition('"')[0]
    picture = client.get(address)
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert picture["Cache-Control"] == "private, no-store"
    assert b"".join(picture).startswith(b"\xff\xd8")
    assert Client().get(address).status_code == 404
    assert client.get(f"{ADDRESS}/pictures/{uuid4()}").status_code == 404
    client.post(CHECK)
    assert client.get(address).status_code == 404, "it is the case's now"


def test_an_officer_who_reports_something_is_a_resident_here(client: Client) -> None:
    sign_in(client, an_officer(team="waste", role="officer"))
    reference = send(client)
    assert client.get(f"/requests/{reference}").status_code == 200


def test_the_confirmation_belongs_to_the_browser_that_sent_it(client: Client) -> None:
    send(client)
    assert Client().get(f"{ADDRESS}/done")["Location"] == ADDRESS


def test_whose_line_broke_after_sending_still_sees_the_reference(client: Client) -> None:
    """The case is kept, and the answer with its proof never arrives: the draft's own cookie is proof enough."""
    reference = send(client)
    del client.cookies["moothall_proof"]
    assert reference_on(client.get(f"{ADDRESS}/done")) == reference
