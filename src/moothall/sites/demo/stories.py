"""A few hundred lifelike cases: opened, taken, asked about, closed and opened again, each at its own time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from moothall.apps.cases.api import (
    Opened,
    add_note,
    add_tag,
    answer_question,
    ask_reporter,
    close_case,
    follow_case,
    open_case,
    reopen_case,
    request_for,
    take_case,
)
from moothall.apps.catalogue.api import service_named
from moothall.apps.forms.api import fill_in, form_of
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, Actor, resident, system
from moothall.kernel.commands import WrongUse
from moothall.sites.demo.bank import Bank, Resident, Script, typed_by, weighted
from moothall.sites.demo.loading import CHANNELS, TAGS

#: How far back the cases of a demonstration go.
DAYS = 75


@dataclass(frozen=True, slots=True)
class Told:
    """A case of the demonstration so far: who reported it, and who deals with it."""

    opened: Opened
    script: Script
    reporter: Resident
    by_email: bool
    officer: Actor | None


def tell_stories(bank: Bank, workers: dict[str, list[Actor]], count: int, draw: random.Random) -> int:
    """Open `count` cases, oldest first, and let happen to each what had happened by now. Returns how many."""
    now = clock.now()
    moments = sorted(_moment(now, draw) for _ in range(count))
    for number, at in enumerate(moments):
        story = _Story(bank, workers, draw, now)
        story.begin(at, f"demo:{number}")
    return len(moments)


def _moment(now: datetime, draw: random.Random) -> datetime:
    """Some time in the last weeks, more of them lately, mostly by day."""
    days = DAYS * (1 - draw.random() ** 0.6)
    at = (now - timedelta(days=days)).replace(minute=draw.randrange(60), second=draw.randrange(60))
    hour = draw.choices(
        range(24), [1, 1, 1, 1, 1, 2, 4, 8, 12, 12, 10, 9, 9, 9, 8, 8, 8, 9, 9, 8, 6, 4, 2, 1]
    )[0]
    return min(at.replace(hour=hour), now - timedelta(minutes=draw.randrange(3, 90)))


class _Story:
    """What happens to one case, step by step, until now."""

    def __init__(
        self, bank: Bank, workers: dict[str, list[Actor]], draw: random.Random, now: datetime
    ) -> None:
        self._bank, self._workers, self._draw, self._now = bank, workers, draw, now

    def begin(self, at: datetime, key: str) -> None:
        script, reporter = self._bank.script(self._draw), self._bank.resident(self._draw)
        with clock.stopped_at(at):
            told = self._open(script, reporter, key)
            run_pending()
        for moment, step in self._steps(told, at):
            if moment >= self._now:
                return
            with clock.stopped_at(moment):
                step(told)
                run_pending()

    def _open(self, script: Script, reporter: Resident, key: str) -> Told:
        service = service_named(script.service, seen_by=ANONYMOUS)
        typed = typed_by(reporter, script, self._draw)
        filled = fill_in(form_of(service), typed)
        if filled.problems:
            wrong = "; ".join(f"{problem.question}: {problem.sentence}" for problem in filled.problems)
            raise WrongUse(f"demo.yaml, {script.service}, page {filled.page}: {wrong}")
        channel = weighted(CHANNELS, self._draw)
        opened = open_case(service, filled.answers, key=key, channel=channel, by=ANONYMOUS)
        crew = self._workers.get(service.team, [])
        officer = self._draw.choice(crew) if crew else None
        return Told(opened, script, reporter, opened.told_by_email, officer)

    def _steps(self, told: Told, at: datetime) -> Iterator[tuple[datetime, Callable[[Told], None]]]:
        """What is done, and when; a story may break off at any point, as some cases do."""
        if told.officer is None:
            return
        at = self._later(at, hours=30)
        yield at, self._take
        if self._draw.random() < 0.3:
            at = self._later(at, hours=8)
            yield at, self._note
        if self._draw.random() < 0.15:
            yield at, self._tag
        if self._draw.random() < 0.08:
            yield at, self._follow
        if told.by_email and told.script.questions and self._draw.random() < 0.2:
            at = self._later(at, hours=20)
            yield at, self._ask
            if self._draw.random() < 0.25:
                return
            at = self._later(at, hours=60)
            yield at, self._reply
        at = self._later(at, hours=110)
        yield at, self._close
        if told.script.not_fixed and self._draw.random() < 0.1:
            at = self._later(at, hours=50)
            yield at, self._not_fixed
            if self._draw.random() < 0.6:
                at = self._later(at, hours=60)
                yield at, self._close

    def _later(self, at: datetime, *, hours: float) -> datetime:
        """Some hours on, moved into a working day."""
        moment = at + timedelta(hours=self._draw.triangular(0.3, hours, hours / 4))
        local = clock.local(moment)
        if local.hour >= 17 or local.hour < 8:
            moment += timedelta(hours=(8 - local.hour) % 24)
        while clock.local(moment).weekday() > 4:
            moment += timedelta(days=1)
        return moment

    def _take(self, told: Told) -> None:
        take_case(told.opened.reference, by=_officer(told))

    def _note(self, told: Told) -> None:
        add_note(told.opened.reference, self._draw.choice(told.script.notes), by=_officer(told))

    def _tag(self, told: Told) -> None:
        add_tag(told.opened.reference, self._draw.choice(list(TAGS)[:3]), by=_officer(told))

    def _follow(self, told: Told) -> None:
        """A colleague of whoever deals with it, of those who may see it."""
        seen = service_named(told.script.service, seen_by=ANONYMOUS).confidentiality
        colleagues = (one for crew in self._workers.values() for one in crew if one != told.officer)
        if others := [one for one in colleagues if one.sees(seen)]:
            follow_case(told.opened.reference, by=self._draw.choice(others))

    def _ask(self, told: Told) -> None:
        ask_reporter(told.opened.reference, self._draw.choice(told.script.questions), by=_officer(told))

    def _reply(self, told: Told) -> None:
        by = resident("demo", told.opened.case_id)
        question = request_for(told.opened.reference, seen_by=by).question
        if question is not None:
            words = self._draw.choice(told.script.replies)
            answer_question(told.opened.reference, question.id, words, by=by)

    def _close(self, told: Told) -> None:
        outcome = weighted(told.script.outcomes, self._draw)
        words = self._draw.choice(told.script.words.get(outcome, ("",)))
        close_case(told.opened.reference, outcome, words, by=_officer(told))

    def _not_fixed(self, told: Told) -> None:
        words = self._draw.choice(told.script.not_fixed)
        reopen_case(told.opened.reference, words, by=resident("demo", told.opened.case_id))


def _officer(told: Told) -> Actor:
    return told.officer or system("demo")
