"""Cases are kept as long as their service says, not a day less and not a day more."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from moothall.apps.cases import retention
from moothall.apps.cases.api import (
    case_for,
    close_case,
    count_found,
    link_duplicate,
    load_past,
    reopen_case,
    search_cases,
    timeline_of,
)
from moothall.apps.cases.jobs import MOST_IN_A_RUN, NotErased, end_retention
from moothall.apps.cases.retention import ended_before, run_retention
from moothall.apps.catalogue.api import forget
from moothall.apps.documents.api import attach
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import ERASERS, seal_now, verify
from moothall.ground.files.api import owned_by
from moothall.ground.jobs.api import PERIODS, backlog, run_pending
from moothall.ground.looks.api import looks_at, make_findable
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from tests.apps.cases.test_bulk import a_past
from tests.apps.cases.test_erasing import WORDS, a_whole_story, everything
from tests.apps.catalogue.folders import Folders, change, copied_folders
from tests.cast import FLY_TIPPING, HARDING, MARCUS, MISSED_BIN, NOBODY, OLWEN, SYSTEM, sends

LONDON = ZoneInfo("Europe/London")
OPENED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CLOSED = datetime(2026, 3, 31, 23, 30, tzinfo=LONDON)
#: Fly-tipping is kept for 24 months after closed: the last day is 31 March 2028.
LAST_MOMENT = datetime(2028, 3, 31, 23, 59, 59, tzinfo=LONDON)
NEXT_DAY = datetime(2028, 4, 1, 0, 0, 1, tzinfo=LONDON)


def a_night(at: datetime) -> None:
    """The job as the worker runs it, and what it leaves to be done."""
    with clock.stopped_at(at):
        end_retention.enqueue()
        run_pending(["housekeeping"])


def closed_case(service: str = FLY_TIPPING, *, closed: datetime = CLOSED) -> str:
    with clock.stopped_at(OPENED):
        opened = sends(service, HARDING)
    with clock.stopped_at(closed):
        close_case(opened.reference, "cleared", "Cleared by hand.", by=OLWEN.actor)
    return opened.reference


def is_erased(reference: str) -> bool:
    return bool(case_for(reference, seen_by=SYSTEM).erased_under)


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path) as copied:
        yield copied


@pytest.mark.django_db
def test_not_a_day_early_and_not_a_day_late() -> None:
    reference = closed_case()
    a_night(LAST_MOMENT)
    assert not is_erased(reference)
    a_night(NEXT_DAY)
    case = case_for(reference, seen_by=SYSTEM)
    assert case.erased_under == f"retention of {FLY_TIPPING}: 24 months after closed"
    seal_now()
    assert verify().sound, verify()


@pytest.mark.django_db
def test_cases_that_cannot_be_erased_stop_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest two cannot be: the budget is for those that can, and the job says so in the end."""
    stuck = {closed_case(closed=CLOSED - timedelta(days=days)) for days in (2, 1)}
    fine = closed_case()
    erase = retention.erase_case

    def jammed(reference: str, *, rule: str, by: Actor) -> object:
        if reference in stuck:
            raise RuntimeError("jammed")
        return erase(reference, rule=rule, by=by)

    monkeypatch.setattr(retention, "erase_case", jammed)
    with clock.stopped_at(NEXT_DAY):
        assert run_retention(most=1) == retention.Run(erased=0, failed=1, more=False)
        assert run_retention(most=3) == retention.Run(erased=1, failed=2, more=False)
        with pytest.raises(NotErased, match=r"^2 cases"):
            end_retention.call()
    assert is_erased(fine)


@pytest.mark.parametrize(
    ("today", "months", "last_day"),
    [
        (date(2028, 4, 1), 24, date(2026, 3, 31)),
        (date(2028, 3, 31), 24, date(2026, 3, 30)),
        (date(2027, 3, 1), 1, date(2027, 1, 31)),
        (date(2027, 2, 28), 1, date(2027, 1, 27)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2028, 3, 1), 48, date(2024, 2, 29)),
        (date(2026, 1, 1), 12, date(2024, 12, 31)),
        (date(2026, 7, 15), 1, date(2026, 6, 14)),
        (date(2126, 7, 15), 1200, date(2026, 7, 14)),
    ],
)
def test_months_end_at_the_end_of_their_last_day(today: date, months: int, last_day: date) -> None:
    before = ended_before(today, months)
    assert clock.local(before - timedelta(seconds=1)).date() == last_day
    assert clock.local(before).date() == last_day + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_everything_that_was_said_goes_everywhere(post: DemoMailer) -> None:
    with clock.stopped_at(OPENED):
        reference = a_whole_story(post)
        case = case_for(reference, seen_by=OLWEN.actor)
        photo = attach(f"case:{case.id}", b"a photo", name="sofa.jpg", media_type="image/jpeg", kind="photo",
                       source="form", by=SYSTEM)  # fmt: skip
    with clock.stopped_at(CLOSED):
        close_case(reference, "cleared", "Septimus Harding agrees.", by=OLWEN.actor)
        make_findable()
    assert all(words in everything() for words in WORDS)
    waiting = sum(one.jobs for one in backlog() if one.lane == "mail")
    assert waiting
    a_night(NEXT_DAY)
    assert not [words for words in (*WORDS, "agrees") if words in everything()]
    assert not owned_by(f"document:{photo.id}")
    assert not search_cases("harding", seen_by=OLWEN.actor).rows
    assert not count_found("harding", seen_by=OLWEN.actor).number
    assert looks_at(f"case:{case.id}", seen_by=SYSTEM)
    assert not sum(one.jobs for one in backlog() if one.lane == "mail")
    with clock.stopped_at(NEXT_DAY):
        assert timeline_of(reference, seen_by=OLWEN.actor)
    seal_now()
    assert verify().sound, verify()


