"""Coming back to a form: saved for later, on another device, in another window, on a newer form, or not at all."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.apps.catalogue.folders import change, copied_folders
from tests.cast import FLY_TIPPING, SYSTEM
from tests.sites.public.resident import ADDRESS, CHECK, PAGES, content, fill_in, reference_on, seen, send

from moothall.apps.cases import api as cases
from moothall.apps.forms.jobs import purge_drafts
from moothall.apps.forms.models import DraftKey, DraftRow
from moothall.apps.messaging.models import Message
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db
EMAIL = "septimus@example.com"


class Tab:
    """A window of a browser: it posts what its page had shown."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page = ""
        self.shown = ""

    def open(self, page: str) -> str:
        self.page = f"{ADDRESS}/{page}"
        return self.take(self.client.get(self.page, follow=True))

    def take(self, response: HttpResponseBase) -> str:
        html = content(response)
        found = re.search(r'name="_shown" value="([^"]*)"', html)
        self.shown = found[1] if found else ""
        return html

    def send(self, typed: dict[str, str], *, query: str = "", press: str = "") -> HttpResponseBase:
        more = {press: "yes"} if press else {}
        response = self.client.post(self.page + query, {**typed, **more, "_shown": self.shown})
        if response.status_code == 200:
            self.take(response)
        return response


def open_cases() -> int:
    return cases.count_waiting("open", seen_by=SYSTEM).number


def saved_link(client: Client, post: DemoMailer, email: str = EMAIL) -> str:
    """Save for later; the path of the link that came."""
    assert client.post(f"{ADDRESS}/save", {"email": email})["Location"] == f"{ADDRESS}/saved"
    run_pending()
    found = re.search(r"http://[^/\s]+(/services/\S+/resume/\S+)", post.sent[-1].text)
    assert found, post.sent[-1].text
    return found[1]


def one_more_question(service: Path, page: str) -> None:
    """A new first question on a page of the form."""
    asked = "      - {ask: colour, type: short-text, label: What colour?, name: the colour}\n"
    new = f"- page: {page}\n    title: More about it\n    questions:\n{asked}"
    change(service / "form.yaml", f"- page: {page}\n    questions:\n", new)


def rename_where(service: Path) -> None:
    form = service / "form.yaml"
    form.write_text(re.sub(r"(page|go): where$", r"\1: where-it-is", form.read_text(), flags=re.MULTILINE))


# What was typed.


def test_a_wrong_page_is_kept_as_typed_for_who_comes_back(client: Client) -> None:
    fill_in(client, until="your-details")
    client.post(f"{ADDRESS}/your-details", {"name": "Mary", "email": "mary@", "phone": "12"})
    html = content(client.get(f"{ADDRESS}/your-details"))
    for typed in ('value="Mary"', 'value="mary@"', 'value="12"'):
        assert typed in html
    assert client.get(CHECK)["Location"] == f"{ADDRESS}/your-details"


def test_a_wrong_first_page_begins_a_draft_and_an_empty_one_does_not(client: Client) -> None:
    client.post(f"{ADDRESS}/what-was-dumped", {})
    assert not DraftRow.objects.exists()
    client.post(f"{ADDRESS}/what-was-dumped", {"rubbish_type": "nonsense"})
    assert DraftRow.objects.count() == 1


def test_a_photo_beside_a_wrong_field_need_not_be_chosen_again(client: Client, tmp_path: Path) -> None:
    with copied_folders(tmp_path) as folders:
        one_more_question(folders.service(FLY_TIPPING), "photo")
        fill_in(client, until="photo")
        photo = SimpleUploadedFile("sofa.jpg", sample_photo(), "image/jpeg")
        wrong = client.post(f"{ADDRESS}/photo", {"photo": photo, "colour": ""})
        assert wrong.status_code == 200
        assert "sofa.jpg" in seen(wrong).text
        assert client.post(f"{ADDRESS}/photo", {"colour": "red"}).status_code == 302
        for page in ("what-land", "where", "did-you-see", "your-details"):
            client.post(f"{ADDRESS}/{page}", PAGES[page])
        assert "sofa.jpg" in seen(client.get(CHECK)).text


