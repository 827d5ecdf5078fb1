"""Two people and one form: each with a part of their own, and nothing of the other's in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.catalogue.folders import Folders, change, copied_folders
from tests.apps.forms.made import sound
from tests.cast import SYSTEM
from tests.kernel.dmn.tables import model, table
from tests.sites.public.resident import content, reference_on

from moothall.apps.cases import api as cases
from moothall.apps.cases.models import Party
from moothall.apps.catalogue.api import load, mistakes_now, read_again, service_named
from moothall.apps.documents.api import documents_of
from moothall.apps.forms import api as forms
from moothall.apps.forms.jobs import purge_drafts
from moothall.apps.forms.models import DraftRow, PartRow
from moothall.apps.messaging.api import messages_about
from moothall.apps.payments import api as payments
from moothall.connectors.demo.api import DemoMailer, DemoPayments
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.sites.rehearsal.playing import everybodys_officer
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db

SLUG = "apply-together"
ADDRESS = f"/services/{SLUG}"
TASKS, CHECK = f"{ADDRESS}/tasks", f"{ADDRESS}/check-your-answers"
ASK = f"{ADDRESS}/ask/co_applicant"
MAIN: dict[str, dict[str, str]] = {
    "street": {"street": "Cathedral Close"},
    "together": {"together": "yes"},
    "who": {"their_name": "Mary Bold", "their_email": "mary@example.com"},
    "you": {"name": "Eleanor Bold", "email": "eleanor@example.com"},
    "debts": {"debts": "77001"},
}
PART: dict[str, dict[str, str]] = {
    "income": {"income": "88002"},
    "proof": {},
    "sign": {"signed-signed": "Mary Bold"},
}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path) as found:
        shutil.copytree(Path(__file__).parent / "services" / SLUG, found.service(SLUG))
        assert [str(one) for one in mistakes_now()] == []
        yield found


@pytest.fixture
def eleanor() -> Client:
    """Whoever begins, with her own part filled in."""
    client = Client()
    fill(client, MAIN)
    return client


def fill(client: Client, pages: dict[str, dict[str, str]]) -> None:
    for page, typed in pages.items():
        response = client.post(f"{ADDRESS}/{page}", typed)
        assert response.status_code == 302, (page, response.content.decode()[:3000])


def words(response: HttpResponseBase) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content(response).partition("<main")[2]).split())


def read(client: Client, address: str) -> str:
    return words(client.get(address, follow=True))


def link_sent(post: DemoMailer, to: str = "mary@example.com", kind: str = "join") -> str:
    """The newest link that was sent to somebody."""
    run_pending()
    for mail in reversed(post.sent):
        if mail.to == to and (found := re.search(rf"http://[^/\s]+(/(?:\S+/)?{kind}/\S+)", mail.text)):
            return found[1]
    raise AssertionError([(mail.to, mail.subject) for mail in post.sent])


def asked(client: Client, post: DemoMailer) -> str:
    """Mary is asked; the path of her link."""
    response = client.post(ASK, {"do": "ask", "email": "eleanor@example.com"})
    assert response["Location"] == f"{TASKS}?asked=co_applicant", content(response)
    return link_sent(post)


def joined(link: str, email: str = "mary@example.com") -> Client:
    client = Client()
    assert client.post(link, {"email": email})["Location"] == f"{ADDRESS}/start"
    return client


def done(client: Client) -> None:
    """Somebody fills in their part and finishes it."""
    fill(client, PART)
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/part/finished"


def test_two_people_fill_in_one_form_and_neither_sees_the_others_part(
    eleanor: Client, post: DemoMailer
) -> None:
    assert "Not asked yet" in read(eleanor, TASKS)
    link = asked(eleanor, post)
    assert "Waiting for Mary Bold" in read(eleanor, TASKS)
    assert "Check your answers and send" not in read(eleanor, TASKS)
    assert eleanor.post(CHECK)["Location"] == TASKS

    mary = joined(link)
    page = read(mary, TASKS)
    assert "Cathedral Close" in page
    assert "77,001" not in page
    assert "eleanor@example.com" not in page
    done(mary)

    assert "Done on" in read(eleanor, TASKS)
    looked = read(eleanor, CHECK)
    assert "77,001" in looked
    assert "88,002" not in looked
    sent = eleanor.post(CHECK, follow=True)
    reference = reference_on(sent)
    assert reference
    run_pending()
    assert {mail.to: mail.subject for mail in post.sent}["mary@example.com"].startswith("It is sent")
    assert not any("88,002" in mail.text + mail.html for mail in post.sent)
    hers = read(eleanor, f"/requests/{reference}")
    assert "77,001" in hers
    assert "88,002" not in hers
    theirs = Client()
    assert theirs.post("/track", {"reference": reference, "email": "mary@example.com"})["Location"]
    shown = read(theirs, f"/requests/{reference}")
    assert "88,002" in shown
    assert "77,001" not in shown
    assert "Cathedral Close" not in shown


def told(post: DemoMailer, to: str) -> list[str]:
    run_pending()
    return [mail.subject for mail in post.sent if mail.to == to]


def state(client: Client) -> str:
    """What the list of tasks says of Mary."""
    html = content(client.get(TASKS))
    return " ".join(
        re.sub(r"<[^>]+>", " ", html.partition('id="co_applicant-part"')[2].partition("</li>")[0][1:]).split()
    )


@pytest.fixture
def mary(eleanor: Client, post: DemoMailer) -> Client:
    """She has used her link, and answered nothing yet."""
    return joined(asked(eleanor, post))


def sent_by(client: Client) -> str:
    """The form is sent; its reference."""
    reference = reference_on(client.post(CHECK, follow=True))
    assert reference
    return reference


def test_a_stranger_with_the_link_and_another_address_learns_nothing(
    eleanor: Client, post: DemoMailer
) -> None:
    link = asked(eleanor, post)
    stranger = Client()
    page = read(stranger, link)
    assert "Eleanor" not in page
    assert "Mary" not in page
    assert "Cathedral" not in page
    wrong = words(stranger.post(link, {"email": "stranger@example.com"}))
    unknown = words(stranger.post(f"{ADDRESS}/join/{'x' * 32}", {"email": "mary@example.com"}))
    assert wrong.replace("stranger@", "") == unknown.replace("mary@", "")
    elsewhere = link.replace(SLUG, "report-fly-tipping")
    assert "We have no saved form" in words(stranger.post(elsewhere, {"email": "mary@example.com"}))
    assert stranger.get(TASKS).status_code == 200
    assert "Cathedral" not in read(stranger, TASKS)
    for _ in range(10):
        last = stranger.post(link, {"email": "stranger@example.com"})
    assert last.status_code == 429


def test_what_is_not_there_is_not_found(eleanor: Client, mary: Client) -> None:
    assert eleanor.get(f"{ADDRESS}/ask/nobody").status_code == 404
    assert mary.get(ASK).status_code == 404
    assert eleanor.get(f"{ADDRESS}/income").status_code == 404
    assert mary.get(f"{ADDRESS}/debts").status_code == 404
    assert eleanor.get(f"{ADDRESS}/part/whatever").status_code == 404
    assert eleanor.get(f"{ADDRESS}/check-your-answers/their-money").status_code == 404
    assert mary.get(f"{ADDRESS}/check-your-answers/home").status_code == 404
    assert eleanor.get(f"{ADDRESS}/part/decline")["Location"] == ADDRESS


@pytest.mark.parametrize(
    "typed", ["", "a@b", "\x00", "x" * 5000, "😀@example.com", "mary@example.com\r\nBcc: all@x.com"]
)
def test_no_typing_breaks_a_link_or_an_asking(eleanor: Client, post: DemoMailer, typed: str) -> None:
    assert eleanor.post(ASK, {"do": "ask", "email": typed}).status_code == 200
    assert eleanor.post(ASK, {"do": typed, "email": typed}).status_code == 200
    assert Client().post(
        f"{ADDRESS}/join/{typed.strip() or 'x'}".replace("\r\n", ""), {"email": typed}
    ).status_code in (200, 404)
    assert told(post, "mary@example.com") == []


def test_saying_no_is_easy_and_the_first_person_is_told(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    fill(mary, {"income": {"income": "88002"}})
    assert "do not have to say why" in read(mary, f"{ADDRESS}/part/decline")
    assert mary.post(f"{ADDRESS}/part/decline")["Location"] == f"{ADDRESS}/part/declined"
    assert "You do not take part" in read(mary, f"{ADDRESS}/part/declined")
    assert told(post, "eleanor@example.com")[-1].startswith("Mary Bold does not want to take part")
    assert state(eleanor) == "Does not want to take part"
    assert eleanor.post(CHECK)["Location"] == TASKS
    assert "88,002" not in read(mary, TASKS)
    again = asked(eleanor, post)
    assert "88,002" not in read(joined(again), CHECK)


def test_a_signature_falls_when_what_was_signed_is_changed(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    done(mary)
    assert told(post, "eleanor@example.com")[-1].startswith("Mary Bold has done their part")
    eleanor.post(f"{ADDRESS}/debts", {"debts": "5"})
    assert state(eleanor).startswith("Done on")
    eleanor.post(f"{ADDRESS}/street", {"street": "Mill Lane"})
    assert state(eleanor) == "Waiting for Mary Bold"
    assert "had signed" in read(eleanor, TASKS)
    assert "Which street?" in read(eleanor, ASK)
    assert eleanor.post(CHECK)["Location"] == TASKS
    assert told(post, "mary@example.com")[-1].startswith("Something you signed has changed")
    again = joined(link_sent(post))
    page = read(again, TASKS)
    assert "does not count any more" in page
    assert "Mill Lane" in page
    assert again.get(CHECK)["Location"] == TASKS
    assert "88,002" in read(again, f"{CHECK}/their-money")
    done(again)
    assert state(eleanor).startswith("Done on")
    sent_by(eleanor)


def test_who_changes_their_part_afterwards_finishes_it_again(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    done(mary)
    assert "Cathedral" not in read(mary, TASKS), "finishing leaves nothing on a device that may be shared"
    again = joined(link_sent(post))
    assert "You finished your part" in read(again, TASKS)
    fill(again, {"income": {"income": "9"}})
    assert state(eleanor) == "Waiting for Mary Bold"
    assert again.post(CHECK)["Location"] == f"{ADDRESS}/part/finished"
    assert state(eleanor).startswith("Done on")


def test_another_address_kills_a_link_that_nobody_has_used(eleanor: Client, post: DemoMailer) -> None:
    link = asked(eleanor, post)
    fill(eleanor, {"who": {"their_name": "Mary Bold", "their_email": "mary@elsewhere.example"}})
    assert state(eleanor) == "Not asked yet"
    assert "We have no saved form" in words(Client().post(link, {"email": "mary@example.com"}))


def test_another_address_drops_what_was_begun_only_after_asking(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    fill(mary, {"income": {"income": "88002"}})
    new = {"their_name": "Mary Bold", "their_email": "mary@elsewhere.example"}
    assert eleanor.post(f"{ADDRESS}/who", new)["Location"] == ASK
    assert "they have begun their part" in read(eleanor, ASK)
    assert "88,002" in read(mary, f"{CHECK}/their-money") or mary.get(TASKS).status_code == 200
    assert eleanor.post(ASK, {"do": "keep"})["Location"] == TASKS
    assert state(eleanor) == "Waiting for Mary Bold"
    assert "mary@example.com" in content(eleanor.get(f"{ADDRESS}/who"))
    assert eleanor.post(f"{ADDRESS}/who", new)["Location"] == ASK
    assert eleanor.post(ASK, {"do": "stop"})["Location"] == TASKS
    assert state(eleanor) == "Not asked yet"
    assert "88,002" not in read(mary, TASKS)


def test_who_is_not_needed_any_more_is_told_so_and_waited_for_no_longer(
    eleanor: Client, mary: Client
) -> None:
    fill(mary, {"income": {"income": "88002"}})
    fill(eleanor, {"together": {"together": "no"}})
    assert "not needed any more" in read(mary, TASKS)
    assert mary.get(f"{ADDRESS}/income")["Location"] == TASKS
    assert "not needed any more" in words(mary.post(CHECK, follow=True))
    reference = sent_by(eleanor)
    assert "88,002" not in read(eleanor, f"/requests/{reference}")
    assert Client().post("/track", {"reference": reference, "email": "mary@example.com"}).status_code == 200


def test_a_part_that_changes_while_the_form_is_sent_stops_it(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    done(mary)
    service = service_named(SLUG, seen_by=SYSTEM)
    row = DraftRow.objects.get(person="")
    draft = forms.draft_owned(f"draft:{row.id}", seen_by=SYSTEM)
    assert draft is not None
    whole = forms.gathered(draft, forms.form_of(service), by=SYSTEM)
    fill(joined(link_sent(post, kind="join")), {"income": {"income": "1"}})
    with pytest.raises(forms.PartChanged):
        cases.open_case(
            service, forms.relevant(forms.form_of(service), whole.answers), by=SYSTEM, draft=whole
        )
    assert cases.count_waiting("open", seen_by=SYSTEM).number == 0
    with pytest.raises(forms.NotAllDone):
        forms.gathered(draft, forms.form_of(service), by=SYSTEM)


def test_a_part_is_looked_at_and_nothing_more(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    fill(mary, {"income": {"income": "88002"}})
    mary.post(f"{ADDRESS}/proof", {"proof": SimpleUploadedFile("slip.jpg", sample_photo(), "image/jpeg")})
    fill(mary, {"sign": PART["sign"]})
    assert mary.post(CHECK)["Location"] == f"{ADDRESS}/part/finished"
    reference = sent_by(eleanor)
    run_pending()
    link = link_sent(post, kind="track")
    assert mary.get(link)["Location"] == f"/requests/{reference}"
    address = f"/requests/{reference}"
    page = content(mary.get(address))
    assert "slip.jpg" in page
    assert f"{address}/add" not in page
    picture = re.search(rf"{address}/documents/[0-9a-f-]+", page)
    assert picture
    assert mary.get(picture[0]).status_code == 200
    assert eleanor.get(picture[0]).status_code == 404
    assert "slip.jpg" not in content(eleanor.get(address))
    for act in ("add", "withdraw", "answer", "not-fixed"):
        assert mary.post(f"{address}/{act}", {"words": "x", "answer": "x", "why": "x"}).status_code == 404
    officer = everybodys_officer()
    whole = cases.case_for(reference, seen_by=officer)
    assert [(party.role, party.who, party.email) for party in whole.parties] == [
        ("reporter", "", "eleanor@example.com"),
        ("co_applicant", "the other applicant", "mary@example.com"),
    ]
    assert {said.section for said in whole.answers} >= {"About you", "Your money (the other applicant)"}


def test_her_link_leads_to_her_part_when_it_is_sent(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    done(mary)
    link = link_sent(post)
    reference = sent_by(eleanor)
    late = Client()
    assert late.post(link, {"email": "mary@example.com"})["Location"] == f"{ADDRESS}/done"
    page = read(late, f"{ADDRESS}/done")
    assert reference[-3:] in page
    shown = read(late, f"/requests/{reference}")
    assert "88,002" in shown
    assert "77,001" not in shown
    assert late.post(f"{ADDRESS}/income", {"income": "1"})["Location"] == f"{ADDRESS}/done"
    assert late.post(f"{ADDRESS}/part/decline")["Location"] == ADDRESS


def test_parts_go_with_the_form_they_belong_to(eleanor: Client, mary: Client) -> None:
    mary.post(f"{ADDRESS}/income", {"income": "88002"})
    mary.post(f"{ADDRESS}/proof", {"proof": SimpleUploadedFile("slip.jpg", sample_photo(), "image/jpeg")})
    own = DraftRow.objects.get(person="co_applicant")
    assert documents_of(f"draft:{own.id}", seen_by=SYSTEM)
    DraftRow.objects.filter(person="").update(expires=clock.now())
    lost = mary.post(f"{ADDRESS}/income", {"income": "88003"})
    assert lost.status_code == 410
    assert "88003" in words(lost), "what was typed is given back"
    assert DraftRow.objects.count() == 2
    purge_drafts.call()
    assert not DraftRow.objects.exists()
    assert not PartRow.objects.exists()
    assert not documents_of(f"draft:{own.id}", seen_by=SYSTEM)
    assert not messages_about(f"draft:{own.id}", seen_by=SYSTEM)


def test_asking_is_limited_as_saving_is(eleanor: Client, post: DemoMailer) -> None:
    for _ in range(5):
        last = eleanor.post(ASK, {"do": "ask", "email": "eleanor@example.com"})
    assert last.status_code == 302
    assert eleanor.post(ASK, {"do": "ask", "email": "eleanor@example.com"}).status_code == 429


def test_the_list_of_tasks_asks_the_database_as_often_however_many_answers(
    eleanor: Client, mary: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        eleanor.get(TASKS)
    done(mary)
    with CaptureQueriesContext(connection) as many:
        eleanor.get(TASKS)
    assert len(few) == len(many) <= 4, [query["sql"][:80] for query in many]


def test_an_address_that_takes_no_mail_is_said(eleanor: Client, post: DemoMailer) -> None:
    fill(eleanor, {"who": {"their_name": "Mary Bold", "their_email": "mary@refused.example"}})
    assert eleanor.post(ASK, {"do": "ask", "email": "eleanor@example.com"}).status_code == 302
    run_pending()
    assert "We could not deliver the e-mail" in read(eleanor, TASKS)
    assert "mary@refused.example" in read(eleanor, ASK)


def test_a_newer_form_asks_only_what_is_new_of_each(
    eleanor: Client, mary: Client, post: DemoMailer, folders: Folders
) -> None:
    done(mary)
    form = folders.service(SLUG) / "form.yaml"
    question = "{ask: savings, type: number, label: Savings?, name: savings}"
    asked_too = f"      - page: savings\n        questions:\n          - {question}\n"
    change(form, "      - page: proof\n", asked_too + "      - page: proof\n")
    read_again()
    load(by=SYSTEM)
    assert "This form has changed" in read(eleanor, TASKS)
    assert state(eleanor) == "Waiting for Mary Bold"
    again = joined(link_sent(post))
    assert "We have kept your answers" in read(again, TASKS)
    fill(again, {"savings": {"savings": "4"}})
    assert again.post(CHECK)["Location"] == f"{ADDRESS}/part/finished"
    sent_by(eleanor)


def test_a_request_passed_on_gives_nobody_the_others_answers(eleanor: Client, mary: Client) -> None:
    done(mary)
    reference = sent_by(eleanor)
    whole = forms.form_of(service_named(SLUG, seen_by=SYSTEM))
    held = forms.answers_of(
        f"case:{cases.case_for(reference, seen_by=everybodys_officer()).id}", seen_by=SYSTEM
    )
    assert held is not None
    plain = sound("pages: [{page: a, questions: [{ask: income, type: number, label: Pay?, name: pay}]}]")
    assert "income" not in forms.carry_over(whole, plain, held.answers)
    assert "income" in forms.carry_over(whole, whole, held.answers)


@pytest.fixture
def priced(folders: Folders, tmp_path: Path) -> Iterator[None]:
    """It costs something, by what the first person says."""
    payments.use_provider(DemoPayments(tmp_path / "till"))
    decisions = folders.service(SLUG) / "decisions"
    decisions.mkdir()
    rows = [(["true"], ["25"]), (["false"], ["25"])]
    (decisions / "fee.dmn").write_text(
        model(table("home_fee", {"together": "boolean"}, {"fee": "number"}, rows))
    )
    with (folders.service(SLUG) / "form.yaml").open("a") as form:
        form.write("fee: home_fee\n")
    read_again()
    assert [str(one) for one in mistakes_now()] == []
    yield
    payments.use_provider(None)


def paid(client: Client) -> str:
    """Through the till; the page that comes after it."""
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/pay"
    html = content(client.get(f"{ADDRESS}/pay"))
    till = "/demo/pay/" + html.partition('href="/demo/pay/')[2].partition('"')[0]
    return client.post(till, {"do": "pay"})["Location"].removeprefix("http://testserver")


def test_it_is_paid_for_when_every_part_is_done(priced: None, eleanor: Client, post: DemoMailer) -> None:
    mary = joined(asked(eleanor, post))
    assert eleanor.post(CHECK)["Location"] == TASKS
    assert "£25" not in read(mary, TASKS)
    done(mary)
    assert "Pay £25" in read(eleanor, CHECK)
    assert reference_on(eleanor.get(paid(eleanor), follow=True))


def test_money_comes_back_when_a_part_falls_meanwhile(
    priced: None, eleanor: Client, post: DemoMailer
) -> None:
    done(joined(asked(eleanor, post)))
    back = paid(eleanor)
    assert joined(link_sent(post)).post(f"{ADDRESS}/part/decline").status_code == 302
    assert "giving back what you paid" in read(eleanor, back)
    assert cases.count_waiting("open", seen_by=SYSTEM).number == 0
    done(joined(asked(eleanor, post)))
    assert reference_on(eleanor.get(paid(eleanor), follow=True))


def test_the_fee_reads_nobodys_private_answers(priced: None, folders: Folders) -> None:
    fee = folders.service(SLUG) / "decisions" / "fee.dmn"
    fee.write_text(fee.read_text().replace("together", "income"))
    read_again()
    assert any("income" in one.sentence for one in mistakes_now())


def test_two_people_at_one_browser_do_not_open_each_others_parts(eleanor: Client, post: DemoMailer) -> None:
    link = asked(eleanor, post)
    assert eleanor.post(link, {"email": "mary@example.com"})["Location"] == f"{ADDRESS}/start"
    assert "This is the part for Mary Bold" in read(eleanor, TASKS)
    done(eleanor)
    assert "Done on" in read(eleanor, TASKS)
    assert eleanor.get(f"{ADDRESS}/income").status_code == 404


def test_a_link_stops_working_and_is_sent_again_by_whoever_asked(eleanor: Client, post: DemoMailer) -> None:
    start, link = clock.now(), asked(eleanor, post)
    with clock.stopped_at(start + timedelta(days=20)):
        fill(eleanor, {"street": {"street": "Cathedral Close"}})
    with clock.stopped_at(start + timedelta(days=29)):
        purge_drafts.call()
        page = words(Client().post(link, {"email": "mary@example.com"}))
        assert "We have no saved form" in page
        assert "Whoever asked you can send it again" in page
        assert "Their link has stopped working. Send it again." in read(eleanor, TASKS)
        done(joined(asked(eleanor, post)))
        assert "Mary Bold has done their part" in read(eleanor, ASK)


def test_who_has_begun_gets_a_new_link_to_their_part_by_the_old_one(
    eleanor: Client, post: DemoMailer
) -> None:
    start, link = clock.now(), asked(eleanor, post)
    with clock.stopped_at(start + timedelta(days=20)):
        fill(eleanor, {"street": {"street": "Cathedral Close"}})
        fill(joined(link), {"income": {"income": "88002"}})
    with clock.stopped_at(start + timedelta(days=29)):
        purge_drafts.call()
        assert "We have sent a new one" in words(Client().post(link, {"email": "mary@example.com"}))
        again = joined(link_sent(post, kind="resume"))
        assert "88,002" in content(again.get(f"{ADDRESS}/income")).replace("88002", "88,002")
        assert state(eleanor) == "Waiting for Mary Bold"


def test_starting_again_leaves_a_part_to_its_link(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    fill(mary, {"income": {"income": "88002"}})
    mary.get(f"{ADDRESS}/start?again=1")
    assert state(eleanor) == "Waiting for Mary Bold"
    assert "88,002" in content(joined(link_sent(post)).get(f"{ADDRESS}/income")).replace("88002", "88,002")


@pytest.mark.parametrize("name", ["Win £100 at shop.example", "See http://evil.example/x", "x" * 120])
def test_nobody_advertises_through_an_invitation(eleanor: Client, post: DemoMailer, name: str) -> None:
    fill(eleanor, {"you": {**MAIN["you"], "name": name}, "who": {**MAIN["who"], "their_name": name}})
    asked(eleanor, post)
    (mail,) = (mail for mail in post.sent if mail.to == "mary@example.com")
    assert name not in mail.text + mail.html + mail.to_name
    assert "Somebody is filling in a form" in mail.text


def test_who_was_asked_hears_that_nothing_is_asked_of_them_any_more(
    eleanor: Client, mary: Client, post: DemoMailer
) -> None:
    fill(mary, {"income": {"income": "88002"}})
    eleanor.get(f"{ADDRESS}/start?again=1")
    assert told(post, "mary@example.com")[-1].startswith("You do not have to do anything any more")
    mail = next(one for one in reversed(post.sent) if one.to == "mary@example.com")
    assert "Eleanor Bold asked you" in mail.text
    assert PartRow.objects.count() == 0
    eleanor.get(f"{ADDRESS}/start?again=1")
    assert len(told(post, "mary@example.com")) == 2, "asked, and told of the end: once"


def test_who_is_asked_no_longer_hears_so(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    eleanor.post(ASK, {"do": "stop"})
    assert told(post, "mary@example.com")[-1].startswith("You do not have to do anything any more")
    assert state(eleanor) == "Not asked yet"


def test_who_said_no_is_not_written_to_again(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    mary.post(f"{ADDRESS}/part/decline")
    eleanor.get(f"{ADDRESS}/start?again=1")
    assert len(told(post, "mary@example.com")) == 1


def test_staff_read_who_did_a_part(eleanor: Client, mary: Client, post: DemoMailer) -> None:
    done(mary)
    reference = sent_by(eleanor)
    run_pending()
    story = [entry.sentence for entry in cases.timeline_of(reference, seen_by=everybodys_officer())]
    assert "Sent with it the part that Mary Bold filled in." in story
    assert any(said.startswith("E-mailed Mary Bold (the co-applicant): It is sent") for said in story)


def test_the_form_on_paper_says_whose_part_is_whose(client: Client) -> None:
    paper = words(client.get(f"{ADDRESS}/paper"))
    before, _, after = paper.partition("This part is for the other applicant to fill in.")
    assert "What do you owe?" in before
    assert "What do you earn?" in after
    assert "Only if you answered “Yes” to question 2:" in after
    assert "Name of the other applicant, if they take part" in after


def test_each_is_told_in_the_language_they_read(eleanor: Client, post: DemoMailer) -> None:
    """Mary opens her part in Welsh: what Eleanor does is told to her in Welsh, what Mary does to Eleanor in English."""
    link = asked(eleanor, post)
    mary = Client()
    assert mary.post(f"/cy{link}", {"email": "mary@example.com"})["Location"] == f"/cy{ADDRESS}/start"
    for page, typed in PART.items():
        assert mary.post(f"/cy{ADDRESS}/{page}", typed).status_code == 302
    assert mary.post(f"/cy{CHECK}")["Location"] == f"/cy{ADDRESS}/part/finished"
    assert spoken_to(post, "eleanor@example.com") == "en"
    assert "/cy/" not in link_sent(post, to="eleanor@example.com", kind="resume")
    fill(eleanor, {"street": {"street": "Barchester Towers"}})
    assert spoken_to(post, "mary@example.com") == "cy"
    assert link_sent(post).startswith(f"/cy{ADDRESS}/join/")
    mary = Client()
    mary.post(link_sent(post), {"email": "mary@example.com"})
    for page, typed in PART.items():
        mary.post(f"/cy{ADDRESS}/{page}", typed)
    assert mary.post(f"/cy{CHECK}")["Location"] == f"/cy{ADDRESS}/part/finished"
    assert eleanor.post(CHECK).status_code == 302
    run_pending()
    assert spoken_to(post, "eleanor@example.com") == "en"
    assert link_sent(post, kind="track").startswith("/cy/"), (
        "its own words are in English, its link is in Welsh"
    )
    assert dict(Party.objects.values_list("role", "language")) == {"reporter": "en", "co_applicant": "cy"}


def test_whoever_is_asked_no_more_hears_it_in_their_language(eleanor: Client, post: DemoMailer) -> None:
    response = eleanor.post(f"/cy{ASK}", {"do": "ask", "email": "eleanor@example.com"})
    assert response.status_code == 302
    assert link_sent(post).startswith("/cy/")
    mary = Client()
    mary.post(link_sent(post).removeprefix("/cy"), {"email": "mary@example.com"})
    eleanor.post(f"/cy{ASK}", {"do": "stop"})
    assert spoken_to(post, "mary@example.com") == "en"


def spoken_to(post: DemoMailer, to: str) -> str:
    """The language of the newest message to somebody."""
    run_pending()
    return next(mail.language for mail in reversed(post.sent) if mail.to == to)
