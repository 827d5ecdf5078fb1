"""Whatever is told, sealed, failed and tried again in whatever order: each listener hears each stream in order."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.ground.events.api import LISTENERS, Recorded, deliver, listener, seal_now, verify
from moothall.ground.events.models import Parked
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from tests.ground.events.plays import Told, a_stream, tell

STREAMS = 3
steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, STREAMS - 1), st.integers(1, 3)),
        st.tuples(st.just("seal"), st.integers(1, 2), st.just(0)),
        st.tuples(st.just("deliver"), st.just(0), st.just(0)),
        st.tuples(st.just("fail"), st.integers(0, STREAMS - 1), st.booleans()),
        st.tuples(st.just("wait"), st.integers(1, 8000), st.just(0)),
    ),
    max_size=25,
)


class Play:
    """Three streams, one listener that fails on some of them, and a clock that only we move."""

    def __init__(self) -> None:
        self.streams = [a_stream() for _ in range(STREAMS)]
        self.told: dict[str, int] = defaultdict(int)
        self.heard: dict[str, list[int]] = defaultdict(list)
        self.failing: set[str] = set()
        self.now = clock.now()

    def hear(self, event: Recorded) -> None:
        if event.stream in self.failing:
            raise ConnectionError
        self.heard[event.stream].append(event.sequence)

    def step(self, what: str, one: int, two: int) -> None:
        with clock.stopped_at(self.now):
            if what == "tell":
                stream = self.streams[one]
                self.told[stream] = tell(stream, *(Told(n) for n in range(two)), after=self.told[stream])
            elif what == "seal":
                seal_now(batch=one)
            elif what == "deliver":
                deliver()
            elif what == "fail":
                (self.failing.add if two else self.failing.discard)(self.streams[one])
            else:
                self.now += timedelta(seconds=one)
        for stream in self.streams:
            assert self.heard[stream] == list(range(1, len(self.heard[stream]) + 1))

    def finish(self) -> None:
        self.failing.clear()
        Parked.objects.filter(attempts__gt=0).update(dead=False)
        for what, seconds in (("seal", 5), ("wait", 90_000), ("deliver", 0), ("deliver", 0)):
            self.step(what, seconds, 0)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps, outside=st.booleans())
def test_each_stream_is_heard_once_and_in_order(
    db: None, steps: list[tuple[str, int, int]], outside: bool
) -> None:
    play, name = Play(), f"plays.{new_id().hex}"
    listener(name, to=[Told], start="now", outside=outside)(play.hear)
    try:
        deliver()
        for step in steps:
            play.step(*step)
        play.finish()
    finally:
        del LISTENERS._entries[name]
    assert {stream: len(play.heard[stream]) for stream in play.streams} == {
        stream: play.told[stream] for stream in play.streams
    }
    assert verify().sound
