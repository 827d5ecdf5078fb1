from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from moothall.ground.events.api import Past, WrongKey, bulk_record, head, history, seal_now, unsealed, verify
from moothall.ground.events.models import Seal, Segment
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from tests.ground.events.plays import Told, a_stream, tell, tell_many

pytestmark = pytest.mark.django_db


def numbered(stream: str) -> list[int]:
    """The sealed numbers of a stream's events, in order of sequence."""
    numbers = dict(Seal.objects.values_list("event_id", "number"))
    return [numbers[event.id] for event in history(stream)]


def test_numbers_are_gapless_and_in_stream_order() -> None:
    streams = tell_many(4, each=3)
    for stream in reversed(streams):
        tell(stream, Told(4), after=3)
    assert unsealed().events == 16
    assert seal_now(batch=3) == 16
    assert sorted(n for stream in streams for n in numbered(stream)) == list(range(1, 17))
    for stream in streams:
        assert numbered(stream) == sorted(numbered(stream))
    assert unsealed().events == 0
    assert seal_now() == 0


def test_the_head_moves_with_the_log() -> None:
    assert head().number == 0
    tell_many(1, each=2)
    assert head().number == 0
    seal_now()
    first = head()
    tell_many(1, each=1)
    seal_now()
    assert (first.number, head().number) == (2, 3)
    assert first.mac != head().mac
    assert verify().sound


def test_what_was_rolled_back_leaves_no_gap() -> None:
    def fail() -> None:
        with transaction.atomic():
            tell(a_stream(), Told(1))
            raise ZeroDivisionError

    tell_many(1, each=1)
    with pytest.raises(ZeroDivisionError):
        fail()
    tell_many(1, each=1)
    assert seal_now() == 2
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_full_segment_is_closed_and_the_next_goes_on_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moothall.ground.events.segments.FULL", 4)
    for _ in range(3):
        tell_many(2, each=2)
        seal_now()
    runs = Segment.objects.order_by("id").values_list("first_number", "last_number", "closed")
    assert list(runs) == [(1, 4, True), (5, 8, True), (9, 12, False)]
    assert verify().sound


def test_a_month_has_its_own_segment() -> None:
    for month in (1, 1, 2):
        with clock.stopped_at(datetime(2026, month, 3, tzinfo=UTC)):
            tell_many(1, each=1)
            seal_now()
    assert list(Segment.objects.order_by("id").values_list("last_number", flat=True)) == [2, 3]


def test_nothing_is_sealed_under_another_key(settings: Settings) -> None:
    tell_many(1, each=1)
    seal_now()
    settings.MOOTHALL_SEAL_KEY = "another key altogether"
    tell_many(1, each=1)
    with pytest.raises(WrongKey, match="MOOTHALL_SEAL_KEY"):
        _ = seal_now()


def test_a_row_put_there_without_the_key_is_set_aside_and_holds_nothing_up() -> None:
    (forged,) = tell_many(1, each=2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET actor = 'officer:nobody' WHERE stream = %s", [forged])
    tell_many(1, each=2)
    assert seal_now(batch=1) == 2
    assert unsealed().set_aside == 1
    verdict = verify()
    assert {finding.kind for finding in verdict.findings} == {"inserted"}
    assert forged in " ".join(verdict.lines())


def test_bulk_is_sealed_as_it_goes_in() -> None:
    tell_many(1, each=2)
    seal_now()
    one, two = a_stream(), a_stream()
    past = [Past(s, n, clock.now(), "system:demo", Told(n)) for n in (1, 2, 3) for s in (one, two)]
    assert bulk_record(iter(past)) == 6
    assert [event.fact for event in history(one)] == [Told(1), Told(2), Told(3)]
    assert numbered(one) == [3, 5, 7]
    assert unsealed().events == 0
    tell(one, Told(4), after=3)
    seal_now()
    assert head().number == 9
    assert verify().sound


def test_bulk_ids_carry_the_time_of_their_fact() -> None:
    old = datetime(2019, 5, 1, 9, 30, tzinfo=UTC)
    stream = a_stream()
    bulk_record([Past(stream, 1, old, "system:demo", Told(1))])
    (event,) = history(stream)
    assert event.at == old
    assert event.id < new_id()
    assert event.id.int >> 80 == int(old.timestamp() * 1000)
