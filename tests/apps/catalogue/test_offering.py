"""What residents find: published, paused, in season, by preview link; and the folders seen again in development."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from moothall.apps.catalogue import library
from moothall.apps.catalogue.api import (
    FolderMistakes,
    NoSuchPage,
    NoSuchService,
    council,
    forget,
    load,
    mistakes_now,
    page_named,
    pages_listed,
    preview_link,
    read_again,
    service_named,
    services_by_area,
    services_listed,
    why_not_there,
)
from moothall.ground.search.api import best
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, PUBLIC_CLASS, Actor, Kind, system
from moothall.kernel.rules import Refused
from tests.apps.catalogue.folders import Folders, change

SLUG = "report-fly-tipping"
WRITER = Actor(Kind.OFFICER, "officer:0199", abilities=frozenset({"services.preview"}))
OFFICER = Actor(Kind.OFFICER, "officer:0200", abilities=frozenset({"cases.read"}))


def add(folders: Folders, text: str, slug: str = SLUG) -> None:
    with (folders.service(slug) / "service.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    read_again()


def names() -> list[str]:
    return [service.slug for service in services_listed(seen_by=ANONYMOUS)]


def test_services_stand_under_the_councils_headings(folders: Folders) -> None:
    folders.own_service("dumped-rubbish", f"extends: {SLUG}\nname: Dumped rubbish\nremove: [area]\n")
    read_again()
    offers = [(o.area.key, [s.slug for s in o.services]) for o in services_by_area(seen_by=ANONYMOUS)]
    assert offers == [
        ("bins-and-rubbish", ["report-missed-bin", SLUG, "find-bin-days"]),
        ("events", ["rent-market-stall"]),
        ("care-and-support", ["raise-concern-about-neighbour"]),
        ("council", ["make-complaint"]),
        ("other", ["dumped-rubbish"]),
    ]
    change(folders.council / "council.yaml", "languages:", f"not_offered: [{SLUG}]\nlanguages:")
    read_again()
    assert SLUG not in names()


def test_a_service_that_is_not_published_opens_by_link_until_it_expires(folders: Folders) -> None:
    add(folders, "published: no\n")
    assert SLUG not in names()
    with pytest.raises(NoSuchService):
        service_named(SLUG, seen_by=OFFICER)
    assert service_named(SLUG, seen_by=WRITER).published is False
    with pytest.raises(Refused):
        preview_link(SLUG, by=OFFICER)
    with clock.stopped_at(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        token = preview_link(SLUG, days=7, by=WRITER)
        assert service_named(SLUG, seen_by=ANONYMOUS, preview=token).slug == SLUG
    with clock.stopped_at(datetime(2026, 3, 9, 9, 59, tzinfo=UTC)):
        assert service_named(SLUG, seen_by=ANONYMOUS, preview=token)
    with clock.stopped_at(datetime(2026, 3, 9, 10, 1, tzinfo=UTC)), pytest.raises(NoSuchService):
        service_named(SLUG, seen_by=ANONYMOUS, preview=token)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é" * 50, "x" * 5000, "WyJ4Il0:1tZ:abc"])
def test_a_made_up_token_opens_nothing(folders: Folders, token: str) -> None:
    add(folders, "published: no\n")
    with pytest.raises(NoSuchService):
        service_named(SLUG, seen_by=ANONYMOUS, preview=token)


def test_a_link_to_one_service_does_not_open_another(folders: Folders) -> None:
    add(folders, "published: no\n")
    add(folders, "published: no\n", "make-complaint")
    token = preview_link("make-complaint", by=WRITER)
    with pytest.raises(NoSuchService):
        service_named(SLUG, seen_by=ANONYMOUS, preview=token)


def test_a_pause_says_why_and_ends_by_itself(folders: Folders) -> None:
    add(folders, "pause: {sentence: The depot is flooded., since: 2026-03-02, until: 2026-03-09}\n")
    service = service_named(SLUG, seen_by=ANONYMOUS)
    assert service.availability(date(2026, 3, 1)).open
    paused = service.availability(date(2026, 3, 8))
    assert (paused.open, paused.sentence, paused.opens_on) == (
        False,
        "The depot is flooded.",
        date(2026, 3, 9),
    )
    assert service.availability(date(2026, 3, 9)).open


@pytest.mark.parametrize(
    ("opens", "closes", "day", "is_open", "opens_on"),
    [
        ("1 March", "31 October", date(2026, 3, 1), True, None),
        ("1 March", "31 October", date(2026, 10, 31), True, None),
        ("1 March", "31 October", date(2026, 11, 1), False, date(2027, 3, 1)),
        ("1 March", "31 October", date(2026, 2, 28), False, date(2026, 3, 1)),
        ("1 November", "29 February", date(2026, 12, 25), True, None),
        ("1 November", "29 February", date(2026, 2, 28), True, None),
        ("1 November", "29 February", date(2026, 3, 1), False, date(2026, 11, 1)),
    ],
)
def test_a_season_comes_each_year(
    folders: Folders, opens: str, closes: str, day: date, is_open: bool, opens_on: date | None
) -> None:
    add(folders, f"season: {{from: {opens}, to: {closes}, sentence: Come back in season.}}\n")
    found = service_named(SLUG, seen_by=ANONYMOUS).availability(day)
    assert (found.open, found.opens_on) == (is_open, opens_on)
    assert found.sentence == ("" if is_open else "Come back in season.")


def test_pages_are_markdown_without_html(folders: Folders) -> None:
    (folders.council / "pages" / "odd.md").write_text(
        "---\ntitle: Odd\n---\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](/x) ![c](http://x/y.png)\n",
        encoding="utf-8",
    )
    read_again()
    html = page_named("odd").html
    assert "<script" not in html
    assert "javascript:" not in html.replace("[a](javascript:", "")
    assert '<a href="/x" class="govuk-link">b</a>' in html
    assert "<img" not in html
    assert [page.slug for page in pages_listed() if page.footer][:2] == ["contact", "privacy"]
    with pytest.raises(NoSuchPage):
        page_named("nothing")


@pytest.mark.django_db
def test_search_finds_services_and_pages_until_they_are_gone(folders: Folders) -> None:
    found = search_keys
    load(by=system("load"))
    assert SLUG in found("mattress")
    assert "cookies" in found("cookies")
    add(folders, "published: no\n")
    load(by=system("load"))
    assert SLUG not in found("mattress")


@pytest.mark.django_db
def test_what_is_deleted_leaves_search_at_the_next_load(folders: Folders) -> None:
    load(by=system("load"))
    assert SLUG in search_keys("mattress")
    assert "cookies" in search_keys("cookies")
    shutil.rmtree(folders.service(SLUG))
    (folders.council / "pages" / "cookies.md").unlink()
    forget()
    load(by=system("load"))
    assert SLUG not in search_keys("mattress")
    assert "cookies" not in search_keys("cookies")
    assert "privacy" in search_keys("privacy")


@pytest.mark.django_db
def test_what_is_deleted_leaves_search_at_the_next_request_in_development(
    watched_folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(by=system("load"))
    (watched_folders.council / "pages" / "cookies.md").unlink()
    (watched_folders.council / "pages" / "privacy.md").write_text("no front matter", encoding="utf-8")
    later(monkeypatch)
    council()
    assert "cookies" not in search_keys("cookies")
    assert "privacy" in search_keys("privacy"), "what has a mistake stays as it was"


def search_keys(words: str) -> list[str]:
    hits = best(words, kinds=("service", "page"), classes=frozenset({PUBLIC_CLASS}), limit=10)
    return [hit.key for hit in hits]


def test_a_service_with_a_mistake_is_left_out_and_the_others_stay(folders: Folders) -> None:
    change(folders.service(SLUG) / "service.yaml", "team: waste", "team: nobody")
    read_again()
    others = {
        "find-bin-days",
        "make-complaint",
        "raise-concern-about-neighbour",
        "rent-market-stall",
        "report-missed-bin",
    }
    assert set(names()) == others
    assert ["no team ‘nobody’" in m.sentence for m in mistakes_now()] == [True]


def test_a_service_that_is_gone_but_still_listed_stops_nobody(folders: Folders) -> None:
    shutil.rmtree(folders.service(SLUG))
    read_again()
    assert SLUG not in names()
    assert {m.sentence.split(".")[0] for m in mistakes_now()} == {f"There is no service ‘{SLUG}’"}


def test_a_council_that_cannot_be_read_stops_the_start_with_sentences(folders: Folders) -> None:
    change(folders.council / "teams.yaml", "teams:", "team:")
    with pytest.raises(FolderMistakes) as found:
        read_again()
    assert "‘teams’ is missing" in str(found.value)
    change(folders.council / "teams.yaml", "team:", "teams:")


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second and more has passed since a request looked at the folders."""
    ahead = time.monotonic() + 2
    monkeypatch.setattr(library.time, "monotonic", lambda: ahead)


