"""Answering people, through Django's client: two clicks, look-up, the form for somebody on one page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client
from tests.answers import html, said
from tests.cast import CONCERN, USUAL
from tests.sites.staff.desk import a_case, a_concern
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import case_for
from moothall.apps.contacts import api as contacts
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for
from moothall.kernel import clock
from moothall.kernel.actors import Actor

pytestmark = pytest.mark.django_db

HOME = "/staff/contacts/"


@pytest.fixture
def tom() -> Account:
    return an_officer("Tom Pellow", team="customer-services", role="adviser")


@pytest.fixture
def by(tom: Account) -> Actor:
    return actor_for(tom)


@pytest.fixture
def desk(client: Client, tom: Account) -> Client:
    return sign_in(client, tom)


def begun(desk: Client, channel: str = "phone", **more: str) -> str:
    answer = desk.post(f"{HOME}begin/", {"channel": channel, **more})
    assert answer.status_code == 302, html(answer)
    return str(answer["Location"])


# --- Two clicks


def test_signing_in_leads_an_adviser_to_contacts(desk: Client) -> None:
    assert desk.get("/staff/start/")["Location"] == HOME


def test_a_contact_is_logged_in_two_presses(desk: Client, by: Actor) -> None:
    page = begun(desk)
    answer = desk.post(page, {"often": "missed-bin", "words": ""})
    assert answer["Location"] == f"{HOME}?done=finished"
    home = said(desk.get(HOME))
    assert "Missed bin" in home
    assert "Answered at once" in home
    (one,) = contacts.contacts_today(seen_by=by)
    assert one.online
    assert one.reason == "missed-bin"


def test_whoever_presses_twice_answers_one_call(desk: Client, by: Actor) -> None:
    case = a_case()
    assert begun(desk) == begun(desk)
    assert begun(desk, about=case.reference) == begun(desk, about=case.reference)
    assert len(contacts.contacts_today(seen_by=by)) == 2
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        begun(desk)
        assert len(contacts.contacts_today(seen_by=by)) == 3


def test_of_two_presses_at_once_the_later_may_be_served_first(by: Actor) -> None:
    later = clock.now()
    with clock.stopped_at(later):
        served = contacts.begin_contact("phone", by=by)
    with clock.stopped_at(later - timedelta(milliseconds=5)):
        assert contacts.begin_contact("phone", by=by) == served


def test_a_contact_counts_for_the_service_that_it_is_about(desk: Client, by: Actor) -> None:
    """Its owner asks how often people call: mostly by one press, or about a request there is already."""
    bin_ = a_case()
    for reason, about in (
        ("missed-bin", {}),
        ("chase", {"about": bin_.reference}),
        ("council-tax", {}),
        ("other", {}),
    ):
        desk.post(begun(desk, **about), {"often": reason})
    found = contacts.contacts_counted(clock.today(), clock.today(), seen_by=by)
    assert {one.reason: one.service for one in found} == {
        "missed-bin": "report-missed-bin", "chase": "report-missed-bin", "council-tax": "", "other": "",
    }  # fmt: skip


def test_a_contact_about_a_case_begins_on_its_page(desk: Client, by: Actor) -> None:
    case = a_case()
    assert "Contacts about this" in said(desk.get(f"/staff/cases/{case.reference}/"))
    page = begun(desk, about=case.reference)
    assert case.reference in said(desk.get(page))
    desk.post(page, {"often": "chase", "words": "Wants to know when."})
    shown = said(desk.get(f"/staff/cases/{case.reference}/"))
    assert "Wants to know when." in shown
    assert "Telephone" in shown


def test_what_was_written_survives_whatever_is_pressed(desk: Client) -> None:
    page = begun(desk)
    desk.post(page, {"do": "look-up", "q": "nobody at all", "words": "Half a sentence"})
    assert "Half a sentence" in html(desk.get(page))
    wrong = desk.post(page, {"do": "finish", "reason": "", "words": "And the rest"})
    assert wrong.status_code == 422
    assert "Choose why they got in touch." in said(wrong)
    assert "And the rest" in html(wrong)


def test_nonsense_is_answered_with_a_sentence(desk: Client) -> None:
    assert desk.post(f"{HOME}begin/", {"channel": "smoke"}).status_code == 422
    page = begun(desk)
    assert desk.post(page, {"often": "nothing-of-ours"}).status_code == 422
    assert desk.post(page, {"do": "finish", "reason": "other", "wrap_up": "never"}).status_code == 422
    assert desk.post(page, {"do": "link", "reference": "BAR-XXX"}).status_code == 422
    assert desk.post(page, {"do": "finish", "reason": "other", "words": "x" * 5001}).status_code == 422
    desk.post(page, {"often": "other"})
    assert desk.post(page, {"often": "other"}).status_code == 422


def test_a_contact_is_its_advisers_alone(desk: Client) -> None:
    page = begun(desk)
    other = sign_in(Client(), an_officer("Una Quinn", team="customer-services", role="adviser"))
    assert other.get(page).status_code == 404
    assert other.post(page, {"often": "other"}).status_code == 404
    assert other.get(f"{page}form/report-missed-bin/").status_code == 404


# --- Look-up


@pytest.mark.parametrize(
    "typed",
    [
        "septimus@example.com", "07700 900123", "+44 (0)7700 900 123", "900123", "Septimus Harding", "harding",
        "Septimuss Hardin", "Harding, Hiram Street", "Hiram St septimus", "bc16dd",
    ],
)  # fmt: skip
def test_somebody_is_found_by_what_was_heard(desk: Client, typed: str) -> None:
    case = a_case()
    assert case.reference in said(desk.get(f"{HOME}look-up/", {"q": typed}))


def test_a_case_is_found_by_half_its_reference(desk: Client) -> None:
    reference = a_case().reference
    _, first, second, third = reference.split("-")
    for typed in (f"{first} {second}", f"{second} {third}".lower(), f"{first}-{third}", reference[4:-1]):
        assert reference in said(desk.get(f"{HOME}look-up/", {"q": typed})), typed


def test_requests_of_one_person_stand_together_and_say_why(desk: Client) -> None:
    one, other = a_case(), a_case(name="S Harding", phone="07700 900999")
    shown = said(desk.get(f"{HOME}look-up/", {"q": "septimus@example.com"}))
    assert shown.count("Found by") == 1
    assert "Likely one person: the same e-mail address" in shown
    assert one.reference in shown
    assert other.reference in shown


def test_whoever_may_not_see_a_case_learns_nothing_by_looking_up(desk: Client) -> None:
    concern = a_concern("Mary Bold")
    page = begun(desk)
    for typed in ("Mary Bold", "mary@example.com", "Marie Bould", concern.reference, concern.reference[4:11]):
        shown = said(desk.get(f"{HOME}look-up/", {"q": typed}))
        assert concern.reference not in shown.replace(f"“{typed}”", "")
        assert "Nobody is known" in shown
        assert "Nobody is known" in said(desk.get(page, {"q": typed}))
    assert desk.post(page, {"do": "link", "reference": concern.reference}).status_code == 422
    assert desk.post(f"{HOME}begin/", {"channel": "phone", "about": concern.reference}).status_code == 404


def test_whoever_shares_a_number_alone_is_not_taken_for_one_person(desk: Client) -> None:
    a_case(email=None)
    a_case(name="Eleanor Bold", email=None)
    page = begun(desk)
    found = html(desk.get(page, {"q": "07700 900123"}))
    assert found.count("Found by") == 2
    record = re.findall(r'name="caller" value="([0-9a-f-]{36})"', html(desk.get(page, {"q": "Septimus"})))[-1]
    desk.post(page, {"caller": record})
    filled = fields(desk.get(form_of(page, "report-fly-tipping")))
    assert filled["name"] == ["Septimus Harding"]


# --- The form for somebody


def form_of(page: str, slug: str = "report-missed-bin") -> str:
    return f"{page}form/{slug}/"


def fields(response: HttpResponseBase) -> dict[str, list[str]]:
    """What a browser would post of the one page, without a button."""
    found: dict[str, list[str]] = {}
    form = re.search(r'<form method="post" id="one-page".*?</form>', html(response), re.DOTALL)
    assert form is not None
    for tag in re.findall(r"<input [^>]*>", form[0]):
        name, value = _of(tag, "name"), unescape(_of(tag, "value"))
        kind = _of(tag, "type")
        if kind in ("radio", "checkbox") and " checked" not in tag:
            continue
        if kind != "file" and name:
            found.setdefault(name, []).append(value)
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        found[name] = [unescape(text)]
    return found


def _of(tag: str, name: str) -> str:
    found = re.search(rf' {name}="([^"]*)"', tag)
    return found[1] if found else ""


TYPED = {
    "bins": ["rubbish"], "missed_on-day": "19", "missed_on-month": "11", "missed_on-year": "2026",
    "out_in_time": "yes", "tag": "none", "assisted": "no", "address-line-1": "3 Hiram Street",
    "address-town": "Barchester", "address-postcode": "BC1 6DD",
    "name": "Septimus Harding", "email": "septimus@example.com", "phone": "07700 900123",
}  # fmt: skip


def test_every_question_stands_on_one_page_and_is_sent(desk: Client, by: Actor) -> None:
    page = begun(desk)
    answer = desk.get(form_of(page))
    first = fields(answer)
    assert "Which bin" in said(answer) or "bin" in said(answer)
    shown = desk.post(form_of(page), {**first, **TYPED, "do": "more"})
    assert shown.status_code == 200
    kept = fields(shown)
    assert kept["name"] == ["Septimus Harding"]
    sent = desk.post(form_of(page), {**kept, **TYPED, "may_write": "yes", "do": "send"})
    assert sent.status_code == 302, said(sent)
    told = said(desk.get(sent["Location"]))
    (view,) = contacts.contacts_today(seen_by=by)
    (about,) = view.cases
    assert about.opened
    assert about.reference in told
    assert " ".join(about.reference[4:7]) in told
    case = case_for(about.reference, seen_by=by)
    assert case.channel == "phone"
    assert case.parties[0].email == "septimus@example.com"
    assert UUID(str(case.id))


def test_a_script_stands_beside_the_contacts_that_it_is_about(desk: Client) -> None:
    page = begun(desk)
    fresh = said(desk.get(page))
    assert "How to begin" in fresh
    assert "They cannot pay" not in fresh
    assert "They cannot pay" in said(desk.get(page, {"reason": "council-tax"}))
    assert "They cannot pay" in said(desk.get(form_of(page, "single-person-discount")))


def test_errors_stand_in_the_summary_and_nothing_is_lost(desk: Client) -> None:
    page = begun(desk)
    first = fields(desk.get(form_of(page)))
    wrong = desk.post(form_of(page), {**first, "name": "Septimus", "email": "not-an-address", "do": "send"})
    assert wrong.status_code == 422
    shown = html(wrong)
    assert "There is a problem" in shown
    assert 'href="#email"' in shown
    assert "not-an-address" in shown
    again = desk.get(form_of(page))
    assert fields(again)["name"] == ["Septimus"]
    assert fields(again)["email"] == ["not-an-address"]


def test_what_is_known_is_filled_in_and_says_when_it_was_said(desk: Client) -> None:
    a_case()
    page = begun(desk)
    look = html(desk.get(page, {"q": "septimus@example.com"}))
    record = re.search(r'name="caller" value="([0-9a-f-]{36})"', look)
    assert record is not None
    desk.post(page, {"caller": record[1], "words": ""})
    shown = desk.get(form_of(page, "report-fly-tipping"))
    assert fields(shown)["name"] == ["Septimus Harding"]
    assert "said on" in said(shown)
    kept = desk.post(form_of(page, "report-fly-tipping"), {**fields(shown), "do": "more"})
    assert "said on" in said(kept)


def test_another_service_takes_along_what_fits(desk: Client) -> None:
    page = begun(desk)
    first = fields(desk.get(form_of(page)))
    moved = desk.post(form_of(page), {**first, **TYPED, "switch": "report-fly-tipping", "do": "switch"})
    assert moved["Location"] == form_of(page, "report-fly-tipping")
    shown = desk.get(moved["Location"])
    assert fields(shown)["email"] == ["septimus@example.com"]
    assert "fit this form too" in said(shown)


def test_without_consent_nobody_is_written_to(desk: Client, by: Actor) -> None:
    page = begun(desk, "counter")
    shown = desk.post(form_of(page), {**fields(desk.get(form_of(page))), **TYPED, "do": "more"})
    kept = fields(shown)
    unasked = desk.post(form_of(page), {**kept, **TYPED, "do": "send"})
    assert "Ask whether we may write to them" in said(unasked)
    sent = desk.post(form_of(page), {**kept, **TYPED, "may_write": "no", "do": "send"})
    assert "Nobody writes to them" in said(desk.get(sent["Location"]))
    case = case_for(contacts.contacts_today(seen_by=by)[0].cases[0].reference, seen_by=by)
    assert case.channel == "counter"
    assert case.parties[0].email == ""


def test_emergency_words_come_first(desk: Client) -> None:
    shown = html(desk.get(form_of(begun(desk), "raise-concern-about-neighbour")))
    assert shown.index("In an emergency") < shown.index('id="one-page"')


def test_items_are_added_and_removed_and_a_fee_sends_the_link(desk: Client, by: Actor) -> None:
    at = form_of(begun(desk), "book-bulky-waste")
    first = desk.get(at)
    (mark,) = {name.partition("_")[0] for name in named(first) if name.endswith("_thing")}
    one = desk.post(at, {**fields(first), f"{mark}_thing": "sofa", "_add": spot_of(first, "things")})
    marks = {name.partition("_")[0] for name in named(one) if name.endswith("_thing")}
    assert len(marks) == 2
    (new,) = marks - {mark}
    two = desk.post(at, {**fields(one), f"{new}_thing": "fridge", "do": "more"})
    assert f"{new}_empty_fridge" in named(two)
    gone = re.search(r'name="_remove" value="([^"]+)">Remove', html(two))
    assert gone is not None
    left = desk.post(at, {**fields(two), "_remove": gone[1]})
    assert {name.partition("_")[0] for name in named(left) if name.endswith("_thing")} == {new}
    rest = {
        f"{new}_empty_fridge": "yes", "support": "no", "address-line-1": "1 Hiram Street",
        "address-town": "Barchester", "address-postcode": "BC1 6DD", "spot": "By the gate",
        "name": "Eleanor Bold", "email": "eleanor@example.com",
    }  # fmt: skip
    priced = desk.post(at, {**fields(left), **rest, "do": "more"})
    assert "It costs £" in said(priced)
    handed = desk.post(at, {**fields(priced), **rest, "do": "hand-over"})
    assert handed["Location"].endswith("?handed=yes")
    after = desk.get(handed["Location"])
    assert "The link is on its way" in said(after)
    assert re.search(r'id="assisted"[^>]* checked', html(after)), "they were helped to do it online"
    assert '<option value="helped-online" selected>' in html(after)
    (view,) = contacts.contacts_today(seen_by=by)
    assert view.draft is None
    assert not view.cases


def named(response: HttpResponseBase) -> set[str]:
    """The names of the fields on the one page."""
    form = re.search(r'<form method="post" id="one-page".*?</form>', html(response), re.DOTALL)
    assert form is not None
    return set(re.findall(r' name="([^"]+)"', form[0]))


def spot_of(response: HttpResponseBase, group: str) -> str:
    found = re.search(rf'name="_add" value="([^"]*{group}[^"]*)"', html(response))
    assert found is not None
    return unescape(found[1])


def test_an_item_typed_wrong_is_shown_again(desk: Client) -> None:
    at = form_of(begun(desk), "book-bulky-waste")
    first = desk.get(at)
    (mark,) = {name.partition("_")[0] for name in named(first) if name.endswith("_thing")}
    wrong = desk.post(at, {**fields(first), f"{mark}_thing": "elephant", "do": "send"})
    assert wrong.status_code == 422
    assert f'href="#{mark}_thing"' in html(wrong)


def test_a_form_that_is_not_for_them_says_what_to_do_instead(desk: Client) -> None:
    at = form_of(begun(desk), "request-information")
    shown = desk.post(at, {**fields(desk.get(at)), "about_whom": "self", "do": "send"})
    assert "The form says that this is not for them" in said(shown)
    assert "What to do instead" in said(shown)


def test_a_confidential_request_is_read_out_and_stays_closed(desk: Client) -> None:
    page = begun(desk)
    at = form_of(page, "raise-concern-about-neighbour")
    shown = desk.get(at)
    typed: dict[str, object] = {}
    for key, value in USUAL[CONCERN].items():
        typed |= (
            {f"{key}-{part}": one for part, one in value.items()} if isinstance(value, dict) else {key: value}
        )
    typed |= {"name": "Mary Bold", "email": "mary@example.com", "may_write": "yes"}
    for _ in range(4):
        shown = desk.post(at, {**fields(shown), **typed, "do": "more"})
    sent = desk.post(at, {**fields(shown), **typed, "do": "send"})
    assert sent.status_code == 302, said(sent)
    told = said(desk.get(sent["Location"]))
    reference = re.search(r"BAR-\w{3}-\w{3}-\w{3}", told)
    assert reference is not None
    assert desk.get(f"/staff/cases/{reference[0]}/").status_code == 404
    assert reference[0] not in said(desk.get(page))
    assert "Nobody is known" in said(desk.get(f"{HOME}look-up/", {"q": "mary@example.com"}))
