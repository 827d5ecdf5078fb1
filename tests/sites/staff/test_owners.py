"""The pages of whoever owns a service: its figures, and its words changed without a developer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.answers import said
from tests.apps.catalogue.folders import Folders, copied_folders
from tests.sites.staff.desk import a_case, a_concern, many_cases
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import close_case, figures_of, oldest_of, reopen_case
from moothall.apps.catalogue.api import read_again, service_named, wording_at
from moothall.apps.contacts import api as contacts
from moothall.apps.insight.models import MissedWord
from moothall.apps.teams.api import actor_for
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system
from moothall.ui.languages import speaking

pytestmark = pytest.mark.django_db

SELF = system("test")
BIN = "report-missed-bin"
WORDS = Actor(Kind.OFFICER, "officer:1", abilities=frozenset({"services.reword"}))


@pytest.fixture
def writer(client: Client) -> Client:
    """A browser at which Hanna Lindqvist, who writes services and sees no case, has signed in."""
    return sign_in(client, an_officer("Hanna Lindqvist", team="digital", role="digital-officer"))


@pytest.fixture
def leader() -> Client:
    return sign_in(Client(), an_officer("Marcus Thorne", team="waste", role="manager"))


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path) as found:
        yield found


def test_figures_are_those_of_the_cases() -> None:
    with clock.stopped_at(clock.now() - timedelta(days=40)):
        a_case()
    for _ in range(3):
        a_case()
    late = a_case()
    close_case(late.reference, "emptied", by=SELF)
    reopen_case(late.reference, "Still full.", by=SELF)
    close_case(a_case().reference, "emptied", by=SELF)
    found = figures_of(BIN, seen_by=SELF)
    assert found.by_channel == (("web", 5),)
    assert (found.received, found.done, found.promised, found.on_time) == (5, 1, 1, 1)
    assert (found.reopened, found.open, found.late) == (1, 5, 1)


def test_a_case_closed_after_its_day_is_not_on_time() -> None:
    with clock.stopped_at(clock.now() - timedelta(days=60)):
        old = a_case()
    close_case(old.reference, "emptied", by=SELF)
    found = figures_of(BIN, seen_by=SELF)
    assert (found.received, found.done, found.promised, found.on_time) == (0, 1, 1, 0)


def test_the_oldest_are_shown_to_whoever_may_read_cases(leader: Client, writer: Client) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=9)):
        oldest = a_case()
    many_cases(11)
    shown = leader.get(f"/staff/services/{BIN}/").content.decode()
    assert oldest.reference in shown
    assert shown.count("/staff/cases/BAR") == 10
    assert "/staff/cases/BAR" not in writer.get(f"/staff/services/{BIN}/").content.decode()


def test_a_confidential_service_has_no_figures_for_others(writer: Client, leader: Client) -> None:
    a_concern()
    for one in (writer, leader):
        assert one.get("/staff/services/raise-concern-about-neighbour/").status_code == 404
        assert one.get("/staff/services/raise-concern-about-neighbour/words/").status_code in (403, 404)
    assert oldest_of("raise-concern-about-neighbour", seen_by=SELF) == ()


def test_as_many_queries_however_many_cases(
    leader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many_cases(2)
    with django_assert_max_num_queries(20) as few:
        leader.get(f"/staff/services/{BIN}/")
    many_cases(12)
    with django_assert_max_num_queries(len(few)):
        leader.get(f"/staff/services/{BIN}/")


def test_words_that_nothing_was_found_for_are_said_to_be_the_whole_site_s(writer: Client) -> None:
    MissedWord.objects.create(digest=b"1", word="wheelie", times=7, last=clock.today())
    MissedWord.objects.create(digest=b"2", word="", times=2, last=clock.today())
    page = said(writer.get(f"/staff/services/{BIN}/"))
    assert "looked for on the whole site, for whichever service" in page
    assert "wheelie 7 times" in page
    keywords = f"/staff/services/{BIN}/words/at/service.yaml:keywords/"
    assert keywords in writer.get(f"/staff/services/{BIN}/").content.decode()
    assert writer.get(keywords).status_code == 200


def test_words_are_seen_before_they_are_published(folders: Folders, writer: Client) -> None:
    at = f"/staff/services/{BIN}/words/at/service.yaml:name/"
    typed = {"text": "Tell us of a missed bin", "before": "Report a missed bin"}
    assert "Publish for everybody" not in writer.get(at).content.decode()
    seen = writer.post(at, {**typed, "press": "preview"})
    assert "How it will read" in seen.content.decode()
    assert service_named(BIN, seen_by=SELF).name == "Report a missed bin"
    assert writer.post(at, {**typed, "press": "publish"}).status_code == 302
    assert service_named(BIN, seen_by=SELF).name == "Tell us of a missed bin"
    told = writer.get(f"/staff/services/{BIN}/words/history/").content.decode()
    assert "Hanna Lindqvist" in told
    assert "Tell us of a missed bin" in told


def test_the_page_of_a_question_is_shown_with_its_new_words(folders: Folders, writer: Client) -> None:
    listed = writer.get(f"/staff/services/{BIN}/words/").content.decode()
    at = next(
        part.partition('"')[0]
        for part in listed.split('href="')
        if "/words/at/form.yaml:pages.0.questions.0.label/" in part
    )
    seen = writer.post(
        at, {"text": "Which of your bins?", "before": "What was not emptied?", "press": "preview"}
    ).content.decode()
    assert "Which of your bins?" in seen.partition("How it will read")[2]
    assert seen.count("<form") == seen.count("csrfmiddlewaretoken")


def test_the_preview_says_what_becomes_of_the_welsh_and_takes_it_beside(
    folders: Folders, writer: Client
) -> None:
    at = f"/staff/services/{BIN}/words/at/service.yaml:name/"
    typed = {"text": "Tell us of a missed bin", "before": "Report a missed bin"}
    page = writer.post(at, {**typed, "press": "preview"}).content.decode()
    assert "sees the words above instead, until you say them here" in page
    assert "Rhoi gwybod am fin a fethwyd" in page
    writer.post(at, {**typed, "press": "publish"})
    with speaking("cy"):
        assert service_named(BIN, seen_by=SELF).name == "Tell us of a missed bin"
    typed = {"text": "Say that a bin was missed", "before": "Tell us of a missed bin"}
    page = writer.post(at, {**typed, "press": "preview"}).content.decode()
    assert "This is not said in Cymraeg yet." in page
    beside = {"other-cy": "Dweud bod bin heb ei wagio", "before-cy": ""}
    assert beside["other-cy"] in writer.post(at, {**typed, **beside, "press": "preview"}).content.decode()
    assert writer.post(at, {**typed, **beside, "press": "publish"}).status_code == 302
    with speaking("cy"):
        assert service_named(BIN, seen_by=SELF).name == beside["other-cy"]
    assert service_named(BIN, seen_by=SELF).name == typed["text"]
    told = writer.get(f"/staff/services/{BIN}/words/history/").content.decode()
    assert beside["other-cy"] in told
    page = writer.post(
        at, {"text": "Bin missed?", "before": typed["text"], "press": "preview"}
    ).content.decode()
    assert "goes on reading these words" in page, "what the council said itself stays"
    late = {
        "text": "Bin missed?",
        "before": typed["text"],
        "other-cy": "Bin?",
        "before-cy": "",
        "press": "publish",
    }
    assert "Somebody has changed these words meanwhile" in writer.post(at, late).content.decode()
    assert service_named(BIN, seen_by=SELF).name == typed["text"], "together or not at all"


def test_a_message_is_written_in_a_language_that_lacks_it(folders: Folders, writer: Client) -> None:
    (folders.service(BIN) / "messages" / "cy" / "moved.md").unlink()
    read_again()
    at = f"/staff/services/{BIN}/words/at/messages/"
    body = service_words("messages/en/moved.md:body")
    page = writer.post(f"{at}en/moved.md:body/", {"text": body, "before": body, "press": "preview"})
    assert f'href="{at}cy/moved.md:whole/">Write it in Cymraeg' in page.content.decode()
    shown = writer.get(f"{at}cy/moved.md:whole/").content.decode()
    assert "Write its subject first, then an empty line" in shown
    assert "is now about a missed bin" in shown, "what the first language says stands above"
    typed = {"text": "Pwnc {{ reference }}\n\nAnnwyl **{{ name }}**", "before": ""}
    seen = writer.post(f"{at}cy/moved.md:whole/", {**typed, "press": "preview"}).content.decode()
    assert "<strong>" in seen.partition("How it will read")[2]
    assert writer.post(f"{at}cy/moved.md:whole/", {**typed, "press": "publish"}).status_code == 302
    told = writer.get(f"/staff/services/{BIN}/words/history/").content.decode()
    assert "Annwyl" in told
    assert "Take it back" not in told, "there is nothing to go back to"


def service_words(where: str) -> str:
    """What stands there, for whoever changes it."""
    return wording_at(BIN, where, seen_by=WORDS).text


@pytest.mark.parametrize("text", ["", "\x00", "x" * 6_000, "\n\n"])
def test_what_cannot_be_said_comes_back_as_it_was_typed(folders: Folders, writer: Client, text: str) -> None:
    at = f"/staff/services/{BIN}/words/at/service.yaml:name/"
    answer = writer.post(at, {"text": text, "before": "Report a missed bin", "press": "publish"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_an_address_that_is_none_is_not_found(writer: Client) -> None:
    for where in ("service.yaml:team", "x", "..%2F..%2Fetc", "form.yaml:pages.0.page"):
        assert writer.get(f"/staff/services/{BIN}/words/at/{where}/").status_code == 404


def test_contacts_are_counted_on_the_pages_of_owners(writer: Client) -> None:
    tom = actor_for(an_officer("Tom Pellow", team="customer-services", role="adviser"))
    ours = contacts.arrangements()
    reason, wrap_up = next(one for one in ours.reasons if not one.services), ours.wrap_ups[0]
    for service, online, assisted in ((BIN, True, True), (BIN, True, False), ("", False, False)):
        key = contacts.begin_contact("phone", by=tom)
        contacts.wrap_up_contact(
            key,
            reason=reason.code,
            wrap_up=wrap_up.code,
            service=service,
            online=online,
            assisted=assisted,
            by=tom,
        )
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        found = contacts.contacts_summed(
            clock.today() - timedelta(days=9), clock.today(), services=[BIN, ""], seen_by=SELF
        )
        assert (found.whole.number, found.whole.online, found.whole.assisted) == (3, 2, 1)
        assert found.by_channel == (("Telephone", found.whole),) or found.by_channel[0][1] == found.whole
    shown = said(writer.get("/staff/services/"))
    assert f"{reason.name} 3 2 1" in shown
    assert f"{reason.name} 2 2 1" in said(writer.get(f"/staff/services/{BIN}/"))
    assert "No contact was written down." in said(writer.get("/staff/services/report-fly-tipping/"))
