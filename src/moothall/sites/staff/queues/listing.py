"""Lists of cases: the queue and what a search found, with the same filters and the same lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from moothall.apps.cases.api import Count, Row
from moothall.apps.catalogue.api import services_listed
from moothall.apps.forms.api import Form, form_of, posted, read_page
from moothall.apps.identity.api import accounts_named
from moothall.apps.places.api import ward_name, wards
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.feel import BOOLEAN, TEXT
from moothall.ui.pages import Page
from moothall.ui.words import capitalise, due


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list. `due` is in words and empty where nothing is promised; `lateness` is "late", "soon" or ""."""

    reference: str
    href: str
    service: str
    reporter: str
    ward: str
    status: str
    status_words: str
    due: str
    due_on: date | None
    lateness: str
    who: str
    opened_at: datetime
    tasks: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, or one view of the queue."""

    value: str
    text: str
    chosen: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """The list shows only cases that gave this answer. `without` is the address of the list that shows all."""

    name: str
    value: str
    question: str
    answer: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """`count` is in words; `next` and `first` are addresses, empty where there is no such page."""

    template: ClassVar[str]
    services: tuple[Choice, ...]
    wards: tuple[Choice, ...]
    filtered: bool
    lines: tuple[Line, ...]
    count: str
    next: str
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage(ListPage):
    """`view` is the chosen one of `views`; `empty` says what it means that there is nothing."""

    template: ClassVar[str] = "staff/queues/queue.html"
    view: str
    views: tuple[Choice, ...]
    empty: str
    answer: AnswerFilter | None
    unanswered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage(ListPage):
    template: ClassVar[str] = "staff/queues/found.html"
    words: str
    statuses: tuple[Choice, ...]


STATUS_WORDS = {"new": "New", "in_progress": "In progress", "waiting": "Waiting", "closed": "Closed"}
#: Due within so many days is worth a look.
SOON = 2
#: What the name of a filter by answer begins with in an address.
ANSWER = "answer."


def lines(rows: tuple[Row, ...], *, seen_by: Actor) -> tuple[Line, ...]:
    """Rows as a page shows them. One query, for the names of officers."""
    others = {row.assignee for row in rows if row.assignee and row.assignee != seen_by.account_id}
    names = accounts_named(others, seen_by=seen_by) if others else {}
    today = clock.today()
    return tuple(_line(row, _who(row.assignee, names, seen_by), today) for row in rows)


def _line(row: Row, who: str, today: date) -> Line:
    promised = row.due_on is not None and row.status not in ("closed", "waiting")
    return Line(
        reference=row.reference,
        href=case_address(row.reference),
        service=row.service_name,
        reporter=row.reporter_name,
        ward=ward_name(row.ward) if row.ward else "",
        status=row.status,
        status_words=STATUS_WORDS[row.status],
        due=_due(row.due_on, today) if promised and row.due_on else "",
        due_on=row.due_on if promised else None,
        lateness=lateness(row.due_on, row.overdue, today) if promised else "",
        who=who,
        opened_at=row.opened_at,
        tasks=row.tasks,
    )


@lru_cache(maxsize=1_000)
def _due(due_on: date, today: date) -> str:
    """The same few days stand on every list."""
    return capitalise(due(due_on, today))


@lru_cache(maxsize=1)
def _around() -> tuple[str, str]:
    """What stands before and behind a reference in the address of a case: asked of the resolver once, not for each."""
    before, _, behind = reverse("staff-case", args=["REFERENCE"]).partition("REFERENCE")
    return before, behind


def case_address(reference: str) -> str:
    """Where a case is. A reference has letters, digits and dashes only."""
    before, behind = _around()
    return f"{before}{reference}{behind}"


def lateness(due_on: date | None, overdue: bool, today: date) -> str:
    if overdue:
        return "late"
    return "soon" if due_on is not None and (due_on - today).days <= SOON else ""


def _who(assignee: UUID | None, names: Mapping[UUID, str], seen_by: Actor) -> str:
    if assignee is None:
        return ""
    return "You" if assignee == seen_by.account_id else names.get(assignee, "An officer")


def service_choices(chosen: str, *, seen_by: Actor) -> tuple[Choice, ...]:
    """The services whose cases `seen_by` may see. No query."""
    seen = [
        one
        for one in services_listed(seen_by=seen_by)
        if one.takes_requests and seen_by.sees(one.confidentiality)
    ]
    return (
        Choice("", "All services", not chosen),
        *(Choice(one.slug, one.name, one.slug == chosen) for one in seen),
    )


def ward_choices(chosen: str) -> tuple[Choice, ...]:
    """The council's wards. No query once they have been read."""
    return (
        Choice("", "All wards", not chosen),
        *(Choice(ward.code, ward.name, ward.code == chosen) for ward in wards()),
    )


