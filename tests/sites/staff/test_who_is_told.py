"""Who is told what, by which way of asking: everybody × everything there is to know × page, list, filter, sort, group,
search, palette, look-up, export, refusal, notice, e-mail, part of a page. Who may know is what the abilities say; and
whoever may, is told.

How many there are is asked in test_crawling.py: a count holds no word by which one knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.cast import CONCERN, HARDING, SYSTEM, sends
from tests.sites.staff.crawler import body_of
from tests.sites.staff.officers import an_officer
from tests.sites.staff.small_council import Small, a_council, reads
from tests.sites.staff.test_crawling import WALKERS, somebody

from moothall.apps.cases import api as cases
from moothall.apps.cases.services.giving import remind
from moothall.apps.messaging.api import notices_of
from moothall.apps.messaging.jobs import gather_digests
from moothall.apps.teams.api import actor_for, join, leave
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor, team_class
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
    for reference in (council.concern, council.homeless, council.one):
        parts = client.get(f"/staff/cases/{reference}/", headers={"X-In-Place": "case"})
        yield f"page in place {reference}", body_of(parts).lower()
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


def in_the_morning(post: DemoMailer, name: str) -> str:
    """All that the e-mail of the day says to somebody, in small letters; empty where there is none."""
    to = f"{name.lower().replace(' ', '.')}@barchester.example"
    with clock.stopped_at((clock.now() + timedelta(days=1)).replace(hour=9)):
        gather_digests.call()
        run_pending()
    mails = [one for one in post.sent if one.to == to]
    return "\n".join(said for one in mails for said in (one.subject, one.text, one.html)).lower()


def mention(reference: str, name: str, word: str, who: Actor, confidentiality: str) -> None:
    """Nobody is called to a case that is not theirs to see, and so nobody has a notice of it."""
    with nullcontext() if reads(confidentiality)(who) else pytest.raises(Refused):
        cases.add_note(reference, f"@{name} must look at {word}.", by=SYSTEM)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_is_told_what(name: str, post: DemoMailer) -> None:
    council = a_council()
    client, who = somebody(f"{name} asking", EVERYBODY[name])
    mention(council.concern, f"{name} asking", "zorbelnote", who, team_class("adult-safeguarding"))
    mention(council.one, f"{name} asking", "openquixnote", who, STAFF_CLASS)
    run_pending()
    answers = dict(told_by(client, council))
    mailed = answers["e-mail"] = in_the_morning(post, f"{name} asking")
    assert (council.one.lower() in mailed) == reads(STAFF_CLASS)(who), mailed
    assert "note" not in mailed.replace("has a note that mentions you", ""), (
        "no e-mail repeats what was written"
    )
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


@pytest.mark.parametrize("stays", [True, False])
def test_whoever_has_left_the_team_is_told_no_more(post: DemoMailer, stays: bool) -> None:
    """They have the case, follow it and are due to finish it: none of that tells them how it goes on."""
    account, opened = an_officer("Vesey Stanhope", team="waste", role="officer"), sends(CONCERN, HARDING)
    join(account.pk, team="adult-safeguarding", role="officer", by=SYSTEM)
    cases.take_case(opened.reference, by=actor_for(account))
    cases.follow_case(opened.reference, by=actor_for(account))
    if not stays:
        leave(account.pk, team="adult-safeguarding", by=SYSTEM)
    cases.add_note(opened.reference, "She was seen.", by=SYSTEM)
    remind(opened.reference, "Ring her again.", leaders=False, by=SYSTEM)
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        cases.notice_due_soon()
    told = {one.kind for one in notices_of(seen_by=actor_for(account))}
    assert told == ({"followed", "reminded", "breach"} if stays else set())
    assert (opened.reference.lower() in in_the_morning(post, "Vesey Stanhope")) == stays
