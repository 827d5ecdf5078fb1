"""Two people and one form: each with a part of their own, and nothing of the other's in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from tests.apps.catalogue.folders import Folders, copied_folders
from tests.sites.public.resident import content, reference_on, seen

from moothall.apps.catalogue.api import mistakes_now
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending

pytestmark = pytest.mark.django_db

SLUG = "apply-together"
ADDRESS = f"/services/{SLUG}"
TASKS, CHECK = f"{ADDRESS}/tasks", f"{ADDRESS}/check-your-answers"
ASK = f"{ADDRESS}/ask/co_applicant"
MAIN: dict[str, dict[str, str]] = {
    "street": {"street": "Cathedral Close"},
    "together": {"together": "yes"},
    "who": {"their_name": "Mary Bold", "their_email": "mary@example.com"},
    "you": {"name": "Eleanor Bold", "email": "eleanor@example.com"},
    "debts": {"debts": "77001"},
}
PART: dict[str, dict[str, str]] = {
    "income": {"income": "88002"},
    "proof": {},
    "sign": {"signed-signed": "Mary Bold"},
}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path) as found:
        shutil.copytree(Path(__file__).parent / "services" / SLUG, found.service(SLUG))
        assert [str(one) for one in mistakes_now()] == []
        yield found


@pytest.fixture
def eleanor() -> Client:
    """Whoever begins, with her own part filled in."""
    client = Client()
    fill(client, MAIN)
    return client


def fill(client: Client, pages: dict[str, dict[str, str]]) -> None:
    for page, typed in pages.items():
        response = client.post(f"{ADDRESS}/{page}", typed)
        assert response.status_code == 302, (page, response.content.decode()[:3000])


def words(response: HttpResponseBase) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content(response).partition("<main")[2]).split())


def read(client: Client, address: str) -> str:
    return words(client.get(address, follow=True))


def link_sent(post: DemoMailer, to: str = "mary@example.com", kind: str = "join") -> str:
    """The newest link that was sent to somebody."""
    run_pending()
    for mail in reversed(post.sent):
        if mail.to == to and (found := re.search(rf"http://[^/\s]+(/services/\S+/{kind}/\S+)", mail.text)):
            return found[1]
    raise AssertionError([(mail.to, mail.subject) for mail in post.sent])


def asked(client: Client, post: DemoMailer) -> str:
    """Mary is asked; the path of her link."""
    response = client.post(ASK, {"do": "ask", "email": "eleanor@example.com"})
    assert response["Location"] == f"{TASKS}?asked=co_applicant", content(response)
    return link_sent(post)


def joined(link: str, email: str = "mary@example.com") -> Client:
    client = Client()
    assert client.post(link, {"email": email})["Location"] == f"{ADDRESS}/start"
    return client


def done(client: Client) -> None:
    """Somebody fills in their part and finishes it."""
    fill(client, PART)
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/part/finished"


def test_two_people_fill_in_one_form_and_neither_sees_the_others_part(
    eleanor: Client, post: DemoMailer
) -> None:
    assert "Not asked yet" in read(eleanor, TASKS)
    link = asked(eleanor, post)
    assert "Waiting for Mary Bold" in read(eleanor, TASKS)
    assert "Check your answers and send" not in read(eleanor, TASKS)
    assert eleanor.post(CHECK)["Location"] == TASKS

    mary = joined(link)
    page = read(mary, TASKS)
    assert "Cathedral Close" in page
    assert "77,001" not in page
    assert "eleanor@example.com" not in page
    done(mary)

    assert "Done on" in read(eleanor, TASKS)
    looked = read(eleanor, CHECK)
    assert "77,001" in looked
    assert "88,002" not in looked
    sent = eleanor.post(CHECK, follow=True)
    reference = reference_on(sent)
    assert reference
    run_pending()
    assert {mail.to: mail.subject for mail in post.sent}["mary@example.com"].startswith("It is sent")
    assert not any("88,002" in mail.text + mail.html for mail in post.sent)
    hers = read(eleanor, f"/requests/{reference}")
    assert "77,001" in hers
    assert "88,002" not in hers
    theirs = Client()
    assert theirs.post("/track", {"reference": reference, "email": "mary@example.com"})["Location"]
    shown = read(theirs, f"/requests/{reference}")
    assert "88,002" in shown
    assert "77,001" not in shown
    assert "Cathedral Close" not in shown
