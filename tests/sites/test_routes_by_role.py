"""Every route × every role, from the resolver and the council's own roles: each answer is what the policy says.

A new route or a new role is in the table without being written down here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cast import CONCERN, ELEANOR, FLY_TIPPING, HARDING, SYSTEM, proven, sends
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import Opened, Wanted, count_found, count_waiting
from moothall.apps.documents.api import attach
from moothall.apps.teams.api import actor_for, organisation
from moothall.ground.jobs.api import run_pending
from moothall.kernel.actors import ANONYMOUS, STAFF_CLASS, Actor, Kind, team_class
from moothall.kernel.policies import WhenDenied
from moothall.sites.public.policies import OWN_REQUEST
from moothall.sites.rehearsal.walking import sample_photo
from moothall.ui.frames import council_colours
from moothall.ui.routes import GuardedView

pytestmark = pytest.mark.django_db

OFFICERS = tuple(role.code for role in organisation().roles)
ROLES = ("anonymous", "resident of another", "resident", *OFFICERS)
#: Routes that find nothing under the addresses of this table, whoever asks.
NOTHING_THERE = {
    "staff-contact", "staff-contact-form", "staff-flag", "staff-original", "staff-view", "staff-view-change",
    "demo-pay", "form-ask", "form-section", "form-tasks", "track-link", "report-confirm", "report-leave", "look-up",
    "look-up-calendar", "staff-held-judge", "form-picture", "mfa_remove_webauthn",
    "mfa_view_recovery_codes", "staff-round", "staff-round-sheet", "staff-visit", "staff-visit-photo", "report-photo",
    "staff-failure", "staff-many",
}  # fmt: skip
#: Routes that end a session, looked at last.
LEAVING = ("account_inactive", "account_login", "account_logout")
#: Their pages have this status for everybody.
ALWAYS = {"account_inactive": 403, "staff-presence": 403}


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str, GuardedView]]:
    """The pattern of each address, its name, and its view."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern.name or address, pattern.callback


TABLE = {name: (pattern, view) for pattern, name, view in routes(get_resolver().url_patterns)}


@dataclass(frozen=True, slots=True)
class Somebody:
    client: Client
    actor: Actor


@pytest.fixture
def request_of_hers() -> Opened:
    return sends(FLY_TIPPING, ELEANOR)


@pytest.fixture
def photo(request_of_hers: Opened) -> str:
    made = attach(
        f"case:{request_of_hers.case_id}", sample_photo(), name="a.jpg", media_type="image/jpeg",
        kind="photo", source="form:x", by=SYSTEM,
    )  # fmt: skip
    run_pending(("files",))
    return str(made.id)


def somebody(role: str, hers: Opened, team: str = "waste") -> Somebody:
    client = Client()
    if role == "anonymous":
        return Somebody(client, ANONYMOUS)
    if role.startswith("resident"):
        who, opened = (ELEANOR, hers) if role == "resident" else (HARDING, sends(FLY_TIPPING, HARDING))
        client.post("/track", {"reference": opened.reference, "email": who.email})
        return Somebody(client, proven(opened, who))
    account = an_officer(f"{role} {team}", team=team, role=role)
    return Somebody(sign_in(client, account), actor_for(account))


def address_of(pattern: str, hers: Opened, photo: str) -> str:
    parts = {
        "<slug:slug>": "privacy" if pattern.startswith("pages") else FLY_TIPPING,
        "<slug:page>": "what-was-dumped",
        "<path:page>": "what-was-dumped",
        "<path:where>": "service.yaml:name",
        "<slug:section>": "about-you",
        "<slug:person>": "co_applicant",
        "<slug:state>": "finished",
        "<slug:name>": "date",
        "<str:key>": "place",
        "<uuid:payment>": str(uuid4()),
        "<slug:digest>": council_colours().digest,
        "<str:reference>": hers.reference,
        "<slug:reference>": "demo-nothing",
        "<uuid:document>": photo,
        "<slug:rule>": "due-soon",
        "<slug:guide>": "deal-with-a-case",
        "<slug:route>": "staff-queue",
        "<slug:team>": "waste",
        "<slug:how>": "evenly",
        "<uuid:round>": str(uuid4()),
        "<uuid:visit>": str(uuid4()),
        "<str:token>": "nothing",
        "<str:kind>": "job",
        "<slug:kind>": "csv",
        "<uuid:contact>": str(uuid4()),
        "<uuid:key>": str(uuid4()),
        "<uuid:note>": str(uuid4()),
        "<str:verb>": "retry",
        "<int:pk>": "999",
    }
    for part, value in parts.items():
        pattern = pattern.replace(part, value)
    assert "<" not in pattern, f"Say what stands in {pattern}"
    return f"/{pattern}"


