"""Oversight: who looked at what, looks to ask about, places within bounds, what all staff are told, how it all is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.sites.staff.desk import a_case, a_concern
from tests.sites.staff.officers import an_officer, sign_in

import moothall
from moothall.apps.cases.api import Whose, case_for
from moothall.apps.contacts.api import look_up
from moothall.apps.contacts.looking_up import PURPOSE
from moothall.apps.identity.api import Account
from moothall.apps.insight.api import notice_unusual_looks, settle_look, unusual_looks
from moothall.apps.insight.watching.members import Member
from moothall.apps.insight.watching.noticing import MANY, reasons_for
from moothall.apps.messaging.api import notices_of
from moothall.apps.teams.api import (
    Declared,
    actor_for,
    announce,
    declare,
    declared_by,
    join,
    leave,
    looks_of_team,
    places_of,
)
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import Asked, looks_recorded
from moothall.ground.looks.models import Look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system
from moothall.kernel.ids import id_at, new_id
from moothall.kernel.rules import Refused
from moothall.sites.staff.oversight.watching import PURPOSES

pytestmark = pytest.mark.django_db

SELF = system("test")
WATCHER = Actor(
    Kind.OFFICER, "officer:00000000-0000-7000-8000-000000000001", abilities=frozenset({"audit.read"})
)


def officer(name: str, team: str = "waste", role: str = "officer") -> Account:
    return an_officer(name, team=team, role=role)


@pytest.fixture
def watcher(client: Client) -> Client:
    return sign_in(client, officer("Ffion Mortimer", "information-rights", "data-protection-officer"))


def watch_later() -> int:
    """As the job does some minutes later."""
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        return notice_unusual_looks()


def test_each_look_is_listed_with_who_why_and_at_what(watcher: Client) -> None:
    olwen, case, concern = officer("Olwen Arkwright"), a_case(), a_concern()
    case_for(case.reference, seen_by=actor_for(olwen))
    case_for(concern.reference, seen_by=actor_for(officer("Adaeze Okoro", "adult-safeguarding")))
    shown = watcher.get("/staff/looks/").content.decode()
    assert "Olwen Arkwright" in shown
    assert "working on a request" in shown
    only = watcher.get(f"/staff/looks/?case={case.reference}").content.decode()
    assert "Olwen Arkwright" in only
    assert "Adaeze Okoro" not in only
    hers = watcher.get("/staff/looks/?who=adaeze.okoro@barchester.example").content.decode()
    assert "Adaeze Okoro" in hers
    assert "Olwen Arkwright" not in hers


@pytest.mark.parametrize(
    "asked",
    [
        "who=nobody@example.com",
        "case=nonsense",
        "since=31-31-31",
        "until=99999-01-01",
        "until=9999-12-31",
    ],
)
def test_what_cannot_be_asked_is_said(watcher: Client, asked: str) -> None:
    answer = watcher.get(f"/staff/looks/?{asked}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_days_of_looks_are_typed_as_people_type_them(watcher: Client) -> None:
    assert "such as 31 3 2026" in watcher.get("/staff/looks/?since=1+March+2026&until=today").content.decode()


def test_a_question_with_a_character_that_nobody_can_read_says_so(watcher: Client) -> None:
    assert "a character that we could not read" in watcher.get("/staff/looks/?case=%FF").content.decode()


def test_a_leader_sees_the_looks_of_their_team_alone() -> None:
    marcus, olwen = officer("Marcus Thorne", role="manager"), officer("Olwen Arkwright")
    priya = officer("Priya Raman", "customer-relations")
    case = a_case()
    for account in (olwen, priya):
        case_for(case.reference, seen_by=actor_for(account))
    seen = looks_of_team("waste", Asked(), seen_by=actor_for(marcus))
    assert {one.actor for one in seen} == {f"officer:{olwen.pk}"}
    asked = Asked(actors=frozenset({f"officer:{priya.pk}"}))
    assert looks_of_team("waste", asked, seen_by=actor_for(marcus)) == ()
    for who, team in ((marcus, "customer-relations"), (olwen, "waste")):
        with pytest.raises(Refused):
            looks_of_team(team, Asked(), seen_by=actor_for(who))
    with pytest.raises(Refused):
        looks_recorded(Asked(), seen_by=actor_for(marcus))


def test_pages_of_looks_skip_and_repeat_none(watcher: Client) -> None:
    olwen = actor_for(officer("Olwen Arkwright"))
    case = a_case()
    for _ in range(7):
        case_for(case.reference, seen_by=olwen)
    every = looks_recorded(Asked(), seen_by=WATCHER)
    first = looks_recorded(Asked(), limit=3, seen_by=WATCHER)
    assert first + looks_recorded(Asked(), before=first[-1].id, seen_by=WATCHER) == every


@pytest.mark.parametrize(
    ("name", "said", "people", "expected"),
    [
        ("Septimus Harding", Declared(), Whose(("Mr Septimus Harding",), (), ()), ["own-name"]),
        ("Septimus Harding", Declared(), Whose(("Harding",), (), ()), []),
        ("Septimus Harding", Declared(), Whose(("Eleanor Harding",), (), ()), []),
        ("A B", Declared(("BC4 7DE",)), Whose((), (), ("BC4 7DE",)), ["own-street"]),
        ("A B", Declared((), ("Eleanor Bold",)), Whose(("BOLD Eleanor",), (), ()), ["family"]),
        ("A B", Declared(), Whose((), ("slope@example.com",), ()), ["councillor"]),
        ("A B", Declared(), Whose(("Obadiah Slope",), (), ()), ["councillor"]),
        ("A B", Declared(), Whose(("Somebody Else",), ("x@example.com",), ("BC1 1AA",)), []),
        ("", Declared(), Whose(("",), ("",), ()), []),
    ],
)
def test_reasons_to_ask(name: str, said: Declared, people: Whose, expected: list[str]) -> None:
    council = (Member("Obadiah Slope", "slope@example.com"), Member("Augusta Grantly", ""))
    assert list(reasons_for(name, said, people, council)) == expected


def test_a_look_at_ones_own_request_is_listed_once_and_settled_by_somebody_else() -> None:
    septimus = officer("Septimus Harding")
    case_for(a_case().reference, seen_by=actor_for(septimus))
    assert watch_later() == 1
    assert watch_later() == 0
    (listed,) = unusual_looks(seen_by=WATCHER)
    assert listed.account == septimus.pk
    own = Actor(Kind.OFFICER, f"officer:{septimus.pk}", abilities=frozenset({"audit.read"}))
    with pytest.raises(Refused) as no:
        settle_look(listed.id, "It was me.", by=own)
    assert no.value.code == "INSIGHT-01"
    with pytest.raises(Refused):
        settle_look(listed.id, "  ", by=WATCHER)
    settle_look(listed.id, "He reported it at the desk.", by=WATCHER)
    with pytest.raises(Refused):
        settle_look(listed.id, "Again.", by=WATCHER)
    assert unusual_looks(seen_by=WATCHER) == ()
    assert [one.words for one in unusual_looks(settled=True, seen_by=WATCHER)] == [
        "He reported it at the desk."
    ]


def test_very_many_within_an_hour_are_listed_once_however_often_it_is_watched_meanwhile() -> None:
    olwen, cases = actor_for(officer("Olwen Arkwright")), [f"case:{new_id()}" for _ in range(MANY + 1)]
    hour = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def opens(some: list[str], minute: int) -> int:
        """As at that minute: keys are made by the machine's own clock, which stands still for nobody."""
        at = hour + timedelta(minutes=minute)
        Look.objects.bulk_create(
            Look(
                id=id_at(int(at.timestamp()) * 1_000_000_000 + number * 1_000_000),
                at=at,
                actor=olwen.key,
                purpose="casework",
                route="cases.case",
                subjects=json.dumps([one]),
            )
            for number, one in enumerate(some)
        )
        with clock.stopped_at(at + timedelta(minutes=5)):
            return notice_unusual_looks()

    assert opens(cases[:MANY], 1) == 0
    assert opens(cases[:MANY], 20) == 0, "the same ones again"
    assert opens(cases[-1:], 40) == 1
    assert opens([f"case:{new_id()}"], 50) == 0, "said already"
    assert opens(cases[:2], 61) == 0, "another hour"
    (listed,) = unusual_looks(seen_by=WATCHER)
    assert (listed.account, listed.case) == (olwen.account_id, None)


