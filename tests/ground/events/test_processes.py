"""Several processes at once, and one killed in the middle."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.events.own_database import own_database, program, said

RECORD = """
from tests.ground.events.plays import Told, a_stream, tell
from moothall.kernel.rules import Refused
from moothall.ground.events.api import last_sequence
shared, rounds = sys.argv[1], int(sys.argv[2])
for n in range(rounds):
    tell(a_stream(), Told(n), Told(n))
    try:
        print(tell(shared, Told(n), after=last_sequence(shared)))
    except Refused as refused:
        assert refused.code == "EVENT-01"
"""
SEAL = """
from moothall.ground.events.api import seal_now
print(sum(seal_now(batch=7) for _ in range(int(sys.argv[1]))))
"""
SEAL_FOR_EVER = """
from moothall.ground.events.api import seal_now
print("begun", flush=True)
while True:
    seal_now(batch=3)
"""
FILL = """
from tests.ground.events.plays import tell_many
tell_many(300, each=2)
"""
VERDICT = """
from moothall.ground.events.api import seal_now, unsealed, verify
from moothall.ground.events.models import Event, Seal
from tests.ground.events import plays
seal_now()
verdict = verify()
numbers = dict(Seal.objects.values_list("event_id", "number"))
last = {}
for event in Event.objects.order_by("stream", "sequence"):
    assert numbers[event.pk] > last.get(event.stream, 0)
    last[event.stream] = numbers[event.pk]
assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
print(verdict.sound, verdict.checked, unsealed().events, *verdict.lines())
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with own_database(tmp_path) as made:
        yield made


def test_many_recorders_and_sealers_at_once_leave_one_gapless_log(environment: dict[str, str]) -> None:
    recorders = [program(environment, RECORD, "case:shared", 40) for _ in range(3)]
    sealers = [program(environment, SEAL, 60) for _ in range(2)]
    shared = [int(n) for recorder in recorders for n in said(recorder).split()]
    for sealer in sealers:
        said(sealer)
    assert sorted(shared) == list(range(1, len(shared) + 1))
    words = said(program(environment, VERDICT)).split()
    assert words[:3] == ["True", str(3 * 40 * 2 + len(shared)), "0"]


def test_a_sealer_killed_in_the_middle_leaves_nothing_half_done(environment: dict[str, str]) -> None:
    said(program(environment, FILL))
    chance = random.Random(7)
    for _ in range(4):
        sealer = program(environment, SEAL_FOR_EVER)
        assert sealer.line() == "begun"
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(sealer.pid, signal.SIGKILL)
        sealer.wait()
    words = said(program(environment, VERDICT)).split()
    assert words[:3] == ["True", "600", "0"]
