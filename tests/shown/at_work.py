"""The pages of staff to which no link of an empty desk leads: somebody calls, a team is led, a round is gone on, cases
are moved, merged and asked about, words are changed, looks are watched."""

from __future__ import annotations

from django.test import Client
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, SYSTEM, sends
from tests.shown.everywhere import Keeper, follow_everything
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.bookings.api import make_round
from moothall.apps.cases import api as cases
from moothall.apps.contacts.api import begin_contact
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.rehearsal.browser import Browser, HtmlForm
from moothall.sites.rehearsal.walking import step

WORDS = f"/staff/services/{FLY_TIPPING}/words/"


def seen_by(keeper: Keeper, account: Account) -> Browser:
    """The browser of somebody who has signed in."""
    return as_client(keeper, sign_in(Client(), account))


def as_client(keeper: Keeper, client: Client) -> Browser:
    browser = Browser(keeper)
    browser.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return browser


def work_in_every_part(keeper: Keeper, manager: Browser, by: Actor) -> None:
    lead_a_team(manager, by)
    deal_with_cases(keeper, manager, by)
    answer_people(keeper)
    word_a_service(keeper)
    watch_over_data(keeper)


def tried(browser: Browser, address: str, **typed: str) -> None:
    """The page, and what comes back when its form is sent with this, else as it stands."""
    browser.get(address)
    form = form_of(browser, *typed)
    if form is not None:
        browser.submit(form, list(typed.items()))


def form_of(browser: Browser, *names: str) -> HtmlForm | None:
    posts = (
        one for one in browser.page.forms if one.method == "post" and "sign-out" not in (one.action or "")
    )
    return next((one for one in posts if set(names) <= set(one.offers)), None)


def lead_a_team(browser: Browser, by: Actor) -> None:
    reference = sends(FLY_TIPPING, HARDING).reference
    stops = [stop.stop for stop in cases.stops_of([reference], seen_by=SYSTEM)]
    key = make_round("waste", clock.today(), stops, name="Morning round", by=by)
    at = f"/staff/rounds/{key}/"
    visit = next(href for href, _ in browser.get(at).links if "/visits/" in href)
    for address in (at, f"{at}sheet/", visit, "/staff/rounds/"):
        tried(browser, address)
    tried(browser, "/staff/absence/")
    tried(browser, "/staff/team/waste/absence/")
    browser.get("/staff/team/waste/looks/")
    browser.get("/staff/team/waste/looks/?since=never")


def deal_with_cases(keeper: Keeper, browser: Browser, by: Actor) -> None:
    one, other, asked, moved, gone = (
        sends(FLY_TIPPING, who) for who in (HARDING, ELEANOR, HARDING, HARDING, ELEANOR)
    )
    at = f"/staff/cases/{one.reference}/"
    tried(browser, f"{at}status/", to="nowhere")
    cases.merge_cases(one.reference, [other.reference], by=by)
    for verb in ("together", "unmerge"):
        tried(browser, f"{at}{verb}/")
    cases.refer_case(
        gone.reference,
        cases.Referring("barsetshire-county", "clear the rubbish", words="It lies on your road."),
        by=by,
    )
    tried(browser, f"/staff/cases/{gone.reference}/take-back/")
    cases.move_case(moved.reference, "report-graffiti", by=by)
    tried(browser, f"/staff/cases/{moved.reference}/rest/")
    flag(browser, one.reference, by)
    act = cases.propose_many("tag", {"tag": "winter"}, chosen=[asked.reference], by=by)
    follow_everything(browser, f"/staff/many/{act}/", within=("/staff/many/",))
    question = cases.SmallQuestion(label="Which gate?", type="short-text")
    cases.ask_questions(asked.reference, (question,), words="We were there.", by=by)
    resident = Browser(keeper)
    resident.get("/track")
    step(resident, {"reference": asked.reference, "email": HARDING.email})
    tried(resident, f"/requests/{asked.reference}/questions")


def flag(browser: Browser, reference: str, by: Actor) -> None:
    party = next(one for one in cases.case_for(reference, seen_by=by).parties if one.role == "reporter")
    until = clock.today().replace(day=1).replace(year=clock.today().year + 1)
    wish = cases.Flagging(
        ("two-officers",), "", "Threatened an officer.", "Call of 3 May", until, tell=False, why_not="x"
    )
    key = cases.flag_contact(reference, party.id, wish, by=by)
    tried(browser, f"/staff/contact-rules/{key}/")
    browser.get(f"/staff/cases/{reference}/")


def answer_people(keeper: Keeper) -> None:
    account = an_officer("Tom Pellow", team="customer-services", role="adviser")
    browser, by = seen_by(keeper, account), actor_for(account)
    contact = f"/staff/contacts/{begin_contact('phone', by=by)}/"
    for address in (
        "/staff/contacts/", f"/staff/contacts/look-up/?q={HARDING.email}", "/staff/contacts/look-up/?q=zebra",
        "/staff/contacts/desk/", contact, f"{contact}?q={HARDING.email}", f"{contact}?help=bin",
        f"{contact}form/report-missed-bin/", "/waiting-room/",
    ):  # fmt: skip
        tried(browser, address)


def word_a_service(keeper: Keeper) -> None:
    browser = seen_by(keeper, an_officer("Hanna Lindqvist", team="digital", role="digital-officer"))
    label = f"{WORDS}at/form.yaml:pages.0.questions.0.label/"
    for address in (WORDS, label, f"{WORDS}history/"):
        tried(browser, address)
    tried(browser, label, text="")
    browser.get(label)
    form = form_of(browser, "text")
    assert form is not None
    for press in ("preview", "publish"):
        browser.submit(form, [("text", "What was dumped there?")], press=press)
    browser.get(f"{WORDS}history/")


def watch_over_data(keeper: Keeper) -> None:
    account = an_officer("Ffion Mortimer", team="information-rights", role="data-protection-officer")
    browser = seen_by(keeper, account)
    for address in ("", "?case=nonsense", "unusual/"):
        browser.get(f"/staff/looks/{address}")
    tried(browser, "/staff/account/declared/", postcodes="nowhere")
