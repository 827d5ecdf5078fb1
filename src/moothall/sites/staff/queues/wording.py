"""What lists call things, and the addresses of lists and cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from moothall.apps.cases.api import Count, Sort, Wanted
from moothall.ui.words import capitalise, due

STATUS_WORDS = {"new": "New", "in_progress": "In progress", "waiting": "Waiting", "closed": "Closed"}
CHANNEL_WORDS = {
    "web": "Website",
    "phone": "Telephone",
    "counter": "At the desk",
    "email": "E-mail",
    "letter": "Letter",
    "api": "Another system",
    "split": "Split off another",
}
PRIORITY_WORDS = {"urgent": "Urgent", "high": "High", "normal": "Normal", "low": "Low"}
DUE_WORDS = {
    "late": "Late",
    "today": "Due today",
    "soon": "Due within two days, or late",
    "week": "Due this week",
    "none": "Nothing promised",
}
#: Due within so many days is worth a look.
SOON = 2

LAYOUTS = {"list": "List", "board": "Board", "sheet": "Worksheet"}
GROUPS = {
    "service": "Service",
    "ward": "Ward",
    "status": "Status",
    "person": "Person",
    "due": "Day it is due",
    "priority": "Priority",
}
SORTS: dict[Sort, str] = {"": "The day they are due", "priority": "Priority, then the day"}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a list is looked at, besides what it asks for: part of its address, and of a saved view."""

    layout: str = "list"
    group: str = ""
    saved: UUID | None = None

    @classmethod
    def of(cls, sent: QueryDict) -> Shown:
        layout, group = sent.get("layout", ""), sent.get("group", "")
        return cls(
            layout=layout if layout in LAYOUTS else "list",
            group=group if group in GROUPS and layout in ("", "list") else "",
            saved=_key(sent.get("saved", "")),
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        told = (
            ("layout", "" if self.layout == "list" else self.layout),
            ("group", self.group),
            ("saved", str(self.saved) if self.saved else ""),
        )
        return tuple((name, value) for name, value in told if value)


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def list_address(wanted: Wanted, shown: Shown, **more: str) -> str:
    """The address of a list, always in the same order, so that the same list has the same address."""
    return _path("staff-queue") + _query((*wanted.pairs(), *shown.pairs(), *more.items()))


def view_addresses(names: Iterable[str], wanted: Wanted, shown: Shown) -> dict[str, str]:
    """The addresses of the same list in other views: what they share is said once."""
    shared = _query((*replace(wanted, view="open").pairs(), *shown.pairs())).removeprefix("?")
    path = _path("staff-queue")
    open_view = f"{path}?{shared}" if shared else path
    behind = f"&{shared}" if shared else ""
    return {name: open_view if name == "open" else f"{path}?view={name}{behind}" for name in names}


@lru_cache(maxsize=50)
def _path(route: str) -> str:
    """Addresses of pages do not change while we run."""
    return reverse(route)


def asked_in(wanted: Wanted, shown: Shown) -> str:
    """What a saved view keeps of an address."""
    return urlencode((*wanted.pairs(), *replace(shown, saved=None).pairs()))


def opened_as(wanted: Wanted, shown: Shown) -> str:
    """What asks for a list as it is open, with the name it is open under."""
    return urlencode((*wanted.pairs(), *shown.pairs()))


def read_asked(asked: str) -> tuple[Wanted, Shown]:
    """What a saved view asks for."""
    return Wanted.of(parse_qs(asked).items()), replace(Shown.of(QueryDict(asked)), saved=None)


def address(route: str, **asked: str) -> str:
    """The address of a page with what is asked of it, in a fixed order, without what is empty."""
    return _path(route) + _query(sorted(asked.items()))


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"?{query}" if query else ""


@lru_cache(maxsize=1)
def _around() -> tuple[str, str]:
    """What stands before and behind a reference in the address of a case: asked of the resolver once, not for each."""
    before, _, behind = reverse("staff-case", args=["REFERENCE"]).partition("REFERENCE")
    return before, behind


def case_address(reference: str) -> str:
    """Where a case is. A reference has letters, digits and dashes only."""
    before, behind = _around()
    return f"{before}{reference}{behind}"


@lru_cache(maxsize=1_000)
def due_words(due_on: date, today: date) -> str:
    """The same few days stand on every list."""
    return capitalise(due(due_on, today))


def lateness(due_on: date | None, overdue: bool, today: date) -> str:
    if overdue:
        return "late"
    return "soon" if due_on is not None and (due_on - today).days <= SOON else ""


def counted(found: Count) -> str:
    return f"{found} case" if found.number == 1 and not found.more else f"{found} cases"


def channel_words(channel: str) -> str:
    return CHANNEL_WORDS.get(channel) or capitalise(channel)
