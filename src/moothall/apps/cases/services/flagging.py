"""Setting rules for how somebody is dealt with, looking at them again, ending them; they lapse and are erased alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import ContactFlagged
from moothall.apps.cases.flags import RULES, plain_email, plain_phone
from moothall.apps.cases.models import ContactFlag, Party
from moothall.apps.cases.policies import FLAG, CaseNotFound, demand
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.writing import Change, bounded, changing
from moothall.apps.deadlines import api as deadlines
from moothall.apps.messaging import api as messaging
from moothall.apps.people import api as people
from moothall.ground import rows
from moothall.ground.events.api import erase, eraser
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import usable

_SELF = system("cases")
#: Kept so long after its end, to answer complaints.
KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Flagging:
    """What is set: `rules` are codes of `flags.RULES`; `tell`: whether the person is told, else `why_not` says why."""

    rules: tuple[str, ...]
    words: str
    reason: str
    evidence: str
    review_on: date
    tell: bool = True
    why_not: str = ""


def flag_contact(reference: str, party: UUID, wish: Flagging, *, by: Actor) -> UUID:
    """Set rules for whoever is behind the address and number of a party of this case; returns the flag's key.

    It holds for every case and contact with that address or number, until it is reviewed, ended, or lapses by itself.
    The same rules once more are those that hold: a page that is sent twice sets them, and tells of them, once.
    """
    with changing(reference, by=by, may=FLAG) as change:
        row = Party.objects.filter(pk=party, case_id=change.case.id).first()
        if row is None or row.source_record_id is None:
            raise CaseNotFound(reference)
        named = people.people_named([row.source_record_id], seen_by=_SELF)
        person = named.get(row.source_record_id)
        email, phone = (plain_email(person.email), plain_phone(person.phone)) if person else ("", "")
        rules.has_an_address_or_number.demand(email, phone)
        chosen = _demand(wish, email)
        if (same := _holds_already(email, phone, chosen, bounded(wish.words))) is not None:
            return same
        flag = ContactFlag(
            id=new_id(),
            email=email,
            phone=phone,
            rules=chosen,
            words=bounded(wish.words),
            reason=bounded(wish.reason),
            evidence=bounded(wish.evidence),
            told=wish.tell,
            why_not_told="" if wish.tell else bounded(wish.why_not),
            set_by=by.key,
            set_at=clock.now(),
            review_on=wish.review_on,
            reviewed_by="",
            ended_at=None,
            ended_why="",
        )
        rows.insert(flag)
        change.tell(ContactFlagged(flag.id, "set"))
        if wish.tell and person is not None:
            _tell_them(change, flag, person, row.language)
        return flag.id


def _holds_already(email: str, phone: str, chosen: list[str], words: str) -> UUID | None:
    held = ContactFlag.objects.filter(email=email, phone=phone, words=words, ended_at=None).order_by("id")
    return next((one.id for one in held if one.rules == chosen), None)


def _demand(wish: Flagging, email: str) -> list[str]:
    """The rules that were chosen, of those there are. Raises Refused."""
    chosen = [code for code in RULES if code in wish.rules]
    rules.says_how_to_deal.demand(len(chosen), wish.words)
    rules.says_what_happened.demand(wish.reason, wish.evidence)
    rules.is_reviewed_within_a_year.demand(clock.today(), wish.review_on)
    rules.says_why_not_told.demand(wish.tell, wish.why_not)
    rules.can_be_told.demand(wish.tell, email)
    return chosen


def _tell_them(change: Change, flag: ContactFlag, person: people.Person, language: str) -> None:
    """In their language, about the flag and not about the case: it is erased with it."""
    messaging.tell(
        "contact rules set",
        about=f"flag:{flag.id}",
        service=change.case.service,
        to=[messaging.Recipient(REPORTER, person.name, person.email)],
        facts={
            "reference": change.case.reference,
            "service_name": service_name(change.case.service),
            "words": flag.words,
            "review_on": deadlines.day_in_words(flag.review_on),
        },
        by=change.by,
        language=usable(language),
    )


def review_flag(flag: UUID, review_on: date, reason: str, *, by: Actor) -> None:
    """Somebody has looked at it again: it holds until another day. Raises CaseNotFound, Refused."""
    with transaction.atomic():
        row = _live(flag, by)
        reason = bounded(reason)
        rules.has_a_reason.demand(reason)
        rules.is_reviewed_within_a_year.demand(clock.today(), review_on)
        day = deadlines.day_in_words(clock.today())
        row.evidence = f"{row.evidence}\n\nLooked at again on {day}: {reason}".strip()
        row.review_on, row.reviewed_by = review_on, by.key
        row.save(force_update=True, update_fields=["evidence", "review_on", "reviewed_by"])


def end_flag(flag: UUID, reason: str, *, by: Actor) -> None:
    """The rules do not hold any more. Raises CaseNotFound, Refused."""
    with transaction.atomic():
        row = _live(flag, by)
        reason = bounded(reason)
        rules.has_a_reason.demand(reason)
        row.ended_at, row.ended_why, row.reviewed_by = clock.now(), reason, by.key
        row.save(force_update=True, update_fields=["ended_at", "ended_why", "reviewed_by"])


def _live(flag: UUID, by: Actor) -> ContactFlag:
    demand(FLAG, by)
    row = ContactFlag.objects.select_for_update().filter(pk=flag).first()
    if row is None:
        raise CaseNotFound(str(flag))
    rules.holds_still.demand(row.ended_at is not None)
    return row


def lapse_flags() -> int:
    """What nobody has looked at again by its day holds no more; what ended a year ago is erased. How many of both."""
    today = clock.today()
    late = ContactFlag.objects.filter(ended_at=None, review_on__lt=today)
    lapsed = late.update(ended_at=clock.now(), ended_why="Nobody looked at it again by its day.")
    before = datetime.combine(today - timedelta(days=KEPT_DAYS), time.min, tzinfo=clock.LOCAL_ZONE)
    old = list(ContactFlag.objects.filter(ended_at__lt=before).values_list("id", flat=True)[:500])
    for key in old:
        with transaction.atomic():
            erase(f"flag:{key}", rule="contact rules: one year after their end", by=_SELF)
    return lapsed + len(old)


@eraser("cases.flags")
def forget(subject: str) -> Iterable[str]:
    """The flag with all its words; messages about it go as those about any subject."""
    kind, _, key = subject.partition(":")
    found = _uuid(key) if kind == "flag" else None
    if found is not None:
        ContactFlag.objects.filter(pk=found).delete()
    return ()


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
