"""What a rule would have done in a month is what it does when that month happens again with the rule switched on.

Invented months: requests of several kinds, worked on at random. First as they were, and every rule tried on them; then
again, step by step, with one rule on, told as the worker tells it and looked at by the calendar each night.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from moothall.apps.automation.api import (
    Rule,
    State,
    Window,
    look_at_the_calendar,
    rules_now,
    switch_rule,
    would_have,
)
from moothall.apps.automation.models import Application
from moothall.apps.cases.api import (
    Opened,
    Referring,
    answer_question,
    ask_reporter,
    assign_case,
    bring_back,
    case_for,
    close_case,
    correct_answers,
    hold_case,
    link_duplicate,
    merge_cases,
    move_case,
    refer_case,
    reopen_case,
    request_for,
    start_case,
    take_back,
    take_case,
    unlink_duplicate,
    unmerge_cases,
    withdraw_case,
)
from moothall.apps.cases.automating.as_was import begun
from moothall.apps.cases.models import Case
from moothall.apps.deadlines.api import clock_of
from moothall.ground.events.api import LISTENERS, history
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.cast import (
    COMPLAINT,
    ELEANOR,
    FLY_TIPPING,
    HARDING,
    MARCUS,
    OLWEN,
    STALL,
    SYSTEM,
    proven,
    sends,
)
from tests.council_folders import WithFiles

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 2)
DAYS = 24
#: Of what is on at the same time, none changes what becomes of a request. `team` changes what it looks at itself, and
#: a task keeps a request from being closed: each of these is on alone.
RULES = {
    "dear": ("opened", 'answers.rubbish_type = "dangerous" or answers.amount = "lorry"', "priority: high"),
    "weekend": (
        "opened",
        'weekday in ("saturday", "sunday") and service = "report-fly-tipping"',
        "tag: weekend",
    ),
    "answered": ("answered", "assigned and days_open > 1", "priority: high"),
    "again": ("reopened", "reopened >= 1", "tag: again"),
    "soon": ("due in 2 days", 'status != "new"', "task: It is due soon"),
    "today": ("due today", "working_day", "remind: It is due today"),
    "late": ("late", "days_left < -1 and not(assigned)", "escalate: It is late"),
    "lying": ("daily", 'status = "new" and days_open >= 3', "priority: high"),
    "team": ("daily", 'team = "waste" and days_open >= 2', "assign: {team: highways}"),
}
KINDS = ("bags", "furniture", "dangerous")
AMOUNTS = ("item", "car-boot", "lorry")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is done to the request of this number at a moment."""

    at: datetime
    number: int
    do: str


def a_month(draw: random.Random) -> list[Happening]:
    """Some requests, each opened and then worked on."""
    done = []
    for number in range(5):
        at = datetime.combine(FIRST, time(8), tzinfo=UTC) + timedelta(hours=draw.randrange(24 * 12))
        kind = f"open {draw.choice((FLY_TIPPING, FLY_TIPPING, COMPLAINT))} {draw.choice(KINDS)} {draw.choice(AMOUNTS)}"
        done.append(Happening(at, number, kind))
        for _ in range(draw.randrange(4)):
            at += timedelta(hours=draw.randrange(1, 90), minutes=draw.randrange(60))
            verbs = ("take", "start", "give", "ask", "answer", "close", "reopen", "move", "correct")
            done.append(Happening(at, number, draw.choice(verbs)))
    return sorted(done, key=lambda one: (one.at, one.number))


def happen(
    month: list[Happening],
    staff: tuple[Actor, Actor],
    each: Callable[[Opened], None],
    night: Callable[[], None],
) -> list[Opened]:
    """Let it all happen; `each` is called after each verb with its request, `night` as each day begins."""
    opened: dict[int, Opened] = {}
    left = list(month)
    for day in (FIRST + timedelta(days=n) for n in range(DAYS + 1)):
        start = datetime.combine(day, time(), tzinfo=clock.LOCAL_ZONE)
        with clock.stopped_at(start + timedelta(minutes=5)):
            night()
        while left and left[0].at < start + timedelta(days=1):
            one = left.pop(0)
            with clock.stopped_at(max(one.at, start + timedelta(minutes=6))):
                if one.do.startswith("open"):
                    opened[one.number] = begin(one.do)
                else:
                    act(one, opened[one.number], staff)
                each(opened[one.number])
    return [opened[number] for number in sorted(opened)]


