"""Numbers that all processes share, for a while, and that say nothing about anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from moothall.ground.tallies.api import counted, forget_old, times
from moothall.ground.tallies.models import Tally
from moothall.kernel import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_each_is_counted_by_itself_in_one_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert counted("from 203.0.113.7", "said hello", seconds=60) == (1, 1)
        assert counted("said hello", "from elsewhere", "said hello", seconds=60) == (2, 1, 2)
    assert (times("said hello"), times("never")) == (2, 0)


def test_a_number_is_over_when_its_time_is_and_goes() -> None:
    with clock.stopped_at(NOON):
        assert counted("guess", seconds=900) == (1,)
    with clock.stopped_at(NOON + timedelta(seconds=899)):
        assert counted("guess", seconds=900) == (2,)
        assert forget_old() == 0
    with clock.stopped_at(NOON + timedelta(seconds=900)):
        assert times("guess") == 0
        assert counted("guess", seconds=900) == (1,)
    with clock.stopped_at(NOON + timedelta(seconds=1_800)):
        assert forget_old() == 1
    assert not Tally.objects.exists()


def test_what_is_rolled_back_was_not_counted() -> None:
    with transaction.atomic():
        counted("sent", seconds=60)
        transaction.set_rollback(True)
    assert times("sent") == 0


@pytest.mark.parametrize("thing", ["", "a\x00b", "\ud800", "é" * 10_000])
def test_whatever_is_typed_can_be_counted(thing: str) -> None:
    assert counted(thing, seconds=60) == (1,)
    assert times(thing) == 1