def looked(who: Actor, some: list[str], at: datetime, purpose: str = "casework", each: int = 1) -> int:
    """As at that moment, some to a page: keys are made by the machine's own clock, which stands still for nobody."""
    pages = [some[start : start + each] for start in range(0, len(some), each)]
    Look.objects.bulk_create(
        Look(
            id=id_at(int(at.timestamp()) * 1_000_000_000 + number * 1_000_000),
            at=at,
            actor=who.key,
            purpose=purpose,
            route="cases.case",
            subjects=json.dumps(page),
        )
        for number, page in enumerate(pages)
    )
    with clock.stopped_at(at + timedelta(minutes=2)):
        return notice_unusual_looks()


def test_very_many_before_and_after_the_full_hour_are_very_many_within_an_hour() -> None:
    olwen, cases = actor_for(officer("Olwen Arkwright")), [f"case:{new_id()}" for _ in range(MANY + 2)]
    hour = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert looked(olwen, cases[:MANY], hour + timedelta(minutes=40)) == 0
    assert looked(olwen, cases[MANY:-1], hour + timedelta(minutes=75)) == 1
    assert looked(olwen, cases[-1:], hour + timedelta(minutes=99)) == 0, "said already"
    assert looked(olwen, cases[:MANY], hour + timedelta(minutes=170)) == 0, "over by then"


