"""Who is told what, by which way of asking: everybody × everything there is to know × page, list, filter, sort, group,
search, palette, look-up, export, refusal, notice. Who may know is what the abilities say; and whoever may, is told.

How many there are is asked in test_crawling.py: a count holds no word by which one knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.cast import SYSTEM
from tests.sites.staff.crawler import body_of
from tests.sites.staff.small_council import Small, a_council, reads
from tests.sites.staff.test_crawling import WALKERS, somebody

from moothall.apps.cases import api as cases
from moothall.ground.jobs.api import run_pending
from moothall.kernel.actors import team_class
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

#: Colleagues who may know all there is: without them some words would be told to nobody, and nobody noticed.
EVERYBODY = WALKERS | {
    "manager inside": (
        ("adult-safeguarding", "manager"),
        ("housing-options", "officer"),
        ("waste", "manager"),
    ),
}


def ways(council: Small) -> Iterator[tuple[str, str, str]]:
    """A way of asking, an address, and what it asks for, which the answer may repeat."""
    for reference in (council.concern, council.homeless, council.one):
        for page in ("", "person/", "together/", "reply/", "close/"):
            yield "page", f"/staff/cases/{reference}/{page}", reference
    for page in (
        "held/",
        "contact-rules/",
        "rounds/",
        "many/?view=all",
        "team/waste/",
        "team/waste/looks/",
        "approvals/",
    ):
        yield "page", f"/staff/{page}", ""
    for asked in (
        "zorbelnote",
        "zorbelname",
        "quirbelnote",
        "openquixnote",
        council.concern,
        council.concern[4:],
    ):
        yield "search", f"/staff/search/?{urlencode({'q': asked})}", asked
        yield "palette", f"/staff/palette/?{urlencode({'q': asked})}", asked
        yield "look-up", f"/staff/contacts/look-up/?{urlencode({'q': asked})}", asked
    for query in (
        "tag=zorbeltag",
        "tag=openquixtag",
        "answer.how_old=adult",
        "answer.their_home=zorbelhome",
        "ward=-",
    ):
        yield "filter", f"/staff/?view=all&{query}", query.partition("=")[2]
        yield "export", f"/staff/export/csv/?view=all&{query}", query.partition("=")[2]
    for query in ("", "&group=service", "&group=person", "&layout=board", "&layout=sheet"):
        yield "list", f"/staff/?view=all{query}", ""
    yield "export", "/staff/export/xlsx/?view=all", ""
    yield "notice", "/staff/notices/", ""


def told_by(client: Client, council: Small) -> Iterator[tuple[str, str]]:
    """How it was asked, and what was answered, in small letters, without what was asked for."""
    for way, address, asked in ways(council):
        said = body_of(client.get(address)).lower()
        yield f"{way} {address}", said.replace(asked.lower(), "") if asked and way != "page" else said
    rules = body_of(client.get("/staff/contact-rules/"))
    for address in set(re.findall(r'href="(/staff/contact-rules/[0-9a-f-]+/)"', rules)):
        yield f"page {address}", body_of(client.get(address)).lower()
    for verb, sent in (
        ("merge", {"others": council.concern}),
        ("link", {"original": council.concern}),
        ("hold", {"until": "case", "other": council.concern}),
    ):
        said = body_of(client.post(f"/staff/cases/{council.one}/{verb}/", sent)).lower()
        yield f"refusal {verb}", said.replace(council.concern.lower(), "")


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_is_told_what(name: str) -> None:
    council = a_council()
    client, who = somebody(f"{name} asking", EVERYBODY[name])
    # Nobody is called to a case that is not theirs to see, and so nobody has a notice of it.
    refused = nullcontext() if reads(team_class("adult-safeguarding"))(who) else pytest.raises(Refused)
    with refused:
        cases.add_note(council.concern, f"@{name} asking must look.", by=SYSTEM)
    run_pending()
    answers = dict(told_by(client, council))
    wrong = [
        f"{way} tells {word}"
        for secret in council.secrets
        if not secret.told(who)
        for word in sorted(secret.words)
        for way, said in answers.items()
        if word in said and not (way.startswith("page") and word in way.lower())
    ]
    assert wrong == []
    if name == "manager inside":
        mine = {word for secret in council.secrets if secret.told(who) for word in secret.words}
        assert {word for word in mine if not any(word in said for said in answers.values())} == set()
