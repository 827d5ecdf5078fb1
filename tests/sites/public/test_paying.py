"""A service that costs something: sent when it is paid, once, whatever happens on the way there and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.apps.catalogue.folders import Folders, copied_folders
from tests.cast import FLY_TIPPING, SYSTEM
from tests.kernel.dmn.tables import model, table
from tests.sites.public.resident import ADDRESS, CHECK, content, fill_in, reference_on, seen
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.cases.models import Party
from moothall.apps.catalogue.api import check
from moothall.apps.deadlines.api import day_in_words
from moothall.apps.insight import api as insight
from moothall.apps.messaging.api import notices_of
from moothall.apps.payments import api as payments
from moothall.apps.payments.models import Payment
from moothall.apps.payments.ports import ProviderAway, Started, Wanted
from moothall.apps.teams.api import actor_for
from moothall.connectors.demo.api import DemoMailer, DemoPayments
from moothall.ground.events.api import deliver, seal_now
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.money import Money

pytestmark = pytest.mark.django_db
ROWS = [(['"lorry"'], ["40"]), (['"bag"'], ["0"]), (['not("lorry", "bag")'], ["12.50"])]


@pytest.fixture
def priced(tmp_path: Path) -> Iterator[Folders]:
    """Barchester asks for money for taking things away."""
    payments.use_provider(DemoPayments(tmp_path / "till"))
    with copied_folders(tmp_path) as folders:
        folder = folders.service(FLY_TIPPING)
        (folder / "decisions").mkdir()
        decision = model(table("clearing_fee", {"amount": "string"}, {"fee": "number"}, ROWS))
        (folder / "decisions" / "fee.dmn").write_text(decision)
        with (folder / "form.yaml").open("a") as form:
            form.write("\nfee: clearing_fee\n")
        service = (folder / "service.yaml").read_text()
        assert "  - code: nothing-found\n" in service
        service = service.replace(
            "  - code: nothing-found\n", "  - code: nothing-found\n    gives_back: yes\n"
        )
        (folder / "service.yaml").write_text(service)
        (folder / "messages" / "en" / "opened.md").unlink()  # the shipped one says what was paid
        yield folders
    payments.use_provider(None)


def open_cases() -> int:
    return cases.count_waiting("open", seen_by=SYSTEM).number


def to_the_till(client: Client) -> str:
    """From check-your-answers to the provider's page; its address."""
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/pay"
    html = content(client.get(f"{ADDRESS}/pay"))
    return "/demo/pay/" + html.partition('href="/demo/pay/')[2].partition('"')[0]


def back_from(client: Client, till: str, do: str = "pay") -> str:
    """What the person does at the provider, and where that leads back to."""
    return client.post(till, {"do": do})["Location"].removeprefix("http://testserver")


def test_a_request_is_sent_when_it_is_paid(client: Client, priced: Folders, post: DemoMailer) -> None:
    fill_in(client)
    html = content(client.get(CHECK))
    assert "Pay £12.50 and send it" in html
    till = to_the_till(client)
    assert open_cases() == 0
    assert "Pay £12.50" in content(client.get(till))
    answer = client.get(back_from(client, till), follow=True)
    reference = reference_on(answer)
    assert reference
    assert open_cases() == 1
    case = cases.case_for(reference, seen_by=SYSTEM)
    (payment,) = payments.payments_of(f"case:{case.id}", seen_by=SYSTEM)
    assert payment.paid
    receipt = ("£12.50", "Paid on", f"Payment reference {payment.reference}")
    assert all(said in seen(answer).text for said in receipt), "the confirmation says what was paid"
    assert all(said in seen(client.get(f"/requests/{reference}")).text for said in receipt)
    run_pending()
    mail = next(one for one in post.sent if reference in one.subject)
    assert (
        f"You paid £12.50 on {day_in_words(clock.today())}. Your payment reference is {payment.reference}."
        in mail.text
    )
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/done", "sent again it is not paid again"


def test_what_was_paid_counts_as_sent_to_the_owner_of_the_service(client: Client, priced: Folders) -> None:
    insight.write_now()
    before = insight.use_of(FLY_TIPPING, seen_by=SYSTEM).sent
    fill_in(client)
    client.get(back_from(client, to_the_till(client)), follow=True)
    seal_now()
    deliver()
    assert insight.use_of(FLY_TIPPING, seen_by=SYSTEM).sent == before + 1, (
        "a worker has nothing that writes later"
    )


