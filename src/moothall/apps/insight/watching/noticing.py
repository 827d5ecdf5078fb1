"""Following the record of looks, and listing those that somebody should ask about. Each reason is a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.api import Whose, whose
from moothall.apps.identity.api import accounts_named
from moothall.apps.insight.models import UnusualLook, WatchedUpTo
from moothall.apps.insight.watching.members import Member, members
from moothall.apps.teams.api import Declared, declarations
from moothall.ground.looks.api import Seen, looks_after, looks_between
from moothall.kernel.actors import account_of, system

#: Why a look is listed.
REASONS: Mapping[str, str] = {
    "own-name": "Somebody in this request has the officer’s own name.",
    "own-street": "Somebody in this request has an address at a postcode that the officer has declared.",
    "family": "Somebody in this request has a name that the officer has declared as family.",
    "councillor": "Somebody in this request is a councillor.",
    "very-many": "The officer opened more requests within an hour than anybody works on.",
}
#: For these purposes a single request was opened; a list shows many to everybody.
OPENED = ("casework", "call", "duplicate", "original")
#: More requests than this opened by one officer within an hour are too many.
MANY = 120
AT_ONCE = 500
_SELF = system("insight")


def notice_unusual_looks() -> int:
    """List what is unusual among the looks made since the last run; returns how many were listed. Idempotent."""
    listed = 0
    while batch := looks_after(_reached(), purposes=OPENED, limit=AT_ONCE, seen_by=_SELF):
        found = [*_of_people(batch), *_very_many(batch)]
        with transaction.atomic():
            UnusualLook.objects.bulk_create(found, ignore_conflicts=True)
            WatchedUpTo.objects.update_or_create(pk=1, defaults={"look": batch[-1].id})
        listed += len(found)
    return listed


def reasons_for(name: str, said: Declared, people: Whose, councillors: Collection[Member]) -> Iterator[str]:
    """Why somebody called `name`, who has declared `said`, should be asked about a look at these people's request."""
    known = [_words(one) for one in people.names]
    if any(_is_same(_words(name), one) for one in known):
        yield "own-name"
    if set(said.postcodes) & set(people.postcodes):
        yield "own-street"
    if any(_is_same(_words(relative), one) for relative in said.names for one in known):
        yield "family"
    for member in councillors:
        if (member.email and member.email in people.emails) or any(
            _is_same(_words(member.name), one) for one in known
        ):
            yield "councillor"
            return


def _of_people(batch: Sequence[Seen]) -> Iterator[UnusualLook]:
    opened = [
        (look, account, case)
        for look in batch
        if (account := account_of(look.actor))
        for case in _cases(look)
    ]
    people = whose({case for _, _, case in opened}, seen_by=_SELF)
    accounts = {account for _, account, _ in opened}
    names, said = accounts_named(accounts, seen_by=_SELF), declarations(accounts, seen_by=_SELF)
    councillors = members()
    for look, account, case in opened:
        if case not in people:
            continue
        declared = said.get(account, Declared())
        for reason in reasons_for(names.get(account, ""), declared, people[case], councillors):
            yield UnusualLook(look=look.id, at=look.at, account=account, case=case, reason=reason)


def _very_many(batch: Sequence[Seen]) -> Iterator[UnusualLook]:
    """The look with which somebody passed the limit of an hour by the clock, whatever was watched before it."""
    begins = batch[0].at.replace(minute=0, second=0, microsecond=0)
    actors = {look.actor for look in batch}
    before = looks_between(begins, batch[0].id, actors=actors, purposes=OPENED, seen_by=_SELF)
    opened: defaultdict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for number, look in enumerate((*before, *batch)):
        if (account := account_of(look.actor)) is None:
            continue
        cases = opened[account, f"{look.at:%Y-%m-%d %H}"]
        already = len(cases)
        cases.update(_cases(look))
        if already <= MANY < len(cases) and number >= len(before):
            yield UnusualLook(look=look.id, at=look.at, account=account, reason="very-many")


def _cases(look: Seen) -> tuple[UUID, ...]:
    return tuple(UUID(one.removeprefix("case:")) for one in look.subjects if one.startswith("case:"))


def _words(name: str) -> frozenset[str]:
    """The words of a name, without case, titles and single letters."""
    said = "".join(one if one.isalpha() else " " for one in name.casefold()).split()
    return frozenset(one for one in said if len(one) > 1 and one not in _TITLES)


_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady", "cllr", "councillor"}
)


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Two names are the same where at least two words agree and one has no word that the other lacks."""
    return len(one & other) > 1 and (one <= other or other <= one)


def _reached() -> UUID:
    kept = WatchedUpTo.objects.filter(pk=1).values_list("look", flat=True).first()
    return kept or UUID(int=0)