# Later, and elsewhere.


def test_a_form_is_saved_even_where_it_is_wrong_and_carried_on_on_another_device(
    client: Client, post: DemoMailer
) -> None:
    fill_in(client, until="where")
    tab = Tab(client)
    tab.open("where")
    left = tab.send({"place": "Behind the old mill", "spot": "12345"}, press="_later")
    assert left["Location"] == f"{ADDRESS}/save"
    link = saved_link(client, post)
    assert EMAIL in seen(client.get(f"{ADDRESS}/saved")).text
    phone = Client()
    asked = seen(phone.get(link))
    assert "mill" not in asked.text
    assert "rubbish" not in asked.text.lower()
    arrived = phone.post(link, {"email": " Septimus@Example.com "}, follow=True)
    assert arrived.redirect_chain[-1][0] == f"{ADDRESS}/where"
    assert "Behind the old mill" in content(arrived)
    assert 'value="12345"' in content(arrived)
    phone.post(f"{ADDRESS}/where", PAGES["where"])
    assert client.post(f"{ADDRESS}/did-you-see", PAGES["did-you-see"]).status_code == 302
    assert content(client.get(f"{ADDRESS}/where")).count("Outside 14 Mill Lane") == 1


def test_the_address_is_asked_for_with_what_the_form_says(client: Client) -> None:
    fill_in(client)
    left = client.post(CHECK, {"_later": "yes"})
    assert left["Location"] == f"{ADDRESS}/save"
    assert f'value="{EMAIL}"' in content(client.get(f"{ADDRESS}/save"))
    for typed, said in (("", "Enter your e-mail address"), ("mary@", "in the correct format")):
        page = client.post(f"{ADDRESS}/save", {"email": typed})
        assert said in seen(page).text
    assert not DraftKey.objects.exists()
    assert open_cases() == 0


def test_wrong_unknown_and_expired_links_get_one_answer_and_guessing_ends(
    client: Client, post: DemoMailer
) -> None:
    fill_in(client, until="where")
    link = saved_link(client, post)
    answers = set()
    for path, email in (
        (link, "other@example.com"),
        (link[:-1] + "x", EMAIL),
        (f"{ADDRESS}/resume/x", EMAIL),
    ):
        page = Client().post(path, {"email": email})
        assert page.status_code == 200
        answers.add(seen(page).text.replace(email, ""))
        assert "moothall_draft" not in page.cookies
    with clock.stopped_at(clock.now() + timedelta(days=28, minutes=1)):
        answers.add(seen(Client().post(link, {"email": EMAIL})).text)
    assert len(answers) == 1
    for _ in range(12):
        last = Client().post(link, {"email": "guess@example.com"})
    assert last.status_code == 429
    assert Client().post(link, {"email": EMAIL}).status_code == 429


def test_a_link_past_its_date_brings_a_new_one_while_the_answers_are_there(
    client: Client, post: DemoMailer
) -> None:
    """Saved, gone on with by its first device, then opened by the old link: a new one goes to the same address."""
    fill_in(client, until="where")
    start = clock.now()
    link = saved_link(client, post)
    with clock.stopped_at(start + timedelta(days=20)):
        client.post(f"{ADDRESS}/where", PAGES["where"])
    with clock.stopped_at(start + timedelta(days=29)):
        purge_drafts.call()
        before = len(post.sent)
        wrong = Client().post(link, {"email": "other@example.com"})
        assert "We have no saved form" in seen(wrong).text
        old = Client().post(link, {"email": EMAIL})
        assert "This link has run out. We have sent a new one" in seen(old).text
        assert "moothall_draft" not in old.cookies
        run_pending()
        assert len(post.sent) == before + 1
        assert post.sent[-1].to == EMAIL
        new = next(word for word in post.sent[-1].text.split() if "/resume/" in word)
        again = Client()
        assert again.post(urlsplit(new).path, {"email": EMAIL})["Location"] == f"{ADDRESS}/start"
        assert PAGES["where"]["place"] in content(again.get(f"{ADDRESS}/where"))


