"""Every page of both sites: axe, a phone's width, a screen at 200 %; plain and with errors.

The list of routes comes from the resolver: a route that is not looked at fails, unless `NOT_PAGES` says why it is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect
from tests.hands import press
from tests.journeys.audit import Audit
from tests.journeys.people import (
    ADMINISTRATOR,
    WASTE_MANAGER,
    SignedIn,
    fill_in,
    forward,
    sign_in,
)
from tests.journeys.server import ROOT, Server
from tests.shown.alike import skeleton
from tests.shown.everywhere import Keeper, languages_of
from tests.shown.shelf import Shelf

from moothall.kernel import clock

pytestmark = pytest.mark.journeys

#: Routes without a page of their own, and why.
NOT_PAGES = {
    "staff-contact-begin": "a button: a redirect",
    "staff-visit-photo": "a file",
    "health-live": "JSON for machines",
    "health-ready": "JSON for machines",
    "metrics": "text for machines",
    "council-css": "a style sheet",
    "form-start": "a redirect",
    "form-picture": "a picture",
    "look-up-calendar": "a calendar, for calendars",
    "staff-held-judge": "a button: a redirect",
    "track-link": "a redirect",
    "request-document": "a picture",
    "report-photo": "a picture",
    "staff-document": "a file",
    "staff-start": "a redirect",
    "staff-original": "a picture that is locked",
    "staff-palette": "a part of a page, for the script of the palette",
    "staff-presence": "JSON for the script of presence",
    "staff-presence-ticket": "JSON for the script of presence",
    "staff-case-macro": "a button: a redirect",
    "staff-case-tag": "a button: a redirect",
    "staff-case-untag": "a button: a redirect",
    "staff-case-take": "a button: a redirect",
    "staff-case-start": "a button: a redirect",
    "staff-case-unlink": "a button: a redirect",
    "staff-case-show-photo": "a button: a redirect",
    "staff-case-go-on": "a button: a redirect",
    "staff-case-approve": "a button: a redirect",
    "staff-case-send-back": "a button: a redirect",
    "staff-case-ask-no-more": "a button: a redirect",
    "staff-stand-in": "a button: a redirect",
    "staff-case-hide-photo": "a button: a redirect",
    "staff-case-complete": "a button: a redirect",
    "staff-case-reply-undo": "a button: a redirect",
    "staff-case-follow": "a button: a redirect",
    "staff-case-unfollow": "a button: a redirect",
    "staff-notice": "a button: a redirect",
    "staff-failure": "a button: a redirect",
    "staff-rule-try": "a button: a redirect",
    "staff-teams": "a redirect",
    "staff-places": "a redirect",
    "staff-export": "a file",
    "staff-view": "a redirect to the list it holds",
    "staff-view-change": "a button: a redirect",
    "staff-team-move": "a button: a redirect",
    "staff-team-cover": "a button: a redirect",
    "staff-team-capacity": "a button: a redirect",
    "staff-absence-end": "a button: a redirect",
    "staff-round-change": "a button: a redirect",
    "staff-rounds-worker": "a script",
    "mfa_login_webauthn": "JSON for the script of passkeys",
    "mfa_reauthenticate_webauthn": "what a passkey answers; its page is account_reauthenticate",
    "mfa_remove_webauthn": "needs a passkey, which a browser makes only with a key in it",
    "account_inactive": "a redirect for accounts that were closed",
    "account_logout": "a button: a redirect",
}
PUBLIC = (
    "home", "search", "content", "service", "form-page", "form-check", "form-done",
    "form-save", "form-saved", "form-resume", "form-changed", "form-which-answer", "form-clear", "form-cleared",
    "track", "request",
    "request-answer", "request-not-fixed", "useful",
    "request-add", "request-withdraw", "request-how-it-went", "report", "report-confirm", "report-leave", "look-up",
    "form-pay", "form-paid", "demo-pay", "paper-form", "form-tasks", "form-section",
    "form-ask", "form-join", "form-decline", "form-part-over",
)  # fmt: skip
SIGNING_IN = ("account_login", "mfa_authenticate", "demo-codes")
ACCOUNT = (
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "account_change_password", "account_reauthenticate", "mfa_reauthenticate",
)  # fmt: skip
CASEWORK = (
    "staff-queue", "staff-search", "staff-case", "staff-case-ask", "staff-case-answer", "staff-case-close",
    "staff-case-reopen", "staff-case-assign", "staff-case-move", "staff-case-link", "staff-case-note",
    "staff-file", "staff-person", "staff-redact", "staff-case-correct", "staff-case-refund", "staff-views",
    "staff-columns", "staff-case-status", "staff-case-team", "staff-case-priority", "staff-case-task",
)  # fmt: skip
TALKING = (
    "staff-case-reply", "staff-case-questions", "staff-case-note-change", "staff-case-sensitive",
    "staff-notices", "staff-notice-choices", "request-questions",
)  # fmt: skip
DEEDS = (
    "staff-case-hold", "staff-case-later", "staff-case-refer", "staff-case-take-back", "staff-case-merge",
    "staff-case-unmerge",
    "staff-case-together", "staff-case-split", "staff-case-rest", "staff-case-flag", "staff-approvals", "staff-flags",
    "staff-flag",
)  # fmt: skip
CONTACTS = (
    "staff-contacts", "staff-look-up", "staff-contact", "staff-contact-form", "staff-desk", "waiting-room",
)  # fmt: skip
LEADING = (
    "staff-rules", "staff-rule", "staff-team", "staff-team-share", "staff-team-absence", "staff-absence",
    "staff-rounds", "staff-round-new", "staff-round", "staff-round-sheet", "staff-visit",
)  # fmt: skip
RUNNING = ("staff-failures", "staff-outbox")
INSIGHT = ("staff-services", "staff-service", "staff-held", "staff-questions", "staff-question")
OWNERS = ("staff-words", "staff-word", "staff-words-history")
BULK = ("staff-many-choose", "staff-many", "staff-many-acts")
OVERSIGHT = (
    "staff-looks", "staff-unusual", "staff-team-looks", "staff-places-of", "staff-announcements", "staff-status",
    "staff-declared",
)  # fmt: skip
HELP = ("staff-help", "staff-help-page", "staff-guide")


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_route_is_looked_at_or_is_not_a_page() -> None:
    there = set(routes(get_resolver().url_patterns))
    looked_at = {
        *PUBLIC,
        *SIGNING_IN,
        *ACCOUNT,
        *CASEWORK,
        *TALKING,
        *DEEDS,
        *LEADING,
        *RUNNING,
        *INSIGHT,
        *CONTACTS,
        *OWNERS,
        *OVERSIGHT,
        *BULK,
        *HELP,
    }
    assert there - looked_at - set(NOT_PAGES) == set(), "Look at these pages, or say why they are none."
    assert (looked_at | set(NOT_PAGES)) - there == set(), "These routes are gone."


@pytest.fixture
def audit() -> Audit:
    return Audit()


@pytest.mark.parametrize("nothing", ["", "zebra"])
def test_finding_a_service(window: Callable[..., Page], audit: Audit, nothing: str) -> None:
    page = window()
    audit.visit(page, f"/search?q={nothing}")
    audit.visit(page, "/search?q=rubbish")
    audit.visit(page, "/")
    for link in page.locator(".card__link, .foot__link").evaluate_all("links => links.map(a => a.pathname)"):
        if not nothing:
            audit.visit(page, link)
    audit.visit(page, "/there-is-no-such-page", status=404)
    audit.demand("home", "search")


def test_saying_whether_a_page_is_useful(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    page.goto("/pages/privacy")
    press(page, "No this page was not useful")
    audit.look(page)
    page.locator("#words").fill("x" * 1001)
    audit.press(page, "Send")
    page.locator("#words").fill("Say who reads it.")
    press(page, "Send")
    expect(page.get_by_text("We read everything that people write here.")).to_be_visible()
    audit.look(page)
    assert page.context.cookies() == []
    audit.demand("useful")


def test_looking_something_up(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    audit.visit(page, "/services/find-bin-days/look-up")
    audit.press(page, "Look it up")
    page.locator("#q").fill("ZZ1 1ZZ")
    press(page, "Look it up")
    audit.look(page)
    page.locator("#q").fill("bc47de")
    press(page, "Look it up")
    audit.look(page)
    press(page, "Look it up")
    expect(page.get_by_text("Food waste")).to_be_visible()
    audit.look(page)
    audit.demand("look-up")


def test_paying_for_a_service_and_its_form_on_paper(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    address = "/services/rent-market-stall"
    audit.visit(page, address)
    audit.visit(page, f"{address}/paper")
    page.goto(f"{address}/start")
    for question, choice in {"market": "saturday", "stall": "short"}.items():
        page.locator(f"input[name={question}][value={choice}]").check()
        press(page, "Continue")
    page.locator("#goods").fill("Honey")
    press(page, "Continue")
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    page.locator("#name").fill("Mary Bold")
    page.locator("#email").fill("mary@example.com")
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Pay £25 and send it")).to_be_visible()
    audit.look(page)
    for do, heading in {"Cancel": "You stopped the payment", "Pay £25": "Thank you. We have it"}.items():
        page.goto(f"{address}/check-your-answers")
        press(page, "Continue to payment")
        audit.look(page)
        press(page, "Continue to payment")
        audit.look(page)
        press(page, do, exact=True)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        audit.look(page)
    audit.demand("form-pay", "form-paid", "demo-pay", "paper-form")


def test_a_form_in_sections(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    address = "/services/apply-for-home"
    page.goto(address)
    press(page, "Start now")
    expect(page).to_have_url(re.compile("/tasks$"))
    audit.look(page)
    press(page, "About you", role="link")
    audit.look(page)
    page.locator("main [name=over_18]").first.check()
    forward(page)
    page.locator("main [name=name]").fill("Mary Bold")
    forward(page)
    audit.look(page)
    audit.visit(page, f"{address}/check-your-answers/about-you")
    audit.visit(page, f"{address}/tasks")
    audit.demand("form-tasks", "form-section", "form-page")


def test_a_public_report(window: Callable[..., Page], audit: Audit, site: Server) -> None:
    page = window()
    audit.visit(page, f"/reports/{site.made['new']}")
    audit.press(page, "Tell me")
    page.locator("#email").fill("una@example.com")
    press(page, "Tell me")
    expect(page.get_by_text("Look in your e-mail")).to_be_visible()
    audit.look(page)
    for act in ("confirm", "leave"):
        audit.visit(page, f"/reports/{act}/{site.made['subscription']}")
    audit.demand("report", "report-confirm", "report-leave")


def test_how_a_service_is_used(signed_in: SignedIn, audit: Audit) -> None:
    page = signed_in(WASTE_MANAGER)
    audit.visit(page, "/staff/services/")
    audit.visit(page, "/staff/services/report-fly-tipping/")
    audit.visit(page, "/staff/questions/")
    for name in ("date", "several-of", "bank-account", "table", "files", "from-context"):
        audit.visit(page, f"/staff/questions/{name}/")
    audit.visit(page, "/staff/held/")
    audit.demand(*INSIGHT)


def test_owning_a_service(signed_in: SignedIn, audit: Audit) -> None:
    """Nothing is published: the council's folder is that of the repository."""
    page = signed_in("hanna.lindqvist@barchester.example")
    audit.visit(page, "/staff/services/report-fly-tipping/words/")
    audit.visit(page, "/staff/services/report-fly-tipping/words/history/")
    audit.visit(page, "/staff/services/report-fly-tipping/words/at/form.yaml:pages.0.questions.0.label/")
    page.locator("#text").fill("What was dumped there?")
    press(page, "See how it reads")
    audit.look(page)
    page.locator("#text").fill("")
    audit.press(page, "See how it reads")
    audit.demand(*OWNERS)


