"""Whatever is told, sealed, failed and tried again in whatever order: each listener hears each stream in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.ground.events.api import LISTENERS, Recorded, deliver, listener, seal_now, verify
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from tests.ground.events.plays import Told, a_stream, tell

STREAMS = 2


@dataclass(frozen=True, slots=True)
class Round:
    """Some facts of one stream are told; perhaps sealed; then all is delivered while some streams fail."""

    stream: int
    facts: int
    sealed: bool
    failing: frozenset[int]
    waits: int


a_stream_number = st.integers(0, STREAMS - 1)
rounds = st.lists(
    st.builds(
        Round,
        stream=a_stream_number,
        facts=st.integers(1, 3),
        sealed=st.sampled_from([True, True, False]),
        failing=st.frozensets(a_stream_number),
        waits=st.sampled_from([0, 0, 1, 6, 60, 8_000]),
    ),
    min_size=4,
    max_size=10,
)


class Play:
    """Two streams, one listener that fails on some of them, and a clock that only we move."""

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

    def play(self, turn: Round) -> None:
        stream = self.streams[turn.stream]
        self.failing = {self.streams[n] for n in turn.failing}
        self.now += timedelta(seconds=turn.waits)
        with clock.stopped_at(self.now):
            self.told[stream] = tell(stream, *map(Told, range(turn.facts)), after=self.told[stream])
            if turn.sealed:
                seal_now(batch=2)
            deliver()
        for heard in self.heard.values():
            assert heard == list(range(1, len(heard) + 1))

    def finish(self) -> None:
        for _ in range(2):
            self.play(Round(0, 1, sealed=True, failing=frozenset(), waits=90_000))


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rounds=rounds, outside=st.booleans())
def test_each_stream_is_heard_once_and_in_order(db: None, rounds: list[Round], outside: bool) -> None:
    play, name = Play(), f"plays.{new_id().hex}"
    listener(name, to=[Told], start="now", outside=outside)(play.hear)
    try:
        deliver()
        for turn in rounds:
            play.play(turn)
        play.finish()
    finally:
        del LISTENERS._entries[name]
    assert {stream: len(play.heard[stream]) for stream in play.streams} == {
        stream: play.told[stream] for stream in play.streams
    }
    assert verify().sound