def test_where_nothing_is_left_the_link_says_how_to_begin_again(client: Client, post: DemoMailer) -> None:
    fill_in(client, until="where")
    link = saved_link(client, post)
    with clock.stopped_at(clock.now() + timedelta(days=29)):
        page = content(Client().post(link, {"email": EMAIL}))
        assert "We have no saved form" in page
        assert f'href="{ADDRESS}">Begin the form again</a>' in page
        assert "Nothing was sent" in content(client.get(f"{ADDRESS}/where"))


def test_a_saved_form_waits_as_long_as_its_service_says_and_a_plain_one_a_day(
    client: Client, post: DemoMailer, tmp_path: Path
) -> None:
    with copied_folders(tmp_path) as folders:
        change(
            folders.service(FLY_TIPPING) / "service.yaml", "area: bins", "drafts: {keep_days: 5}\narea: bins"
        )
        fill_in(client, until="where")
        link = saved_link(client, post)
        start = clock.now()
        with clock.stopped_at(start + timedelta(days=4)):
            purge_drafts.call()
            assert Client().post(link, {"email": EMAIL})["Location"] == f"{ADDRESS}/start"
        with clock.stopped_at(start + timedelta(days=5, minutes=1)):
            purge_drafts.call()
    assert not DraftRow.objects.exists()
    assert not DraftKey.objects.exists()
    assert not Message.objects.exists(), "the e-mail with the link goes with the draft"


def test_nobody_is_flooded_with_links(client: Client, post: DemoMailer) -> None:
    fill_in(client, until="where")
    for _ in range(5):
        assert client.post(f"{ADDRESS}/save", {"email": EMAIL}).status_code == 302
    assert client.post(f"{ADDRESS}/save", {"email": EMAIL}).status_code == 429


def test_the_link_is_in_no_log_and_its_token_not_in_the_keys(
    client: Client, post: DemoMailer, caplog: pytest.LogCaptureFixture
) -> None:
    fill_in(client, until="where")
    link = saved_link(client, post)
    token = link.rpartition("/")[2]
    Client().get(link)
    Client().post(link, {"email": "wrong@example.com"})
    Client().post(link, {"email": EMAIL})
    assert token not in caplog.text
    assert token not in str(DraftKey.objects.values())


def test_a_link_of_a_form_that_was_sent_since_leads_to_its_confirmation(
    client: Client, post: DemoMailer
) -> None:
    fill_in(client)
    link = saved_link(client, post)
    reference = reference_on(client.post(CHECK, follow=True))
    later = Client().post(link, {"email": EMAIL}, follow=True)
    assert reference_on(later) == reference
    assert open_cases() == 1


# Two windows.


def test_two_tabs_that_answer_differently_are_asked_which(client: Client) -> None:
    fill_in(client)
    one, other = Tab(client), Tab(client)
    one.open("where")
    other.open("where")
    assert one.send({"place": "By the weir", "spot": ""}).status_code == 302
    late = other.send({"place": "By the church", "spot": ""})
    assert late["Location"].startswith(f"{ADDRESS}/which-answer")
    page = client.get(late["Location"])
    assert "You answered this in another window" in seen(page).text
    for said in ("By the weir", "By the church"):
        assert said in seen(page).text
    assert client.get(CHECK)["Location"] == f"{ADDRESS}/which-answer", "nothing is sent before"
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/which-answer"
    assert open_cases() == 0
    other.page = late["Location"]
    other.take(page)
    assert "Choose the answer to keep" in seen(other.send({})).text
    church = re.search(r'value="([0-9a-f]{12})"[^>]*>\s*<label[^>]*>By the church', content(page))
    assert church
    chosen = other.send({"place": church[1]})
    assert chosen["Location"] == f"{ADDRESS}/did-you-see"
    assert "By the church" in seen(client.get(CHECK)).text


