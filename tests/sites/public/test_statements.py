"""What the statements say is what is so: cookies really set, services really offered, tables really kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.apps.catalogue.folders import Folders, copied_folders
from tests.cast import SYSTEM
from tests.sites.public.resident import content, send
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.catalogue.api import preview_link, read_again, services_listed
from moothall.kernel.actors import ANONYMOUS
from moothall.sites.public.statements import cookies

pytestmark = pytest.mark.django_db


def test_no_cookie_is_set_that_the_page_does_not_name(client: Client, tmp_path: Path) -> None:
    reference = send(client)
    client.get(f"/requests/{reference}")
    client.get("/track")
    client.get("/search?q=bin")
    sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))
    with copied_folders(tmp_path / "folders") as folders:
        _unpublish(folders)
        client.get(f"/services/a-swan?preview={preview_link('a-swan', by=SYSTEM)}")
    given = {cookie.key for cookie in client.cookies.values() if cookie.value}
    named = {one.name for one in cookies()}
    assert given <= named
    page = content(client.get("/pages/cookies"))
    assert all(f"<code>{name}</code>" in page for name in named)
    assert "{{" not in page


def _unpublish(folders: Folders) -> None:
    folders.own_service("a-swan", "extends: report-fly-tipping\nname: Report a swan\npublished: no\n")
    read_again()


def test_the_privacy_notice_names_every_service_and_what_is_kept(client: Client) -> None:
    page = content(client.get("/pages/privacy"))
    for one in services_listed(seen_by=ANONYMOUS):
        assert one.name in page, one.slug
    assert "Nothing of what you enter" in page
    assert "Its own team alone" in page
    assert "Environmental Protection Act 1990, section 45" in page
    assert "Whatever somebody wrote about a page" in page
    assert "{{" not in page


def test_the_accessibility_statement_says_what_was_looked_at(client: Client) -> None:
    page = content(client.get("/pages/accessibility"))
    assert "axe-core" in page
    assert "{{" not in page


def test_other_braces_stay_as_they_are(client: Client, tmp_path: Path) -> None:
    with copied_folders(tmp_path / "folders") as folders:
        (folders.council / "pages" / "odd.md").write_text(
            "---\ntitle: Odd\n---\nWe write {{ settings }} and {{ services\n"
        )
        read_again()
        assert "{{ settings }} and {{ services" in content(client.get("/pages/odd"))
