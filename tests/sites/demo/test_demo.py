"""The demonstration: invented, lifelike, and the same each time."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from tests.cast import SYSTEM

from moothall.apps.cases.api import case_for, cases_waiting, count_waiting, timeline_of
from moothall.apps.catalogue.api import council, load
from moothall.apps.messaging.api import letter, messages_about
from moothall.apps.teams.api import colleagues_in
from moothall.ground.events.api import seal_now, verify
from moothall.kernel import clock
from moothall.sites.demo.bank import read_bank
from moothall.sites.demo.loading import load_cases
from moothall.sites.demo.staff import add_colleagues, make_staff
from moothall.sites.demo.stories import tell_stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def rows() -> list[tuple[str, str, str, str]]:
    with clock.stopped_at(NOW):
        found = [
            row for view in ("open", "closed") for row in cases_waiting(view, limit=100, seen_by=SYSTEM).rows
        ]
    return sorted((row.service, row.status, row.ward, row.reporter_name) for row in found)


def build(seed: int, *, bulk: bool = False, count: int = 25) -> None:
    load(by=SYSTEM)
    draw = random.Random(seed)
    with clock.stopped_at(NOW):
        workers = make_staff()
        (load_cases if bulk else tell_stories)(read_bank(council()), workers, count, draw)
        seal_now()


def test_stories_have_cases_in_every_state_and_their_log_is_sound() -> None:
    build(3, count=40)
    states = {status for _, status, _, _ in rows()}
    assert states >= {"in_progress", "closed"}
    assert len(states) >= 3
    assert len({service for service, _, _, _ in rows()}) >= 3
    assert verify().sound


@pytest.mark.parametrize("bulk", [False, True], ids=["stories", "bulk"])
def test_the_same_seed_makes_the_same_council(bulk: bool, django_db_blocker) -> None:
    from django.db import transaction

    made = []
    for _ in range(2):
        point = transaction.savepoint()
        build(7, bulk=bulk)
        made.append(rows())
        transaction.savepoint_rollback(point)
    assert made[0] == made[1]
    assert len(made[0]) == 25


def test_a_loaded_case_is_a_whole_case() -> None:
    build(5, bulk=True, count=60)
    with clock.stopped_at(NOW):
        assert sum(count_waiting(view, seen_by=SYSTEM).number for view in ("open", "closed")) == 60
        closed = cases_waiting("closed", seen_by=SYSTEM).rows[0]
        case = case_for(closed.reference, seen_by=SYSTEM)
        assert case.answers
        assert case.clock
        assert case.outcome
        assert [entry.sentence for entry in timeline_of(closed.reference, seen_by=SYSTEM)]
    assert verify().sound


def test_the_reporter_of_a_loaded_case_was_told_in_the_services_words() -> None:
    build(5, bulk=True, count=40)
    with clock.stopped_at(NOW):
        closed = cases_waiting("closed", seen_by=SYSTEM).rows[0]
        told = messages_about(f"case:{closed.id}", seen_by=SYSTEM)
        assert [one.moment for one in told] == ["case opened", "case closed"]
        assert all(one.state == "sent" for one in told)
        last = letter(told[-1].id, seen_by=SYSTEM)
    assert last
    assert closed.reference in last.subject + last.text
    assert f"Dear {last.name}" in last.text
    assert "{" not in last.subject + last.text


def test_a_large_council_has_as_many_accounts_as_it_should() -> None:
    load(by=SYSTEM)
    workers = make_staff()
    before = {team: len(crew) for team, crew in workers.items()}
    add_colleagues(workers, read_bank(council()), 60, random.Random(1))
    added = 60 - len(council().staff)
    assert sum(map(len, workers.values())) == sum(before.values()) + added
    assert len(workers["waste"]) >= added // 2
    assert len(colleagues_in("waste", seen_by=SYSTEM)) >= added // 2


def test_nobody_of_the_demonstration_can_be_reached() -> None:
    resident = read_bank(council()).resident(random.Random(1))
    assert resident.email.endswith("@example.org")
    assert resident.phone.startswith("07700 900")
