"""The queue, searching, the case page and everything that can be done there, through Django's client."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.answers import content, html, said
from tests.sites.staff.desk import a_case, a_concern, many_cases
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.cases import searching
from moothall.apps.documents.api import attach
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for, join
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import looks_at
from moothall.kernel import clock
from moothall.kernel.actors import resident, system

pytestmark = pytest.mark.django_db

_SELF = system("test")


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="officer")


@pytest.fixture
def desk(client: Client, olwen: Account) -> Client:
    """A browser at which Olwen Arkwright of Waste has signed in."""
    return sign_in(client, olwen)


@pytest.fixture
def manager() -> Client:
    return sign_in(Client(), an_officer("Marcus Thorne", team="waste", role="manager"))


def references(response: HttpResponseBase) -> list[str]:
    return re.findall(r'queue__reference"><span class="reference">([A-Z0-9-]+)<', html(response))


def page_of(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


# --- The queue


def test_the_queue_shows_what_is_due_first(desk: Client) -> None:
    later = a_case()
    with clock.stopped_at(clock.now() - timedelta(days=20)):
        overdue = a_case(name="Eleanor Bold", missed_on=(clock.today()).isoformat())
    shown = desk.get("/staff/")
    assert references(shown) == [overdue.reference, later.reference]
    assert re.search(r"\d+ days overdue", said(shown))
    assert "2 cases" in said(shown)


def test_filters_by_view_service_and_ward(desk: Client, olwen: Account) -> None:
    mine, other = a_case(), a_case()
    cases.take_case(mine.reference, by=actor_for(olwen))
    assert references(desk.get("/staff/?view=mine")) == [mine.reference]
    assert references(desk.get("/staff/?view=new")) == [other.reference]
    assert len(references(desk.get("/staff/?service=report-missed-bin"))) == 2
    assert references(desk.get("/staff/?service=report-fly-tipping")) == []
    assert references(desk.get("/staff/?ward=nowhere")) == []
    assert "No case fits these choices" in said(desk.get("/staff/?ward=nowhere"))


def test_the_queue_by_an_answer_says_which_and_keeps_it_from_view_to_view(desk: Client) -> None:
    both, food = a_case(), a_case(bins=["food"])
    assert len(references(desk.get("/staff/?answer.bins=food"))) == 2
    shown = desk.get("/staff/?answer.bins=rubbish&view=new")
    assert references(shown) == [both.reference]
    assert re.search(r"Rubbish[^×]*× \(take off\)", said(shown))
    html = unescape(shown.content.decode())
    assert "view=closed&answer.bins=rubbish" in html
    assert '<option value="rubbish" selected>' in html
    assert references(desk.get("/staff/?answer.assisted=no&service=report-missed-bin")) == [
        both.reference,
        food.reference,
    ]
    assert re.search(r" No × \(take off\)", said(desk.get("/staff/?answer.assisted=no")))
    assert "No case fits these choices" in said(desk.get("/staff/?answer.assisted=yes"))


@pytest.mark.parametrize(
    "query",
    ["answer.=x", "answer.bins=", "answer.nothing=x", "answer.name=Septimus Harding", "answer.how_old=adult"],
)
def test_an_answer_nobody_may_filter_by_is_as_if_nothing_was_asked(desk: Client, query: str) -> None:
    a_case()
    shown = desk.get(f"/staff/?{query}")
    assert len(references(shown)) == 1
    assert "take off" not in said(shown)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("answer.nothing=x", "The address asks for an answer to a question that no form has."),
        ("answer.name=x", "Cases cannot be listed by the answer to “"),
        ("answer.bins=food&service=report-fly-tipping", "This service does not ask “"),
        ("answer.bins=food", ""),
        ("answer.bins=", ""),
        ("view=new", ""),
    ],
)
def test_who_asks_for_an_answer_in_vain_is_told_why(desk: Client, query: str, sentence: str) -> None:
    a_case()
    words = said(desk.get(f"/staff/?{query}"))
    assert sentence in words
    assert ("whatever was answered" in words) is bool(sentence)


@pytest.mark.parametrize("value", ["%00", "gold", "x" * 5000, "%F0%9F%98%80", "'; drop table"])
def test_any_value_of_an_answer_is_only_a_value(desk: Client, value: str) -> None:
    a_case()
    for key in ("bins", "tag", "assisted"):
        assert desk.get(f"/staff/?answer.{key}={value}").status_code == 200


def test_the_queue_says_who_has_a_case(desk: Client, manager: Client, olwen: Account) -> None:
    taken = a_case()
    cases.take_case(taken.reference, by=actor_for(olwen))
    assert "With You" in said(desk.get("/staff/"))
    assert "With Olwen Arkwright" in said(manager.get("/staff/"))


def test_paging_goes_on_where_the_page_ended(desk: Client) -> None:
    made = {one.reference for one in many_cases(30)}
    first = desk.get("/staff/")
    (onwards,) = re.findall(r'onwards__next" role="button" href="([^"]+)"', first.content.decode())
    second = desk.get(unescape(onwards))
    assert len(references(first)) == 25
    assert set(references(first)) | set(references(second)) == made
    assert "Back to the first page" in said(second)


@pytest.mark.parametrize(
    "query",
    [
        "view=nothing",
        "after=rubbish",
        "after=99999999999999999999999999.00",
        "service=%00",
        "ward=%00%00",
        "done=nothing",
    ],
)
def test_made_up_queries_are_the_first_page(desk: Client, query: str) -> None:
    assert desk.get(f"/staff/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%22%27%28*&before=x", "status=nothing", "before=9999999999999999999"]
)
def test_made_up_searches_are_answered(desk: Client, query: str) -> None:
    assert desk.get(f"/staff/search/?{query}").status_code == 200


def test_as_many_queries_for_five_cases_as_for_fifty(
    desk: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for one in many_cases(5):
        cases.take_case(one.reference, by=actor_for(olwen))
    with django_assert_max_num_queries(100) as few:
        desk.get("/staff/")
    many_cases(45)
    with django_assert_max_num_queries(len(few)):
        desk.get("/staff/")
    with django_assert_max_num_queries(100) as few_found:
        desk.get("/staff/search/?q=resident+3")
    with django_assert_max_num_queries(len(few_found)):
        desk.get("/staff/search/?q=resident")


# --- Searching


def test_words_find_cases_newest_first(desk: Client) -> None:
    first, second = a_case(name="Griselda Grantly"), a_case(name="Theophilus Grantly")
    shown = desk.get("/staff/search/?q=grantly")
    assert references(shown) == [second.reference, first.reference]
    assert "2 cases" in said(shown)


def test_a_search_counts_further_when_it_is_asked_to(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [a_case(name=f"{name} Grantly") for name in ("Griselda", "Theophilus", "Samuel")]
    monkeypatch.setattr(searching, "_SAID", 2)
    shown = desk.get("/staff/search/?q=grantly")
    assert "2+ cases Count more of them" in said(shown)
    on = desk.get("/staff/search/?count=on&q=grantly")
    assert 'href="/staff/search/?count=on&amp;q=grantly"' in html(shown)
    assert "3 cases" in said(on)
    assert "Count more" not in said(on)
    assert references(on) == references(shown) == [one.reference for one in reversed(made)]


def test_a_reference_typed_carelessly_finds_its_case(desk: Client) -> None:
    made = a_case()
    typed = made.reference.lower().replace("-", " ")
    assert references(desk.get("/staff/search/", {"q": typed})) == [made.reference]


def test_nothing_found_says_so_and_keeps_the_words(desk: Client) -> None:
    shown = desk.get("/staff/search/?q=<b>zebra</b>")
    assert "No case that you may see has all of these words" in said(shown)
    assert "<b>zebra" not in shown.content.decode()


# --- Confidential cases


def test_a_confidential_case_is_not_there_for_others(desk: Client) -> None:
    made = a_concern()
    assert desk.get(page_of(made.reference)).status_code == 404
    assert references(desk.get("/staff/")) == []
    assert references(desk.get("/staff/search/?q=bold")) == []
    assert references(desk.get(f"/staff/search/?q={made.reference}")) == []
    for verb in ("take", "note", "ask", "close", "link", "move"):
        assert desk.post(page_of(made.reference, verb)).status_code == 404, verb


def test_its_team_sees_it(client: Client) -> None:
    made = a_concern()
    sign_in(client, an_officer("Gareth Finch", team="adult-safeguarding", role="manager"))
    assert "Only for its team" in said(client.get(page_of(made.reference)))
    assert references(client.get("/staff/")) == [made.reference]


# --- The case page


def test_the_case_page_tells_everything(desk: Client) -> None:
    made = a_case()
    shown = said(desk.get(page_of(made.reference)))
    for words in (
        made.reference,
        "Report a missed bin",
        "New",
        "Septimus Harding",
        "07700 900123",
        "3 Hiram Street",
        "Rubbish bin or bags",
        "Our target is 2 working days",
        "How this day is counted",
        "Made the request on the website",
        "Take this case",
    ):
        assert words in shown, words


def test_a_reference_in_small_letters_is_the_same_page(desk: Client) -> None:
    assert desk.get(page_of(a_case().reference.lower())).status_code == 200


@pytest.mark.parametrize("reference", ["BAR-222-222-222", "nothing", "%00", "BAR"])
def test_what_is_no_case_is_not_found(desk: Client, reference: str) -> None:
    assert desk.get(f"/staff/cases/{reference}/").status_code == 404


def test_each_look_is_recorded(desk: Client, olwen: Account) -> None:
    made = a_case()
    desk.get(page_of(made.reference))
    looked = looks_at(f"case:{made.case_id}", seen_by=_SELF)
    assert {look.actor for look in looked} == {f"officer:{olwen.pk}"}


def test_as_many_queries_however_much_has_happened(
    desk: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = a_case()
    by = actor_for(olwen)
    cases.add_note(made.reference, "One.", by=by)
    with django_assert_max_num_queries(100) as few:
        desk.get(page_of(made.reference))
    for number in range(10):
        cases.add_note(made.reference, f"Note {number}.", by=by)
    with django_assert_max_num_queries(len(few)):
        desk.get(page_of(made.reference))


def a_picture() -> BytesIO:
    held = BytesIO()
    Image.new("RGB", (64, 48), "green").save(held, "JPEG")
    held.seek(0)
    return held


def test_a_photo_is_shown_and_cannot_run_as_a_page(desk: Client) -> None:
    made = a_case()
    kept = attach(
        f"case:{made.case_id}",
        a_picture(),
        name="bin.jpg",
        media_type="image/jpeg",
        kind="photo",
        source="web",
        by=_SELF,
    )
    address = f"{page_of(made.reference)}files/{kept.id}/"
    assert desk.get(address).status_code == 404
    assert "We are checking this file" in said(desk.get(page_of(made.reference)))
    run_pending(("files",))
    assert address in desk.get(page_of(made.reference)).content.decode()
    response = desk.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert content(response)[:2] == b"\xff\xd8"
    assert desk.get(f"{page_of(made.reference)}files/{uuid4()}/").status_code == 404
    assert desk.get(f"{page_of(a_case().reference)}files/{kept.id}/").status_code == 404


# --- Doing something


def do(desk: Client, reference: str, verb: str, **sent: str) -> str:
    """Sends a form and follows it to the page it leads to."""
    return said(desk.post(page_of(reference, verb), sent, follow=True))


def test_taking_and_starting(desk: Client, manager: Client) -> None:
    made = a_case()
    assert "You are dealing with this case now." in do(desk, made.reference, "take")
    assert "Take this case" not in said(desk.get(page_of(made.reference)))
    refused = manager.post(page_of(made.reference, "take"))
    assert refused.status_code == 422
    assert "Somebody else has already taken this request." in said(refused)
    other = a_case()
    assert "Work on this case has started." in do(desk, other.reference, "start")


def test_a_note_is_kept_and_an_empty_one_refused(desk: Client) -> None:
    made = a_case()
    assert "The gate was locked" in do(desk, made.reference, "note", note="The gate was locked.")
    assert "Write something first." in do(desk, made.reference, "note", note="  ")


def test_what_was_typed_is_not_lost_when_it_is_too_long(desk: Client) -> None:
    made = a_case()
    refused = desk.post(page_of(made.reference, "note"), {"note": "long " * 1_100})
    assert "This is longer than 5,000 characters" in said(refused)
    assert "long long long" in refused.content.decode()
    assert 'href="#note"' in refused.content.decode()


def test_asking_answering_and_completing_the_task(desk: Client) -> None:
    made = a_case()
    assert "Your question is on its way" in do(desk, made.reference, "ask", question="Front or back?")
    assert "Waiting for the reporter" in said(desk.get(page_of(made.reference)))
    assert "Clock stands still" in said(desk.get("/staff/?view=waiting"))
    assert "We asked: Front or back?" in said(desk.get(page_of(made.reference, "answer")))
    assert "The clock goes on" in do(desk, made.reference, "answer", answer="At the back.")
    assert "There is no question waiting" in do(desk, made.reference, "answer", answer="Again.")


def test_the_residents_answer_is_a_task_that_is_ticked_off(desk: Client, olwen: Account) -> None:
    made = a_case()
    cases.ask_reporter(made.reference, "Front or back?", by=actor_for(olwen))
    question = cases.case_for(made.reference, seen_by=actor_for(olwen)).question
    assert question is not None
    cases.answer_question(made.reference, question.id, "Back.", by=resident("test", made.case_id))
    html = desk.get(page_of(made.reference)).content.decode()
    (task,) = re.findall(r'name="task" value="([0-9a-f-]+)"', html)
    assert references(desk.get("/staff/?view=tasks")) == [made.reference]
    assert "The task is done." in do(desk, made.reference, "complete", task=task)
    assert "This task has been done already." in do(desk, made.reference, "complete", task=task)
    assert desk.post(page_of(made.reference, "complete"), {"task": "rubbish"}).status_code == 404


def test_closing_and_opening_again(desk: Client) -> None:
    made = a_case()
    page = desk.get(page_of(made.reference, "close"))
    assert "We have been back and emptied it." in said(page)
    refused = desk.post(page_of(made.reference, "close"), {"words": "We came on Monday."})
    assert refused.status_code == 422
    assert "Choose one of the outcomes of this service." in said(refused)
    assert "We came on Monday." in refused.content.decode()
    assert "The case is closed" in do(desk, made.reference, "close", outcome="emptied", words="Sorry.")
    assert references(desk.get("/staff/?view=closed")) == [made.reference]
    assert "This request is closed. Reopen it first." in do(desk, made.reference, "close", outcome="emptied")
    assert "Write something first." in do(desk, made.reference, "reopen", words="")
    assert "The case is open again" in do(
        desk, made.reference, "reopen", words="The crew took the wrong bin."
    )


def test_giving_a_case_to_somebody(manager: Client, olwen: Account) -> None:
    made = a_case()
    page = manager.get(page_of(made.reference, "assign"))
    assert "Olwen Arkwright" in said(page)
    assert "Choose who deals with it." in do(manager, made.reference, "assign")
    assert "With Olwen Arkwright" in do(manager, made.reference, "assign", to=str(olwen.pk))
    assert "With nobody yet" in do(manager, made.reference, "assign", to="team")


def test_who_may_not_give_cases_has_no_link_and_is_told_no(desk: Client) -> None:
    made = a_case()
    assert "Give it to somebody" not in said(desk.get(page_of(made.reference)))
    assert desk.get(page_of(made.reference, "assign")).status_code == 403
    assert desk.post(page_of(made.reference, "assign"), {"to": "team"}).status_code == 403


def test_giving_a_case_to_another_team(manager: Client) -> None:
    made = a_case()
    page = said(manager.get(page_of(made.reference, "team")))
    assert "Highways" in page
    assert "Waste and street cleaning" not in page.split("Which team")[1].split("Why?")[0]
    assert "Choose a team." in do(manager, made.reference, "team", reason="Theirs.")
    answer = manager.post(page_of(made.reference, "team"), {"team": "highways", "reason": ""})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.content.decode()
    assert "Another team deals with the case now" in do(
        manager, made.reference, "team", team="highways", reason="It lies on the road."
    )
    assert "It lies on the road." in said(manager.get(page_of(made.reference)))


def test_setting_the_priority_and_seeing_it(desk: Client) -> None:
    made, usual = a_case(), a_case()
    assert "priority--" not in desk.get(page_of(made.reference)).content.decode()
    assert "Choose one of" in do(desk, made.reference, "priority")
    assert "The priority is set." in do(desk, made.reference, "priority", level="urgent")
    assert "Urgent priority" in said(desk.get(page_of(made.reference)))
    assert 'value="urgent" checked' in desk.get(page_of(made.reference, "priority")).content.decode()
    listed = said(desk.get("/staff/?priority=urgent"))
    assert made.reference in listed
    assert usual.reference not in listed
    assert "Priority:" in listed
    parts = said(desk.get("/staff/?group=priority"))
    assert parts.index("Urgent") < parts.index(made.reference) < parts.index(usual.reference)


def test_moving_to_another_service(desk: Client) -> None:
    made = a_case()
    page = desk.get(page_of(made.reference, "move"))
    assert (
        "Report a missed bin" not in said(page).split("Which service?")[1].split("Look at what goes along")[0]
    )
    assert "There is no such service" in do(desk, made.reference, "move", service="nothing")
    moved = do(desk, made.reference, "move", service="report-fly-tipping")
    assert "What else the form asks" in moved
    assert "Report fly-tipping" in said(desk.get(page_of(made.reference)))


def test_linking_a_duplicate_and_undoing_it(desk: Client) -> None:
    made, original = a_case(), a_case()
    assert "no case with this reference" in do(desk, made.reference, "link", original=a_concern().reference)
    wrong = desk.post(page_of(made.reference, "link"), {"original": "BAR-123"})
    assert wrong.status_code == 422
    assert 'value="BAR-123"' in wrong.content.decode()
    assert "This case now follows the other one" in do(
        desk, made.reference, "link", original=original.reference.lower()
    )
    assert "It has a duplicate:" in said(desk.get(page_of(original.reference)))
    assert "The link is undone" in do(desk, made.reference, "unlink")
    assert "This request is not linked with another." in do(desk, made.reference, "unlink")


def test_following_a_button_as_a_link_changes_nothing(desk: Client) -> None:
    made = a_case()
    assert desk.get(page_of(made.reference, "take"))["Location"] == page_of(made.reference)
    assert "With nobody yet" in said(desk.get(page_of(made.reference)))


def test_a_reader_sees_no_button(client: Client) -> None:
    sign_in(client, an_officer("Una Reader", team="waste", role="reader"))
    shown = said(client.get(page_of(a_case().reference)))
    for words in ("What next?", "Take this case", "Keep the note", "Close the case"):
        assert words not in shown
    assert client.post(page_of(a_case().reference, "take")).status_code == 403


def test_forms_need_their_token(olwen: Account) -> None:
    guarded = Client(enforce_csrf_checks=True)
    response = guarded.post(page_of("BAR-222-222-222", "take"))
    assert response.status_code == 403
    assert "This page is out of date" in said(response)


def test_an_erased_case_says_under_which_rule(desk: Client) -> None:
    made = a_case()
    cases.erase_case(made.reference, rule="TEST-RULE", by=_SELF)
    shown = said(desk.get(page_of(made.reference)))
    assert "erased under TEST-RULE" in shown
    assert "Septimus" not in shown
    assert "What next?" not in shown


def test_somebody_who_joins_another_team_is_seen_at_the_next_request(desk: Client, olwen: Account) -> None:
    made = a_concern()
    assert desk.get(page_of(made.reference)).status_code == 404
    join(olwen.pk, team="adult-safeguarding", role="officer", by=_SELF)
    assert desk.get(page_of(made.reference)).status_code == 200


# --- Putting an answer right


def test_an_answer_is_put_right_on_a_page_of_its_own(desk: Client) -> None:
    opened = a_case()
    page = page_of(opened.reference)
    assert f'href="{page}answers/name/"' in desk.get(page).content.decode()
    shown = desk.get(f"{page}answers/name/")
    assert 'value="Septimus Harding"' in shown.content.decode()
    assert "<title>Correct an answer – Staff – " in shown.content.decode()
    wrong = desk.post(f"{page}answers/name/", {"name": "", "correction-reason": "They called."})
    assert wrong.status_code == 422
    assert "They called." in said(wrong)
    assert "There is a problem" in said(wrong)
    unexplained = desk.post(f"{page}answers/name/", {"name": "Septimus Hardinge", "correction-reason": ""})
    assert "Say why it is corrected" in said(unexplained)
    assert 'value="Septimus Hardinge"' in unexplained.content.decode()
    same = desk.post(f"{page}answers/name/", {"name": "Septimus Harding", "correction-reason": "Hm."})
    assert "what the answer says already" in said(same)
    done = desk.post(
        f"{page}answers/name/", {"name": "Septimus Hardinge", "correction-reason": "They called."}
    )
    assert done.headers["Location"] == f"{page}?done=correct"
    after = said(desk.get(done.headers["Location"]))
    assert "The answer is corrected." in after
    assert "Septimus Hardinge (corrected)" in after
    assert "was: Septimus Harding." in after


def test_choices_and_dates_are_put_right_too(desk: Client) -> None:
    opened = a_case()
    page = page_of(opened.reference)
    why = {"correction-reason": "They called."}
    assert desk.post(f"{page}answers/bins/", {"bins": ["food"], **why}).status_code == 302
    assert desk.post(f"{page}answers/bins/", why).status_code == 422
    day = {"missed_on-day": "19", "missed_on-month": "11", "missed_on-year": "2026", **why}
    assert desk.post(f"{page}answers/missed_on/", day).status_code == 302
    assert "19 November 2026 (corrected)" in said(desk.get(page))


def test_nothing_can_be_corrected_that_was_not_asked_or_is_not_one_s_own(desk: Client) -> None:
    opened, secret = a_case(), a_concern()
    for address in (
        f"{page_of(opened.reference)}answers/nothing/",
        f"{page_of(opened.reference)}answers/%00/",
        f"{page_of(secret.reference)}answers/name/",
    ):
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"name": "x", "correction-reason": "y"}).status_code == 404


def test_who_only_reads_is_offered_no_correction() -> None:
    reader = sign_in(Client(), an_officer("Rhys Vane", team="customer-services", role="reader"))
    opened = a_case()
    assert "Correct" not in said(reader.get(page_of(opened.reference)))
    assert reader.get(f"{page_of(opened.reference)}answers/name/").status_code == 403
