"""Listeners: at least once, in order per stream, each failure its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from moothall.ground.events.api import (
    LISTENERS,
    Recorded,
    deliver,
    forget_delivery,
    history,
    listener,
    retry_delivery,
    seal_now,
    skip_to_head,
    stuck_deliveries,
)
from moothall.ground.events.models import Cursor, Parked
from moothall.ground.events.turns import ATTEMPTS
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from tests.ground.events.plays import WORKER, Opened, Told, a_stream, tell

pytestmark = pytest.mark.django_db(transaction=True)

Handler = Callable[[Recorded], None]


class Ear:
    """A listener that remembers, keeps a row for each event, and fails on the numbers it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.ids: list[UUID] = []
        self.fails_on: set[int] = set()
        self.in_transaction: set[bool] = set()

    def __call__(self, event: Recorded) -> None:
        assert isinstance(event.fact, Told)
        self.in_transaction.add(connection.in_atomic_block)
        Cursor.objects.update_or_create(listener=f"row of {event.id}", defaults={"number": event.fact.number})
        if event.fact.number in self.fails_on:
            raise ValueError("Mrs Atkinson, 4 Mill Lane")
        self.heard.append((event.stream, event.fact.number))
        self.ids.append(event.id)

    def of(self, stream: str) -> list[int]:
        return [number for heard, number in self.heard if heard == stream]


@pytest.fixture
def listening() -> Iterator[Callable[..., Ear]]:
    names: list[str] = []

    def make(name: str = "plays.ear", **options: object) -> Ear:
        ear = Ear()
        listener(name, to=[Told], **options)(ear)
        names.append(name)
        return ear

    yield make
    for name in names:
        LISTENERS._entries.pop(name, None)


def tell_and_deliver(stream: str, *numbers: int) -> int:
    tell(stream, *map(Told, numbers), after=len(history(stream)))
    seal_now()
    return deliver()


def rows_of(ear: Ear) -> int:
    return Cursor.objects.filter(listener__startswith="row of").count()


@pytest.mark.parametrize("outside", [False, True])
def test_each_fact_is_heard_once_in_order(listening: Callable[..., Ear], outside: bool) -> None:
    ear, one, two = listening(outside=outside), a_stream(), a_stream()
    tell(one, Opened("not for us"))
    assert tell_and_deliver(one, 1, 2) == 2
    assert tell_and_deliver(two, 3) == 1
    assert deliver() == 0
    assert ear.heard == [(one, 1), (one, 2), (two, 3)]
    assert ear.ids == [history(one)[1].id, history(one)[2].id, history(two)[0].id]
    assert ear.in_transaction == {not outside}


def test_nothing_is_heard_before_it_is_sealed(listening: Callable[..., Ear]) -> None:
    ear = listening()
    tell(a_stream(), Told(1))
    assert deliver() == 0
    assert ear.heard == []


def test_what_would_not_set_it_to_work_now_passes_unheard(listening: Callable[..., Ear]) -> None:
    wanted: set[type] = set()
    ear, stream = listening(hears=lambda: wanted), a_stream()
    assert tell_and_deliver(stream, 1) == 0
    wanted.add(Told)
    assert tell_and_deliver(stream, 2) == 1
    assert ear.heard == [(stream, 2)]


def test_a_new_listener_begins_at_the_beginning_or_now(listening: Callable[..., Ear]) -> None:
    stream = a_stream()
    tell_and_deliver(stream, 1, 2)
    early, late = listening("plays.early"), listening("plays.late", start="now")
    deliver()
    tell_and_deliver(stream, 3)
    assert early.of(stream) == [1, 2, 3]
    assert late.of(stream) == [3]


@pytest.mark.parametrize("outside", [False, True])
def test_a_failure_parks_its_stream_for_its_listener_alone(
    listening: Callable[..., Ear], outside: bool
) -> None:
    failing, fine = listening("plays.a", outside=outside), listening("plays.b")
    one, two = a_stream(), a_stream()
    failing.fails_on = {2}
    tell(one, Told(1), Told(2), Told(3))
    tell(two, Told(7))
    seal_now()
    deliver()
    assert failing.heard == [(one, 1), (two, 7)]
    assert fine.heard == [(one, 1), (one, 2), (one, 3), (two, 7)]
    tell_and_deliver(one, 4)
    assert failing.of(one) == [1]
    (stuck,) = stuck_deliveries(seen_by=WORKER)
    assert (stuck.listener, stuck.stream, stuck.attempts, stuck.waiting) == ("plays.a", one, 1, 2)
    assert not stuck.dead


def test_what_a_failing_listener_wrote_is_undone(listening: Callable[..., Ear]) -> None:
    ear = listening()
    ear.fails_on = {2}
    tell_and_deliver(a_stream(), 1, 2)
    assert rows_of(ear) == 1


def test_the_error_kept_is_without_anybodys_name(listening: Callable[..., Ear]) -> None:
    ear = listening()
    ear.fails_on = {1}
    tell_and_deliver(a_stream(), 1)
    (stuck,) = stuck_deliveries(seen_by=WORKER)
    assert stuck.error.startswith("ValueError at test_delivering.py:")
    assert "Atkinson" not in stuck.error


