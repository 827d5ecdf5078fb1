"""Lists: combinations of filters against a plain reading of the rows, who may see, and pages while cases change."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.cases import queue as lists
from moothall.apps.cases.answered import follow
from moothall.apps.cases.api import (
    ME,
    NO_WARD,
    NOBODY,
    VIEWS,
    Answered,
    Wanted,
    cases_waiting,
    count_waiting,
    counts_waiting,
    groups_waiting,
    list_cases,
    move_case,
    pages_of,
    rebuild_answers,
    reopen_case,
)
from moothall.apps.cases.api import close_case as close
from moothall.apps.cases.marks import (
    CHANNEL,
    FOLLOWER,
    HELD,
    MENTIONED,
    PRIORITY,
    REOPENED,
    TAG,
    YES,
    marks_of,
    set_marks,
)
from moothall.apps.cases.models import Case, IndexedAnswer, QueueEntry
from moothall.apps.cases.projection import entry_of
from moothall.apps.cases.ranges import leads, resolved
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import PUBLIC_CLASS, Actor
from tests.cast import ADAEZE, COMPLAINT, CONCERN, FLY_TIPPING, GARETH, HARDING, MARCUS, OLWEN, PRIYA, sends

pytestmark = pytest.mark.django_db

SERVICES = (FLY_TIPPING, FLY_TIPPING, COMPLAINT, CONCERN)
TAGS = ("school", "urgent")
STATUSES = ("new", "in_progress", "waiting", "closed")
OFFICERS = (OLWEN, MARCUS, PRIYA, ADAEZE, GARETH)
KEYS = [one.actor.account_id for one in OFFICERS]
LEVELS = ("urgent", "high", "normal", "low")
DAYS = (-9, -1, 0, 1, 2, 3, 5, 12)


def a_council(number: int = 40) -> None:
    """So many cases in every state, each as verbs would have left it."""
    draw = random.Random(7)
    for _ in range(number):
        opened = sends(draw.choice(SERVICES), HARDING)
        case = Case.objects.get(pk=opened.case_id)
        case.status, case.ward = draw.choice(STATUSES), draw.choice(("W1", "W2", ""))
        case.assignee = draw.choice([None, None, *KEYS])
        case.channel = draw.choice(("web", "web", "phone", "email"))
        case.opened_at = clock.now() - timedelta(days=draw.randrange(20))
        case.closed_at = clock.now() if case.status == "closed" else None
        case.save()
        due = draw.choice([None, *(clock.today() + timedelta(days=days) for days in DAYS)])
        placed(case, due, tasks=draw.choice((0, 0, 0, 2)))
        set_marks(case, TAG, [tag for tag in TAGS if draw.random() < 0.4])
        set_marks(case, FOLLOWER, [str(key) for key in KEYS if draw.random() < 0.3])
        set_marks(case, MENTIONED, [str(key) for key in KEYS if draw.random() < 0.3])
        set_marks(case, CHANNEL, [case.channel] if case.channel != "web" else [])
        set_marks(case, PRIORITY, draw.choice([[], [], ["urgent"], ["high"], ["low"]]))
        for key in (REOPENED, HELD):
            set_marks(case, key, [YES] if draw.random() < 0.3 else [])
        IndexedAnswer.objects.filter(case_id=case.id, key="amount").update(number=draw.randrange(20))


def placed(case: Case, due: date | None, *, tasks: int = 0) -> None:
    entry = entry_of(case, due_on=due, reporter_name="", tasks=tasks)
    QueueEntry.objects.filter(pk=case.id).delete()
    rows.insert(entry)
    follow(case, position=entry.position)


def drawn(draw: random.Random) -> Wanted:
    """Something to ask for: mostly two or three filters at once."""
    today, some = clock.today(), lambda of: tuple(sorted(draw.sample(of, draw.randrange(1, 3))))
    asked: dict[str, object] = {
        "services": some([FLY_TIPPING, COMPLAINT, CONCERN]),
        "wards": some(["W1", "W2", NO_WARD]),
        "statuses": tuple(one for one in STATUSES if draw.random() < 0.5) or ("new",),
        "teams": some(["waste", "customer-relations", "adult-safeguarding"]),
        "person": draw.choice([ME, NOBODY, str(KEYS[0])]),
        "due": draw.choice(["late", "today", "soon", "week", "none", "range"]),
        "channel": draw.choice(["web", "phone"]),
        "made_from": today - timedelta(days=draw.choice((2, 6, 12))),
        "made_to": today - timedelta(days=draw.choice((0, 5, 10))),
        "tags": some(list(TAGS)),
        "priority": draw.choice(["urgent", "normal"]),
        "answers": (
            draw.choice(
                [
                    Answered("rubbish_type", "furniture"),
                    Answered("rubbish_type", "tyres"),
                    Answered("amount", least="5", most="15"),
                    Answered("amount", most="3"),
                    Answered("how_old", "adult"),
                    Answered("their_name", "anybody"),
                ]
            ),
        ),
    }
    chosen = {name: asked[name] for name in draw.sample(sorted(asked), draw.choice((0, 1, 2, 2, 3)))}
    if chosen.get("due") == "range":
        chosen |= {"due_from": today - timedelta(days=2), "due_to": today + timedelta(days=3)}
    return replace(Wanted(draw.choice(list(VIEWS)), sort=draw.choice(("", "priority"))), **chosen)


def fits(wanted: Wanted, entry: QueueEntry, of_case: list[IndexedAnswer], by: Actor) -> bool:
    """The same, said once more and plainly."""
    view, own, today = VIEWS[wanted.view], by.account_id, clock.today()
    made = clock.local(entry.opened_at).date()
    marks = {(row.key, row.text) for row in of_case}
    in_time = {
        "late": lambda due: due is not None and due < today,
        "today": lambda due: due == today,
        "soon": lambda due: due is not None and due <= today + timedelta(days=2),
        "week": lambda due: due is not None and today <= due <= today + timedelta(days=6 - today.weekday()),
        "none": lambda due: due is None,
        "range": lambda due: (
            due is not None and (wanted.due_from or date.min) <= due <= (wanted.due_to or date.max)
        ),
    }
    people = {ME: entry.assignee == own, NOBODY: entry.assignee is None, "": True}
    asks_answers = (
        {"rubbish_type", "amount"} if not wanted.services or FLY_TIPPING in wanted.services else set()
    )
    if CONCERN in (wanted.services or (CONCERN,)) and "team:adult-safeguarding" in by.classes:
        asks_answers |= {"how_old"}
    answers = [one for one in wanted.answers if one.key in asks_answers]
    dues = [due for due in (wanted.due, view.due) if due]
    return all(
        (
            entry.confidentiality in by.classes - {PUBLIC_CLASS},
            entry.status in view.statuses,
            not wanted.statuses or entry.status in wanted.statuses,
            not wanted.services or entry.service in wanted.services,
            not wanted.wards or (entry.ward or NO_WARD) in wanted.wards,
            not wanted.teams or entry.team in wanted.teams,
            not view.own_teams or entry.team in by.teams,
            people.get(view.person, False),
            people[wanted.person] if wanted.person in people else entry.assignee == UUID(wanted.person),
            not dues or entry.status in ("new", "in_progress"),
            all(in_time[due](entry.due_on) for due in dues),
            not view.tasks or entry.tasks > 0,
            not view.mark or (view.mark, YES) in marks,
            not view.own or (view.own, str(own)) in marks,
            not wanted.channel or entry.channel == wanted.channel,
            (wanted.made_from or date.min) <= made <= (wanted.made_to or date.max),
            all((TAG, tag) in marks for tag in wanted.tags),
            not wanted.priority or urgency(of_case) == LEVELS.index(wanted.priority),
            all((one.key, one.value) in marks for one in answers if one.value),
            all(
                any(
                    row.key == one.key
                    and row.number is not None
                    and float(one.least or 0) <= row.number <= float(one.most or 99)
                    for row in of_case
                )
                for one in answers
                if one.least or one.most
            ),
        )
    )


def urgency(of_case: list[IndexedAnswer]) -> int:
    """0 for the most urgent."""
    return next((LEVELS.index(row.text) for row in of_case if row.key == PRIORITY), LEVELS.index("normal"))


def every_page(wanted: Wanted, by: Actor, *, limit: int = 4, back: bool = False) -> list[str]:
    """References page after page; with `back`, from the last page to the first."""
    found, after, before = list[str](), "", ""
    for _ in range(200):
        page = cases_waiting(wanted, after=after, before=before, limit=limit, seen_by=by)
        shown = [row.reference for row in page.rows]
        found = [*shown, *found] if back else [*found, *shown]
        after, before = ("", page.before) if back else (page.after, "")
        if not (before if back else after):
            return found
    raise AssertionError("The pages do not end.")


@pytest.mark.parametrize(("probe", "walk"), [(400, 5_000), (2, 5)], ids=["short", "long"])
def test_any_filters_together_are_what_a_plain_reading_finds(
    probe: int, walk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the short probe no index is short, every list is a walk with an end."""
    a_council()
    monkeypatch.setattr(lists, "PROBE", probe)
    monkeypatch.setattr(lists, "WALK", walk)
    monkeypatch.setattr(lists, "FURTHER", 3 * walk)
    entries = list(QueueEntry.objects.order_by("position", "case_id"))
    held: dict[UUID, list[IndexedAnswer]] = {}
    for row in IndexedAnswer.objects.all():
        held.setdefault(row.case_id, []).append(row)
    draw = random.Random(probe)
    seen = 0
    for _ in range(250):
        wanted, by = drawn(draw), draw.choice(OFFICERS).actor
        fit = [one for one in entries if fits(wanted, one, held.get(one.case_id, []), by)]
        if wanted.sort:
            fit.sort(key=lambda one: urgency(held.get(one.case_id, [])))
        right = [one.reference for one in fit]
        assert every_page(wanted, by) == right, (wanted, by.key)
        whole = [row.reference for page in pages_of(wanted, size=7, seen_by=by) for row in page.rows]
        assert whole == right
        if probe > 2:
            assert count_waiting(wanted, seen_by=by).number == len(right), wanted
        seen += bool(right)
    assert seen > 60