def test_what_was_paid_and_given_back_counts_as_sent_only_once_it_is(client: Client, priced: Folders) -> None:
    def sent() -> int:
        seal_now()
        deliver()
        insight.write_now()
        return insight.use_of(FLY_TIPPING, seen_by=SYSTEM).sent

    before = sent()
    fill_in(client)
    till = to_the_till(client)
    client.post(f"{ADDRESS}/how-much?change=1", {"amount": "lorry"})
    assert "Your answers changed while you were paying" in content(client.get(back_from(client, till)))
    assert sent() == before, "it was paid, and is not sent"
    assert reference_on(client.get(back_from(client, to_the_till(client)), follow=True))
    assert sent() == before + 1


def test_the_fee_is_told_from_the_start(client: Client, priced: Folders) -> None:
    html = content(client.get(ADDRESS))
    assert (
        "The fee is up to £40, depending on your answers. For some it is free. You pay by card at the end."
        in html
    )


def test_what_costs_nothing_is_sent_at_once(client: Client, priced: Folders) -> None:
    fill_in(client)
    client.post(f"{ADDRESS}/how-much?change=1", {"amount": "bag"})
    assert "Now send it" in content(client.get(CHECK))
    assert client.post(CHECK)["Location"] == f"{ADDRESS}/done"


@pytest.mark.parametrize(
    ("do", "words"), [("decline", "Your payment was not taken"), ("cancel", "You stopped the payment")]
)
def test_a_payment_that_fails_loses_nothing(client: Client, priced: Folders, do: str, words: str) -> None:
    fill_in(client)
    told = content(client.get(back_from(client, to_the_till(client), do)))
    assert words in told
    assert "go back to your answers" in told
    assert open_cases() == 0
    assert reference_on(client.get(back_from(client, to_the_till(client)), follow=True))


def test_coming_back_without_having_paid_says_so(client: Client, priced: Folders) -> None:
    fill_in(client)
    to_the_till(client)
    (payment,) = Payment.objects.all()
    html = content(client.get(f"{ADDRESS}/paid/{payment.id}"))
    assert "We are waiting to hear about your payment" in html


def test_pressing_twice_and_going_back_is_one_payment(client: Client, priced: Folders) -> None:
    fill_in(client)
    assert to_the_till(client) == to_the_till(client)
    assert Payment.objects.count() == 1


def test_who_never_comes_back_is_sent_all_the_same(client: Client, priced: Folders) -> None:
    fill_in(client)
    till = to_the_till(client)
    back_from(client, till)
    Payment.objects.update(begun_at=clock.now() - timedelta(minutes=3))
    payments.ask_after_payments.call()
    seal_now()
    deliver()
    assert open_cases() == 1
    assert reference_on(client.get(f"{ADDRESS}/done")), (
        "and sees the confirmation when the page is opened again"
    )


def test_who_never_comes_back_is_written_to_in_their_language(
    client: Client, priced: Folders, post: DemoMailer
) -> None:
    fill_in(client)
    assert client.post(f"/cy{CHECK}")["Location"] == f"/cy{ADDRESS}/pay"
    html = content(client.get(f"/cy{ADDRESS}/pay"))
    back_from(client, "/demo/pay/" + html.partition('href="/demo/pay/')[2].partition('"')[0])
    Payment.objects.update(begun_at=clock.now() - timedelta(minutes=3))
    payments.ask_after_payments.call()
    seal_now()
    deliver()
    assert [party.language for party in Party.objects.all()] == ["cy"]
    run_pending()
    assert [mail.language for mail in post.sent] == ["cy"]


def test_other_answers_for_another_fee_are_given_back(client: Client, priced: Folders) -> None:
    fill_in(client)
    till = to_the_till(client)
    client.post(f"{ADDRESS}/how-much?change=1", {"amount": "lorry"})
    html = content(client.get(back_from(client, till)))
    assert "Your answers changed while you were paying" in html
    assert open_cases() == 0
    run_pending(["payments"])
    (payment,) = Payment.objects.all()
    (now,) = payments.payments_of(payment.owner, seen_by=SYSTEM)
    assert [one.state for one in now.refunds] == ["done"]
    assert not now.left
    assert "Pay £40 and send it" in content(client.get(CHECK))
    assert reference_on(client.get(back_from(client, to_the_till(client)), follow=True))


