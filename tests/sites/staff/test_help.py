"""Help: each page of the staff site is explained by the guides, and links among them lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.journeys.test_pages import NOT_PAGES
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in
from tests.sites.test_routes_by_role import TABLE

from moothall.apps.teams.api import ABILITIES
from moothall.sites.staff.guides import guides, sections_for, slug_of

pytestmark = pytest.mark.django_db

#: They are the help.
HELP = {"staff-help", "staff-guide", "staff-help-page"}
PAGES = {name for name, (pattern, _) in TABLE.items() if pattern.startswith("staff/")} - set(NOT_PAGES) - HELP


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))


def test_every_page_has_a_section_and_every_section_is_about_pages_there_are() -> None:
    named = {name for guide in guides().values() for section in guide.sections for name in section.pages}
    assert {name for name in PAGES if not sections_for(name)} == set(), "Say which section is about these."
    assert named - set(TABLE) == set(), "These pages are gone."


def test_each_page_leads_to_what_is_written_about_it(officer: Client) -> None:
    case = a_case()
    shown = officer.get(f"/staff/cases/{case.reference}/").content.decode()
    assert '<a class="foot__link" href="/staff/help/staff-case/">How to deal with a case</a>' in shown
    said = officer.get("/staff/help/staff-case/").content.decode()
    assert "You are not alone" in said
    assert "Merge cases" not in said
    assert 'href="/staff/help/guides/deal-with-a-case/"' in said


def test_a_page_that_is_not_there_and_nobody_get_all_guides_or_none(officer: Client) -> None:
    assert 'href="/staff/help/"' in officer.get("/staff/nothing/").content.decode()
    for address in ("/staff/help/nothing/", "/staff/help/guides/nothing/", "/staff/help/home/"):
        assert officer.get(address).status_code == 404
    assert "/staff/help/" not in Client().get("/staff/sign-in/").content.decode()
    assert Client().get("/staff/help/").status_code == 302


def test_every_link_within_the_guides_leads_to_a_guide_and_a_heading(officer: Client) -> None:
    pages = {reverse("staff-guide", args=[slug]): slug for slug in guides()}
    shown = {address: officer.get(address).content.decode() for address in pages}
    assert len(shown) > 10
    for address, text in shown.items():
        main = text.partition("<main")[2].partition("</main>")[0]
        for target in re.findall(r'href="([^"]*)"', main):
            page, _, anchor = target.partition("#")
            if page.startswith("/"):
                assert page in shown, f"{address}: {target}"
                assert not anchor or f'id="{anchor}"' in shown[page], f"{address}: {target}"
            else:
                assert target.startswith(("https://", "http://")), f"{address}: {target}"
        assert "pages: staff" not in main
        assert "></th>" not in main, f"{address}: a table has a head without words"
        assert len(re.findall(r'\bid="', main)) == len(set(re.findall(r'\bid="([^"]*)"', main))), address


def test_help_names_no_ability_by_its_code(officer: Client) -> None:
    page = officer.get("/staff/help/guides/answer-a-call/").content.decode()
    assert "the ability “answer people who call or come: write contacts down" in page
    for slug in guides():
        page = officer.get(f"/staff/help/guides/{slug}/").content.decode()
        assert not [code for code in ABILITIES if f"<code>{code}</code>" in page], slug


def test_help_asks_the_database_nothing(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer.get("/staff/help/")
    with django_assert_num_queries(_queries_of(officer, "/staff/questions/")):
        officer.get("/staff/help/staff-queue/")


def _queries_of(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_without_the_documentation_nothing_is_promised(
    officer: Client, settings: object, tmp_path: Path
) -> None:
    settings.MOOTHALL_GUIDES = tmp_path
    assert "The guides are not installed" in officer.get("/staff/help/").content.decode()
    assert "/staff/help/staff-queue/" not in officer.get("/staff/").content.decode()


def test_a_file_that_is_shown_keeps_its_headings_and_links(tmp_path: Path, settings: object) -> None:
    (tmp_path / "try.md").write_text(
        "# Try it\n\nSo.\n\n## One <b>\n<!-- pages: staff-queue -->\n\n```yaml\n# rules/x.yaml\na: '[b](c.md)'\n```\n"
        "[gone](../else.md) [here](try.md#two) [out](https://example.com/)\n\n## Two\n\n<script>\n"
    )
    settings.MOOTHALL_GUIDES = tmp_path
    one, two = guides()["try"].sections
    assert one.title == "One <b>"
    assert "# rules/x.yaml\na: '[b](c.md)'" in one.html
    assert "gone <a" in one.html
    assert 'href="/staff/help/guides/try/#two"' in one.html
    assert "&lt;script&gt;" in two.html
    assert slug_of("messages/en/*.md: now") == "messagesenmd-now"