def test_what_only_one_tab_changed_is_merged_without_a_word(client: Client) -> None:
    fill_in(client)
    one, other = Tab(client), Tab(client)
    one.open("where")
    other.open("how-much")
    assert one.send({"place": "By the weir", "spot": ""}, query="?change=1")["Location"] == CHECK
    assert other.send({"amount": "lorry"}, query="?change=1")["Location"] == CHECK
    said = seen(client.get(CHECK)).text
    assert "By the weir" in said
    assert "lorry" in said


def test_nobody_sends_answers_they_have_not_seen(client: Client) -> None:
    fill_in(client)
    checking, other = Tab(client), Tab(client)
    checking.open("check-your-answers")
    other.open("where")
    other.send({"place": "By the weir", "spot": ""}, query="?change=1")
    again = checking.send({})
    assert again.status_code == 200
    assert "changed in another window" in seen(again).text
    assert "By the weir" in seen(again).text
    assert checking.send({})["Location"] == f"{ADDRESS}/done"
    assert open_cases() == 1


def test_a_double_press_is_one_case_and_the_same_confirmation(client: Client) -> None:
    fill_in(client)
    tab = Tab(client)
    tab.open("check-your-answers")
    first, second = tab.send({}), tab.send({})
    assert first["Location"] == second["Location"] == f"{ADDRESS}/done"
    assert open_cases() == 1


# Two requests of one service in one browser.


def test_another_request_does_not_lose_the_first(client: Client) -> None:
    fill_in(client, until="where")
    first = Tab(client)
    first.open("where")
    assert client.get(f"{ADDRESS}/start?another=1")["Location"] == f"{ADDRESS}/what-was-dumped"
    second = Tab(client)
    assert "checked" not in second.open("what-was-dumped")
    assert first.send({"place": "By the weir", "spot": ""})["Location"] == f"{ADDRESS}/did-you-see"
    assert second.send({"rubbish_type": "garden"})["Location"] == f"{ADDRESS}/how-much"
    assert DraftRow.objects.count() == 2
    page = seen(client.get(ADDRESS))
    assert "Your unfinished requests" in page.text
    links = [href for href, words in page.links if words.startswith("Carry on")]
    landed = {content(client.get(link, follow=True)).partition("<h1")[2][:300] for link in links}
    assert len(links) == len(landed) == 2


def test_sending_one_of_two_leaves_the_other(client: Client) -> None:
    fill_in(client, until="where")
    client.get(f"{ADDRESS}/start?another=1")
    send(client)
    page = seen(client.get(ADDRESS))
    onward = next(href for href, words in page.links if words == "Carry on")
    assert client.get(onward, follow=True).redirect_chain[-1][0] == f"{ADDRESS}/where"


# A newer form.


def test_a_newer_form_takes_over_what_fits_and_asks_only_what_changed(client: Client, tmp_path: Path) -> None:
    with copied_folders(tmp_path / "old"):
        fill_in(client)
    with copied_folders(tmp_path / "new") as folders:
        one_more_question(folders.service(FLY_TIPPING), "how-much")
        assert client.post(CHECK)["Location"] == f"{ADDRESS}/form-changed", "nothing is sent on the old form"
        page = seen(client.get(f"{ADDRESS}/form-changed"))
        assert "We have kept your answers" in page.text
        assert "1 page left" in page.text
        assert client.get(CHECK)["Location"] == f"{ADDRESS}/how-much"
        html = content(client.get(f"{ADDRESS}/how-much"))
        assert "checked" in html, "what fits is there"
        client.post(f"{ADDRESS}/how-much?change=1", {"amount": "item", "colour": "red"})
        assert client.post(CHECK)["Location"] == f"{ADDRESS}/done"
    assert open_cases() == 1