def test_paying_in_two_windows_gives_one_back(client: Client, priced: Folders) -> None:
    fill_in(client)
    first = to_the_till(client)
    Payment.objects.update(begun_at=clock.now() - timedelta(hours=1))
    second = to_the_till(client)
    assert first != second
    client.post(first, {"do": "pay"})
    back = back_from(client, second)
    (earlier, _) = Payment.objects.order_by("begun_at")
    payments.settle_payment(earlier.id, by=SYSTEM)
    assert reference_on(client.get(back, follow=True))
    seal_now()
    deliver()
    run_pending(["payments"])
    assert open_cases() == 1
    owner = Payment.objects.get(pk=earlier.id).owner
    given_back = [bool(one.refunds) for one in payments.payments_of(owner, seen_by=SYSTEM)]
    assert given_back == [False, True]


def test_somebody_elses_payment_is_not_there(client: Client, priced: Folders) -> None:
    fill_in(client)
    to_the_till(client)
    (payment,) = Payment.objects.all()
    other = Client()
    fill_in(other)
    assert other.get(f"{ADDRESS}/paid/{payment.id}").status_code == 404
    stranger = content(Client().get(f"{ADDRESS}/paid/{payment.id}"))
    assert "If you have paid, your request is on its way" in stranger


def test_a_provider_that_is_away_is_a_sentence_on_the_page(client: Client, priced: Folders) -> None:
    fill_in(client)
    payments.use_provider(_Away(Path("nowhere")))
    html = content(client.post(CHECK))
    assert "There is a problem" in html
    assert "We cannot take payments at the moment. Your answers are kept" in html


class _Away(DemoPayments):
    def begin(self, wanted: Wanted) -> Started:
        raise ProviderAway("The payment provider did not answer.")


def test_the_pretend_provider_is_not_there_in_production(
    client: Client, priced: Folders, settings: object
) -> None:
    fill_in(client)
    till = to_the_till(client)
    settings.MOOTHALL_PRODUCTION = True
    assert client.get(till).status_code == 404


@pytest.mark.parametrize("address", ["/demo/pay/nothing", "/demo/pay/" + "0" * 24, f"{ADDRESS}/paid/x"])
def test_made_up_addresses_are_not_found(client: Client, priced: Folders, address: str) -> None:
    assert client.get(address).status_code == 404


def test_paying_without_anything_to_pay_leads_back(client: Client, priced: Folders) -> None:
    assert client.get(f"{ADDRESS}/pay")["Location"] == CHECK


def test_an_officer_gives_a_fee_back_and_the_resident_reads_so(client: Client, priced: Folders) -> None:
    fill_in(client)
    reference = reference_on(client.get(back_from(client, to_the_till(client)), follow=True))
    assert "What you paid Amount £12.50" in seen(client.get(f"/requests/{reference}")).text
    officer = Client()
    sign_in(officer, an_officer(team="waste", role="manager"))
    page = content(officer.get(f"/staff/cases/{reference}/"))
    assert "£12.50, paid on" in page
    assert "Give the fee back" in page
    address = f"/staff/cases/{reference}/refund/"
    wrong = officer.post(address, {"amount": "lots", "reason": "Moved"})
    assert "Enter an amount in pounds, such as 12.50." in content(wrong)
    assert "more than what is left" in content(officer.post(address, {"amount": "13", "reason": "Moved"}))
    assert officer.post(address, {"amount": "£10", "reason": "Moved away"}).status_code == 302
    run_pending(["payments"])
    page = content(officer.get(f"/staff/cases/{reference}/"))
    assert "£10 given back: Moved away" in page
    assert "Gave back £10 of the fee." in page
    assert "We are giving back £10." in content(client.get(f"/requests/{reference}"))


def test_an_officer_without_the_ability_gives_nothing_back(client: Client, priced: Folders) -> None:
    fill_in(client)
    reference = reference_on(client.get(back_from(client, to_the_till(client)), follow=True))
    officer = Client()
    sign_in(officer, an_officer(team="waste", role="officer"))
    assert "Give the fee back" not in content(officer.get(f"/staff/cases/{reference}/"))
    assert (
        officer.post(f"/staff/cases/{reference}/refund/", {"amount": "1", "reason": "x"}).status_code == 403
    )


def paid_request(client: Client) -> str:
    fill_in(client)
    return reference_on(client.get(back_from(client, to_the_till(client)), follow=True))


