"""Following a request: whoever has proven it sees it, nobody else learns that it is there."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signing import dumps
from django.http import HttpResponseBase
from django.test import Client
from tests.cast import CONCERN, ELEANOR, FLY_TIPPING, HARDING, OLWEN, SYSTEM, sends
from tests.sites.public.resident import content, seen

from moothall.apps.cases import api as cases
from moothall.apps.documents.api import attach
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db


def prove(client: Client, reference: str, email: str) -> HttpResponseBase:
    return client.post("/track", {"reference": reference, "email": email})


@pytest.fixture
def opened() -> cases.Opened:
    return sends(FLY_TIPPING, HARDING)


@pytest.fixture
def olwen() -> Actor:
    return OLWEN.signs_in()


def test_a_reference_may_be_typed_in_any_way(opened: cases.Opened) -> None:
    plain = opened.reference.replace("-", "")
    for typed in (
        opened.reference,
        opened.reference.lower(),
        f"  {plain[:7].lower()} {plain[7:]} ",
        plain,
        opened.reference.replace("-", " – "),
    ):
        response = Client().post("/track", {"reference": typed, "email": " SEPTIMUS@example.com "})
        assert response.status_code == 302, typed
        assert response["Location"] == f"/requests/{opened.reference}"


def test_the_address_of_a_request_may_be_typed_too(client: Client, opened: cases.Opened) -> None:
    prove(client, opened.reference, HARDING.email)
    assert client.get(f"/requests/{opened.reference.lower()}")["Location"] == f"/requests/{opened.reference}"


def test_who_guesses_is_stopped_and_the_owner_never_is(
    client: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    other = sends(FLY_TIPPING, ELEANOR)
    for number in range(10):
        typed = opened.reference if number % 2 else opened.reference.lower().replace("-", " ")
        response = prove(client, typed, f"guess{number}@example.com")
        assert response.status_code == 200
        assert "no request with this reference and e-mail address" in content(response)
    said = {
        email: content(prove(client, opened.reference, email)) for email in (HARDING.email, ELEANOR.email)
    }
    for email, page in said.items():
        assert "Look in your e-mail" in page, "right or wrong, nothing is shown"
        assert page.count(email) == 1
    run_pending()
    assert [mail.to for mail in post.sent if "link" in mail.subject] == [HARDING.email]
    link = post.sent[-1].text.partition("http")[2].split()[0].partition("/track/")[2]
    assert client.get(f"/track/{link}")["Location"] == f"/requests/{opened.reference}"
    at_home = Client(REMOTE_ADDR="203.0.113.9")
    assert prove(at_home, opened.reference, HARDING.email).status_code == 302
    for _ in range(9):
        prove(client, opened.reference, HARDING.email)
    run_pending()
    assert len([mail for mail in post.sent if "link" in mail.subject]) == 3, "nobody is flooded through us"
    assert prove(client, other.reference, ELEANOR.email).status_code == 302
    unknown = prove(Client(), "BAR-2222-2222", "x@example.com")
    assert unknown.status_code == 200


def test_nobody_elses_request_is_there(client: Client, opened: cases.Opened) -> None:
    other = sends(CONCERN, ELEANOR)
    paths = ("", "/answer", "/not-fixed", "/how-it-went", f"/documents/{uuid4()}")
    for path in paths:
        assert client.get(f"/requests/{opened.reference}{path}").status_code == 404
        assert client.post(f"/requests/{opened.reference}{path}").status_code == 404
    prove(client, opened.reference, HARDING.email)
    for path in paths:
        assert client.get(f"/requests/{other.reference}{path}").status_code == 404
        assert client.post(f"/requests/{other.reference}{path}").status_code == 404


def test_a_forged_or_old_proof_proves_nothing(client: Client, opened: cases.Opened) -> None:
    address = f"/requests/{opened.reference}"
    for forged in (
        "x",
        dumps([str(uuid4()), str(opened.case_id)], salt="another"),
        dumps("nonsense", salt="moothall.proof"),
        dumps([None, 7], salt="moothall.proof"),
        dumps([str(uuid4()), {"a": 1}], salt="moothall.proof"),
    ):
        client.cookies["moothall_proof"] = forged
        assert client.get(address).status_code == 404, forged
    del client.cookies["moothall_proof"]
    prove(client, opened.reference, HARDING.email)
    cookie = client.cookies["moothall_proof"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 3600
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "é", "A" * 5000, "..%2f..", "-.-"])
def test_a_made_up_link_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"/track/{token}").status_code == 404


def test_answering_what_was_asked(client: Client, opened: cases.Opened, olwen: Actor) -> None:
    cases.take_case(opened.reference, by=olwen)
    cases.ask_reporter(opened.reference, "Which side?", by=olwen)
    prove(client, opened.reference, HARDING.email)
    address = f"/requests/{opened.reference}"
    assert "Which side?" in content(client.get(address))
    long = client.post(f"{address}/answer", {"answer": "a" * 5001})
    assert "a" * 5001 in content(long)
    assert "longer than 5,000" in content(long)
    assert "Enter your answer" in content(client.post(f"{address}/answer", {"answer": " "}))
    told = content(client.post(f"{address}/answer", {"answer": "The left."}, follow=True))
    assert "Thank you. We have your answer" in told
    assert "The left." in content(client.get(address))
    late = client.post(f"{address}/answer", {"answer": "And the right one."})
    assert "And the right one." in content(late)
    assert "was not sent" in seen(late).text


def test_the_story_says_what_was_promised_in_plain_words(
    client: Client, opened: cases.Opened, olwen: Actor
) -> None:
    cases.take_case(opened.reference, by=olwen)
    cases.ask_reporter(opened.reference, "Which side?", by=olwen)
    prove(client, opened.reference, HARDING.email)
    page = seen(
        client.post(f"/requests/{opened.reference}/answer", {"answer": "The left."}, follow=True)
    ).text
    assert page.count("We promised to finish by ") == 2
    assert "Due " not in page


def test_saying_that_it_is_not_fixed(client: Client, opened: cases.Opened, olwen: Actor) -> None:
    cases.take_case(opened.reference, by=olwen)
    cases.close_case(opened.reference, "cleared", "", by=olwen)
    prove(client, opened.reference, HARDING.email)
    address = f"/requests/{opened.reference}"
    assert "Enter what is still wrong" in content(client.post(f"{address}/not-fixed", {"why": ""}))
    told = content(client.post(f"{address}/not-fixed", {"why": "Still there"}, follow=True))
    assert "Thank you. We have what you wrote" in told
    again = client.post(f"{address}/not-fixed", {"why": "And more of it"})
    assert "And more of it" in content(again)


def test_too_late_to_say_so_loses_no_word(client: Client, opened: cases.Opened, olwen: Actor) -> None:
    cases.take_case(opened.reference, by=olwen)
    cases.close_case(opened.reference, "cleared", "", by=olwen)
    with clock.stopped_at(clock.now() + timedelta(days=60)):
        prove(client, opened.reference, HARDING.email)
        response = client.post(f"/requests/{opened.reference}/not-fixed", {"why": "Still there"})
    assert "Still there" in content(response)


def test_a_photo_is_for_whoever_sent_it(client: Client, opened: cases.Opened) -> None:
    photo = attach(
        f"case:{opened.case_id}", sample_photo(), name="a.jpg", media_type="image/jpeg", kind="photo",
        source="form:x", by=SYSTEM,
    )  # fmt: skip
    address = f"/requests/{opened.reference}/documents/{photo.id}"
    assert client.get(address).status_code == 404
    prove(client, opened.reference, HARDING.email)
    assert client.get(address).status_code == 404, "not before it was looked through"
    run_pending(("files",))
    response = client.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    other = sends(FLY_TIPPING, ELEANOR)
    prove(client, other.reference, ELEANOR.email)
    assert client.get(f"/requests/{other.reference}/documents/{photo.id}").status_code == 404


def test_a_request_dealt_with_together_says_so_and_names_nobody_elses(
    client: Client, opened: cases.Opened, olwen: Actor
) -> None:
    repeated = sends(FLY_TIPPING, ELEANOR)
    cases.link_duplicate(repeated.reference, original=opened.reference, by=olwen)
    prove(client, repeated.reference, ELEANOR.email)
    assert "Somebody told us about the same thing before" in content(
        client.get(f"/requests/{repeated.reference}")
    )