def begin(said: str) -> Opened:
    _, service, kind, amount = said.split()
    more = {"rubbish_type": kind, "amount": amount} if service == FLY_TIPPING else {}
    if kind == "dangerous" and more:
        more["dangers"] = ["asbestos"]
    return sends(service, HARDING, **more)


def act(one: Happening, request: Opened, staff: tuple[Actor, Actor]) -> None:
    """One verb; what is refused as the case stands is not done, this time and the next alike."""
    reference, (olwen, marcus) = request.reference, staff
    try:
        with transaction.atomic():
            match one.do:
                case "take":
                    take_case(reference, by=olwen)
                case "start":
                    start_case(reference, by=olwen)
                case "give":
                    assign_case(reference, to=olwen.account_id, by=marcus)
                case "ask":
                    ask_reporter(reference, "Which side?", by=olwen)
                case "answer":
                    question = case_for(reference, seen_by=marcus).question
                    if question:
                        answer_question(reference, question.id, "The left", by=olwen)
                case "close":
                    outcomes = case_for(reference, seen_by=marcus).outcomes
                    close_case(reference, outcomes[0].code, by=marcus)
                case "reopen":
                    reopen_case(reference, "It is still there", by=marcus)
                case "move":
                    here = case_for(reference, seen_by=marcus).service
                    move_case(reference, COMPLAINT if here == FLY_TIPPING else FLY_TIPPING, by=marcus)
                case _:
                    correct_answers(reference, {"amount": "lorry"}, reason="They rang", by=marcus)
    except (Refused, LookupError):
        pass


@pytest.fixture
def rules(with_rules: WithFiles) -> tuple[Rule, ...]:
    texts = {
        name: f"name: The rule {name}\non: {on}\nwhen: '{when}'\ndo:\n  - {do}\n"
        for name, (on, when, do) in RULES.items()
    }
    with_rules(texts)
    found = rules_now()
    assert len(found) == len(RULES)
    return found


def staff() -> tuple[Actor, Actor]:
    return OLWEN.signs_in(), MARCUS.signs_in()


def nothing(*_: object) -> None:
    pass


def look_twice() -> None:
    look_at_the_calendar()
    look_at_the_calendar()


def tell_from(told: dict[str, int]) -> Callable[[Opened], None]:
    """Tells the rules what is new of a request, as the worker does, and some of it twice."""

    def tell(one: Opened) -> None:
        happened = history(f"case:{one.case_id}")
        listening = LISTENERS["cases.rules"]
        for event in happened[told.get(one.reference, 0) :]:
            if type(event.fact).__name__ in (
                "CaseOpened",
                "QuestionAnswered",
                "CaseReopened",
                "CaseReleased",
            ):
                listening.handle(event)
                listening.handle(event)
        told[one.reference] = len(happened)

    return tell


