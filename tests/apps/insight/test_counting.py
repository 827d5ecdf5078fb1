"""Counts: right in sum, written once, nothing about anybody; words only when three people looked for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from moothall.apps.insight import api as insight
from moothall.apps.insight.jobs import forget_what_is_old
from moothall.apps.insight.models import DailyCount, MissedWord, Remark
from moothall.kernel import clock
from tests.cast import SYSTEM

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def emptied(db: None) -> Iterator[None]:
    """What another test of this process has counted is not found in this one's tables."""
    insight.write_now()
    DailyCount.objects.all().delete()
    MissedWord.objects.all().delete()
    yield
    insight.write_now()


def passes(page: str, times: int = 1, what: str = "passed") -> None:
    for _ in range(times):
        insight.count(what, "a-service", version="0123456789abcdef", page=page)


def test_counts_of_several_writings_add_up_by_page() -> None:
    passes("where", 5, "reached")
    passes("where", 2)
    insight.write_now()
    passes("where", 1)
    insight.write_now()
    assert insight.write_now() == 0
    use = insight.use_of("a-service", seen_by=SYSTEM)
    assert [(one.page, one.reached, one.passed, one.left) for one in use.pages] == [("where", 5, 3, 2)]
    assert DailyCount.objects.count() == 2


def test_days_and_versions_are_told_apart_and_old_days_left_out() -> None:
    with clock.stopped_at(NOON):
        insight.count("sent", "a-service", version="one")
        insight.write_now()
    with clock.stopped_at(NOON + timedelta(days=10)):
        insight.count("sent", "a-service", version="two")
        insight.write_now()
        use = insight.use_of("a-service", seen_by=SYSTEM)
        assert use.sent == 2
        assert [(one.version, one.sent) for one in use.versions] == [("two", 1), ("one", 1)]
    with clock.stopped_at(NOON + timedelta(days=30)):
        assert insight.use_of("a-service", seen_by=SYSTEM).sent == 1


def words() -> list[tuple[str, int]]:
    return [(one.word, one.times) for one in insight.words_missed(seen_by=SYSTEM)]


def test_a_word_is_kept_only_when_three_people_looked_for_it() -> None:
    for number in range(2):
        insight.missed(["Orchard"], whose=f"10.0.0.{number}")
    insight.write_now()
    assert words() == []
    assert [one.word for one in MissedWord.objects.all()] == [""]
    insight.missed(["orchard"], whose="10.0.0.9")
    insight.write_now()
    assert words() == [("orchard", 3)]


def test_somebody_who_tries_again_is_not_three_people() -> None:
    with clock.stopped_at(NOON):
        for _ in range(5):
            insight.missed(["zebra"], whose="10.0.0.1")
        insight.write_now()
    with clock.stopped_at(NOON + timedelta(days=1)):
        insight.missed(["zebra"], whose="10.0.0.1")
        insight.write_now()
    assert MissedWord.objects.get().times == 2


@pytest.mark.parametrize("word", ["07700900123", "BC11AA", "a", "septimus@example.com", "x" * 31, "\x00bin"])
def test_what_may_name_somebody_is_no_word(word: str) -> None:
    for number in range(4):
        insight.missed([word], whose=str(number))
    insight.write_now()
    assert MissedWord.objects.count() == 0


def test_three_at_once_are_shown_too_and_everything_goes_in_time() -> None:
    with clock.stopped_at(NOON):
        for number in range(3):
            insight.missed(["tram"], whose=str(number))
        insight.missed(["rare"], whose="1")
        insight.remark("a-service", "Say where\x00 the\ud800 tip is", page="", by=SYSTEM)
        insight.write_now()
        assert words() == [("tram", 3)]
        assert Remark.objects.get().words == "Say where the tip is"
    with clock.stopped_at(NOON + timedelta(days=31)):
        forget_what_is_old.call()
        assert {one.word for one in MissedWord.objects.all()} == {"tram"}
    with clock.stopped_at(NOON + timedelta(days=91)):
        forget_what_is_old.call()
        assert (MissedWord.objects.count(), Remark.objects.count()) == (0, 0)


def test_what_two_pages_say_at_once_of_one_request_is_counted_once() -> None:
    said = [insight.say_how_it_went("a-service", "4", "Quick.", once="this one", by=SYSTEM) for _ in range(2)]
    assert said == [True, False]
    assert insight.has_said("this one", seen_by=SYSTEM)
    assert not insight.has_said("another", seen_by=SYSTEM)
    assert insight.use_of("a-service", seen_by=SYSTEM).went == (0, 1, 0, 0, 0)
    assert Remark.objects.count() == 1