def test_requests_taken_away_by_the_thousand_are_listed_and_one_file_is_one_line(watcher: Client) -> None:
    olwen, cases = actor_for(officer("Olwen Arkwright")), [f"case:{new_id()}" for _ in range(1_200)]
    then = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert looked(olwen, cases[:400], then, "export", each=200) == 0
    assert looked(olwen, cases, then + timedelta(minutes=30), "export", each=200) == 1
    (listed,) = unusual_looks(seen_by=WATCHER)
    assert "more than 1,000 requests away in files" in listed.reason
    shown = watcher.get("/staff/looks/?purpose=export").content.decode()
    assert shown.count(">an export<") == 2
    assert "1,200 requests" in shown


def test_looking_ones_family_up_is_listed_once_and_whoever_asks_about_looks_is_told(watcher: Client) -> None:
    tom = actor_for(officer("Tom Pellow", "customer-services", "adviser"))
    declare(Declared((), ("Septimus Harding",)), by=tom)
    a_case()
    a_case()
    look_up("septimus harding", seen_by=tom)
    assert watch_later() == 1
    (listed,) = unusual_looks(seen_by=WATCHER)
    assert listed.account == tom.account_id
    assert "looking somebody up" in watcher.get("/staff/looks/?purpose=look-up").content.decode()
    page = watcher.get("/staff/notices/").content.decode()
    assert "A look</button> should be asked about" in page
    notice = re.search(r'action="(/staff/notices/[0-9a-f-]+/)"', page)
    assert notice
    assert watcher.post(notice[1])["Location"] == "/staff/looks/unusual/"
    assert notices_of(seen_by=tom) == ()


def test_every_purpose_of_a_look_is_said_in_words() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(moothall.__file__).parent.rglob("*.py"))
    assert set(re.findall(r'\bpurpose="([a-z -]+)"', source)) | {PURPOSE} <= set(PURPOSES)


def test_a_look_at_ones_own_street_is_listed(watcher: Client) -> None:
    olwen = officer("Olwen Arkwright")
    declare(Declared(("BC1 6DD",)), by=actor_for(olwen))
    case = a_case()
    case_for(case.reference, seen_by=actor_for(olwen))
    watch_later()
    shown = watcher.get("/staff/looks/unusual/").content.decode()
    assert "postcode that the officer has declared" in shown
    assert "Olwen Arkwright" in shown
    (listed,) = unusual_looks(seen_by=WATCHER)
    assert watcher.post("/staff/looks/unusual/", {"key": str(listed.id), "words": ""}).status_code == 422
    assert watcher.post("/staff/looks/unusual/", {"key": "x", "words": "y"}).status_code == 404
    assert (
        watcher.post("/staff/looks/unusual/", {"key": str(listed.id), "words": "Duty officer."}).status_code
        == 302
    )


def test_what_one_declares_nobody_else_is_shown(client: Client) -> None:
    olwen = officer("Olwen Arkwright")
    sign_in(client, olwen)
    at = "/staff/account/declared/"
    wrong = client.post(at, {"postcodes": "bc47de\nnowhere", "names": "Ann Arkwright"})
    assert wrong.status_code == 422
    assert "Ann Arkwright" in wrong.content.decode()
    assert client.post(at, {"postcodes": "bc47de\n", "names": " Ann Arkwright \n"}).status_code == 302
    assert declared_by(actor_for(olwen)) == Declared(("BC4 7DE",), ("Ann Arkwright",))
    assert declared_by(actor_for(officer("Marcus Thorne", role="manager"))) == Declared()
    too_many = client.post(at, {"postcodes": "", "names": "\n".join(["Ann Arkwright"] * 21)})
    assert too_many.status_code == 422


