"""A district's or a county's past: cases by the hundred thousand, loaded in bulk, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
    of_service, letters = Counter[str](), Letters()
    for number in range(count):
        pattern, party = draw.choice(patterns)
        resident = bank.resident(draw)
        opened = now - step * (count - number)
        said = SaidParty(party.role, resident.name, resident.email, resident.phone, party.address)
        slug = pattern.service.slug
        case = PastCase(
            service=pattern.service,
            answers=pattern.answers,
            said=_words(pattern.said, of_service[slug], draw),
            reporter=said,
            ward=pattern.ward,
            opened_at=opened,
        )
        of_service[slug] += 1
        case = _marked(_fate(case, pattern, workers, now, draw), workers, draw)
        yield replace(case, told=letters.told(case, pattern.service))


def _marked(case: PastCase, workers: Mapping[str, list[Actor]], draw: random.Random) -> PastCase:
    """How it came, what it was tagged with, and who follows it."""
    tags = tuple(tag for tag, share in TAGS.items() if draw.random() < share)
    crew = [one.account_id for one in workers.get(case.service.team, []) if one.account_id]
    followers = (draw.choice(crew),) if crew and draw.random() < FOLLOWED else ()
    return replace(case, channel=weighted(CHANNELS, draw), tags=tags, followers=followers)


def _words(said: str, number: int, draw: random.Random) -> str:
    """What is said in the case of this number of its service."""
    common = [COMMON] if draw.random() < 0.3 else []
    return " ".join([said, *common, *(word for word, every in EVERY.items() if number % every == 0)])


def _fate(
    case: PastCase, pattern: Pattern, workers: Mapping[str, list[Actor]], now: datetime, draw: random.Random
) -> PastCase:
    crew = workers.get(pattern.service.team, [])
    taken = case.opened_at + timedelta(hours=draw.triangular(0.5, 40, 6))
    closed = taken + timedelta(hours=draw.triangular(1, 24 * OPEN_FOR_DAYS, 40))
    if not crew or taken >= now:
        return case
    case = replace(case, taken_at=taken, taken_by=draw.choice(crew).account_id)
    if closed >= now or draw.random() < 0.004:
        return case
    return replace(case, closed_at=closed, outcome=weighted(pattern.script.outcomes, draw))
