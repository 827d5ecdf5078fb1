"""What stands around every page of the staff site."""

from __future__ import annotations

from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpRequest

from moothall.apps.catalogue.api import Council, council, pages_listed
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import announced_now
from moothall.kernel.actors import ANONYMOUS, Actor
from moothall.sites.staff.guides import guides, sections_for
from moothall.sites.staff.unread import ticket_of, unread_by
from moothall.ui.addresses import address
from moothall.ui.colours import Colours
from moothall.ui.frames import Frame, Link

#: Name in the menu, name of the route, the ability that shows it, what the addresses of its part begin with.
MENU = (
    ("Contacts", "staff-contacts", "contacts.log", ("/staff/contacts/",)),
    (
        "Cases",
        "staff-queue",
        "cases.read",
        ("/staff/cases/", "/staff/search/", "/staff/views/", "/staff/columns/", "/staff/many/"),
    ),
    ("Approvals", "staff-approvals", "cases.close", ("/staff/approvals/",)),
    ("Contact rules", "staff-flags", "cases.flag", ("/staff/contact-rules/",)),
    ("Held", "staff-held", "cases.release", ("/staff/held/",)),
    ("Services", "staff-services", "insight.read", ("/staff/services/", "/staff/questions/")),
    ("Rounds", "staff-rounds", "rounds.visit", ("/staff/rounds/",)),
    ("Team", "staff-teams", "teams.lead", ("/staff/team/", "/staff/people/")),
    ("Rules", "staff-rules", "automation.read", ("/staff/rules/",)),
    ("People", "staff-places", "staff.manage", ("/staff/people/",)),
    ("Looks", "staff-looks", "audit.read", ("/staff/looks/",)),
    ("Tell staff", "staff-announcements", "staff.announce", ("/staff/announcements/",)),
    ("Status", "staff-status", "jobs.retry", ("/staff/status/",)),
    ("Failed jobs", "staff-failures", "jobs.retry", ("/staff/failures/",)),
    ("Messages sent", "staff-outbox", "outbox.read", ("/staff/outbox/",)),
)

DEMONSTRATION = "This is a demonstration. Every person, place and case in it is invented."
PRACTICE = "This is for practice. Nothing here is real, and nothing is sent."


def staff_frame(request: HttpRequest) -> Frame:
    """The frame for whoever acts in `request`: a menu of what they may see, their name, the way out."""
    # A request for another host is refused before anybody is asked who acts.
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    user = getattr(request, "user", None)
    account = user if isinstance(user, Account) else None
    now = council()
    return Frame(
        council=now.name,
        home=address("staff-start") if actor.is_officer else "/",
        site="staff",
        service="Staff",
        navigation=menu_of(request.path, actor) if actor.is_officer else (),
        footer=(
            *(help_with(request) if actor.is_officer else ()),
            Link(text="Public website", href="/"),
            *(Link(text=page.title, href=f"/pages/{page.slug}") for page in pages_listed() if page.footer),
        ),
        signed_in_as=account.name if account else "",
        account=address("mfa_index") if account else "",
        notices=address("staff-notices") if account and actor.is_officer else "",
        unread=unread_by(actor) if account else "",
        pulse=address("staff-presence") if account and actor.is_officer else "",
        ticket=ticket_of(actor) if account and actor.is_officer else "",
        sign_out=address("account_logout") if account else "",
        palette=address("staff-palette") if account and actor.is_officer else "",
        notice=notice_of(now),
        announced=announced_now() if account else (),
        colours=colours_of(now),
    )


def notice_of(now: Council) -> str:
    """What stands above everything where nothing is real."""
    if settings.MOOTHALL_PRACTICE:
        return PRACTICE
    return DEMONSTRATION if now.demonstration else ""


def help_with(request: HttpRequest) -> tuple[Link, ...]:
    """To what the guides say of the page that is shown, else to all of them."""
    every = Link(text="Help", href=address("staff-help"))
    route = (request.resolver_match.url_name if request.resolver_match else "") or ""
    about = sections_for(route)
    if not about:
        return (every,)
    guide = guides()[about[0].guide]
    return (Link(text=f"How to {guide.title}", href=address("staff-help-page", [route])), every)


def colours_of(now: Council) -> Colours:
    """The council's colours as the layout names them."""
    return Colours(
        main=now.colours.main,
        on_main=now.colours.main_text,
        accent=now.colours.accent,
        action=now.colours.button,
        on_action=now.colours.button_text,
        link=now.colours.link,
    )


def menu_of(path: str, actor: Actor) -> tuple[Link, ...]:
    """The pages that `actor` may see; of these the one at `path` is marked."""
    part = next((part for *_entry, parts in MENU for part in parts if path.startswith(part)), "")
    exact = path in _hrefs()
    offered = frozenset(name for _text, name, ability, _parts in MENU if actor.may(ability))
    hidden = frozenset() if settings.MOOTHALL_OUTBOX else frozenset({"staff-outbox"})
    return _menu(path if exact else part, exact, offered - hidden)


@cache
def _hrefs() -> frozenset[str]:
    return frozenset(address(name) for _text, name, _ability, _parts in MENU)


@lru_cache(maxsize=1_000)
def _menu(path: str, exact: bool, offered: frozenset[str]) -> tuple[Link, ...]:
    """There are not many, and each page has one. `exact`: `path` is the page itself, else what its part begins with."""
    return tuple(
        Link(
            text=text,
            href=address(name),
            current=exact and path == address(name),
            within=path.startswith(parts),
        )
        for text, name, _ability, parts in MENU
        if name in offered
    )