def test_a_leader_gives_places_in_their_team_within_bounds() -> None:
    marcus, tom = (
        officer("Marcus Thorne", role="manager"),
        officer("Tom Pellow", "customer-services", "adviser"),
    )
    leader = actor_for(marcus)
    join(tom.pk, team="waste", role="officer", by=leader)
    assert {place.team for place in places_of(tom.pk)} == {"customer-services", "waste"}
    for team, role, code in (
        ("parking", "officer", "TEAM-17"),
        ("waste", "platform-administrator", "TEAM-33"),
        ("waste", "no-such-role", "TEAM-02"),
    ):
        with pytest.raises(Refused) as no:
            join(tom.pk, team=team, role=role, by=leader)
        assert no.value.code == code
    with pytest.raises(Refused) as no:
        join(marcus.pk, team="waste", role="officer", by=leader)
    assert no.value.code == "TEAM-34"
    with pytest.raises(Refused):
        leave(tom.pk, team="customer-services", by=leader)
    leave(tom.pk, team="waste", by=leader)
    with pytest.raises(Refused):
        join(tom.pk, team="waste", role="officer", by=actor_for(tom))


def test_places_by_the_page(client: Client) -> None:
    officer("Tom Pellow", "customer-services", "adviser")
    sign_in(client, officer("Marcus Thorne", role="manager"))
    assert client.get("/staff/people/").status_code == 302
    assert client.get("/staff/people/parking/").status_code == 404
    at = "/staff/people/waste/"
    lost = client.post(at, {"email": "nobody@barchester.example", "role": "officer"})
    assert lost.status_code == 422
    assert "nobody@barchester.example" in lost.content.decode()
    given = client.post(at, {"email": "tom.pellow@barchester.example", "role": "officer"})
    assert given.status_code == 302
    assert "Tom Pellow" in client.get(at).content.decode()


def test_everybody_reads_what_all_staff_are_told(client: Client) -> None:
    sam = officer("Sam Whitlock", "digital", "platform-administrator")
    announce("The <b>telephones</b> are down until noon.", days=1, by=actor_for(sam))
    sign_in(client, officer("Olwen Arkwright"))
    assert "The &lt;b&gt;telephones&lt;/b&gt; are down until noon." in client.get("/staff/").content.decode()
    assert "telephones" not in Client().get("/").content.decode()
    for words, days in (("", 1), ("x" * 301, 1), ("Hello", 0), ("Hello", 61)):
        with pytest.raises(Refused):
            announce(words, days=days, by=actor_for(sam))
    with pytest.raises(Refused):
        announce("Hello", days=1, by=actor_for(officer("Tom Pellow", "customer-services", "adviser")))


def test_an_announcement_ends(client: Client) -> None:
    sign_in(client, officer("Sam Whitlock", "digital", "platform-administrator"))
    at = "/staff/announcements/"
    assert client.post(at, {"words": "", "days": "1"}).status_code == 422
    assert client.post(at, {"words": "Cake in the kitchen", "days": "x"}).status_code == 422
    assert client.post(at, {"words": "Cake in the kitchen", "days": "2"}).status_code == 302
    shown = client.get(at).content.decode()
    assert 'Cake in the kitchen<br><span class="quiet">Sam Whitlock' in shown
    key = shown.partition('name="end" value="')[2].partition('"')[0]
    client.post(at, {"end": key})
    assert "To all staff" not in client.get(at).content.decode()


def test_messages_that_could_not_be_sent_are_told_by_what_and_why_without_anybody(
    client: Client, post: DemoMailer
) -> None:
    for _ in range(2):
        a_case(email="slope@refused.example")
    run_pending()
    sign_in(client, officer("Sam Whitlock", "digital", "platform-administrator"))
    shown = client.get("/staff/status/").content.decode()
    part = shown.partition("Messages that could not be sent")[2].partition("</table>")[0]
    assert "Case opened" in part
    assert "refused the address for good (550)" in part
    assert ">2<" in part
    assert "slope" not in part


def test_how_the_platform_is(client: Client) -> None:
    sign_in(client, officer("Sam Whitlock", "digital", "platform-administrator"))
    shown = client.get("/staff/status/").content.decode()
    assert "How the platform is" in shown
    assert "Not well" in shown or "Everything is well" in shown


def test_as_many_queries_however_many_looks(
    watcher: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    olwen, case = actor_for(officer("Olwen Arkwright")), a_case()
    case_for(case.reference, seen_by=olwen)
    with django_assert_max_num_queries(15) as few:
        watcher.get("/staff/looks/")
    for _ in range(9):
        case_for(a_case().reference, seen_by=olwen)
    with django_assert_max_num_queries(len(few)):
        watcher.get("/staff/looks/")
