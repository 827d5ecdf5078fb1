"""Home by life area and season, the alert on every page, search that forgives typing errors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.apps.catalogue.folders import Folders, change, copied_folders
from tests.cast import FLY_TIPPING, MISSED_BIN, SYSTEM
from tests.sites.public.resident import ADDRESS, content, fill_in, seen

from moothall.apps.catalogue import alerts
from moothall.apps.catalogue.api import load, read_again
from moothall.kernel import clock

pytestmark = pytest.mark.django_db

SUMMER = datetime(2026, 7, 1, 10, tzinfo=UTC)
WINTER = datetime(2026, 12, 1, 10, tzinfo=UTC)
OUT_OF_SEASON = "We collect garden waste from March to October. Come back on 1 March."
SEASON = f"season:\n  from: 1 March\n  to: 31 October\n  sentence: {OUT_OF_SEASON}\narea: bins"


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path / "folders") as found:
        yield found
    alerts.look_again()


def in_season(folders: Folders, slug: str) -> None:
    change(folders.service(slug) / "service.yaml", "area: bins", SEASON)
    read_again()


def test_out_of_season_a_service_says_so_and_cannot_be_started(client: Client, folders: Folders) -> None:
    in_season(folders, FLY_TIPPING)
    with clock.stopped_at(SUMMER):
        assert (f"{ADDRESS}/start", "Start now") in seen(client.get(ADDRESS)).links
    with clock.stopped_at(WINTER):
        page = seen(client.get(ADDRESS))
        assert OUT_OF_SEASON in page.text
        assert page.text.index("Closed for now") < page.text.index("When it is not us")
        assert not [href for href, _ in page.links if href.endswith("/start")]
        assert client.get(f"{ADDRESS}/start")["Location"] == ADDRESS
        assert client.get(f"{ADDRESS}/what-was-dumped")["Location"] == ADDRESS
        assert "Closed for now" in seen(client.get("/")).text


def test_what_was_typed_in_season_is_not_sent_out_of_it(client: Client, folders: Folders) -> None:
    in_season(folders, FLY_TIPPING)
    with clock.stopped_at(datetime(2026, 10, 31, 23, 30, tzinfo=UTC)):
        fill_in(client)
    with clock.stopped_at(datetime(2026, 11, 1, 0, 30, tzinfo=UTC)):
        assert client.post(f"{ADDRESS}/check-your-answers")["Location"] == ADDRESS
        assert "We keep what you typed for a day" in seen(client.get(ADDRESS)).text


def test_home_shows_what_is_asked_for_most_and_what_is_in_season_first(
    client: Client, folders: Folders
) -> None:
    in_season(folders, MISSED_BIN)
    with clock.stopped_at(SUMMER):
        html = content(client.get("/"))
        assert html.index("Most asked for") < html.index("Bins, rubbish and streets")
        area = html.partition("Bins, rubbish and streets")[2]
        assert area.index("Report a missed bin") < area.index("Report fly-tipping")
    with clock.stopped_at(WINTER):
        html = content(client.get("/"))
        often, _, area = html.partition("Bins, rubbish and streets")
        assert "Report a missed bin" not in often
        assert area.index("Report fly-tipping") < area.index("Report a missed bin")


def test_an_alert_stands_on_every_page_compiled_ones_too(client: Client, folders: Folders) -> None:
    pages = [
        "/",
        ADDRESS,
        "/pages/privacy",
        "/search?q=bin",
        "/track",
        "/nothing",
        f"{ADDRESS}/what-was-dumped",
    ]
    alerts.look_again()
    assert all("Snow" not in content(client.get(path)) for path in pages)
    with (folders.council / "council.yaml").open("a") as file:
        file.write("\nalert:\n  sentence: Snow & <ice>\n  until: 2999-01-01\n")
    alerts.look_again()
    for path in pages:
        html = content(client.get(path))
        assert "Snow &amp; &lt;ice&gt;" in html, path
        assert html.index("Snow &amp;") < html.index("<main"), path
    with clock.stopped_at(datetime(2999, 1, 3, tzinfo=UTC)):
        assert all("Snow" not in content(client.get(path)) for path in pages)


def test_typing_errors_are_forgiven(client: Client) -> None:
    load(by=SYSTEM)
    page = seen(client.get("/search", {"q": "misssed rubish"}))
    assert "We found nothing for “misssed rubish”" in page.text
    assert ("/services/report-missed-bin", "Report a missed bin") in page.links


def test_a_question_finds_its_answer_and_the_answer_what_to_do(client: Client) -> None:
    load(by=SYSTEM)
    page = seen(client.get("/search", {"q": "when is my bin emptied"}))
    assert ("/pages/when-is-my-bin-emptied", "When is my bin emptied?") in page.links
    links = [href for href, _ in seen(client.get("/pages/when-is-my-bin-emptied")).links]
    assert any(href.startswith("/services/") for href in links)


def test_nothing_found_helps_on(client: Client) -> None:
    load(by=SYSTEM)
    page = seen(client.get("/search", {"q": "zebra"}))
    assert "We found nothing for “zebra”" in page.text
    assert ("/#bins-and-rubbish", "Bins, rubbish and streets") in page.links
    assert "01632 960100" in page.text


def test_a_search_asks_a_bounded_number_of_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load(by=SYSTEM)
    client.get("/")
    with django_assert_max_num_queries(4):
        client.get("/search", {"q": "misssed rubish " * 20})
