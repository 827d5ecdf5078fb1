"""What nobody means: pages sent twice, choices that no page offered, a link followed to what only a button does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import HARDING
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.cases.models import Case, ContactFlag, Reply
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system

pytestmark = pytest.mark.django_db

WASTE = "/staff/team/waste/"
#: Longer than a reply waits that is sent at once.
LEAVES = timedelta(seconds=21)
MADE_UP = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def marcus(client: Client) -> Client:
    return sign_in(client, an_officer("Marcus Thorne", team="waste", role="manager"))


def at(reference: str, verb: str = "") -> str:
    return f"/staff/cases/{reference}/" + (f"{verb}/" if verb else "")


def reporter_of(reference: str) -> str:
    case = cases.case_for(reference, seen_by=system("test"))
    return str(next(one.id for one in case.parties if one.role == "reporter"))


@pytest.mark.parametrize(
    "address",
    [f"/staff/absence/{MADE_UP}/end/", f"/staff/approvals/{MADE_UP}/end/", "/staff/rules/due-soon/try/"],
)
def test_a_link_to_what_a_button_does_does_nothing_and_says_nothing_was_done(
    marcus: Client, address: str
) -> None:
    shown = marcus.get(address, follow=True)
    assert shown.status_code == 200
    assert b"govuk-notification-banner--success" not in shown.content
    assert all("done=" not in where for where, _ in shown.redirect_chain)


def test_a_reply_sent_twice_reaches_the_reporter_once(marcus: Client, post: DemoMailer) -> None:
    one = a_case()
    sent = {"words": "We come on Friday.", "to": reporter_of(one.reference), "when": "now", "send": "1"}
    for _ in range(2):
        answer = marcus.post(at(one.reference, "reply"), sent, follow=True)
        assert "leaves in a few seconds" in answer.content.decode()
    assert Reply.objects.count() == 1
    later = clock.now() + LEAVES
    with clock.stopped_at(later):
        run_pending()
        marcus.post(at(one.reference, "reply"), sent)
        run_pending()
    with clock.stopped_at(later + LEAVES):
        run_pending()
    assert sum("We come on Friday." in mail.text for mail in post.sent) == 1


def test_a_reply_leaves_when_it_was_said_to(marcus: Client) -> None:
    one = a_case()
    sent = {"words": "We come.", "to": reporter_of(one.reference), "send": "1"}
    wrong = marcus.post(at(one.reference, "reply"), sent | {"when": "whenever"})
    assert wrong.status_code == 422
    assert "Choose when it leaves." in wrong.content.decode()
    assert "We come." in wrong.content.decode(), "what was typed stays"
    assert not Reply.objects.filter(state="waiting").exists()
    said = marcus.post(at(one.reference, "reply"), sent | {"when": "next"}, follow=True).content.decode()
    assert "leaves at the moment you chose" in said
    assert "in a few seconds" not in said


def test_options_are_each_another_and_as_long_as_they_are(marcus: Client) -> None:
    one = a_case()
    asked = {"slots": "1", "label-1": "Which gate?", "type-1": "one-of", "look": "1"}
    for options in ("Left", "Left\nLeft", "\n".join(map(str, range(21))), "Left\n" + "x" * 201):
        wrong = marcus.post(at(one.reference, "questions"), asked | {"options-1": options})
        assert wrong.status_code == 422, options[:20]
        assert "Write 2 to 20 options" in wrong.content.decode()
        assert options in wrong.content.decode(), "what was typed stays"
    long_hint = marcus.post(
        at(one.reference, "questions"), asked | {"options-1": "Left\nRight", "hint-1": "x" * 301}
    )
    assert long_hint.status_code == 422
    assert "x" * 301 in long_hint.content.decode()
    assert (
        marcus.post(at(one.reference, "questions"), asked | {"options-1": "Left\nRight\nLeft"}).status_code
        == 200
    )


def test_rules_for_somebody_are_set_once_and_nothing_of_the_reason_is_cut(marcus: Client) -> None:
    one, again = a_case(), clock.today() + timedelta(days=90)
    sent = {
        "party": reporter_of(one.reference), "rules": ["written-only"], "rules-there": "1", "reason": "Shouted.",
        "evidence": "Case 1", "review-day": str(again.day), "review-month": str(again.month),
        "review-year": str(again.year), "tell": "yes",
    }  # fmt: skip
    for wrong in ({"party": MADE_UP}, {"tell": ""}, {"tell": "perhaps"}, {"evidence": "x" * 5_001}):
        refused = marcus.post(at(one.reference, "flag"), sent | wrong)
        assert refused.status_code == 422, wrong
        assert "Shouted." in refused.content.decode()
    assert not ContactFlag.objects.exists()
    with clock.stopped_at(clock.now()):
        for _ in range(2):
            marcus.post(at(one.reference, "flag"), sent | {"evidence": "x" * 900})
    assert ContactFlag.objects.get().evidence == "x" * 900


@pytest.mark.parametrize(
    ("verb", "sent", "sentence"),
    [
        ("note", {"note": "The gate is green."}, "Wrote a note."),
        ("sensitive", {"words": "The gate is green.", "role": "manager"}, "Wrote a sensitive note."),
    ],
)
def test_a_note_sent_twice_is_one_note(
    marcus: Client, verb: str, sent: dict[str, str], sentence: str
) -> None:
    one = a_case()
    for _ in range(2):
        assert marcus.post(at(one.reference, verb), sent).status_code == 302
    page = marcus.get(at(one.reference)).content.decode()
    assert page.count(sentence) == 1
    assert marcus.post(at(one.reference, verb), sent | {next(iter(sent)): "And locked."}).status_code == 302
    assert marcus.get(at(one.reference)).content.decode().count(sentence) == 2


def test_a_case_is_split_once_by_a_page_sent_twice(marcus: Client) -> None:
    one = a_case()
    page = marcus.get(at(one.reference, "split") + "?asked=1&service=report-graffiti").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    sent = {
        "service": "report-graffiti",
        "seen": seen,
        "along-there": "1",
        "along": "name",
        "words": "The wall",
    }
    assert marcus.post(at(one.reference, "split"), sent).status_code == 302
    again = marcus.post(at(one.reference, "split"), sent)
    assert again.status_code == 422
    assert "You have done this since you opened the page." in again.content.decode()
    assert "Split it in two." in again.content.decode(), "what happened is shown"
    assert Case.objects.count() == 2
    meant = again.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert marcus.post(at(one.reference, "split"), sent | {"seen": meant}).status_code == 302
    assert Case.objects.count() == 3


def test_work_is_given_to_nobody_who_is_made_up(marcus: Client) -> None:
    for verb, sent in (("capacity", {"weekly": "20"}), ("cover", {})):
        wrong = marcus.post(f"{WASTE}{verb}/", {"person": "somebody", **sent})
        assert wrong.status_code == 422
        assert "Choose somebody of this team." in wrong.content.decode()
    today = clock.today().isoformat()
    away = marcus.post("/staff/absence/", {"first": today, "last": today, "cover": "somebody"})
    assert away.status_code == 422
    assert "Choose who covers, or nobody." in away.content.decode()
    last = marcus.post("/staff/absence/", {"first": today, "last": "31/2/2026"})
    assert 'href="#last"' in last.content.decode()


def test_a_look_up_in_a_call_keeps_what_was_chosen_for_its_end(client: Client) -> None:
    tom = sign_in(client, an_officer("Tom Pellow", team="customer-services", role="adviser"))
    call = tom.post("/staff/contacts/begin/", {"channel": "phone"})["Location"]
    chosen = {"words": "Wants a new lid", "reason": "bulky-waste", "wrap_up": "call-back", "assisted": "yes"}
    found = tom.post(call, chosen | {"q": HARDING.name, "reference": "BAR-7K4", "do": "look-up"}, follow=True)
    page = found.content.decode()
    assert "Wants a new lid" in page
    assert '<option value="bulky-waste" selected>' in page
    assert '<option value="call-back" selected>' in page
    assert 'value="BAR-7K4"' in page
    assert page.split('name="assisted"')[1].split(">")[0].endswith("checked")


def test_a_round_goes_to_nobody_who_is_made_up(marcus: Client) -> None:
    one = a_case()
    plan = {"team": "waste", "day": clock.today().isoformat(), "case": one.reference}
    wrong = marcus.post("/staff/rounds/new/", plan | {"crew": "somebody"})
    assert wrong.status_code == 422
    assert "Choose who goes, or nobody yet." in wrong.content.decode()
    made = marcus.post("/staff/rounds/new/", plan)["Location"].split("?")[0]
    for sent in ({"do": "up", "visit": MADE_UP + "x"}, {"do": "fly"}, {}):
        assert marcus.post(f"{made}change/", sent).status_code == 422


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verb": "priority", "level": "sky-high"}, "Choose a priority."),
        ({"verb": "team", "team": "nowhere", "reason": "Theirs."}, "Choose a team."),
        ({"verb": "move", "service": "nothing"}, "Choose a service."),
        ({"verb": "close", "outcome": "vanished"}, "Choose how they ended."),
        ({"verb": "answer", "words": "x" * 5_001}, "This is longer than 5,000 characters."),
        (
            {"verb": "close", "outcome": "emptied", "closing": "x" * 5_001},
            "This is longer than 5,000 characters.",
        ),
    ],
)
def test_what_no_page_offers_is_done_with_no_case(
    marcus: Client, sent: dict[str, str], sentence: str
) -> None:
    chosen = {"which": "ticked", "case": a_case().reference}
    wrong = marcus.post("/staff/many/", chosen | sent)
    assert wrong.status_code == 422
    assert sentence in wrong.content.decode()
    assert "x" * 5_001 not in sent.values() or "x" * 5_001 in wrong.content.decode(), "what was typed stays"
