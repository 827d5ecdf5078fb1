"""The views beside a list: those everybody has, one's own, and those of one's team, with how many cases each has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from moothall.apps.cases.api import Count, Saved, SavedViews, Wanted, approvals_to_give, badges
from moothall.kernel.actors import Actor
from moothall.sites.staff.queues.wording import Shown, counted, list_address, read_asked, view_addresses

#: How many of the lists that have a name are counted on a page.
COUNTED = 8


@dataclass(frozen=True, slots=True)
class ViewNamed:
    """A view of everybody's: its words in the menu, its heading, what it means that there is nothing."""

    name: str
    words: str
    title: str
    empty: str


@dataclass(frozen=True, slots=True)
class MenuLink:
    text: str
    href: str
    current: bool
    count: str = ""
    #: What the count is of, for who does not see that it stands beside the name.
    counted: str = ""


@dataclass(frozen=True, slots=True)
class MenuPart:
    title: str
    links: tuple[MenuLink, ...]


MINE = (
    ViewNamed("mine", "Mine", "My cases", "You have no cases. Take one from the unassigned ones."),
    ViewNamed("team", "My team's", "My team's cases", "Your team has no open case."),
    ViewNamed("followed", "Followed", "Cases I follow", "You follow no case. Its page has a button for it."),
    ViewNamed("mentioned", "Mentioned", "Cases I am mentioned in", "No note mentions you."),
)
WORK = (
    ViewNamed("open", "All open", "Open cases", "There is nothing to do. Every case is closed."),
    ViewNamed("unassigned", "Unassigned", "Unassigned cases", "Every open case is with somebody."),
    ViewNamed("breaching", "Due soon or late", "Due soon or late", "Nothing is late or due within two days."),
    ViewNamed("tasks", "To do", "Cases with something to do", "No case has a task to be done."),
    ViewNamed(
        "waiting", "Waiting", "Waiting for an answer", "No case is waiting for the person who reported it."
    ),
    ViewNamed("held", "On hold", "Cases on hold", "No case is on hold."),
    ViewNamed("reopened", "Reopened", "Reopened cases", "No open case has been opened again."),
)
STATES = (
    ViewNamed("new", "New", "New cases", "No case is waiting for somebody to start."),
    ViewNamed("in_progress", "In progress", "Cases in progress", "Nobody is working on a case now."),
    ViewNamed("closed", "Closed", "Closed cases", "No case has been closed yet."),
    ViewNamed("all", "All", "All cases", "There is no case yet."),
)
NAMED = {view.name: view for view in (*MINE, *WORK, *STATES)}


def menu(wanted: Wanted, shown: Shown, saved: SavedViews, *, seen_by: Actor) -> tuple[MenuPart, ...]:
    """One statement for all the counts."""
    hrefs = view_addresses(NAMED, wanted, replace(shown, saved=None))
    here = wanted.view if shown.saved is None else ""
    views, lists = badges([read_asked(view.asked)[0] for view in saved.views[:COUNTED]], seen_by=seen_by)
    parts = [
        MenuPart(
            title,
            tuple(_link(one.words, hrefs[one.name], one.name == here, views.get(one.name)) for one in each),
        )
        for title, each in (("My work", MINE), ("Everybody's", WORK), ("By status", STATES))
    ]
    counts = dict(zip((one.id for one in saved.views), lists, strict=False))
    own = tuple(_saved_link(one, shown, counts.get(one.id)) for one in saved.views if one.own)
    others = tuple(_saved_link(one, shown, counts.get(one.id)) for one in saved.views if not one.own)
    named = [
        MenuPart(title, links) for title, links in (("My lists", own), ("My team's lists", others)) if links
    ]
    return (_with_approvals(parts[0], seen_by), *named, *parts[1:])


def _with_approvals(own: MenuPart, seen_by: Actor) -> MenuPart:
    """What waits for somebody to agree is on a page of its own: named among their work while there is any."""
    count = approvals_to_give(seen_by=seen_by)
    if not count.number:
        return own
    link = MenuLink("To agree to", reverse("staff-approvals"), False, str(count), f"{count} to agree to")
    return replace(own, links=(*own.links, link))


def _saved_link(view: Saved, shown: Shown, count: Count | None) -> MenuLink:
    wanted, looks = read_asked(view.asked)
    href = list_address(wanted, replace(looks, saved=view.id))
    return _link(view.name, href, shown.saved == view.id, count)


def _link(text: str, href: str, current: bool, count: Count | None) -> MenuLink:
    return (
        MenuLink(text, href, current, str(count), counted(count)) if count else MenuLink(text, href, current)
    )