def may(view: GuardedView, pattern: str, who: Somebody, hers: Opened) -> bool:
    """What the policy says; and where it is about one request, what the request itself says."""
    if view.policy is OWN_REQUEST:
        return who.actor.kind is Kind.RESIDENT and hers.case_id in who.actor.holds
    return bool(view.policy.allows(who.actor))


def is_denial(response: HttpResponseBase, view: GuardedView, who: Somebody, method: str) -> bool:
    denied = view.policy.when_denied
    if denied is WhenDenied.NOT_FOUND:
        return response.status_code == 404
    if denied is WhenDenied.SIGN_IN and not who.actor.is_officer:
        to = "/staff/sign-in/?next=" if method == "GET" else "/staff/sign-in/"
        return response.status_code == 302 and response["Location"].startswith(to)
    return response.status_code == 403


def test_every_route_has_a_policy() -> None:
    assert TABLE
    for name, (_, view) in TABLE.items():
        assert getattr(view, "policy", None) is not None, f"{name} names no policy"


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_as_its_policy_says(role: str, request_of_hers: Opened, photo: str) -> None:
    who = somebody(role, request_of_hers)
    wrong = []
    for name in sorted(TABLE, key=lambda name: (name in LEAVING, name)):
        pattern, view = TABLE[name]
        address = address_of(pattern, request_of_hers, photo)
        response = who.client.get(address)
        if not may(view, pattern, who, request_of_hers):
            posted = who.client.post(address)
            if not is_denial(response, view, who, "GET") or not is_denial(posted, view, who, "POST"):
                wrong.append(f"{name}: {response.status_code}, {posted.status_code}: should be denied")
        elif out_of_sight(pattern, who):
            posted = who.client.post(address)
            to_the_case = response.status_code == 302 and address.startswith(response["Location"])
            if posted.status_code not in (404, 405) or not (response.status_code == 404 or to_the_case):
                wrong.append(f"{name}: {response.status_code}, {posted.status_code}: another team's case")
        elif is_refusal(response, name):
            wrong.append(f"{name}: {response.status_code}: should be let through")
    assert not wrong, "\n".join(wrong)


def out_of_sight(pattern: str, who: Somebody) -> bool:
    """A case's own class comes before any ability: partners see their team's alone."""
    return pattern.startswith("staff/cases/") and not who.actor.sees(STAFF_CLASS)


def is_refusal(response: HttpResponseBase, name: str) -> bool:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/staff/sign-in/?next=")
    absent = response.status_code == 404 and name not in NOTHING_THERE
    if ALWAYS.get(name) == response.status_code:
        return False
    return to_sign_in or absent or response.status_code == 403 or response.status_code >= 500


@pytest.mark.parametrize("role", OFFICERS)
@pytest.mark.parametrize("team", ["waste", "customer-services", "adult-safeguarding"])
def test_a_confidential_case_is_nowhere_outside_its_team(
    role: str, team: str, request_of_hers: Opened
) -> None:
    concern = sends(CONCERN, ELEANOR)
    who = somebody(role, request_of_hers, team)
    address = f"/staff/cases/{concern.reference}/"
    inside = team == "adult-safeguarding" and who.actor.may("cases.read")
    assert who.actor.sees(team_class("adult-safeguarding")) is inside
    page = who.client.get(address)
    assert (page.status_code == 200) is inside
    if not who.actor.may("cases.read"):
        assert page.status_code == 403
        return
    queue = who.client.get("/staff/").content.decode()
    found = who.client.get("/staff/search/?q=18").content.decode()
    by_reference = who.client.get(f"/staff/search/?q={concern.reference}", follow=True).content.decode()
    assert (address in queue) is inside
    assert (address in found) is inside
    assert (f'href="{address}' in by_reference or page.status_code == 200) is inside
    sees_others = who.actor.sees(STAFF_CLASS)
    assert count_waiting("open", seen_by=who.actor).number == inside + sees_others
    assert count_waiting(Wanted(services=(CONCERN,)), seen_by=who.actor).number == inside
    assert count_found("18", seen_by=who.actor).number == inside
    if not inside:
        assert page.status_code == 404
        for verb in ("take", "close", "note", "ask", "assign", "move", "link"):
            assert who.client.post(f"{address}{verb}/").status_code in (403, 404), verb