def test_watching_over_it_all(signed_in: SignedIn, audit: Audit) -> None:
    page = signed_in("ffion.mortimer@barchester.example")
    for address in ("/staff/looks/", "/staff/looks/?case=nonsense", "/staff/looks/unusual/"):
        audit.visit(page, address, status=422 if "nonsense" in address else 200)
    audit.visit(page, "/staff/account/declared/")
    page.locator("#postcodes").fill("nowhere")
    audit.press(page, "Keep it")
    page = signed_in(WASTE_MANAGER)
    audit.visit(page, "/staff/people/waste/")
    audit.press(page, "Give the place")
    audit.visit(page, "/staff/team/waste/looks/")
    page = signed_in(ADMINISTRATOR)
    audit.visit(page, "/staff/announcements/")
    audit.press(page, "Say it")
    audit.visit(page, "/staff/status/")
    audit.demand(*OVERSIGHT)


def test_the_same_for_many(signed_in: SignedIn, audit: Audit) -> None:
    page = signed_in(WASTE_MANAGER)
    audit.visit(page, "/staff/many/?view=unassigned")
    audit.press(page, "Look at what will happen")
    page.locator("#case-1").check()
    page.locator("#verb-tag").check()
    page.locator("#tag").fill("winter")
    press(page, "Look at what will happen")
    audit.look(page)
    audit.visit(page, "/staff/many/done/")
    audit.demand(*BULK)