def test_who_withdraws_what_was_paid_for_is_told_what_becomes_of_it(
    client: Client, priced: Folders, post: DemoMailer
) -> None:
    reference = paid_request(client)
    address = f"/requests/{reference}"
    assert "whether we can give the money back" in seen(client.get(f"{address}/withdraw")).text
    page = seen(client.post(f"{address}/withdraw", follow=True))
    assert "We look at whether we can give the money back." in page.text
    run_pending()
    assert "We look at whether we can give the money back" in post.sent[-1].text
    (task,) = cases.case_for(reference, seen_by=SYSTEM).tasks
    assert task.words == "Fee to give back? The reporter paid £12.50 and has withdrawn the request."
    cases.refund_fee(reference, Money(1250), reason="Withdrawn in time", by=SYSTEM)
    assert cases.case_for(reference, seen_by=SYSTEM).tasks == (), "giving it back is what was to be done"
    page = seen(client.get(address))
    assert "£12.50 is on its way back to you." in page.text
    assert "We look at whether" not in page.text


def test_a_fee_that_is_not_given_back_is_said_plainly(client: Client, priced: Folders) -> None:
    reference = paid_request(client)
    client.post(f"/requests/{reference}/withdraw")
    (task,) = cases.case_for(reference, seen_by=SYSTEM).tasks
    cases.complete_task(reference, task.id, by=SYSTEM)
    assert "do not give the money back" in seen(client.get(f"/requests/{reference}")).text


def test_a_request_opened_again_leaves_no_question_about_its_fee(client: Client, priced: Folders) -> None:
    reference = paid_request(client)
    client.post(f"/requests/{reference}/withdraw")
    client.post(f"/requests/{reference}/not-fixed", {"why": "I need it after all."})
    assert [task.kind for task in cases.case_for(reference, seen_by=SYSTEM).tasks] == ["not settled"]


def test_an_outcome_that_promises_the_fee_back_leaves_a_task_for_whoever_may_give_it(
    client: Client, priced: Folders
) -> None:
    reference = paid_request(client)
    manager = actor_for(an_officer("Marcus Thorne", team="waste", role="manager"))
    officer = actor_for(an_officer("Olwen Arkwright", team="waste", role="officer"))
    cases.close_case(reference, "nothing-found", by=officer)
    (task,) = cases.case_for(reference, seen_by=SYSTEM).tasks
    assert task.kind == "fee"
    assert task.words.startswith("Give £12.50 back: the reporter paid it, and ")
    assert [(one.kind, one.label) for one in notices_of(seen_by=manager)] == [("money-back", reference)]
    assert not notices_of(seen_by=officer), "they may not give money back"
    cases.undo_closing(reference, "By mistake.", by=SYSTEM)
    assert cases.case_for(reference, seen_by=SYSTEM).tasks == ()
    cases.close_case(reference, "nothing-found", by=SYSTEM)
    assert [one.kind for one in cases.case_for(reference, seen_by=SYSTEM).tasks] == ["fee"]
    cases.refund_fee(reference, Money(1250), reason="Nothing was there", by=SYSTEM)
    assert cases.case_for(reference, seen_by=SYSTEM).tasks == ()


def test_nothing_is_asked_back_of_another_outcome_or_of_what_was_given_back(
    client: Client, priced: Folders
) -> None:
    reference = paid_request(client)
    cases.close_case(reference, "cleared", by=SYSTEM)
    assert cases.case_for(reference, seen_by=SYSTEM).tasks == ()
    cases.reopen_case(reference, "Still there.", by=SYSTEM)
    for task in cases.case_for(reference, seen_by=SYSTEM).tasks:
        cases.complete_task(reference, task.id, by=SYSTEM)
    cases.refund_fee(reference, Money(1250), reason="Paid twice", by=SYSTEM)
    cases.close_case(reference, "nothing-found", by=SYSTEM)
    assert cases.case_for(reference, seen_by=SYSTEM).tasks == ()


def test_who_follows_a_case_was_promised_the_same_fee_back(client: Client, priced: Folders) -> None:
    first, second = paid_request(client), paid_request(Client())
    cases.link_duplicate(second, original=first, by=SYSTEM)
    cases.close_case(first, "nothing-found", by=SYSTEM)
    words = [task.words for task in cases.case_for(first, seen_by=SYSTEM).tasks]
    assert len(words) == 2
    assert sum(second in one for one in words) == 1


def test_an_outcome_cannot_promise_back_what_nobody_pays(priced: Folders) -> None:
    form = priced.service(FLY_TIPPING) / "form.yaml"
    form.write_text(form.read_text().replace("\nfee: clearing_fee\n", "\n"))
    assert any(
        "promises the fee back, and this form asks for none" in one.sentence for one in check(form.parent)
    )
