"""Somebody of each role follows every link and sends every form, with nonsense: nothing breaks, and nobody reads, or
learns by asking, what is not theirs. And a leak that is planted is found, whichever way it is asked for.

`MOOTHALL_CRAWL=3000 pytest -n0 tests/sites/staff/test_crawling.py` walks so many pages in each role instead of a few,
and `MOOTHALL_SEED=7` takes another way.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.cast import CONCERN, HARDING, SYSTEM, sends
from tests.sites.staff.crawler import Walk, body_of
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in
from tests.sites.staff.small_council import HOMELESS, Small, a_council, confide
from tests.sites.test_routes_by_role import TABLE
from tests.standing import undone_afterwards

from moothall.apps.cases.api import Answered, Wanted
from moothall.apps.catalogue.api import service_named
from moothall.apps.forms.api import form_of
from moothall.apps.messaging.api import notify
from moothall.apps.teams.api import actor_for, join, organisation
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("MOOTHALL_CRAWL", "50"))
SEED = int(os.environ.get("MOOTHALL_SEED", "4"))
ROLES = tuple(role.code for role in organisation().roles)
READING = {role.code for role in organisation().roles if "cases.read" in role.abilities} - {"partner"}
#: Whoever walks, by the places they have: each role in a team whose cases all staff may read, and some who have two.
WALKERS = {role: (("waste", role),) for role in ROLES} | {
    "adviser and officer": (("customer-services", "adviser"), ("waste", "officer")),
    "manager elsewhere": (("housing-options", "manager"),),
    "partner and crew": (("adult-safeguarding", "partner"), ("waste", "crew")),
}
#: Besides every page that has an address of its own.
BEGIN = (
    "/staff/search/?q=a",
    "/staff/export/xlsx/",
    "/staff/many/?view=all",
    "/staff/contacts/look-up/?q=septimus",
)
#: What is in a page of its own accord: it differs each time it is asked for.
FLEETING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|data-ticket|data-presence[a-z-]*)="[^"]*"')


# --- A walk


def somebody(name: str, places: tuple[tuple[str, str], ...]) -> tuple[Client, Actor]:
    account = an_officer(name, team=places[0][0], role=places[0][1])
    for team, role in places[1:]:
        join(account.pk, team=team, role=role, by=SYSTEM)
    return sign_in(Client(), account), actor_for(account)


def walk_of(name: str, council: Small) -> Walk:
    client, who = somebody(f"{name} walking", WALKERS[name])
    walk = Walk(client, council.not_for(who), random.Random(f"{SEED} {name}"))
    for address in (*BEGIN, *(f"/{pattern}" for pattern, _ in TABLE.values() if "<" not in pattern)):
        walk.later(address)
    return walk


@pytest.mark.parametrize("name", WALKERS)
def test_nothing_breaks_and_nothing_of_others_is_told(name: str) -> None:
    walk = walk_of(name, a_council())
    walk.go(STEPS)
    assert not walk.wrong, "\n".join(walk.wrong[:20])
    assert sum(walk.often.values()) >= min(STEPS, 10), "there was nothing to walk on"


# --- A leak that is planted


@dataclass(frozen=True, slots=True)
class Planted:
    """`where` a function is found, and what it is replaced by; `asked` are the addresses at which it shows."""

    where: str
    leak: Callable[[Callable[..., Any], Actor], Callable[..., Any]]
    asked: tuple[str, ...]


def for_another(original: Callable[..., Any], insider: Actor) -> Callable[..., Any]:
    """Answers everybody as if somebody of the team asked."""
    return lambda *given, **named: original(*given, **named | {"seen_by": insider})


def broken(original: Callable[..., Any], insider: Actor) -> Callable[..., Any]:
    def breaks(*given: Any, **named: Any) -> Any:
        raise ZeroDivisionError("planted")

    return breaks


def blabs(original: Callable[..., Any], insider: Actor) -> Callable[..., Any]:
    """Refuses with a sentence that says too much."""

    def refuses(*given: Any, **named: Any) -> Any:
        raise Refused("CASE-00", "That is about Mary Zorbelname.")

    return refuses


STAFF = "moothall.sites.staff"
PLANTED = {
    "a page that breaks": Planted(f"{STAFF}.queues.queue.list_cases", broken, ("/staff/",)),
    "a page of a case": Planted(f"{STAFF}.casework.case.desk_for", for_another, ("/staff/cases/CONCERN/",)),
    "a word in the frame of every page": Planted(
        f"{STAFF}.frame.notice_of", lambda original, insider: lambda now: "Mary Zorbelname", ("/staff/notices/",)
    ),
    "a list": Planted(f"{STAFF}.queues.queue.list_cases", for_another, ("/staff/",)),
    "a filter": Planted(f"{STAFF}.queues.queue.list_cases", for_another, ("/staff/?tag=zorbeltag",)),
    "a search": Planted(f"{STAFF}.queues.search.search_typed", for_another, ("/staff/search/?q=zorbelnote",)),
    "the palette": Planted(f"{STAFF}.queues.palette.found_at_once", for_another, ("/staff/palette/?q=zorbelnote",)),
    "an export": Planted(f"{STAFF}.bulk.exporting.cases_waiting", for_another, ("/staff/export/csv/",)),
    "a spreadsheet": Planted(f"{STAFF}.bulk.exporting.cases_waiting", for_another, ("/staff/export/xlsx/",)),
    "a notice": Planted(f"{STAFF}.talking.notices.notices_of", for_another, ("/staff/notices/",)),
    "the text of an error": Planted(f"{STAFF}.deeds.together._references", blabs, ("/staff/cases/ONE/merge/",)),
}  # fmt: skip


def plant(patch: pytest.MonkeyPatch, planted: Planted, insider: Actor) -> None:
    module, _, name = planted.where.rpartition(".")
    original = getattr(import_module(module), name)
    patch.setattr(planted.where, planted.leak(original, insider))


def test_a_leak_that_is_planted_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    council = a_council()
    _, insider = somebody("Adaeze Okoro", (("adult-safeguarding", "manager"),))
    notify([insider.account_id], "assigned", about="case:x", label=council.concern, by=SYSTEM)
    client, who = somebody("Olwen Walking", (("waste", "officer"),))
    for called, planted in PLANTED.items():
        asked = [one.replace("CONCERN", council.concern).replace("ONE", council.one) for one in planted.asked]
        assert reported(client, council.not_for(who), asked) == [], f"{called}: before anything was planted"
        with monkeypatch.context() as patch:
            plant(patch, planted, insider)
            found = reported(client, council.not_for(who), asked)
        assert found, f"nobody reports: {called}"
        expected = "ZeroDivisionError" if planted.leak is broken else "tells ["
        assert all(expected in one for one in found), found


def reported(client: Client, forbidden: set[str], asked: list[str]) -> list[str]:
    """What is wrong with the addresses, and with each form of theirs that is about the same thing."""
    walk = Walk(client, forbidden, random.Random(SEED))
    for address in asked:
        walk.ask("GET", address)
        same = [one for one in walk.forms if one[1].method == "post" and one[1].action.endswith(address)]
        for _, form, button in same:
            walk.send(form, button)
    return walk.wrong


# --- What somebody learns by asking

#: Each thing a list is filtered by, as one who may see the confidential case would ask for it.
WANTED: dict[str, Any] = {
    "view": "held",
    "services": (CONCERN,),
    "teams": ("adult-safeguarding",),
    "wards": ("-",),
    "statuses": ("new",),
    "person": "nobody",
    "due": "none",
    "due_from": date(2020, 1, 1),
    "due_to": date(2030, 1, 1),
    "made_from": date(2020, 1, 1),
    "made_to": date(2030, 1, 1),
    "channel": "web",
    "priority": "normal",
    "tags": ("WORDTAG",),
    "answers": (Answered("how_old", "adult"),),
    "sort": "priority",
}


def filters() -> Iterator[tuple[tuple[str, str], ...]]:
    """Names and values of addresses that filter: each by one thing, by everything, by each answer of the service."""
    assert set(WANTED) == set(Wanted.__slots__), "say here how one filters by it"
    for name, value in WANTED.items():
        both = {"due_from": value, "due": "range"} if name == "due_from" else {name: value}
        both |= {"due": "range"} if name == "due_to" else {}
        yield Wanted(**({"view": "all"} | both)).pairs()
    yield Wanted(view="all", services=(CONCERN,), tags=("WORDTAG",)).pairs()
    for service in (CONCERN, HOMELESS, "blue-badge"):
        for question in form_of(service_named(service, seen_by=SYSTEM)).questions.values():
            if question.index or (question.sensitive and service == CONCERN):
                values = [one.value for one in getattr(question.kind, "options", ())] or ["WORD"]
                yield Wanted(view="all", answers=(Answered(question.key, values[0]),)).pairs()


def ways() -> Iterator[tuple[str, str]]:
    """A name of the way of asking, and an address at which it asks for WORD, for REFERENCE, or for how many there
    are."""
    for query in (
        "WORDNOTE", "WORDNOTE*", '"said WORDNOTE"', "REFERENCE", "HALF", "tag:WORDTAG", "tag:WORDTAG 18", "18", "WORD",
        "-nothing 18", "mary", "hiram",
    ):  # fmt: skip
        yield f"search {query}", f"/staff/search/?{urlencode({'q': query})}"
        yield f"palette {query}", f"/staff/palette/?{urlencode({'q': query})}"
    for pairs in filters():
        said = urlencode(pairs)
        yield f"filter {said}", f"/staff/?{said}"
        if not said.startswith("view=all&answer."):
            yield f"export {said}", f"/staff/export/csv/?{said}"
    for shown in ("group=service", "group=person", "group=ward", "layout=board", "layout=sheet"):
        yield shown, f"/staff/?view=all&{shown}"
    yield "export", "/staff/export/xlsx/?view=all"
    for page in (
        "",
        "start/",
        "many/",
        "team/waste/",
        "services/",
        f"services/{CONCERN}/",
        "rounds/",
        "notices/",
    ):
        yield f"page {page}", f"/staff/{page}"
    for query in ("WORD", "REFERENCE", "mary@example.com"):
        yield f"look-up {query}", f"/staff/contacts/look-up/?{urlencode({'q': query})}"
    for page in ("", "person/", "together/", "reply/"):
        yield f"case {page}", f"/staff/cases/REFERENCE/{page}"


#: Lists that are kept under a name: each has a number beside it, on every page of a list.
KEPT = {
    "By service": f"service={CONCERN}",
    "By team": "view=all&team=adult-safeguarding",
    "By sort": "sort=priority",
}
#: What it would have done is counted.
RULE = "/staff/rules/late-a-week/"
#: What is sent about a case of one's own, that names the other.
SENT: dict[str, dict[str, str]] = {
    "merge": {"others": "REFERENCE", "reason": ""},
    "link": {"original": "REFERENCE"},
    "hold": {
        "until": "case",
        "other": "REFERENCE",
        "reason": "It waits.",
        "day-day": "1",
        "day-month": "2",
        "day-year": str(clock.today().year + 1),
    },
}


def answers(client: Client, word: str, reference: str, one: str) -> dict[str, str]:
    """What is said to each way of asking, without what was asked for."""
    put_in = {
        "WORDTAG": f"{word}tag",
        "WORDNOTE": f"{word}note",
        "WORD": f"{word}name",
        "REFERENCE": reference,
        "HALF": reference[4:],
    }

    def typed(text: str) -> str:
        for name, value in put_in.items():
            text = text.replace(name, value)
        return text

    def taken_out(body: str) -> str:
        body = FLEETING.sub("", body)
        for name, value in put_in.items():
            body = body.replace(value, name)
        return body

    found = {name: taken_out(body_of(client.get(typed(address), follow=True))) for name, address in ways()}
    for verb, sent in SENT.items():
        with undone_afterwards():
            said = {name: typed(value) for name, value in sent.items()}
            found[f"error of {verb}"] = taken_out(body_of(client.post(f"/staff/cases/{one}/{verb}/", said)))
    client.post(f"{RULE}try/")
    run_pending()
    found["rule tried"] = taken_out(body_of(client.get(RULE)))
    return found


def differences(client: Client) -> list[str]:
    """The ways of asking that answer otherwise once there is a confidential case, and one that is late."""
    one = a_case().reference
    for name, asked in KEPT.items():
        client.post("/staff/views/", {"name": name, "asked": asked})
    with undone_afterwards():
        nowhere = sends(CONCERN, HARDING).reference
    run_pending()
    with clock.stopped_at(clock.now()):
        before = answers(client, "zarbol", nowhere, one)
        reference, _ = confide("zorbel")
        with clock.stopped_at(clock.now() - timedelta(days=20)):
            sends(CONCERN, HARDING)
        run_pending()
        after = answers(client, "zorbel", reference, one)
    return [way for way in before if before[way] != after[way]]


@pytest.mark.parametrize("role", [role for role in ROLES if role in READING or role == "partner"])
def test_a_confidential_case_changes_no_answer(role: str) -> None:
    """Asked before it is there and after: each page, count, order, list, file and refusal is the same to the letter."""
    client, _ = somebody(f"{role} asking", (("waste", role),))
    assert differences(client) == []


#: Ways that tell nothing to those of the team either: what is sensitive is not searched, its service promises a day,
#: and these pages are about other things.
TELL_NOBODY = (
    *(f"{way} {query}" for way in ("search", "palette") for query in ("WORD", "mary", "hiram")),
    *(f"page {page}" for page in ("start/", "team/waste/", "services/", "rounds/", "notices/")),
    "palette tag:WORDTAG",
    "export view=all&due=none",
)


def test_those_of_the_team_are_told_by_each_way() -> None:
    """Else the test above would ask in ways that tell nobody anything."""
    places = (("adult-safeguarding", "manager"), ("waste", "manager"), ("customer-services", "adviser"))
    client, _ = somebody("Adaeze asking", places)
    told = differences(client)
    asked = [name for name, _ in ways()] + [f"error of {verb}" for verb in SENT] + ["rule tried"]
    assert set(asked) - set(told) == set(TELL_NOBODY)


def test_a_filter_by_a_sensitive_answer_neither_filters_nor_tells() -> None:
    """Not even those of the team: the list is the same whatever was answered, and says so."""
    client, _ = somebody("Adaeze asking", (("adult-safeguarding", "manager"),))
    reference, _ = confide("zorbel")
    questions = form_of(service_named(CONCERN, seen_by=SYSTEM)).questions.values()
    asked = [question.key for question in questions if question.sensitive]
    assert len(asked) > 5
    for key in asked:
        said = [
            FLEETING.sub("", body_of(client.get("/staff/", {"view": "all", f"answer.{key}": value})))
            for value in ("zorbelwhat", "zorbelnoth")
        ]
        assert reference in said[0]
        assert "whatever was answered" in said[0]
        assert said[0].replace("zorbelwhat", "zorbelnoth") == said[1], key


@pytest.mark.parametrize(
    "planted", ["queues.menu.badges", "queues.queue.list_cases", "queues.grouping.groups_waiting"]
)
def test_a_count_that_tells_is_reported(planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, insider = somebody("Adaeze Okoro", (("adult-safeguarding", "officer"), ("waste", "officer")))
    client, _ = somebody("Olwen asking", (("waste", "officer"),))
    plant(monkeypatch, Planted(f"{STAFF}.{planted}", for_another, ()), insider)
    found = differences(client)
    assert found


@pytest.mark.parametrize("name", WALKERS)
def test_what_others_keep_is_not_there(name: str) -> None:
    council = a_council()
    client, who = somebody(f"{name} looking", WALKERS[name])
    cases = [
        f"/staff/cases/{reference}/"
        for reference, team in (
            (council.concern, "adult-safeguarding"),
            (council.homeless, "housing-options"),
        )
        if f"team:{team}" not in who.classes
    ]
    for address in (*council.closed, *cases):
        for response in (client.get(address), client.post(address, {"name": "Mine", "begin": "1"})):
            assert response.status_code in (403, 404, 405), address
            told = [word for word in council.not_for(who) if word in body_of(response).lower()]
            assert not [word for word in told if word not in address.lower()], address