@pytest.mark.parametrize("seed", range(4))
def test_what_it_would_have_done_is_what_it_does(rules: tuple[Rule, ...], seed: int) -> None:
    people = staff()
    month = a_month(random.Random(seed))
    window = Window(FIRST, FIRST + timedelta(days=DAYS))
    alone = [[rule] for rule in rules if rule.name in ("team", "soon")]
    aside = [rule for rule in rules if [rule] not in alone]
    with rolled_back():
        opened = happen(month, people, nothing, nothing)
        numbers = {f"case:{one.case_id}": number for number, one in enumerate(opened)}
        would = {rule.name: firsts(would_have(rule, window, seen_by=SYSTEM)[1], numbers) for rule in rules}
        check_as_it_was(opened)
    assert any(would.values())
    for switched in (aside, *alone):
        with rolled_back():
            with clock.stopped_at(
                datetime.combine(FIRST, time(), tzinfo=clock.LOCAL_ZONE) - timedelta(minutes=1)
            ):
                for rule in switched:
                    switch_rule(rule.name, State.ON, seen=rule.version, by=SYSTEM)
            again = happen(
                month, people, tell_from({}), lambda: nothing(look_at_the_calendar(), look_at_the_calendar())
            )
            numbers = {f"case:{one.case_id}": number for number, one in enumerate(again)}
            for rule in switched:
                assert applied(rule, numbers) == would[rule.name], (seed, rule.name)
            check_as_it_was(again)


def at(day: int) -> AbstractContextManager[None]:
    return clock.stopped_at(datetime(2026, 3, 2 + day, 12, tzinfo=UTC))


def test_how_a_request_stands_that_waited_followed_another_or_was_with_another_body() -> None:
    """Rules that look at due days would else never look again, or look at what is closed."""
    olwen = OLWEN.signs_in()
    with at(0):
        held, stall = sends(FLY_TIPPING, HARDING), sends(STALL, HARDING)
        original, linked, gone, merged, passed = (sends(FLY_TIPPING, ELEANOR) for _ in range(5))
        for one in (held, stall):
            hold_case(one.reference, "The land is frozen.", day=date(2026, 3, 4), by=SYSTEM)
        for one in (linked, passed):
            ask_reporter(one.reference, "Which side?", by=olwen)
        for one in (linked, gone):
            link_duplicate(one.reference, original=held.reference, by=olwen)
        merge_cases(original.reference, [merged.reference], by=olwen)
        ask_reporter(original.reference, "Is it still there?", by=olwen)
    with at(2):
        assert bring_back() == 2
        for one in (linked, merged):
            whose = proven(one, ELEANOR)
            question = request_for(one.reference, seen_by=whose).question
            assert question
            answer_question(one.reference, question.id, "The left", by=whose)
        refer_case(
            passed.reference, Referring("national-highways", "clear the rubbish", handed_over=True), by=olwen
        )
        withdraw_case(gone.reference, by=proven(gone, ELEANOR))
    every = [held, stall, original, linked, gone, merged, passed]
    check_as_it_was(every)
    with at(4):
        unlink_duplicate(linked.reference, by=olwen)
        unmerge_cases(original.reference, [merged.reference], by=olwen)
        take_back(passed.reference, "They say it is ours.", by=olwen)
    check_as_it_was(every)


def firsts(caught: list[object], numbers: dict[str, int]) -> set[tuple[int, str]]:
    return {(numbers[one.subject], one.event) for one in caught}


def applied(rule: Rule, numbers: dict[str, int]) -> set[tuple[int, str]]:
    """The first time each request was caught."""
    first: dict[int, str] = {}
    for one in Application.objects.filter(rule=rule.name, done=True).order_by("id"):
        first.setdefault(numbers[one.subject], one.event)
    return set(first.items())


def check_as_it_was(opened: list[Opened]) -> None:
    """The facts alone tell how a case stands: otherwise a trial would look at something that never was."""
    for one in opened:
        case = Case.objects.get(pk=one.case_id)
        told = history(case.stream)
        was = begun(told[0])
        for event in told[1:]:
            was = was.after(event)
        running = clock_of(case.stream)
        assert (was.service, was.team, was.status, was.assignee, was.confidentiality) == (
            case.service, case.team, case.status, case.assignee, case.confidentiality,
        )  # fmt: skip
        if case.status in ("new", "in_progress"):
            assert was.due_on == (running.due_on if running else None)


class rolled_back:
    """What happens in the block has not happened afterwards."""

    def __enter__(self) -> None:
        self._inside = transaction.atomic()
        self._inside.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self._inside.__exit__(None, None, None)
