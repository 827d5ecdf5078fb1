"""Following the record of looks, and listing those that somebody should ask about. Each reason is a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from moothall.apps.cases.api import Whose, whose
from moothall.apps.identity.api import accounts_named
from moothall.apps.insight.models import UnusualLook, WatchedUpTo
from moothall.apps.insight.watching.members import Member, members
from moothall.apps.messaging.api import notice_kind, notify
from moothall.apps.teams.api import Declared, actor_with, declarations, everybody
from moothall.ground.looks.api import SEE_LOOKS, Seen, looks_after, looks_between
from moothall.kernel.actors import account_of, system

#: Why a look is listed.
REASONS: Mapping[str, str] = {
    "own-name": "Somebody in this request has the officer’s own name.",
    "own-street": "Somebody in this request has an address at a postcode that the officer has declared.",
    "family": "Somebody in this request has a name that the officer has declared as family.",
    "councillor": "Somebody in this request is a councillor.",
    "very-many": "The officer opened more requests within an hour than anybody works on.",
    "took-many": "The officer took more than 1,000 requests away in files within an hour.",
}
#: For these purposes a single request was opened; a list shows many to everybody.
OPENED = ("casework", "call", "duplicate", "original")
#: Shows of few people how they are reached and what they asked for.
LOOKED_UP = "look-up"
#: Takes a list away in a file.
EXPORTED = "export"
WATCHED = (*OPENED, LOOKED_UP, EXPORTED)
#: More requests than this opened by one officer within an hour are too many; or taken away in files.
MANY, MANY_TAKEN = 120, 1_000
HOUR = timedelta(hours=1)
AT_ONCE = 500
UNUSUAL = notice_kind(
    "unusual",
    "should be asked about",
    "There is a look to ask about, and I look after data protection",
    subject="A look",
)
#: What a notice of looks is about.
LOOKS = "looks"
_SELF = system("insight")


def notice_unusual_looks() -> int:
    """List what is unusual among the looks made since the last run; returns how many were listed. Idempotent.

    Those who ask about looks are told that there is something to ask about.
    """
    listed = 0
    while batch := looks_after(_reached(), purposes=WATCHED, limit=AT_ONCE, seen_by=_SELF):
        found = [
            *_of_people([look for look in batch if look.purpose != EXPORTED]),
            *_too_many(batch, OPENED, MANY, "very-many"),
            *_too_many(batch, (EXPORTED,), MANY_TAKEN, "took-many"),
        ]
        with transaction.atomic():
            UnusualLook.objects.bulk_create(found, ignore_conflicts=True)
            WatchedUpTo.objects.update_or_create(pk=1, defaults={"look": batch[-1].id})
            if found:
                _tell_who_asks()
        listed += len(found)
    return listed


def _tell_who_asks() -> None:
    staff = ((account, actor_with(account, places)) for account, places in everybody())
    notify([account for account, actor in staff if SEE_LOOKS.allows(actor)], UNUSUAL, about=LOOKS, by=_SELF)


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
    """Of somebody who was looked up all requests are shown at once: one of them is listed for each reason."""
    opened = [
        (look, account, case)
        for look in batch
        if (account := account_of(look.actor))
        for case in _cases(look)
    ]
    people = _whose(list(dict.fromkeys(case for _, _, case in opened)))
    accounts = {account for _, account, _ in opened}
    names, said = accounts_named(accounts, seen_by=_SELF), declarations(accounts, seen_by=_SELF)
    councillors, told = members(), set[tuple[UUID, str]]()
    for look, account, case in opened:
        if case not in people:
            continue
        declared = said.get(account, Declared())
        for reason in reasons_for(names.get(account, ""), declared, people[case], councillors):
            if look.purpose == LOOKED_UP and (look.id, reason) in told:
                continue
            told.add((look.id, reason))
            yield UnusualLook(look=look.id, at=look.at, account=account, case=case, reason=reason)


def _whose(cases: Sequence[UUID]) -> Mapping[UUID, Whose]:
    """Some hundred at a time: whoever is looked up may have asked for very much."""
    found: dict[UUID, Whose] = {}
    for start in range(0, len(cases), AT_ONCE):
        found |= whose(cases[start : start + AT_ONCE], seen_by=_SELF)
    return found


def _too_many(
    batch: Sequence[Seen], purposes: Collection[str], most: int, reason: str
) -> Iterator[UnusualLook]:
    """The look with which somebody passed the limit of any sixty minutes, whatever was watched before it; again only
    after an hour."""
    looks = [look for look in batch if look.purpose in purposes]
    if not looks:
        return
    since, actors = looks[0].at - HOUR, {look.actor for look in looks}
    before = looks_between(since, looks[0].id, actors=actors, purposes=purposes, seen_by=_SELF)
    known = UnusualLook.objects.filter(reason=reason, at__gt=since).order_by("at")
    said = dict(known.values_list("account", "at"))
    lately, cases = defaultdict[UUID, deque[Seen]](deque), defaultdict[UUID, Counter[UUID]](Counter)
    for number, look in enumerate((*before, *looks)):
        if (account := account_of(look.actor)) is None:
            continue
        lately[account].append(look)
        cases[account].update(_cases(look))
        while lately[account][0].at <= look.at - HOUR:
            _take_off(cases[account], _cases(lately[account].popleft()))
        again = account in said and look.at - said[account] < HOUR
        if len(cases[account]) > most and number >= len(before) and not again:
            said[account] = look.at
            yield UnusualLook(look=look.id, at=look.at, account=account, reason=reason)


def _take_off(counted: Counter[UUID], cases: Iterable[UUID]) -> None:
    for case in cases:
        counted[case] -= 1
        if not counted[case]:
            del counted[case]


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
