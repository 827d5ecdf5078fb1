"""Every page with an address of its own is led to: whoever may see it comes there by links and buttons alone, from
where signing in leads. A page that can only be typed is for nobody."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from tests.journeys.test_pages import NOT_PAGES
from tests.sites.staff.crawler import Reading, kind_of
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in
from tests.sites.test_routes_by_role import TABLE

from moothall.apps.teams.api import actor_for, organisation
from moothall.kernel.actors import Actor

pytestmark = pytest.mark.django_db

#: Pages that more may see than are led there, and why.
NOT_LED_TO = {
    "staff-questions": "what a form can ask: whoever writes services comes there from their list",
    "staff-approvals": "whoever closes no cases is led there while something waits for them",
}
#: So many pages of a kind are looked at: others of it lead to the same kinds.
EACH = 3


def by_links(client: Client) -> set[str]:
    """The names of all routes that links and forms lead to."""
    found, seen, often, left = set[str](), set[str](), Counter[str](), ["/staff/start/"]
    while left:
        address = left.pop(0)
        often[kind_of(address)] += 1
        response = client.get(address, follow=True)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for asked, _status in response.redirect_chain:
            address = urljoin(address, asked)
        page = Reading(address)
        page.feed(response.content.decode())
        for target in (*page.links, *(form.action for form in page.forms)):
            there = urldefrag(target)[0]
            if urlsplit(there).netloc in ("", "testserver") and there.startswith("/staff/"):
                found |= {kind_of(there), kind_of(address)}
                if there not in seen and often[kind_of(there)] < EACH and "/sign-out/" not in there:
                    seen.add(there)
                    left.append(there)
    return found


def for_them(who: Actor) -> set[str]:
    """Every page without anything in its address but a team's name, that they may see."""
    return {
        name
        for name, (pattern, view) in TABLE.items()
        if name.startswith("staff-")
        and name not in NOT_PAGES
        and "<" not in pattern.replace("<slug:team>", "")
        and view.policy.allows(who)
        and (name != "staff-outbox" or settings.MOOTHALL_OUTBOX)
    }


@pytest.mark.parametrize("role", [role.code for role in organisation().roles])
def test_every_page_is_led_to(role: str) -> None:
    a_case()
    account = an_officer(f"{role} looking", team="waste", role=role)
    assert for_them(actor_for(account)) - by_links(sign_in(Client(), account)) <= set(NOT_LED_TO)
