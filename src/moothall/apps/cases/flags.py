"""Which rules hold for whoever is behind an address or a number: read with every case and contact of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moothall.apps.cases.models import ContactFlag
from moothall.apps.cases.policies import FLAG, READ
from moothall.apps.cases.views import CaseView
from moothall.ground.gathering import listed, marks, padded
from moothall.ground.looks.api import Shown, record_look, record_looks
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: The rules there are, as staff read them.
RULES: Mapping[str, str] = {
    "two-officers": "Two officers on every visit",
    "no-visits": "No visits at their home",
    "office-only": "Meet them only at our office, by appointment",
    "written-only": "Answer only in writing",
    "one-contact": "One named officer answers all they send",
    "end-calls": "End a call that turns abusive, after one warning",
}


@dataclass(frozen=True, slots=True)
class FlagView:
    """Rules that hold for somebody. `reason`, `evidence` and who set it are only for those who may set such rules."""

    id: UUID
    email: str
    phone: str
    rules: tuple[str, ...]
    words: str
    review_on: date
    set_at: datetime
    told: bool
    full: bool
    reason: str = ""
    evidence: str = ""
    why_not_told: str = ""
    set_by: str = ""

    @property
    def due(self) -> bool:
        """Is its day near?"""
        return (self.review_on - clock.today()).days <= 14


def plain_email(email: str) -> str:
    return email.strip().casefold()[:320]


def plain_phone(phone: str) -> str:
    """Digits as a number begins in this country: 07700 900123 and +44 7700 900123 are one."""
    digits = re.sub(r"\D", "", phone)
    for begin in ("0044", "44"):
        if digits.startswith(begin):
            digits = "0" + digits[len(begin) :].lstrip("0")
    return digits[:40]


def contact_rules(
    emails: Iterable[str], phones: Iterable[str] = (), *, seen_by: Actor, route: str
) -> tuple[FlagView, ...]:
    """The rules that hold for whoever uses one of these addresses or numbers. One query; what is found is recorded.

    For every page of staff that shows who somebody is: a case, a contact, a call.
    """
    READ.demand(seen_by)
    found = live_flags(emails, phones)
    if found and seen_by.is_officer:
        record_looks(seen_by, flags_shown(found, route))
    return tuple(view_of(one, seen_by) for one in found)


def flags_shown(found: Iterable[ContactFlag], route: str) -> Shown:
    return Shown(tuple(f"flag:{one.id}" for one in found), "safety of staff", route)


def live_flags(emails: Iterable[str], phones: Iterable[str] = ()) -> tuple[ContactFlag, ...]:
    """The rules themselves, for whoever records the look. One query, or none where there is nothing to ask by."""
    mails = padded({plain for one in emails if (plain := plain_email(one))})
    numbers = padded({plain for one in phones if (plain := plain_phone(one))})
    if not mails and not numbers:
        return ()
    whose = f"(email IN {marks(mails)} OR phone IN {marks(numbers)})"
    live = listed(
        ContactFlag, f"ended_at IS NULL AND review_on >= %s AND {whose}", (clock.today(), *mails, *numbers)
    )
    return tuple(sorted(live, key=lambda one: (one.set_at, one.id)))


def rules_about(case: CaseView, *, seen_by: Actor, route: str) -> tuple[FlagView, ...]:
    """The rules that hold for anybody with a part in a case. No query where nobody gave an address or a number, and
    where they were read with the case (`desk_for`), which has recorded the look."""
    if case.hung.flags is not None:
        return tuple(view_of(one, seen_by) for one in case.hung.flags)
    return contact_rules(*reached_by(case), seen_by=seen_by, route=route)


def reached_by(case: CaseView) -> tuple[list[str], list[str]]:
    """The addresses and the numbers of everybody with a part in a case."""
    emails = [party.email for party in case.parties if party.email]
    return emails, [party.phone for party in case.parties if party.phone]


def flags_listed(*, seen_by: Actor) -> tuple[FlagView, ...]:
    """All that hold, those to be looked at first. Only for those who may set them; the look is recorded."""
    FLAG.demand(seen_by)
    found = list(ContactFlag.objects.filter(ended_at=None).order_by("review_on", "id")[:500])
    if found and seen_by.is_officer:
        record_look(
            seen_by, [f"flag:{one.id}" for one in found], purpose="review of rules", route="cases.flags"
        )
    return tuple(view_of(one, seen_by) for one in found)


def view_of(flag: ContactFlag, seen_by: Actor) -> FlagView:
    full = FLAG.allows(seen_by)
    return FlagView(
        id=flag.id,
        email=flag.email,
        phone=flag.phone,
        rules=tuple(RULES[code] for code in flag.rules if code in RULES),
        words=flag.words,
        review_on=flag.review_on,
        set_at=flag.set_at,
        told=flag.told,
        full=full,
        reason=flag.reason if full else "",
        evidence=flag.evidence if full else "",
        why_not_told=flag.why_not_told if full else "",
        set_by=flag.set_by if full else "",
    )
