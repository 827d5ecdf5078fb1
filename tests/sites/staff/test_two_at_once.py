"""Two officers on one case from two browsers, whatever each does and in whatever order: nothing is lost, each is told.

Each opens pages and sends them later, when the other may have done something. What is sent is kept, or the page comes
back with every word of it and with what the other did; nothing in between. Half of the buttons are pressed by the
page's script, to which only what has changed comes back: that too is what both have done.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from tests.answers import html, said
from tests.sites.staff.desk import a_case, seen_on
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system

pytestmark = pytest.mark.django_db

_SELF = system("test")
STEPS = 40
#: What a colleague did that has to be told to whoever sends this: where they are not told, a word would be passed over.
STOPPED_BY = {
    "close": {"note", "correct", "close", "reopen", "reply"},
    "correct": {"correct"},
    "reply": {"close", "reopen", "reply"},
    "note": set[str](),
    "tag": set[str](),
    "priority": set[str](),
    "reopen": set[str](),
}
#: By which the page's script asks for what has changed.
IN_PLACE = "X-In-Place"
#: Their forms on the page of a case say nothing of what it showed.
NEVER_IN_THE_WAY = ("note", "tag")
VERBS = ("note", "tag", "correct", "reply", "close", "reopen", "priority")


@dataclass(slots=True)
class Opened:
    """A page that somebody has open: what it carries, and how much had happened when it was shown."""

    verb: str
    carries: dict[str, object]
    at: int


@dataclass(slots=True)
class Officer:
    name: str
    browser: Client
    pages: list[Opened] = field(default_factory=list)


@dataclass(slots=True)
class Day:
    """The case, and everything that was done: who, what, with which words."""

    reference: str
    to: str
    draw: random.Random
    done: list[tuple[str, str, str]] = field(default_factory=list)
    came_back: int = 0
    words: int = 0

    def address(self, verb: str) -> str:
        places = {"note": "", "tag": "", "correct": "answers/name/"}
        return f"/staff/cases/{self.reference}/{places.get(verb, f'{verb}/')}"

    def open(self, who: Officer) -> None:
        verb = self.draw.choice(VERBS)
        page = who.browser.get(self.address(verb))
        assert page.status_code == 200, verb
        if verb not in NEVER_IN_THE_WAY and 'name="seen"' not in html(page):
            assert "This cannot be done now." in said(page), (verb, said(page))
            return
        who.pages.append(Opened(verb, carried(page), len(self.done)))

    def send(self, who: Officer) -> None:
        """A page opened some time ago, with new words; once more where it comes back, or not."""
        opened = who.pages.pop(self.draw.randrange(len(who.pages)))
        self.words += 1
        words = f"{who.name} writes {self.words}"
        for _ in range(3):
            by_script = opened.verb in NEVER_IN_THE_WAY and self.draw.random() < 0.5
            answer = who.browser.post(
                self._posted_to(opened.verb),
                self._typed(opened, words),
                headers={IN_PLACE: "case"} if by_script else None,
            )
            if answer.status_code == 302 or (answer.status_code == 200 and IN_PLACE in answer.headers):
                if IN_PLACE in answer.headers:
                    self._shows_what_both_did(answer, words)
                self._passed_over_nothing(who, opened)
                self.done.append((who.name, opened.verb, words))
                return
            assert answer.status_code == 422, opened.verb
            self._came_back(opened.verb, answer, words)
            if self.draw.random() < 0.3:
                return
            opened = Opened(opened.verb, carried(answer), len(self.done))

    def _posted_to(self, verb: str) -> str:
        return f"/staff/cases/{self.reference}/{verb}/" if verb in ("note", "tag") else self.address(verb)

    def _typed(self, opened: Opened, words: str) -> dict[str, object]:
        typed: dict[str, dict[str, object]] = {
            "note": {"note": words},
            "tag": {"tag": words},
            "correct": {"name": words, "correction-reason": words},
            "reply": {"words": words, "to": self.to, "when": "now", "send": "1"},
            "close": {"outcome": "emptied", "words": words},
            "reopen": {"words": words},
            "priority": {"level": self.draw.choice(("low", "high", "urgent"))},
        }
        return {**opened.carries, **typed[opened.verb]}

    def _passed_over_nothing(self, who: Officer, opened: Opened) -> None:
        since = {verb for name, verb, _ in self.done[opened.at :] if name != who.name}
        assert not since & STOPPED_BY[opened.verb], (opened.verb, since)

    def _shows_what_both_did(self, answer: HttpResponseBase, words: str) -> None:
        """What was just written, and what a colleague wrote since this page was opened."""
        written = [told for _, verb, told in self.done if verb in ("note", "close", "reopen")][-5:]
        shown = html(answer).lower()
        assert [told for told in (words, *written) if told.lower() not in shown] == []

    def _came_back(self, verb: str, answer: HttpResponseBase, words: str) -> None:
        """With its words, and with why: what happened, or the rule that stands against it."""
        self.came_back += 1
        assert verb == "priority" or words in html(answer), (verb, words)
        assert "There is a problem" in said(answer)


def carried(page: HttpResponseBase) -> dict[str, object]:
    """What the page's form sends by itself."""
    known = [one.split('"')[0] for one in html(page).split('name="known" value="')[1:]]
    return {"seen": seen_on(page) if 'name="seen"' in html(page) else "", "known": known}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_two_do_in_whatever_order_nothing_is_lost_and_each_is_told(
    seed: int, post: DemoMailer
) -> None:
    draw, case = random.Random(seed), a_case()
    reporter = next(
        one for one in cases.case_for(case.reference, seen_by=_SELF).parties if one.role == "reporter"
    )
    day = Day(case.reference, str(reporter.id), draw)
    both = [
        Officer(name, sign_in(Client(), an_officer(f"{name} Arkwright", team="waste", role="manager")))
        for name in ("Olwen", "Marcus")
    ]
    for step in range(STEPS):
        who = draw.choice(both)
        (day.send if who.pages and draw.random() < 0.5 else day.open)(who)
        if step % 8 == 7:
            replies_leave(day)
    replies_leave(day)

    assert day.came_back, "nobody was ever in the other's way: the test tests nothing"
    story = cases.timeline_of(case.reference, seen_by=_SELF)
    texts = [one.text for one in story]
    righted = {
        lines for each in cases.desk_for(case.reference, seen_by=_SELF).righted.values() for one in each
        for lines in one.lines
    }  # fmt: skip
    now = cases.case_for(case.reference, seen_by=_SELF)
    tags = cases.tags_of(now, seen_by=_SELF).has
    said_now = {line for one in now.answers for line in one.lines}
    for _name, verb, words in day.done:
        if verb == "tag":
            assert words.lower() in tags
        elif verb == "correct":
            assert words in righted | said_now
            assert texts.count(words) == 1, "the reason"
        elif verb == "reply":
            assert len([mail for mail in post.sent if words in mail.text]) == 1
            assert texts.count(words) == 1
        elif verb in ("note", "close", "reopen"):
            assert texts.count(words) == 1, (verb, words)
    done = {words for _name, _verb, words in day.done}
    assert {text for text in texts if " writes " in text} <= done, "what came back was not done"


def replies_leave(day: Day) -> None:
    """The twenty seconds are over."""
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        run_pending()