def test_a_page_for_which_many_have_to_be_looked_at_is_filled_within_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "PROBE", 1)
    monkeypatch.setattr(lists, "WALK", 4)
    made = [sends(FLY_TIPPING, HARDING) for _ in range(30)]
    for n, one in enumerate(made):
        case = Case.objects.get(pk=one.case_id)
        placed(case, clock.today() + timedelta(days=n))
        set_marks(case, TAG, ["far"] if n in (20, 22, 29) else ["near"] if n < 9 else [])
        set_marks(case, CHANNEL, ["phone"])
    wanted, by = Wanted("new", tags=("far",), channel="phone"), OLWEN.actor
    [lead] = [one for one in leads(resolved(wanted, by)) if "position" not in one.branches[0].where][-1:]
    monkeypatch.setattr(lists, "leads", lambda asked: [lead])
    monkeypatch.setattr(lists, "ENOUGH", 60)
    monkeypatch.setattr(lists, "FURTHER", 11 * len(lead.branches))
    first = cases_waiting(wanted, limit=3, seen_by=by)
    assert first.cut
    assert [row.reference for row in first.rows] == [made[20].reference, made[22].reference]
    rest = cases_waiting(wanted, after=first.after, seen_by=by)
    assert [row.reference for row in rest.rows] == [made[29].reference]
    monkeypatch.setattr(lists, "FURTHER", 14 * len(lead.branches))
    assert len(cases_waiting(wanted, limit=3, seen_by=by).rows) == 3
    monkeypatch.setattr(lists, "ENOUGH", -1)
    assert cases_waiting(wanted, limit=3, seen_by=by).rows == ()


