"""Several cases as one, and as several again: nothing moves, so nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps

from moothall.apps.cases.api import (
    ApprovalView,
    Entry,
    HoldView,
    Opened,
    add_to_case,
    answer_question,
    approval_of,
    approvals_waiting,
    approve,
    ask_approval,
    ask_reporter,
    bring_back,
    case_for,
    close_case,
    combined_view,
    correct_answers,
    erase_case,
    hold_case,
    hold_of,
    merge_cases,
    request_for,
    search_cases,
    set_priority,
    take_case,
    timeline_of,
    together_with,
    unlink_duplicate,
    unmerge_cases,
)
from moothall.apps.deadlines.api import rebuild_clocks
from moothall.apps.teams.api import Place
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.cast import (
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    HARDING,
    OLWEN,
    STALL,
    SYSTEM,
    Officer,
    Resident,
    proven,
    sends,
)

pytestmark = pytest.mark.django_db
WILLIAM = Officer("William Cope", "william@barchester.example", (Place("licensing", "officer"),))
BESS = Officer("Bess Lade", "bess@barchester.example", (Place("licensing", "manager"),))


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def test_messages_of_the_one_go_to_all(post: DemoMailer) -> None:
    one, other, olwen = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    assert merge_cases(one.reference, [other.reference], "The same heap.", by=olwen) == 1
    run_pending(("mail",))
    post.sent.clear()
    close_case(one.reference, "cleared", by=olwen)
    run_pending(("mail",))
    told = {mail.to: mail.text for mail in post.sent}
    assert set(told) == {ELEANOR.email, HARDING.email}
    assert one.reference not in told[HARDING.email]
    assert request_for(other.reference, seen_by=proven(other, HARDING)).status == "closed"


def test_one_view_shows_answers_people_and_story_of_all() -> None:
    one, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    other = sends(FLY_TIPPING, HARDING, place="Behind the mill")
    merge_cases(one.reference, [other.reference], by=olwen)
    add_to_case(other.reference, "There is more now.", by=proven(other, HARDING))
    seen = combined_view(one.reference, seen_by=olwen)
    assert [member.reference for member in seen.members] == [one.reference, other.reference]
    assert {party.name for member in seen.members for party in member.parties} == {ELEANOR.name, HARDING.name}
    assert any("Behind the mill" in said.lines for said in seen.members[1].answers)
    assert (other.reference, "There is more now.") in [(who, entry.text) for who, entry in seen.story]
    whole = case_for(one.reference, seen_by=olwen)
    assert together_with(whole, seen_by=olwen).references == (other.reference,)


def test_the_view_costs_the_same_for_few_and_for_many(django_assert_max_num_queries) -> None:
    one, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    others = [sends(FLY_TIPPING, HARDING) for _ in range(6)]
    merge_cases(one.reference, [other.reference for other in others], by=olwen)
    with django_assert_max_num_queries(12):
        combined_view(one.reference, seen_by=olwen)


def test_a_question_is_asked_of_all_and_an_answer_stays_whose_it_is() -> None:
    one, other, olwen = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    merge_cases(one.reference, [other.reference], by=olwen)
    ask_reporter(one.reference, "Which side of the road?", by=olwen)
    his = proven(other, HARDING)
    question = request_for(other.reference, seen_by=his).question
    assert question
    assert question.text == "Which side of the road?"
    answer_question(other.reference, question.id, "The left.", by=his)
    seen = case_for(one.reference, seen_by=olwen)
    assert (seen.status, seen.paused, [task.text for task in seen.tasks]) == (
        "in_progress",
        False,
        ["The left."],
    )
    assert request_for(other.reference, seen_by=his).question is None
    hers = request_for(one.reference, seen_by=proven(one, ELEANOR))
    assert not any("The left." in entry.text for entry in hers.story)
    refused("CASE-08", answer_question, other.reference, question.id, "The right.", by=his)
    unmerge_cases(one.reference, [other.reference], by=olwen)
    assert [task.text for task in case_for(other.reference, seen_by=olwen).tasks] == ["The left."]
    assert case_for(one.reference, seen_by=olwen).tasks == ()


def test_what_was_asked_before_can_be_answered_after() -> None:
    one, other, olwen = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    ask_reporter(other.reference, "Which side of the road?", by=olwen)
    merge_cases(one.reference, [other.reference], by=olwen)
    his = proven(other, HARDING)
    question = request_for(other.reference, seen_by=his).question
    assert question
    answer_question(other.reference, question.id, "The left.", by=his)
    assert [task.text for task in case_for(one.reference, seen_by=olwen).tasks] == ["The left."]
    unmerge_cases(one.reference, [other.reference], by=olwen)
    seen = case_for(other.reference, seen_by=olwen)
    assert (seen.status, seen.paused, seen.question) == ("in_progress", False, None)
    assert [task.text for task in seen.tasks] == ["The left."]


def test_what_stops_it() -> None:
    olwen = OLWEN.signs_in()
    one, other, third = (sends(FLY_TIPPING, who) for who in (ELEANOR, HARDING, ELEANOR))
    refused("CASE-168", merge_cases, one.reference, [one.reference], by=olwen)
    refused("CASE-170", merge_cases, one.reference, [sends(CONCERN, HARDING).reference], by=olwen)
    refused("CASE-170", merge_cases, one.reference, ["BAR-AAA-AAA-AAA"], by=olwen)
    refused("CASE-172", unmerge_cases, one.reference, [other.reference], by=olwen)
    merge_cases(one.reference, [other.reference], by=olwen)
    refused("CASE-171", merge_cases, third.reference, [one.reference], by=olwen)
    refused("CASE-170", merge_cases, third.reference, [other.reference], by=olwen)
    refused("CASE-01", merge_cases, other.reference, [third.reference], by=olwen)


def test_undoing_gives_back_what_was_with_what_came_since() -> None:
    olwen = OLWEN.signs_in()
    one, other = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
    take_case(other.reference, by=olwen)
    before = case_for(other.reference, seen_by=olwen)
    merge_cases(one.reference, [other.reference], by=olwen)
    add_to_case(other.reference, "More of it.", by=proven(other, HARDING))
    assert [task.text for task in case_for(one.reference, seen_by=olwen).tasks] == ["More of it."]
    correct_answers(other.reference, {"place": "Behind the mill"}, by=olwen, reason="He called.")
    [task] = case_for(one.reference, seen_by=olwen).tasks
    assert task.text == "More of it."
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        unlink_duplicate(other.reference, by=olwen)
        after = case_for(other.reference, seen_by=olwen)
    assert (after.status, after.due_on, after.assignee) == (before.status, before.due_on, before.assignee)
    assert any("Behind the mill" in said.lines for said in after.answers)
    assert [task.text for task in after.tasks] == ["More of it."]
    first = case_for(one.reference, seen_by=olwen)
    assert (first.traits, first.tasks) == (frozenset(), ())


def test_others_come_back_also_when_the_one_they_were_merged_into_is_erased() -> None:
    one, other, olwen = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    merge_cases(one.reference, [other.reference], "One heap.", by=olwen)
    close_case(one.reference, "cleared", by=olwen)
    erase_case(one.reference, rule="asked", by=SYSTEM)
    assert combined_view(one.reference, seen_by=olwen).members[0].erased
    unmerge_cases(one.reference, [other.reference], by=olwen)
    assert _what_counts(other.reference)[0] == "new"
    assert _what_counts(one.reference)[0] == "closed"
    seal_now()
    assert verify().sound, verify()


def test_a_hold_is_there_again_or_over_where_what_it_waited_for_came() -> None:
    olwen, day = OLWEN.signs_in(), clock.today() + timedelta(days=30)
    one, holds, came, passed, asked = (sends(FLY_TIPPING, ELEANOR) for _ in range(5))
    hold_case(holds.reference, "The land is frozen.", day=day, by=olwen)
    hold_case(came.reference, "For a photo.", day=day, until="document", by=olwen)
    hold_case(passed.reference, "For a while.", day=clock.today() + timedelta(days=2), by=olwen)
    ask_reporter(asked.reference, "Which side?", by=olwen)
    hold_case(asked.reference, "For the answer.", day=day, until="answer", by=olwen)
    before = _everything(holds.reference)
    merge_cases(one.reference, [each.reference for each in (holds, came, passed, asked)], by=olwen)
    assert "on-hold" not in case_for(holds.reference, seen_by=olwen).traits
    add_to_case(came.reference, "", photos=1, by=proven(came, ELEANOR))
    with clock.stopped_at(clock.now() + timedelta(days=5)):
        for each in (holds, came, passed, asked):
            unmerge_cases(one.reference, [each.reference], by=olwen)
        assert _everything(holds.reference) == before
        after = {each.reference: case_for(each.reference, seen_by=olwen) for each in (came, passed, asked)}
        assert "on-hold" not in after[came.reference].traits
        assert "on-hold" not in after[passed.reference].traits
        assert [task.text for task in after[passed.reference].tasks] == ["For a while."]
        assert "on-hold" in after[asked.reference].traits
        assert (after[asked.reference].status, after[asked.reference].paused) == ("waiting", True)
        question = request_for(asked.reference, seen_by=proven(asked, ELEANOR)).question
        assert question
        answer_question(asked.reference, question.id, "The left.", by=proven(asked, ELEANOR))
        done = case_for(asked.reference, seen_by=olwen)
        assert (done.status, "on-hold" in done.traits) == ("in_progress", False)


def test_a_clock_that_waited_waits_since_then() -> None:
    """Of what the reporter let us wait before the merge, no day is counted."""
    olwen, start = OLWEN.signs_in(), datetime(2026, 3, 2, 10, tzinfo=UTC)
    with clock.stopped_at(start):
        one, other = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
        due = case_for(other.reference, seen_by=olwen).due_on
        ask_reporter(other.reference, "Which side?", by=olwen)
    with clock.stopped_at(start + timedelta(days=2)):
        merge_cases(one.reference, [other.reference], by=olwen)
    with clock.stopped_at(start + timedelta(days=3)):
        unlink_duplicate(other.reference, by=olwen)
        seen = case_for(other.reference, seen_by=olwen)
        assert (seen.due_on, seen.paused) == (due, True)
        assert rebuild_clocks() == 0
        question = request_for(other.reference, seen_by=proven(other, HARDING)).question
        assert question
        answer_question(other.reference, question.id, "The left.", by=proven(other, HARDING))
    after = case_for(other.reference, seen_by=olwen)
    assert due
    assert after.due_on == due + timedelta(days=3)
    assert any("3 working days added" in said for said in after.clock), after.clock


@pytest.mark.parametrize("until", ["document", "day", "case", "nothing"])
def test_a_clock_on_hold_goes_on_from_the_day_on_which_what_it_waited_for_came(until: str) -> None:
    """As that of a twin that was never merged, whatever day the two are taken apart."""
    william = WILLIAM.signs_in()
    with clock.stopped_at(MONDAY):
        one, third, *made = (sends(STALL, who) for who in (ELEANOR, ELEANOR, HARDING, HARDING))
        for opened in made:
            day = clock.today() + timedelta(days=3 if until == "day" else 60)
            kind, awaited = ("case", third.reference) if until == "case" else ("document", "")
            hold_case(opened.reference, "For that.", day=day, until=kind, other=awaited, by=william)
    other, twin = made
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        merge_cases(one.reference, [other.reference], by=william)
    with clock.stopped_at(MONDAY + timedelta(days=3)):
        if until == "case":
            close_case(third.reference, "full", by=william)
        for opened in made if until == "document" else ():
            add_to_case(opened.reference, "", photos=1, by=proven(opened, HARDING))
        bring_back()
    with clock.stopped_at(MONDAY + timedelta(days=20)):
        unmerge_cases(one.reference, [other.reference], by=william)
        now, meant = _everything(other.reference), _everything(twin.reference)
        assert (now.due_on, now.paused, now.traits) == (meant.due_on, meant.paused, meant.traits)
        assert now.paused == (until == "nothing")
        assert rebuild_clocks() == 0


def test_a_second_person_is_asked_as_before() -> None:
    william, bess = WILLIAM.signs_in(), BESS.signs_in()
    one, other = sends(STALL, ELEANOR), sends(STALL, HARDING, charity="yes")
    ask_approval(other.reference, "close", {"outcome": "barred"}, "No stall is left.", by=william)
    asked = approval_of(case_for(other.reference, seen_by=bess), seen_by=bess)
    merge_cases(one.reference, [other.reference], by=william)
    assert approval_of(case_for(other.reference, seen_by=bess), seen_by=bess) is None
    assert approvals_waiting(seen_by=bess) == ()
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        unmerge_cases(one.reference, [other.reference], by=william)
        again = approval_of(case_for(other.reference, seen_by=bess), seen_by=bess)
        assert again == asked
        [task] = case_for(other.reference, seen_by=bess).tasks
        assert (task.kind, task.text) == ("approval", "No stall is left.")
        assert again
        approve(other.reference, again.id, by=bess)
    assert case_for(other.reference, seen_by=bess).outcome == "barred"


#: So many are merged; those before `STALLS` are heaps, the others market stalls.
MANY, STALLS = range(200), 170
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
QUIXOTIC = Resident("Quixotic Quiverful", "quixotic@example.com")


@dataclass(slots=True)
class Crowd:
    """Requests of many people, and of some a `twin` with which the same is done, except that it is merged with none:
    what it has in the end is what undoing must give the other."""

    draw: random.Random
    gone: int
    sent: list[Opened]
    twins: dict[int, Opened]

    def both(self, n: int) -> list[Opened]:
        return [self.sent[n], *([self.twins[n]] if n in self.twins else [])]

    def some(self, number: int, *, without: Iterable[int] = (), stalls: bool = False) -> list[int]:
        """So many of them, never the one that will be erased; only market stalls, or none of them."""
        left = set(MANY[STALLS:] if stalls else MANY[:STALLS]) - {self.gone, *without}
        return self.draw.sample(sorted(left), number)


def who(n: int) -> Resident:
    return Resident(f"Resident {n}", f"resident{n}@example.com")


def a_crowd(draw: random.Random) -> Crowd:
    """One of them is the only one to say “quixotic”."""
    gone = draw.choice(MANY[:STALLS])
    sent = [
        sends(FLY_TIPPING, QUIXOTIC, place="A quixotic pit")
        if n == gone
        else sends(FLY_TIPPING, who(n), place=f"Place {n}")
        for n in MANY[:STALLS]
    ]
    sent += [sends(STALL, who(n), charity="yes") for n in MANY[STALLS:]]
    crowd = Crowd(draw, gone, sent, {})
    crowd.twins = {n: sends(FLY_TIPPING, who(n), place=f"Place {n}") for n in crowd.some(8)}
    return crowd


def each_with_something(crowd: Crowd, olwen: Actor) -> None:
    """Taken, asked, on hold, urgent, to be agreed to; the one that will be erased is all of that."""
    for n in (crowd.gone, *crowd.twins, *crowd.some(15, without=crowd.twins)):
        for one in crowd.both(n):
            ask_reporter(one.reference, "Which side?", by=olwen)
    for n in (crowd.gone, *crowd.some(30), *crowd.some(9, stalls=True)):
        day = clock.today() + timedelta(days=crowd.draw.randint(20, 90))
        for one in crowd.both(n):
            waits = case_for(one.reference, seen_by=olwen).status == "waiting"
            said = "Quixotic, held" if n == crowd.gone else f"Held {n}"
            hold_case(one.reference, said, day=day, until="answer" if waits else "document", by=olwen)
    for n in (*crowd.some(33), *crowd.some(6, stalls=True)):
        for one in crowd.both(n):
            take_case(one.reference, by=olwen)
    for n in (*crowd.some(16), *crowd.some(3, stalls=True)):
        for one in crowd.both(n):
            set_priority(one.reference, "high", by=olwen)
    for n in crowd.some(10, stalls=True):
        barred = {"outcome": "barred"}
        ask_approval(crowd.sent[n].reference, "close", barred, f"Barred {n}", by=WILLIAM.signs_in())


def answer(opened: Opened, n: int) -> None:
    his = proven(opened, who(n))
    question = request_for(opened.reference, seen_by=his).question
    assert question
    answer_question(opened.reference, question.id, f"Answer {n}.", by=his)


def test_any_order_of_undoing_gives_back_each_as_it_was() -> None:
    """Merge of 200 cases, answers after it, corrections, one erasure, then undone in random order, days later: each is
    what it was, with what came since in its right place, less what was erased."""
    olwen, draw = OLWEN.signs_in(), random.Random(4)
    with clock.stopped_at(MONDAY):
        crowd, into = a_crowd(draw), sends(FLY_TIPPING, ELEANOR)
        each_with_something(crowd, olwen)
    sent, gone = crowd.sent, crowd.gone
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        before = {one.reference: _everything(one.reference) for one in (into, *sent)}
        merge_cases(into.reference, [one.reference for one in sent], by=olwen)
    with clock.stopped_at(MONDAY + timedelta(days=4)):
        added = [*crowd.some(24, without=crowd.twins), *crowd.some(6, stalls=True)]
        for n in added:
            add_to_case(sent[n].reference, f"Also {n}.", by=proven(sent[n], who(n)))
        for n in crowd.twins:
            for one in crowd.both(n):
                answer(one, n)
        corrected = crowd.some(15, without=(*added, *crowd.twins))
        for n in corrected:
            correct_answers(sent[n].reference, {"place": f"Corrected {n}"}, by=olwen, reason="They called.")
        add_to_case(sent[gone].reference, "Quixotic still.", by=proven(sent[gone], QUIXOTIC))
        assert len(_tables_with("quixotic")) > 4, "the word is looked for where it is"
        erase_case(sent[gone].reference, rule="asked", by=SYSTEM)
        since = {n: f"Also {n}." for n in added} | {n: f"Answer {n}." for n in crowd.twins}
        told = {task.text for task in case_for(into.reference, seen_by=olwen).tasks}
        assert told - {""} == set(since.values())

    order, hours = [one.reference for one in sent], 0
    draw.shuffle(order)
    while order:
        some, hours = draw.randint(1, 60), hours + 5
        with clock.stopped_at(MONDAY + timedelta(days=7, hours=hours)):
            unmerge_cases(into.reference, order[:some], by=olwen)
        order = order[some:]
    with clock.stopped_at(MONDAY + timedelta(days=11)):
        for n, one in enumerate(sent):
            story = timeline_of(one.reference, seen_by=olwen)
            assert _in_their_places(story, since.get(n, "")), n
            now = _everything(one.reference)
            if n == gone:
                assert (now.status, now.said, now.held, now.asked) == ("closed", (), None, None)
            elif n in crowd.twins:
                assert now == _everything(crowd.twins[n].reference), n
            else:
                was = before[one.reference]
                said = tuple(line.replace(f"Place {n}", f"Corrected {n}") for line in was.said)
                tasks = (*was.tasks, since[n]) if n in since else was.tasks
                assert now == replace(was, said=said if n in corrected else was.said, tasks=tasks), n
        assert _everything(into.reference) == before[into.reference]
        assert _tables_with("quixotic") == set()
        assert search_cases("quixotic", seen_by=SYSTEM).rows == ()
        assert rebuild_clocks() == 0
    seal_now()
    assert verify().sound, verify()


def _tables_with(word: str) -> set[str]:
    """In which tables a word stands; the index of the search is asked by searching."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if any(word in str(row).lower() for row in model._default_manager.values_list())
    }


