"""The question types as staff may look at them: drawn, read and said by what residents meet, not by hand."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.forms.api import KINDS, exhibit, families, readings_of, states_of


@pytest.fixture
def desk(client: Client) -> Client:
    """A browser at which Olwen Arkwright of Waste has signed in."""
    return sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))


def test_every_type_has_its_family() -> None:
    assert sorted(kind.type for _, kinds in families() for kind in kinds) == sorted(KINDS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(KINDS))
def test_a_type_is_shown_in_use(desk: Client, name: str) -> None:
    html = desk.get(f"/staff/questions/{name}/").content.decode()
    found = exhibit(name)
    assert unescape(html).count("<h3") >= len(states_of(name))
    assert found.asked is bool(states_of(name))
    assert "<form" not in html.partition("<main")[2]
    identities = re.findall(r'\bid="([^"]+)"', html)
    assert len(identities) == len(set(identities))
    assert all(row.typed in unescape(html) for row in readings_of(name))
    assert not re.search(r"`|\*\*", re.sub(r"(?s)<pre.*?</pre>", "", unescape(html)))
    if (
        any("missing" in code for code, _ in found.sentences)
        and found.asked
        and name not in ("rating", "photo")
    ):
        assert "govuk-error-message" in html
    assert len(html) < 120_000


def test_what_is_typed_is_read_by_the_reader_of_the_pages() -> None:
    read = {row.typed: row.words for row in readings_of("money")}
    assert read["£1,200.50"] == "£1,200.50"
    assert read["50p"] == "£0.50"


@pytest.mark.django_db
def test_the_list_asks_nothing_of_the_database_but_who_it_is(desk: Client) -> None:
    desk.get("/staff/questions/date/")
    with CaptureQueriesContext(
        connection,
    ) as list_page:
        assert "national-insurance-number" in desk.get("/staff/questions/").content.decode()
    with CaptureQueriesContext(connection) as one_page:
        desk.get("/staff/questions/date/")
    with CaptureQueriesContext(connection) as any_page:
        desk.get("/staff/account/")
    assert len(list_page) == len(one_page) <= len(any_page)


@pytest.mark.django_db
def test_no_such_type_is_not_found(desk: Client) -> None:
    assert desk.get("/staff/questions/colour-wheel/").status_code == 404
    assert Client().get("/staff/questions/").status_code in (302, 403)