def test_a_page_posted_on_an_older_form_is_kept_before_it_is_carried_over(
    client: Client, tmp_path: Path
) -> None:
    with copied_folders(tmp_path / "old"):
        fill_in(client, until="where")
    with copied_folders(tmp_path / "new") as folders:
        rename_where(folders.service(FLY_TIPPING))
        saved = client.post(f"{ADDRESS}/where", {"place": "By the weir", "spot": ""})
        assert saved.status_code == 302
        assert client.get(saved["Location"])["Location"] == f"{ADDRESS}/form-changed"
        assert "By the weir" in content(client.get(f"{ADDRESS}/where-it-is"))


def test_a_service_may_let_people_finish_on_the_form_they_began(client: Client, tmp_path: Path) -> None:
    with copied_folders(tmp_path / "old"):
        fill_in(client)
    with copied_folders(tmp_path / "new") as folders:
        service = folders.service(FLY_TIPPING)
        change(service / "service.yaml", "area: bins", "drafts: {finish_on_old_form: yes}\narea: bins")
        rename_where(service)
        assert client.post(CHECK)["Location"] == f"{ADDRESS}/done"
    assert open_cases() == 1


# Leaving a device.


def test_a_device_is_cleared_and_back_shows_nothing(client: Client) -> None:
    fill_in(client)
    assert f"{ADDRESS}/clear" in [href for href, _ in seen(client.get(CHECK)).links]
    assert "are gone" in seen(client.get(f"{ADDRESS}/clear")).text
    gone = client.post(f"{ADDRESS}/clear")
    assert gone["Location"] == f"{ADDRESS}/cleared"
    assert gone["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.cookies["moothall_draft"]["max-age"] == 0
    assert client.get(f"{ADDRESS}/cleared").status_code == 200
    for page in ("where", "check-your-answers", "save", "saved", "done", "which-answer"):
        assert "Mill Lane" not in content(client.get(f"{ADDRESS}/{page}", follow=True))
    assert "septimus" not in str(DraftRow.objects.values())


def test_a_cookie_that_was_copied_before_is_worth_nothing_after(client: Client, post: DemoMailer) -> None:
    fill_in(client)
    link = saved_link(client, post)
    copied = Client()
    copied.cookies = client.cookies.copy()
    client.post(f"{ADDRESS}/clear")
    assert copied.get(CHECK).status_code == 410
    assert "Mill Lane" in content(Client().post(link, {"email": EMAIL}, follow=True)), "the link still works"


def test_the_confirmation_is_cleared_too(client: Client) -> None:
    reference = send(client)
    page = seen(client.get(f"{ADDRESS}/done"))
    assert "Finish and clear this device" in page.text
    client.post(f"{ADDRESS}/clear")
    assert reference not in content(client.get(f"{ADDRESS}/done", follow=True))
    assert client.get(f"/requests/{reference}").status_code == 404


def test_nothing_of_a_form_is_kept_by_a_browser(client: Client, post: DemoMailer) -> None:
    fill_in(client)
    saved_link(client, post)
    for page in ("where", "check-your-answers", "save", "saved", "clear", "cleared"):
        assert "no-store" in client.get(f"{ADDRESS}/{page}")["Cache-Control"], page
    client.post(CHECK)
    assert "no-store" in client.get(f"{ADDRESS}/done")["Cache-Control"]


def test_a_page_whose_device_was_cleared_gives_back_what_was_typed(client: Client) -> None:
    fill_in(client, until="where")
    tab = Tab(client)
    tab.open("where")
    client.post(f"{ADDRESS}/clear")
    page = tab.send({"place": "By the weir", "spot": ""})
    assert page.status_code == 410
    assert "By the weir" in seen(page).text


def test_a_page_without_its_cookie_gives_back_what_was_typed() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(f"{ADDRESS}/where", {"place": "By the <weir>", "spot": ""})
    assert page.status_code == 403
    assert "By the <weir>" in seen(page).text
    assert (f"{ADDRESS}/where", "Open the page again") in seen(page).links
    assert strict.post(f"{ADDRESS}/no-such-page", {}).status_code == 403
    assert strict.post("/services/none/where", {}).status_code == 403
    assert strict.post(CHECK).status_code == 403


def test_a_page_that_another_comes_before_again_loses_neither_what_is_typed_nor_the_rest(
    client: Client,
) -> None:
    fill_in(client, until="did-you-see")
    tab = Tab(client)
    tab.open("where")
    client.post(f"{ADDRESS}/how-much", {})
    page = tab.send({"place": "By the weir", "spot": ""})
    assert page.status_code == 409
    assert "By the weir" in seen(page).text
    assert (f"{ADDRESS}/how-much", "Go to that question") in seen(page).links
    client.post(f"{ADDRESS}/how-much", PAGES["how-much"])
    assert client.get(f"{ADDRESS}/start")["Location"] == f"{ADDRESS}/did-you-see", (
        "all the rest is still there"
    )


def test_a_stray_page_does_not_lose_the_request_that_is_there(client: Client) -> None:
    fill_in(client, until="where")
    tab = Tab(client)
    tab.open("where")
    client.get(f"{ADDRESS}/start?again=1")
    fill_in(client, until="how-much")
    assert tab.send({"place": "By the weir", "spot": ""}).status_code == 410
    assert client.get(f"{ADDRESS}/start")["Location"] == f"{ADDRESS}/how-much"


@pytest.mark.parametrize(
    "shown", ["", "x", "..", "0.1.1.1", "~.0.0", "é.1.a", "a" * 5000, "0123456789.999999999.ff"]
)
def test_what_a_page_says_of_itself_is_not_trusted(client: Client, shown: str) -> None:
    fill_in(client, until="where")
    answer = client.post(f"{ADDRESS}/where", {**PAGES["where"], "_shown": shown})
    assert answer.status_code in (302, 410)
    assert client.post(f"{ADDRESS}/which-answer", {"_shown": shown}).status_code == 302
    assert client.post(f"{ADDRESS}/save", {"_shown": shown, "email": "\x00"}).status_code in (200, 302)


# What it costs.


def test_a_page_shown_costs_one_query_and_a_page_saved_one_more(client: Client) -> None:
    fill_in(client, until="where")
    tab = Tab(client)
    tab.open("where")
    with CaptureQueriesContext(connection) as shown:
        client.get(f"{ADDRESS}/where")
    with CaptureQueriesContext(connection) as saved:
        tab.send({"place": "By the weir", "spot": ""})
    with CaptureQueriesContext(connection) as wrong:
        tab.send({"place": "", "spot": ""})
    assert [of_drafts(queries) for queries in (shown, saved, wrong)] == [1, 2, 2]


def of_drafts(queries: CaptureQueriesContext) -> int:
    return sum("forms_draft" in query["sql"] for query in queries)


# Every order of two windows, through the pages.

PLACES = st.sampled_from(["", "By the weir", "By the church", "Mill Lane"])
MOVES = st.lists(st.tuples(st.sampled_from([0, 1]), st.none() | PLACES), min_size=2, max_size=7)


@settings(max_examples=25)
@given(MOVES)
def test_no_order_of_two_windows_loses_an_answer(moves: list[tuple[int, str | None]]) -> None:
    """What a window has sent is the answer, or waits beside it, or was replaced by somebody who had seen it."""
    client = Client()
    fill_in(client, until="where")
    tabs = [Tab(client), Tab(client)]
    seen_by: list[str] = ["", ""]
    sent: list[str] = ["", ""]
    owed: set[str] = set()
    for which, place in [(0, None), (1, None), *moves]:
        tab = tabs[which]
        if place is None:
            found = re.search(r"<textarea[^>]*>\n?([^<]*)", tab.open("where"))
            seen_by[which], sent[which] = found[1].strip() if found else "", ""
            continue
        owed -= {known for known in (seen_by[which], sent[which]) if known != place}
        tab.send({"place": place, "spot": ""})
        sent[which], owed = place, owed | ({place} - {""})
    page = content(client.get(f"{ADDRESS}/where")) + content(
        client.get(f"{ADDRESS}/which-answer", follow=True)
    )
    assert all(place in page for place in owed), (owed, moves)
