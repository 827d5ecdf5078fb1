"""Who calls, as pages show them: the line of a person, and the lines of their cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from moothall.apps.cases.api import Row
from moothall.apps.contacts.api import Found, Known
from moothall.kernel import clock
from moothall.sites.staff.queues.wording import STATUS_WORDS

#: Of one person so many cases are shown; the others stand behind a search.
MOST_CASES = 8


@dataclass(frozen=True, slots=True)
class CaseLine:
    reference: str
    href: str
    service: str
    status: str
    status_words: str
    opened_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`why` says why they were found; `together` why several requests are likely one person's."""

    record: str
    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    why: tuple[str, ...]
    together: str
    other_names: tuple[str, ...]
    cases: tuple[CaseLine, ...]
    further: int


def person_line(known: Known) -> PersonLine:
    together = " and ".join(known.together)
    return PersonLine(
        record=str(known.record),
        name=known.name or "Gave no name",
        email=known.email,
        phone=known.phone,
        address=known.address,
        why=known.why,
        together=f"Likely one person: {together}." if together else "",
        other_names=known.other_names,
        cases=tuple(case_line(row) for row in known.cases[:MOST_CASES]),
        further=max(0, len(known.cases) - MOST_CASES),
    )


def case_line(row: Row) -> CaseLine:
    return CaseLine(
        reference=row.reference,
        href=reverse("staff-case", args=[row.reference]),
        service=row.service_name,
        status=row.status,
        status_words=STATUS_WORDS[row.status],
        opened_on=clock.local(row.opened_at).date(),
        overdue=row.overdue,
    )


@dataclass(frozen=True, slots=True)
class FoundLines:
    """Everybody who was found, and the cases by reference and by place."""

    people: tuple[PersonLine, ...] = ()
    by_reference: tuple[CaseLine, ...] = ()
    by_place: tuple[CaseLine, ...] = ()
    more: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.people or self.by_reference or self.by_place)


def lines_of(found: Found) -> FoundLines:
    return FoundLines(
        tuple(person_line(one) for one in found.people),
        tuple(case_line(row) for row in found.by_reference),
        tuple(case_line(row) for row in found.by_place),
        found.more,
    )