@pytest.mark.parametrize("outside", [False, True])
def test_a_due_retry_is_made_and_those_waiting_follow_in_order(
    listening: Callable[..., Ear], outside: bool
) -> None:
    ear, stream = listening(outside=outside), a_stream()
    ear.fails_on = {2}
    tell_and_deliver(stream, 1, 2, 3, 4)
    ear.fails_on = {3}
    assert deliver() == 0
    with clock.stopped_at(clock.now() + timedelta(seconds=6)):
        assert deliver() == 1
    assert ear.of(stream) == [1, 2]
    ear.fails_on = set()
    with clock.stopped_at(clock.now() + timedelta(seconds=60)):
        assert deliver() == 2
        tell_and_deliver(stream, 5)
    assert ear.of(stream) == [1, 2, 3, 4, 5]
    assert not Parked.objects.exists()


def test_after_enough_attempts_it_is_dead_until_somebody_retries(listening: Callable[..., Ear]) -> None:
    ear, stream = listening(), a_stream()
    ear.fails_on = {1}
    tell_and_deliver(stream, 1, 2)
    now = clock.now()
    for n in range(1, ATTEMPTS + 3):
        with clock.stopped_at(now + timedelta(hours=2 * n)):
            deliver()
    (stuck,) = stuck_deliveries(seen_by=WORKER)
    assert stuck.dead
    assert stuck.attempts == ATTEMPTS
    ear.fails_on = set()
    assert deliver() == 0
    assert retry_delivery(stuck.id, by=WORKER)
    assert deliver() == 2
    assert ear.of(stream) == [1, 2]
    assert not retry_delivery(stuck.id, by=WORKER)


def test_a_delivery_given_up_lets_the_rest_go_on(listening: Callable[..., Ear]) -> None:
    ear, stream = listening(), a_stream()
    ear.fails_on = {1}
    tell_and_deliver(stream, 1, 2, 3)
    (stuck,) = stuck_deliveries(seen_by=WORKER)
    assert forget_delivery(stuck.id, by=WORKER)
    assert deliver() == 2
    assert ear.of(stream) == [2, 3]
    assert not forget_delivery(new_id(), by=WORKER)


def test_only_who_may_retry_jobs_sees_or_retries() -> None:
    for ask in (
        lambda: stuck_deliveries(seen_by=ANONYMOUS),
        lambda: retry_delivery(new_id(), by=ANONYMOUS),
        lambda: forget_delivery(new_id(), by=ANONYMOUS),
    ):
        with pytest.raises(Refused):
            ask()


def test_more_than_a_turn_holds_is_delivered_all_the_same(listening: Callable[..., Ear]) -> None:
    ear, stream = listening(), a_stream()
    assert tell_and_deliver(stream, *range(230)) == 230
    assert ear.of(stream) == list(range(230))
    ear.fails_on = {230}
    tell_and_deliver(stream, *range(230, 480))
    ear.fails_on = set()
    with clock.stopped_at(clock.now() + timedelta(seconds=6)):
        deliver()
    assert ear.of(stream) == list(range(480))


def test_a_limit_stops_and_the_next_call_goes_on(listening: Callable[..., Ear]) -> None:
    ear, stream = listening(), a_stream()
    tell(stream, *map(Told, range(250)))
    seal_now()
    first = deliver(limit=50)
    assert 50 <= first < 250
    assert first + deliver() == 250
    assert ear.of(stream) == list(range(250))


def test_a_listener_may_skip_what_a_load_brought(listening: Callable[..., Ear]) -> None:
    ear, stream = listening(), a_stream()
    tell(stream, Told(1))
    seal_now()
    skip_to_head("plays.ear")
    tell_and_deliver(stream, 2)
    assert ear.of(stream) == [2]


def test_a_listener_leased_elsewhere_is_left_alone_until_the_lease_is_over(
    listening: Callable[..., Ear],
) -> None:
    ear, stream = listening(outside=True), a_stream()
    tell_and_deliver(stream, 1)
    until = clock.now() + timedelta(seconds=100)
    Cursor.objects.filter(pk="plays.ear").update(lease=new_id(), leased_until=until)
    assert tell_and_deliver(stream, 2) == 0
    with clock.stopped_at(until + timedelta(seconds=1)):
        assert deliver() == 1
    assert ear.of(stream) == [1, 2]


def test_whoever_lost_the_lease_notes_no_progress(listening: Callable[..., Ear]) -> None:
    stream, told_again = a_stream(), []

    def slow(event: Recorded) -> None:
        told_again.append(event.id)
        if len(told_again) == 1:  # meanwhile another machine takes over
            Cursor.objects.filter(pk="plays.slow").update(lease=new_id(), leased_until=clock.now())

    listener("plays.slow", to=[Told], outside=True)(slow)
    try:
        tell_and_deliver(stream, 1)
        assert Cursor.objects.get(pk="plays.slow").number == 0
        assert deliver() == 1
    finally:
        del LISTENERS._entries["plays.slow"]
    assert told_again == [history(stream)[0].id] * 2
