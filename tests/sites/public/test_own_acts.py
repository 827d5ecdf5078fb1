"""A resident adds to their request, withdraws it; others follow its public report by e-mail."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import answers
from tests.cast import COMPLAINT, CONCERN, ELEANOR, FLY_TIPPING, HARDING, MARCUS, SYSTEM, sends
from tests.sites.public.resident import content, seen
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.deadlines.api import clock_of
from moothall.apps.people.models import SourceRecord
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.kernel.rules import Refused
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> cases.Opened:
    return sends(FLY_TIPPING, HARDING)


@pytest.fixture
def hers(client: Client, opened: cases.Opened) -> Client:
    client.post("/track", {"reference": opened.reference, "email": HARDING.email})
    return client


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("../../etc/so<fa>.jpg", sample_photo(), "image/jpeg")


def test_words_and_a_photo_reach_the_team_as_a_task(hers: Client, opened: cases.Opened) -> None:
    address = f"/requests/{opened.reference}"
    assert (f"{address}/add", "Add something or a photo") in seen(hers.get(address)).links
    sent = hers.post(f"{address}/add", {"words": "There is <more> of it now.", "photo": photo()}, follow=True)
    page = seen(sent)
    assert "We have what you added." in page.text
    assert "You added something and a photo." in page.text
    assert "There is <more> of it now." in page.text
    case = cases.case_for(opened.reference, seen_by=MARCUS.actor)
    assert [task.kind for task in case.tasks] == ["added"]
    assert case.tasks[0].text == "There is <more> of it now."
    assert [one.name for one in case.documents] == ["sofa.jpg"]
    assert seal_now() >= 0
    assert verify().sound


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": "  "}, "Write something, or add a photo."),
        ({"words": "x" * 5001}, "longer than 5,000 characters"),
        (
            {"words": "see", "photo": SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")},
            "web page or drawing",
        ),
        ({"words": "see", "photo": SimpleUploadedFile("a.jpg", b"")}, "The selected file is empty"),
    ],
)
def test_what_cannot_be_added_is_refused_and_kept(
    hers: Client, opened: cases.Opened, typed: dict[str, object], says: str
) -> None:
    response = hers.post(f"/requests/{opened.reference}/add", typed)
    assert response.status_code == 200
    page = content(response)
    assert says in page
    assert "<title>Error: " in page
    if typed["words"] == "see":
        assert ">see</textarea>" in page


def test_nothing_is_added_for_ever(hers: Client, opened: cases.Opened) -> None:
    for number in range(20):
        assert hers.post(f"/requests/{opened.reference}/add", {"words": f"{number}"}).status_code == 302
    assert "added to this request 20 times" in content(
        hers.post(f"/requests/{opened.reference}/add", {"words": "more"})
    )


def test_withdrawing_closes_stops_the_clock_and_can_be_undone(
    hers: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    address = f"/requests/{opened.reference}"
    hers.post(f"{address}/add", {"words": "One more thing"})
    assert "Withdraw it" in content(hers.get(f"{address}/withdraw"))
    page = seen(hers.post(f"{address}/withdraw", {"words": "It was collected."}, follow=True))
    assert "You have withdrawn your request." in page.text
    assert "You told us that you do not need it any more." in page.text
    assert "Do you need it after all?" in page.text
    assert "Is something still wrong?" not in page.text
    running = clock_of(f"case:{opened.case_id}")
    assert running is not None
    assert running.state == "stopped"
    case = cases.case_for(opened.reference, seen_by=MARCUS.actor)
    assert (case.status, case.outcome_words, case.tasks) == ("closed", "Withdrawn by the reporter", ())
    assert "closed already" in content(hers.post(f"{address}/withdraw"))
    assert "nothing can be added" in content(hers.post(f"{address}/add", {"words": "x"}))
    run_pending()
    assert "You have withdrawn your request" in post.sent[-1].subject
    hers.post(f"{address}/not-fixed", {"why": "I pressed the wrong button."})
    assert cases.case_for(opened.reference, seen_by=MARCUS.actor).status == "new"
    seal_now()
    assert verify().sound


def test_a_request_that_others_wait_for_is_not_withdrawn(opened: cases.Opened) -> None:
    other = sends(FLY_TIPPING, ELEANOR)
    cases.link_duplicate(other.reference, original=opened.reference, by=MARCUS.actor)
    with pytest.raises(Refused, match="Somebody else asked for the same"):
        cases.withdraw_case(opened.reference, by=cases.track(opened.reference, HARDING.email))


def test_who_made_a_duplicate_adds_to_the_one_that_is_dealt_with(
    client: Client, opened: cases.Opened
) -> None:
    other = sends(FLY_TIPPING, ELEANOR)
    cases.link_duplicate(other.reference, original=opened.reference, by=MARCUS.actor)
    client.post("/track", {"reference": other.reference, "email": ELEANOR.email})
    address = f"/requests/{other.reference}"
    assert (f"{address}/add", "Add something or a photo") in seen(client.get(address)).links
    page = seen(client.post(f"{address}/add", {"words": "It smells.", "photo": photo()}, follow=True))
    assert "You added something and a photo." in page.text
    assert "It smells." in page.text

    case = cases.case_for(opened.reference, seen_by=MARCUS.actor)
    (task,) = case.tasks
    assert task.words.startswith(
        f"The reporter of {other.reference}, which asks for the same, has added words"
    )
    assert task.text == "It smells."
    assert [(link.reference, len(link.documents)) for link in case.links] == [(other.reference, 1)]
    told = cases.timeline_of(opened.reference, seen_by=MARCUS.actor)[-1]
    assert told.sentence.startswith(f"The reporter of {other.reference}")
    assert told.text == "It smells."
    hers = cases.timeline_of(opened.reference, seen_by=cases.track(opened.reference, HARDING.email))
    assert "It smells." not in [entry.text for entry in hers], "nobody reads what another resident wrote"
    cases.erase_case(other.reference, rule="test", by=SYSTEM)
    assert cases.timeline_of(opened.reference, seen_by=MARCUS.actor)[-1].text == "(erased)"
    assert seal_now() >= 0
    assert verify().sound


def test_who_made_a_duplicate_withdraws_their_own_and_the_other_goes_on(
    client: Client, opened: cases.Opened
) -> None:
    other = sends(FLY_TIPPING, ELEANOR)
    cases.link_duplicate(other.reference, original=opened.reference, by=MARCUS.actor)
    client.post("/track", {"reference": other.reference, "email": ELEANOR.email})
    address = f"/requests/{other.reference}"
    assert "somebody else told us" in seen(client.get(f"{address}/withdraw")).text.lower()
    page = seen(client.post(f"{address}/withdraw", follow=True))
    assert "You told us that you do not need it any more." in page.text
    assert "told us about the same thing before" not in page.text
    assert cases.case_for(opened.reference, seen_by=MARCUS.actor).status == "new"
    assert cases.case_for(opened.reference, seen_by=MARCUS.actor).links == ()
    client.post(f"{address}/not-fixed", {"why": "After all."})
    assert cases.case_for(other.reference, seen_by=MARCUS.actor).status == "new"
    seal_now()
    assert verify().sound


def test_nothing_is_added_to_a_duplicate_of_what_is_closed(opened: cases.Opened) -> None:
    other = sends(FLY_TIPPING, ELEANOR)
    cases.link_duplicate(other.reference, original=opened.reference, by=MARCUS.actor)
    cases.close_case(opened.reference, "cleared", by=MARCUS.actor)
    hers = cases.track(other.reference, ELEANOR.email)
    with pytest.raises(Refused, match="nothing can be added"):
        cases.may_add(other.reference, "More", photos=0, by=hers)
    with pytest.raises(Refused, match="closed already"):
        cases.withdraw_case(other.reference, by=hers)


def test_nobody_else_adds_or_withdraws(opened: cases.Opened) -> None:
    stranger = Client()
    for act in ("add", "withdraw"):
        assert stranger.get(f"/requests/{opened.reference}/{act}").status_code == 404
        assert stranger.post(f"/requests/{opened.reference}/{act}", {"words": "x"}).status_code == 404
    with pytest.raises(cases.CaseNotFound):
        cases.withdraw_case(
            opened.reference, by=cases.track(sends(FLY_TIPPING, ELEANOR).reference, ELEANOR.email)
        )


def test_a_public_report_says_nothing_about_anybody(client: Client, opened: cases.Opened) -> None:
    page = content(client.get(f"/reports/{opened.reference}"))
    assert "Report fly-tipping" in page
    for personal in ("Septimus", "septimus", "Mill Lane"):
        assert personal not in page
    concern = sends(CONCERN, ELEANOR)
    assert client.get(f"/reports/{concern.reference}").status_code == 404
    assert client.get("/reports/BAR-222-222-222").status_code == 404
    assert client.get("/reports/nonsense").status_code == 404


def sent_photo(hers: Client, opened: cases.Opened) -> UUID:
    hers.post(f"/requests/{opened.reference}/add", {"words": "", "photo": photo()})
    run_pending(("files",))
    return cases.case_for(opened.reference, seen_by=MARCUS.actor).documents[0].id


def test_a_photo_is_public_only_after_an_officer_put_it_there(hers: Client, opened: cases.Opened) -> None:
    key, everybody = sent_photo(hers, opened), Client()
    report, address = f"/reports/{opened.reference}", f"/reports/{opened.reference}/photos"
    assert everybody.get(f"{address}/{key}").status_code == 404
    assert "Photo 1" not in content(everybody.get(report))
    officer = sign_in(Client(), an_officer(team="waste", role="officer"))
    press = f"/staff/cases/{opened.reference}"
    assert "Put it on the public page" in seen(officer.get(f"{press}/")).text
    assert officer.post(f"{press}/show-photo/", {"photo": str(key)}).status_code == 302
    assert f'src="{address}/{key}" alt="Photo 1 of what was reported"' in content(everybody.get(report))
    shown = everybody.get(f"{address}/{key}")
    bytes_shown = answers.content(shown)
    assert shown["Content-Type"] == "image/jpeg"
    assert "fa" not in shown["Content-Disposition"], "the name that somebody gave it is not shown"
    assert (bytes_shown != sample_photo(), b"Exif" in bytes_shown) == (True, False)
    assert "We put your photo on the public page" in seen(hers.get(f"/requests/{opened.reference}")).text
    assert "Take it off the public page" in seen(officer.get(f"{press}/")).text
    officer.post(f"{press}/hide-photo/", {"photo": str(key)})
    assert everybody.get(f"{address}/{key}").status_code == 404
    assert officer.post(f"{press}/show-photo/", {"photo": "nonsense"}).status_code == 404
    assert officer.post(f"{press}/show-photo/", {"photo": str(opened.case_id)}).status_code == 422
    cases.show_photo(opened.reference, key, by=MARCUS.actor)
    cases.withdraw_case(opened.reference, by=cases.track(opened.reference, HARDING.email))
    assert everybody.get(f"{address}/{key}").status_code == 404, "what is withdrawn has no public page"
    assert seal_now() >= 0
    assert verify().sound


def test_no_photo_is_public_before_it_was_looked_through_or_where_the_service_does_not_say_so(
    hers: Client, opened: cases.Opened
) -> None:
    hers.post(f"/requests/{opened.reference}/add", {"words": "", "photo": photo()})
    (waiting,) = cases.case_for(opened.reference, seen_by=MARCUS.actor).documents
    with pytest.raises(Refused, match="Only a photo that we have checked"):
        cases.show_photo(opened.reference, waiting.id, by=MARCUS.actor)
    complaint = sends(COMPLAINT, HARDING)
    case = cases.case_for(complaint.reference, seen_by=SYSTEM)
    assert not case.shows_photos
    with pytest.raises(Refused, match="not for everybody"):
        cases.show_photo(complaint.reference, waiting.id, by=SYSTEM)


def link_in(text: str, what: str) -> str:
    found = re.search(rf"https?://[^/]+(/reports/{what}/\S+)", text)
    assert found, text
    return found[1]


def subscribe(client: Client, opened: cases.Opened, post: DemoMailer, email: str = "una@example.com") -> None:
    client.post(f"/reports/{opened.reference}", {"email": email})
    run_pending()
    link = link_in(post.sent[-1].text, "confirm")
    assert "Confirm my address" in content(client.get(link))
    assert "You will hear from us" in content(client.post(link))


def test_following_a_report_is_confirmed_told_and_left_with_one_press(
    client: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    subscribe(client, opened, post)
    assert post.sent[-1].to == "una@example.com"
    cases.close_case(opened.reference, "cleared", "Thank you, Septimus", by=MARCUS.actor)
    run_pending()
    mail = next(one for one in post.sent if one.to == "una@example.com" and "finished" in one.subject)
    assert "Septimus" not in mail.text
    leave = link_in(mail.text, "leave")
    assert mail.unsubscribe.endswith(leave)
    assert "Stop the e-mails" in content(client.get(leave))
    one_click = Client(enforce_csrf_checks=True).post(leave, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert client.get(leave).status_code == 404
    assert not SourceRecord.objects.filter(email="una@example.com").exists()
    seal_now()
    assert verify().sound


def test_who_follows_a_report_does_not_see_the_request(
    client: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    subscribe(client, opened, post)
    with pytest.raises(cases.CaseNotFound):
        cases.track(opened.reference, "una@example.com")
    assert client.get(f"/requests/{opened.reference}").status_code == 404
    token = link_in(post.sent[-1].text, "confirm").rpartition("/")[2]
    assert client.get(f"/track/{token}").status_code == 404


def test_without_a_confirmation_nobody_is_told(
    client: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    client.post(f"/reports/{opened.reference}", {"email": "una@example.com"})
    client.post(f"/reports/{opened.reference}", {"email": "bot@example.com", "website": "x"})
    cases.close_case(opened.reference, "cleared", by=MARCUS.actor)
    run_pending()
    assert [one.subject for one in post.sent if one.to == "una@example.com"] == [
        f"Confirm that you want to hear about report {opened.reference}"
    ]
    assert not [one for one in post.sent if one.to == "bot@example.com"]


def test_an_address_is_not_flooded(client: Client, opened: cases.Opened, post: DemoMailer) -> None:
    for _ in range(6):
        said = client.post(f"/reports/{opened.reference}", {"email": "una@example.com"}, follow=True)
        assert "Look in your e-mail" in seen(said).text
    run_pending()
    assert len([one for one in post.sent if one.to == "una@example.com"]) == 3


def test_erasing_a_request_forgets_who_follows_it(
    client: Client, opened: cases.Opened, post: DemoMailer
) -> None:
    subscribe(client, opened, post)
    cases.erase_case(opened.reference, rule="test", by=SYSTEM)
    assert client.get(f"/reports/{opened.reference}").status_code == 404
    assert not SourceRecord.objects.filter(email="una@example.com").exists()


def test_a_public_report_asks_a_bounded_number_of_questions(
    client: Client, opened: cases.Opened, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/reports/{opened.reference}")
    with django_assert_max_num_queries(5):
        client.get(f"/reports/{opened.reference}")