def test_reading_how_it_is_done(signed_in: SignedIn, audit: Audit) -> None:
    page = signed_in(WASTE_MANAGER)
    audit.visit(page, "/staff/help/")
    audit.visit(page, "/staff/help/staff-many/")
    audit.visit(page, "/staff/help/guides/write-a-service/")
    audit.demand(*HELP)


def test_following_a_request(window: Callable[..., Page], audit: Audit, site: Server) -> None:
    page = window()
    audit.visit(page, "/track")
    audit.press(page, "Show my request")
    followed = {
        "new": "septimus@example.com",
        "waiting": "septimus@example.com",
        "closed": "eleanor@example.com",
        "reopened": "eleanor@example.com",
        "duplicate": "eleanor@example.com",
    }
    for name, email in followed.items():
        page.goto("/track")
        fill_in(page, {"reference": site.made[name], "email": email})
        forward(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(site.made[name])
        audit.look(page)
    page.goto(f"/requests/{site.made['waiting']}")
    audit.press(page, "Send your answer")
    page.goto(f"/requests/{site.made['closed']}")
    audit.press(page, "Ask us to look again")
    page.goto(f"/requests/{site.made['closed']}")
    audit.press(page, "Send")
    audit.visit(page, f"/requests/{site.made['new']}/add")
    audit.press(page, "Send it")
    audit.visit(page, f"/requests/{site.made['new']}/withdraw")
    audit.demand(
        "track", "request", "request-answer", "request-not-fixed", "request-add", "request-withdraw",
        "request-how-it-went",
    )  # fmt: skip


SERVICES = sorted(folder.name for folder in (ROOT / "services").iterdir() if (folder / "form.yaml").exists())


def below(slug: str) -> list[str]:
    """Where the pages of a service's form are, in each language it has."""
    return [f"/services/{slug}/", *(f"/{code}/services/{slug}/" for code in languages_of(slug))]


@pytest.fixture(scope="module")
def first_of_its_kind(kept: Keeper) -> set[Path]:
    """Of the pages of all services that are built alike, one."""
    files = (file for slug in SERVICES for _, file in kept.within(*below(slug)))
    return set({skeleton(file.read_text("utf-8")): file for file in files}.values())


@pytest.mark.parametrize("slug", SERVICES)
def test_every_page_of_a_form(
    window: Callable[..., Page],
    audit: Audit,
    shelf: Shelf,
    kept: Keeper,
    first_of_its_kind: set[Path],
    slug: str,
) -> None:
    """Plain, with errors, filled in and as somebody else sees it, in every language it has: as it was answered."""
    page = window()
    for address, file in kept.within(*below(slug)):
        page.goto(shelf.put(address, file))
        audit.look(page, built_like=file not in first_of_its_kind, stay=True)
    audit.demand("form-page")


def test_signing_in(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    audit.visit(page, "/staff/sign-in/")
    audit.press(page, "Continue")
    audit.visit(page, "/demo/codes/")
    page.goto("/staff/sign-in/")
    page.get_by_role("textbox", name="E-mail address").fill("ruth.abara@barchester.example")
    page.get_by_label("Password", exact=True).fill("market-square-lantern")
    press(page, "Continue")
    audit.look(page)
    audit.press(page, "Sign in")
    audit.demand(*SIGNING_IN)


def test_casework(signed_in: SignedIn, audit: Audit, site: Server) -> None:
    page = signed_in(WASTE_MANAGER)
    lists = (
        "",
        "?view=closed&tag=none",
        "?layout=board",
        "?layout=sheet",
        "?group=ward",
        "views/?asked=view%3Dnew",
        "columns/",
    )
    for address in (
        *(f"/staff/{one}" for one in lists),
        "/staff/search/?q=mill",
        "/staff/search/?q=zebra status:x",
    ):
        audit.visit(page, address)
    for name in ("new", "waiting", "closed", "reopened", "duplicate", "original", "unnamed"):
        audit.visit(page, f"/staff/cases/{site.made[name]}/")
    page.goto(f"/staff/cases/{site.made['new']}/")
    audit.press(page, "Keep the note")
    buttons = {
        "answers/email": ("new", "Keep the correction"),
        "answers/name": ("new", "Keep the correction"),
        "ask": ("new", "Send the question"),
        "answer": ("waiting", "Keep the answer"),
        "close": ("new", "Close it and tell the reporter"),
        "reopen": ("closed", "Open it again"),
        "assign": ("new", "Give it"),
        "team": ("new", "Give it to this team"),
        "move": ("new", "Look at what goes along"),
        "link": ("new", "Link them"),
        "refund": ("paid", "Give it back"),
    }
    for verb, (name, button) in buttons.items():
        audit.visit(page, f"/staff/cases/{site.made[name]}/{verb}/")
        audit.press(page, button)
    for name in ("new", "waiting", "closed"):
        audit.visit(page, f"/staff/cases/{site.made[name]}/status/")
    for verb in ("priority", "task"):
        audit.visit(page, f"/staff/cases/{site.made['new']}/{verb}/")
    audit.visit(page, f"/staff/cases/{site.made['new']}/person/")
    photo = f"/staff/cases/{site.made['new']}/files/{site.made['photo']}/"
    for one in ("look", "redact"):
        audit.visit(page, f"{photo}{one}/")
    audit.press(page, "Black it out")
    audit.visit(page, "/staff/failures/", status=403)
    audit.demand(*CASEWORK)


def test_passing_on_stopping_joining(signed_in: SignedIn, audit: Audit, site: Server) -> None:
    page = signed_in(WASTE_MANAGER)
    case, closed = (f"/staff/cases/{site.made[name]}/" for name in ("deeds", "closed"))
    audit.visit(page, f"{case}hold/")
    audit.press(page, "Put it on hold")
    audit.visit(page, f"{case}later/")
    audit.press(page, "Set the later day")
    audit.visit(page, f"{case}refer/")
    audit.visit(page, f"{case}refer/?body=barsetshire-county")
    audit.visit(page, f"{closed}take-back/")
    audit.visit(page, f"{case}split/?service=report-graffiti")
    audit.visit(page, f"{case}merge/")
    audit.press(page, "Merge them")
    audit.visit(page, f"{case}merge/?with={site.made['reopened']}")
    press(page, "Merge them")
    audit.look(page)
    audit.visit(page, f"{case}together/")
    audit.visit(page, f"{case}unmerge/")
    audit.press(page, "Take them out")
    audit.visit(page, f"{case}flag/")
    audit.press(page, "Set the rules")
    _say_how_to_deal(page)
    press(page, "Set the rules")
    audit.look(page)
    audit.visit(page, "/staff/contact-rules/")
    press(page, page.get_by_role("link", name=re.compile("Look at it again")).first)
    audit.look(page)
    audit.press(page, "Keep it")
    audit.visit(page, "/staff/approvals/")
    audit.press(page, "Let them agree in your place")
    audit.visit(page, f"{case}move/?service=report-graffiti")
    press(page, "Move it")
    audit.look(page)
    audit.visit(page, case)
    audit.demand(*DEEDS)


def _say_how_to_deal(page: Page) -> None:
    page.get_by_label("Two officers on every visit").check()
    page.locator("#reason").fill("Threatened an officer at the door.")
    page.locator("#evidence").fill("Call of 3 May")
    again = clock.today() + timedelta(days=90)
    for part, value in {"day": again.day, "month": again.month, "year": again.year}.items():
        page.locator(f"#review-{part}").fill(str(value))


def test_the_conversation(
    signed_in: SignedIn, window: Callable[..., Page], audit: Audit, site: Server
) -> None:
    page = signed_in(WASTE_MANAGER)
    case = f"/staff/cases/{site.made['talk']}/"
    audit.visit(page, f"{case}reply/")
    audit.press(page, "Send")
    page.locator("#words").fill("We come on Friday.")
    press(page, "See it as it will be read")
    expect(page.get_by_role("heading", name="As it will be read")).to_be_visible()
    audit.look(page)
    press(page, "Send", exact=True)
    expect(page.get_by_text("Your reply leaves in about")).to_be_visible()
    audit.look(page)
    page.locator("#note").fill("The gate is gren.")
    page.get_by_role("button", name="Keep the note").click()
    press(page, "Change this note", role="link")
    audit.look(page)
    page.locator("#words").fill("")
    audit.press(page, "Keep the change")
    audit.visit(page, f"{case}sensitive/")
    audit.press(page, "Keep the note")
    audit.visit(page, f"{case}questions/")
    audit.press(page, "Send the questions")
    page.locator("#label-1").fill("Which gate?")
    press(page, "See it as it will be asked")
    expect(page.get_by_role("heading", name="As it will be asked")).to_be_visible()
    audit.look(page)
    press(page, "Send the questions")
    audit.visit(page, "/staff/notices/")
    audit.visit(page, "/staff/notices/choices/")
    resident = window()
    resident.goto("/track")
    fill_in(resident, {"reference": site.made["talk"], "email": "septimus@example.com"})
    forward(resident)
    audit.visit(resident, f"/requests/{site.made['talk']}/questions")
    audit.press(resident, "Send your answers")
    audit.demand(*TALKING)


def test_answering_people(signed_in: SignedIn, audit: Audit, site: Server) -> None:
    page = signed_in("tom.pellow@barchester.example")
    audit.visit(page, "/staff/contacts/")
    audit.visit(page, "/staff/contacts/look-up/?q=septimus@example.com")
    audit.visit(page, "/staff/contacts/look-up/?q=zebra")
    page.goto("/staff/contacts/")
    press(page, "Telephone")
    page.locator("#words").fill("Asks about a bin.")
    page.locator("#help").fill("bin")
    press(page, "Find")
    audit.look(page)
    page.locator("#q").fill("septimus@example.com")
    press(page, "Look up")
    audit.look(page)
    press(page, page.get_by_role("button", name=re.compile("^This is who it is")).first)
    audit.look(page)
    expect(page.locator("#words")).to_have_value("Asks about a bin.")
    audit.press(page, "Finish")
    page.locator("#service").select_option("report-missed-bin")
    press(page, "Open the form")
    audit.look(page)
    audit.press(page, "Send it for them")
    audit.visit(page, "/staff/contacts/desk/")
    audit.press(page, "Give a ticket")
    audit.visit(page, "/waiting-room/")
    audit.demand(*CONTACTS)


def test_leading_a_team_and_going_on_a_round(signed_in: SignedIn, audit: Audit, site: Server) -> None:
    page = signed_in(WASTE_MANAGER)
    audit.visit(page, "/staff/rules/")
    audit.visit(page, "/staff/rules/due-soon/")
    page.get_by_label("On", exact=True).check()
    audit.press(page, "Switch")
    press(page, "Try it on the last 30 days")
    audit.look(page)
    audit.visit(page, "/staff/team/waste/")
    audit.press(page, "Move")
    audit.visit(page, "/staff/team/waste/share/place/")
    audit.visit(page, "/staff/team/waste/absence/")
    audit.press(page, "Enter these days")
    audit.visit(page, "/staff/absence/")
    audit.press(page, "Enter these days")
    audit.visit(page, "/staff/rounds/new/?view=open&service=report-fly-tipping")
    audit.press(page, "Make the round")
    page.get_by_role("checkbox").first.check()
    press(page, "Make the round")
    audit.look(page)
    audit.visit(page, page.url.partition("?")[0] + "sheet/")
    page.go_back()
    press(page, page.get_by_role("link", name=re.compile("^Visit ")).first)
    audit.look(page)
    audit.press(page, "The visit is done")
    audit.visit(page, "/staff/rounds/")
    audit.demand(*LEADING)


def test_running_the_council(signed_in: SignedIn, audit: Audit) -> None:
    page = signed_in(ADMINISTRATOR)
    audit.visit(page, "/staff/outbox/")
    audit.visit(page, "/staff/failures/")
    audit.demand(*RUNNING)


def test_ones_own_account(window: Callable[..., Page], audit: Audit) -> None:
    page = window()
    sign_in(page, "bronwen.tolliver@barchester.example")
    audit.visit(page, "/staff/account/")
    for path in ("app/remove/", "passkey/", "codes/", "codes/new/", "password/"):
        page.goto(f"/staff/account/{path}")
        _confirm(page)
        audit.look(page)
    audit.visit(page, "/staff/account/confirm/")
    audit.visit(page, "/staff/account/confirm/code/")
    page.goto("/staff/account/password/")
    _confirm(page)
    audit.press(page, page.locator("main form button[type=submit]").last.inner_text().strip())
    newcomer = window()
    newcomer.goto("/staff/sign-in/")
    newcomer.get_by_role("textbox", name="E-mail address").fill("newcomer@barchester.example")
    newcomer.get_by_label("Password", exact=True).fill("market-square-lantern")
    press(newcomer, "Continue")
    audit.look(newcomer)
    audit.visit(newcomer, "/staff/account/app/")
    audit.press(newcomer, newcomer.locator("main form button[type=submit]").last.inner_text().strip())
    audit.demand(*ACCOUNT)


def _confirm(page: Page) -> None:
    """Where the password is asked again first."""
    if re.search(r"/confirm/", page.url):
        page.get_by_label("Password", exact=True).fill("market-square-lantern")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