def answer_filter(
    asked: Mapping[str, str], service: str, view: str, *, seen_by: Actor
) -> AnswerFilter | None:
    """What `answer.KEY=VALUE` in an address asks for, in words; None when no form that one may see asks KEY so.

    No query.
    """
    name, key, value = _answer_asked(asked)
    if not key or not value:
        return None
    for one in services_listed(seen_by=seen_by):
        if not one.takes_requests:
            continue
        question = form_of(one).questions.get(key)
        asks = question is not None and question.index and not question.sensitive
        if question is not None and asks and seen_by.sees(one.confidentiality) and service in ("", one.slug):
            shown = address("staff-queue", service=service, view=view)
            words = _answer_in_words(form_of(one), key, value)
            return AnswerFilter(name, value, question.label, words, shown)
    return None


def not_filtered(asked: Mapping[str, str], *, seen_by: Actor) -> str:
    """Why the list is not filtered by the answer that an address asks for; "" when it asks for none.

    A question is named only to those who may see its cases. No query."""
    _, key, value = _answer_asked(asked)
    if not key or not value:
        return ""
    label, listed = "", False
    for one in services_listed(seen_by=seen_by):
        if one.takes_requests and seen_by.sees(one.confidentiality):
            question = form_of(one).questions.get(key)
            label = label or (question.label if question is not None else "")
            listed = listed or (question is not None and question.index and not question.sensitive)
    if not label:
        why = "The address asks for an answer to a question that no form has."
    elif listed:
        why = f"This service does not ask “{label}”."
    else:
        why = f"Cases cannot be listed by the answer to “{label}”."
    return f"{why} You see them whatever was answered."


def _answer_asked(asked: Mapping[str, str]) -> tuple[str, str, str]:
    """The name in the address, the key of the question and the answer; empty where there are none."""
    name = next((name for name in asked if name.startswith(ANSWER)), "")
    return name, name.removeprefix(ANSWER)[:200], " ".join(asked.get(name, "").split())[:200]


def _answer_in_words(form: Form, key: str, value: str) -> str:
    """What somebody answered whose answer an address says as `value`; `value` itself where that cannot be said."""
    kind = form.questions[key].kind
    if kind.feel_type == TEXT:
        return ", ".join(kind.words(value)) or value
    if kind.feel_type == BOOLEAN:
        return ", ".join(kind.words(value == "yes"))
    page = next(page.key for page in form.pages if any(question.key == key for question in page.questions))
    read = read_page(form, page, posted({key: value})).answers.value(key)
    return value if read is None else ", ".join(kind.words(read))


def address(route: str, **asked: str) -> str:
    """The address of a list with what is asked of it, in a fixed order, without what is empty."""
    query = urlencode({name: value for name, value in sorted(asked.items()) if value})
    return reverse(route) + (f"?{query}" if query else "")


def counted(found: Count) -> str:
    return f"{found} case" if found.number == 1 and not found.more else f"{found} cases"
