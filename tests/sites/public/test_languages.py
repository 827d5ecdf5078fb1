"""The public site in another language: nobody falls out of theirs, from the first page to the last message."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import OLWEN, SYSTEM
from tests.sites.public.resident import content, reference_on

from moothall.apps.cases.api import case_for, search_cases
from moothall.apps.cases.models import IndexedAnswer, Party
from moothall.apps.catalogue.api import load
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock

pytestmark = pytest.mark.django_db

BIN = "/cy/services/report-missed-bin"
STEPS: list[tuple[str, dict[str, str]]] = [
    ("which-bin", {"bins": "recycling"}),
    ("which-day", {}),
    ("out-in-time", {"out_in_time": "yes"}),
    ("tag", {"tag": "none"}),
    (
        "where",
        {"address-line-1": "14 Mill Lane", "address-town": "Barchester", "address-postcode": "BC1 1AA"},
    ),
    ("help-with-bins", {"assisted": "no"}),
    ("your-details", {"name": "Gwen Harding", "email": "gwen@example.com", "phone": ""}),
]


def fill_in(client: Client) -> None:
    yesterday = clock.today() - timedelta(days=1)
    day = {f"missed_on-{part}": str(getattr(yesterday, part)) for part in ("day", "month", "year")}
    for page, typed in STEPS:
        response = client.post(f"{BIN}/{page}", typed or day)
        assert response.status_code == 302, (page, content(response)[3000:6000])
        assert response["Location"].startswith(f"{BIN}/"), response["Location"]


def test_a_journey_stays_in_its_language_to_the_last_message(client: Client, post: DemoMailer) -> None:
    fill_in(client)
    check = client.get(f"{BIN}/check-your-answers")
    assert 'lang="cy"' in content(check)
    assert "Gwirio eich atebion" in content(check)
    assert "Bin neu flwch ailgylchu" in content(check)
    done = client.post(f"{BIN}/check-your-answers", follow=True)
    assert done.redirect_chain[-1][0] == f"{BIN}/done"
    assert done["Content-Language"] == "cy"
    assert "Byddwn yn gorffen erbyn dydd" in content(done)
    run_pending()
    (mail,) = post.sent
    assert mail.language == "cy"
    assert mail.subject.startswith("Mae eich adroddiad am fin a fethwyd gennym")
    assert "Byddwn yn gorffen erbyn dydd" in mail.text
    link = urlsplit(next(word for word in mail.text.split() if "/track/" in word)).path
    assert link.startswith("/cy/track/")
    own = Client().get(link, follow=True)
    assert own.redirect_chain[-1][0].startswith("/cy/requests/")
    assert "Yr hyn a ddywedoch wrthym" in content(own)
    assert Party.objects.get(role="reporter").language == "cy"
    case = case_for(reference_on(done), seen_by=OLWEN.actor)
    assert [party.reads for party in case.parties] == ["Cymraeg"]
    assert reference_on(done) in content(own)


def test_every_link_of_a_page_stays_in_its_language(client: Client) -> None:
    fill_in(client)
    pages = [
        "/cy/",
        BIN,
        f"{BIN}/which-bin",
        f"{BIN}/check-your-answers",
        "/cy/track",
        "/cy/search?q=bin",
        "/cy/pages/privacy",
    ]
    for page in pages:
        html = content(client.get(page))
        links = re.findall(r'(?:href|action)="(/[^"]*)"([^>]*)', html)
        strays = [
            href
            for href, rest in links
            if not href.startswith(("/cy/", "/static/", "/council-")) and "hreflang" not in rest
        ]
        assert strays == [], page


def test_what_officers_search_is_in_the_first_language(client: Client) -> None:
    fill_in(client)
    reference = reference_on(client.post(f"{BIN}/check-your-answers", follow=True))
    assert "recycling" in set(IndexedAnswer.objects.values_list("text", flat=True))
    assert found_by("recycling") == [reference]
    assert found_by("ailgylchu") == []


def found_by(words: str) -> list[str]:
    return [row.reference for row in search_cases(words, seen_by=OLWEN.actor).rows]


def test_a_form_goes_on_in_another_language_with_its_answers(client: Client) -> None:
    client.post(f"{BIN}/which-bin", {"bins": "food"})
    html = content(client.get("/services/report-missed-bin/which-bin"))
    assert 'value="food" checked' in html
    assert "What was not emptied?" in html
    paths = {cookie["path"] for cookie in client.cookies.values() if cookie.key == "moothall_draft"}
    assert {"/services/report-missed-bin", BIN} <= paths


def test_each_page_offers_itself_in_the_other_language(client: Client) -> None:
    html = content(client.get("/services/report-missed-bin/which-bin?change=1"))
    assert 'href="/cy/services/report-missed-bin/which-bin?change=1" hreflang="cy" lang="cy"' in html
    html = content(client.get(BIN))
    assert '<a class="languages__link" href="/services/report-missed-bin" hreflang="en" lang="en"' in html
    assert '<span aria-current="true">Cymraeg</span>' in html


def test_a_service_without_words_in_it_says_so_and_is_shown_in_the_first(client: Client) -> None:
    html = content(client.get("/cy/services/make-complaint"))
    assert '<html lang="cy">' in html
    assert '<main id="main" class="main" lang="en" dir="ltr">' in html
    assert "Nid yw'r dudalen hon ar gael yn Gymraeg eto" in html.replace("&#39;", "'")
    assert "Before you start" in html
    assert "Dilyn cais" in html
    assert 'lang="en"' in content(client.get("/cy/")).partition("Make a complaint")[0][-120:]


@pytest.mark.parametrize(
    "path", ["/fr/", "/CY/", "/cy/staff/", "/cy/health/live", "/en/", "/en-XA/", "/cycy/"]
)
def test_what_is_in_no_language_we_have_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_spoken_after_the_answer_but_the_first_language(client: Client) -> None:
    client.get("/cy/")
    client.get("/cy/nowhere")
    assert "Page not found" in content(client.get("/nowhere"))
    assert 'href="/track"' in content(client.get("/nowhere"))


def test_another_language_costs_no_query(client: Client) -> None:
    counts = []
    for address in ("/services/report-missed-bin", BIN):
        other = Client()
        other.post(f"{address}/which-bin", {"bins": "food"})
        other.get(f"{address}/which-day")
        with CaptureQueriesContext(connection) as asked:
            other.get(f"{address}/which-day")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_service_is_found_by_its_words_in_another_language(client: Client) -> None:
    load(by=SYSTEM)
    html = content(client.get("/cy/search?q=golau+stryd"))
    assert "Rhoi gwybod am olau stryd" in html
