"""A district's or a county's past: cases by the hundred thousand, loaded in bulk, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from moothall.apps.cases.api import PastCase, SaidParty, load_past, parties_said, ward_said
from moothall.apps.catalogue.api import Service, service_named
from moothall.apps.forms.api import Answers, Form, fill_in, form_of, search_text
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, Actor
from moothall.kernel.commands import WrongUse
from moothall.sites.demo.bank import Bank, Script, typed_by, weighted
from moothall.sites.demo.letters import Letters

#: Cases go back so many days: less than the shortest retention, so that no night erases what was just loaded.
DAYS = 360
#: Different ways of filling in each form; each is used again and again, with its own words every time.
PATTERNS = 400
#: Cases that still wait for somebody, by their age in days: of older ones only a few.
OPEN_FOR_DAYS = 12

#: Words that a measurement looks for: each stands in the first case of every service and then in every so many.
SELDOM, RARE = "heron", "kingfisher"
EVERY = {SELDOM: 100, RARE: 10_000}
#: Stands in nearly a third of them.
COMMON = "please"
#: Tags of past cases, and what share of them has each: the first often, the last seldom. Lists are filtered by them.
TAGS = {"again here": 0.06, "school": 0.02, "crew needs a key": 0.004, "swan": 0.0001}
OFTEN_TAGGED, SELDOM_TAGGED = "again here", "swan"
#: How people came, by share; most by the website.
CHANNELS = {"web": 0.79, "phone": 0.14, "email": 0.05, "counter": 0.02}
#: The share that somebody besides its officer follows.
FOLLOWED = 0.01


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of filling in a form: answers that passed the form's rules, what is said, where."""

    service: Service
    script: Script
    answers: Answers
    said: str
    ward: str


def load_cases(
    bank: Bank, workers: Mapping[str, list[Actor]], count: int, draw: random.Random, *, days: int = DAYS
) -> int:
    """Load `count` cases of the last so many days, oldest first; returns how many."""
    patterns = [_pattern(bank, draw) for _ in range(PATTERNS)]
    step = timedelta(days=days) / count
    return load_past(_past(bank, patterns, workers, count, step, draw), draw=draw)


def _pattern(bank: Bank, draw: random.Random) -> tuple[Pattern, SaidParty]:
    script, reporter = bank.script(draw), bank.resident(draw)
    service = service_named(script.service, seen_by=ANONYMOUS)
    form: Form = form_of(service)
    filled = fill_in(form, typed_by(reporter, script, draw))
    if filled.problems:
        raise WrongUse(f"demo.yaml, {script.service}: {filled.problems[0].sentence}")
    parties = parties_said(form, filled.answers)
    pattern = Pattern(
        service, script, filled.answers, search_text(form, filled.answers), ward_said(form, filled.answers)
    )
    return pattern, parties[0] if parties else SaidParty("reporter", "", "", "", ())


def _past(
    bank: Bank,
    patterns: list[tuple[Pattern, SaidParty]],
    workers: Mapping[str, list[Actor]],
    count: int,
    step: timedelta,
    draw: random.Random,
) -> Iterator[PastCase]:
    now = clock.now()
    crews = {team: tuple(one.account_id for one in crew if one.account_id) for team, crew in workers.items()}
    of_service, letters = Counter[str](), Letters()
    for number in range(count):
        pattern, party = draw.choice(patterns)
        resident = bank.resident(draw)
        opened = now - step * (count - number)
        said = SaidParty(party.role, resident.name, resident.email, resident.phone, party.address)
        slug = pattern.service.slug
        opened_words = _words(pattern.said, of_service[slug], draw)
        of_service[slug] += 1
        crew = crews.get(pattern.service.team, ())
        went = _fate(opened, pattern, crew, now, draw)
        yield PastCase(
            service=pattern.service,
            answers=pattern.answers,
            said=opened_words,
            reporter=said,
            ward=pattern.ward,
            opened_at=opened,
            taken_at=went.taken_at,
            taken_by=went.taken_by,
            closed_at=went.closed_at,
            outcome=went.outcome,
            tags=tuple(tag for tag, share in TAGS.items() if draw.random() < share),
            followers=(draw.choice(crew),) if crew and draw.random() < FOLLOWED else (),
            channel=weighted(CHANNELS, draw),
            told=letters.told(opened, went.closed_at, went.outcome, pattern.service),
        )


def _words(said: str, number: int, draw: random.Random) -> str:
    """What is said in the case of this number of its service."""
    common = [COMMON] if draw.random() < 0.3 else []
    return " ".join([said, *common, *(word for word, every in EVERY.items() if number % every == 0)])


class _Went(NamedTuple):
    """What became of a case: who took it and how it ended, as far as that is so."""

    taken_at: datetime | None = None
    taken_by: UUID | None = None
    closed_at: datetime | None = None
    outcome: str = ""


def _fate(
    opened: datetime, pattern: Pattern, crew: Sequence[UUID], now: datetime, draw: random.Random
) -> _Went:
    taken = opened + timedelta(hours=draw.triangular(0.5, 40, 6))
    closed = taken + timedelta(hours=draw.triangular(1, 24 * OPEN_FOR_DAYS, 40))
    if not crew or taken >= now:
        return _Went()
    who = draw.choice(crew)
    if closed >= now or draw.random() < 0.004:
        return _Went(taken, who)
    return _Went(taken, who, closed, weighted(pattern.script.outcomes, draw))