def test_of_ranges_of_which_none_is_short_the_shortest_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PROBE", 1)
    monkeypatch.setattr(lists, "WALK", 4)
    monkeypatch.setattr(lists, "TURNS", 0)
    made = [sends(FLY_TIPPING, HARDING) for _ in range(9)]
    for n, one in enumerate(made):
        case = Case.objects.get(pk=one.case_id)
        set_marks(case, TAG, ["near"])
        set_marks(case, CHANNEL, ["phone"] if n > 5 else ["counter"])
    page = cases_waiting(Wanted("new", tags=("near",), channel="phone"), seen_by=OLWEN.actor)
    assert len(page.rows) == 3
    assert not page.cut


def test_pages_lead_back_as_they_led_on() -> None:
    a_council(20)
    pages_both_ways(Wanted("all"))
    pages_both_ways(Wanted("all", sort="priority"))


def pages_both_ways(wanted: Wanted) -> None:
    by = ADAEZE.actor
    forth = every_page(wanted, by, limit=3)
    page, pages = cases_waiting(wanted, limit=3, seen_by=by), []
    while page.after:
        pages.append([row.reference for row in page.rows])
        page = cases_waiting(wanted, after=page.after, limit=3, seen_by=by)
    for was in reversed(pages):
        page = cases_waiting(wanted, before=page.before, limit=3, seen_by=by)
        assert [row.reference for row in page.rows] == was
    assert page.before == ""
    assert len(set(forth)) == len(forth) == 20