def _in_their_places(story: Sequence[Entry], own: str) -> bool:
    """What came since stands between the merge and its undoing, and nothing of another's beside it."""
    joined = next(n for n, one in enumerate(story) if one.sentence.startswith("Merged it into"))
    parted = next(n for n, one in enumerate(story) if one.sentence.startswith("Took it out of"))
    came = [(n, one.text) for n, one in enumerate(story) if one.text.startswith(("Also ", "Answer "))]
    return [text for _, text in came] == [own] * bool(own) and all(joined < n < parted for n, _ in came)


@dataclass(frozen=True, slots=True)
class Everything:
    """What undoing a merge gives back."""

    status: str
    outcome: str
    due_on: date | None
    paused: bool
    assignee: UUID | None
    traits: frozenset[str]
    priority: str
    said: tuple[str, ...]
    tasks: tuple[str, ...]
    held: HoldView | None
    asked: ApprovalView | None


def _everything(reference: str) -> Everything:
    case = case_for(reference, seen_by=SYSTEM)
    return Everything(
        case.status,
        case.outcome,
        case.due_on,
        case.paused,
        case.assignee,
        case.traits,
        case.priority,
        tuple(line for said in case.answers for line in said.lines),
        tuple(task.text for task in case.tasks),
        hold_of(case, seen_by=SYSTEM),
        approval_of(case, seen_by=SYSTEM),
    )


def _what_counts(reference: str) -> tuple[object, ...]:
    case = case_for(reference, seen_by=SYSTEM)
    place = next((said.lines[0] for said in case.answers if said.question == "place"), None)
    return case.status, case.due_on, case.assignee, place