@pytest.mark.django_db
def test_in_development_a_change_is_seen_without_a_restart(
    watched_folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = watched_folders.service(SLUG) / "service.yaml"
    assert service_named(SLUG, seen_by=ANONYMOUS).name == "Report fly-tipping"
    change(file, "name: Report fly-tipping", "name: Report dumped rubbish")
    later(monkeypatch)
    assert service_named(SLUG, seen_by=ANONYMOUS).name == "Report dumped rubbish"


@pytest.mark.django_db
def test_in_development_a_mistake_leaves_what_was_good(
    watched_folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert council().name
    change(watched_folders.council / "council.yaml", "name: Barchester City Council", "nam: Nowhere")
    change(watched_folders.service(SLUG) / "service.yaml", "name: Report fly-tipping", "name: [")
    later(monkeypatch)
    assert council().name == "Barchester City Council"
    assert service_named(SLUG, seen_by=ANONYMOUS).name == "Report fly-tipping"
    assert len(mistakes_now()) >= 2


def test_in_production_a_change_waits_for_a_restart(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folders.service(SLUG) / "service.yaml"
    assert service_named(SLUG, seen_by=ANONYMOUS)
    change(file, "name: Report fly-tipping", "name: Report dumped rubbish")
    os.utime(file, (time.time() + 60, time.time() + 60))
    later(monkeypatch)
    assert service_named(SLUG, seen_by=ANONYMOUS).name == "Report fly-tipping"
    assert timedelta(0) < timedelta(seconds=library.LOOK_EVERY_SECONDS) <= timedelta(seconds=2)


def test_what_is_not_there_to_preview_is_said_with_its_mistakes(folders: Folders) -> None:
    assert why_not_there("report-fly-tiping").endswith("Write ‘report-fly-tipping’.")
    change(folders.service(SLUG) / "form.yaml", "pages:", "pagse:")
    read_again()
    first, *mistakes = why_not_there(SLUG).split("\n")
    assert first == f"The folder of “{SLUG}” has mistakes, so there is nothing of it to use:"
    assert any("pagse" in one for one in mistakes)