def test_paging_never_skips_or_repeats_a_case_that_stays_while_others_change() -> None:
    made = [sends(FLY_TIPPING, HARDING) for _ in range(24)]
    draw, by = random.Random(3), OLWEN.actor
    for n, one in enumerate(made):
        placed(Case.objects.get(pk=one.case_id), clock.today() + timedelta(days=n // 3))
    moving = {one.reference for one in draw.sample(made, 8)}
    found, after = list[str](), ""
    for turn in range(40):
        page = cases_waiting(after=after, limit=3, seen_by=by)
        found += [row.reference for row in page.rows]
        case = Case.objects.get(reference=sorted(moving)[turn % 8])
        placed(case, clock.today() + timedelta(days=draw.randrange(30)))
        after = page.after
        if not after:
            break
    stayed = {one.reference for one in made} - moving
    assert sorted(one for one in found if one in stayed) == sorted(stayed)


def test_a_filter_on_what_one_may_not_see_neither_filters_nor_tells() -> None:
    concern, tip = sends(CONCERN, HARDING), sends(FLY_TIPPING, HARDING)
    for answered in (Answered("how_old", "adult"), Answered("how_old", "child"), Answered("name", "x")):
        asked = Wanted(answers=(answered,))
        assert every_page(asked, OLWEN.actor) == [tip.reference]
        assert count_waiting(asked, seen_by=OLWEN.actor).number == 1
        [count] = counts_waiting([asked], seen_by=OLWEN.actor)
        assert count.number == 1
    set_marks(Case.objects.get(pk=concern.case_id), TAG, ["school"])
    for asked in (
        Wanted(tags=("school",)),
        Wanted(person=NOBODY, tags=("school",)),
        Wanted(services=(CONCERN,)),
    ):
        assert every_page(asked, OLWEN.actor) == []
        assert count_waiting(asked, seen_by=OLWEN.actor).number == 0
        [group] = groups_waiting([("", asked)], seen_by=OLWEN.actor)
        assert (group.rows, group.count.number) == ((), 0)
        assert every_page(asked, ADAEZE.actor) == [concern.reference]


def test_marks_go_with_the_case_and_are_made_again() -> None:
    opened = sends(COMPLAINT, HARDING)
    case = Case.objects.get(pk=opened.case_id)
    set_marks(case, TAG, ["school", "urgent"])
    set_marks(case, TAG, ["school"])
    assert marks_of([case.id], of=[TAG]) == {case.id: {TAG: ("school",)}}
    close(opened.reference, "upheld", by=MARCUS.actor)
    assert every_page(Wanted("closed", tags=("school",)), MARCUS.actor) == [opened.reference]
    reopen_case(opened.reference, "It is not put right.", by=MARCUS.actor)
    assert every_page(Wanted("reopened"), MARCUS.actor) == [opened.reference]
    move_case(opened.reference, CONCERN, by=MARCUS.actor)
    assert every_page(Wanted("reopened"), MARCUS.actor) == []
    assert every_page(Wanted("reopened", tags=("school",)), ADAEZE.actor) == [opened.reference]
    IndexedAnswer.objects.filter(key=REOPENED).delete()
    rebuild_answers()
    assert every_page(Wanted("reopened"), ADAEZE.actor) == [opened.reference]


def test_groups_have_their_first_cases_and_their_number() -> None:
    a_council(20)
    by = ADAEZE.actor
    for sort in ("", "priority"):
        parts = [(status, Wanted("all", statuses=(status,), sort=sort)) for status in STATUSES]
        with CaptureQueriesContext(connection) as asked:
            groups = groups_waiting(parts, each=2, seen_by=by)
        assert len(asked) <= 3, "the rows, the numbers, and the look"
        for group, (status, wanted) in zip(groups, parts, strict=True):
            right = every_page(wanted, by)
            assert [row.reference for row in group.rows] == right[:2], (status, sort)
            assert group.count.number == len(right)


def test_a_list_costs_the_same_statements_whatever_it_asks() -> None:
    a_council(12)
    draw = random.Random(5)
    for _ in range(40):
        wanted = drawn(draw)
        with CaptureQueriesContext(connection) as asked:
            list_cases(wanted, seen_by=ADAEZE.actor)
        assert len(asked) <= 6, wanted


def test_an_address_says_what_was_asked_and_nothing_else() -> None:
    draw = random.Random(11)
    for _ in range(200):
        wanted = drawn(draw)
        sent: dict[str, list[str]] = {}
        for name, value in wanted.pairs():
            sent.setdefault(name, []).append(value)
        assert Wanted.of(sent.items()).pairs() == wanted.pairs()
    nonsense = {"view": ["x"], "person": ["x"], "due": ["range"], "status": ["x", "new"], "answer.": ["x"]}
    assert Wanted.of(nonsense.items()) == Wanted(statuses=("new",))
    many = {"service": [f"s{n}" for n in range(99)], "tag": ["a, b ,a", "\x00"], "due_from": ["2026-02-30"]}
    assert len(Wanted.of(many.items()).services) == 60
    assert Wanted.of(many.items()).tags == ("a", "b")


def test_as_many_wards_as_are_ticked_are_asked_for() -> None:
    """A council has more wards than a page of them takes ranges."""
    made = [sends(FLY_TIPPING, HARDING) for _ in range(20)]
    for number, one in enumerate(made):
        QueueEntry.objects.filter(pk=one.case_id).update(ward=f"W{number}")
    ticked = [f"W{number}" for number in range(19)]
    wanted = Wanted.of({"ward": ticked, "status": ["new", "in_progress", "waiting"]}.items())
    assert sorted(every_page(wanted, OLWEN.actor)) == sorted(one.reference for one in made[:19])
    assert count_waiting(wanted, seen_by=OLWEN.actor).number == 19