@pytest.mark.django_db
def test_a_case_opened_again_is_kept() -> None:
    reference = closed_case()
    with clock.stopped_at(LAST_MOMENT):
        reopen_case(reference, "It is there again.", by=MARCUS.actor)
    a_night(NEXT_DAY + timedelta(days=400))
    assert not is_erased(reference)
    with clock.stopped_at(NEXT_DAY):
        close_case(reference, "cleared", by=OLWEN.actor)
    a_night(NEXT_DAY + timedelta(days=700))
    assert not is_erased(reference)
    a_night(NEXT_DAY + timedelta(days=731))
    assert is_erased(reference)


@pytest.mark.django_db
def test_an_open_case_is_kept_for_ever_and_the_duplicates_that_follow_it() -> None:
    with clock.stopped_at(OPENED):
        original, duplicate = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, NOBODY)
        link_duplicate(duplicate.reference, original=original.reference, by=OLWEN.actor)
    a_night(NEXT_DAY + timedelta(days=4000))
    assert not is_erased(original.reference)
    assert not is_erased(duplicate.reference)
    with clock.stopped_at(NEXT_DAY + timedelta(days=4000)):
        close_case(original.reference, "cleared", by=OLWEN.actor)
    a_night(NEXT_DAY + timedelta(days=4700))
    assert not is_erased(duplicate.reference)
    a_night(NEXT_DAY + timedelta(days=4740))
    assert is_erased(original.reference)
    assert is_erased(duplicate.reference)


@pytest.mark.django_db
def test_a_shorter_retention_holds_for_old_cases(folders: Folders) -> None:
    reference = closed_case()
    after_a_year = CLOSED + timedelta(days=366)
    a_night(after_a_year)
    assert not is_erased(reference)
    change(folders.service(FLY_TIPPING) / "service.yaml", "months: 24", "months: 12")
    forget()
    a_night(after_a_year)
    assert is_erased(reference)


@pytest.mark.django_db
def test_months_may_count_from_the_opening_but_only_closed_cases_go(folders: Folders) -> None:
    change(folders.service(FLY_TIPPING) / "service.yaml", "after: closed", "after: opened")
    forget()
    reference = closed_case(closed=LAST_MOMENT)
    with clock.stopped_at(OPENED):
        still_open = sends(FLY_TIPPING, NOBODY).reference
    a_night(NEXT_DAY)
    assert is_erased(reference)
    assert not is_erased(still_open)


@pytest.mark.django_db
def test_a_service_that_is_gone_keeps_its_last_word_but_never_while_a_folder_cannot_be_read(
    folders: Folders,
) -> None:
    reference = closed_case()
    shutil.move(folders.service(FLY_TIPPING), folders.council / "gone")
    council = folders.council / "council.yaml"
    lines = council.read_text(encoding="utf-8").splitlines()
    council.write_text("\n".join(line for line in lines if FLY_TIPPING not in line), encoding="utf-8")
    change(folders.service(MISSED_BIN) / "service.yaml", "months: 12", "months: a year")
    forget()
    a_night(NEXT_DAY)
    assert not is_erased(reference)
    change(folders.service(MISSED_BIN) / "service.yaml", "months: a year", "months: 12")
    forget()
    a_night(LAST_MOMENT)
    assert not is_erased(reference)
    a_night(NEXT_DAY)
    assert is_erased(reference)


@pytest.mark.django_db
def test_a_run_that_stops_is_taken_up_where_it_stopped() -> None:
    load_past(a_past(40), draw=random.Random(1))
    with clock.stopped_at(NEXT_DAY + timedelta(days=365)):
        first = run_retention(most=7)
        assert (first.erased, first.failed, first.more) == (7, 0, True)
        rest = run_retention(most=1_000)
        assert (rest.erased, rest.failed, rest.more) == (13, 0, False)
        assert run_retention(most=1_000).erased == 0
    seal_now()
    assert verify().sound, verify()


@pytest.mark.django_db
def test_one_that_cannot_be_erased_stops_no_other() -> None:
    good, bad = closed_case(), closed_case()
    stuck = f"case:{case_for(bad, seen_by=SYSTEM).id}"

    def stumble(subject: str) -> tuple[str, ...]:
        if subject == stuck:
            raise OSError(subject)
        return ()

    ERASERS.add("stumbling", stumble)
    try:
        with clock.stopped_at(NEXT_DAY):
            run = run_retention(most=10)
    finally:
        del ERASERS._entries["stumbling"]
    assert (run.erased, run.failed, run.more) == (1, 1, False)
    assert is_erased(good)
    assert not is_erased(bad)


def test_it_runs_each_night() -> None:
    assert PERIODS[end_retention.module_path].seconds == 24 * 3600
    assert MOST_IN_A_RUN > 0
