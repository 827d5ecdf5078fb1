"""Jobs that tests enqueue. What they did is in `DID`, in order."""

from __future__ import annotations

import time
from pathlib import Path

from moothall.ground.jobs.api import PermanentFailure, Settle, every, job
from moothall.ground.outside import forbid_in_transaction

DID: list[str] = []


@job(lane="tests")
def note(word: str) -> None:
    """Write a word down."""
    DID.append(word)


@job(lane="tests", unique=True)
def note_once(word: str) -> None:
    DID.append(word)


@job(lane="tests", attempts=3)
def fail(secret: str) -> None:
    raise ValueError(f"nobody may read {secret}")


@job(lane="tests")
def fail_for_good() -> None:
    raise PermanentFailure("The address does not exist.")


@job(lane="tests")
def call_outside(word: str) -> Settle:
    forbid_in_transaction("The pretend system")
    return lambda: DID.append(f"settled {word}")


@job(lane="tests", attempts=2)
def settle_badly() -> Settle:
    def settle() -> None:
        raise ValueError("no")

    return settle


@every(seconds=86_400, lane="tests by night")
def tidy() -> None:
    """What is done once a night."""


@every(seconds=3600, lane="tests")
def hourly() -> None:
    DID.append("hourly")


@job(lane="tests", attempts=3)
def write_line(path: str, word: str, seconds: float) -> None:
    """Append `word`, then take `seconds`, then append that it is done."""
    say(path, f"begun {word}")
    time.sleep(seconds)
    say(path, f"done {word}")


@job(lane="tests")
def write_until(path: str, word: str, gate: str) -> None:
    """Append `word`, wait for the file `gate`, then append that it is done."""
    say(path, f"begun {word}")
    while not Path(gate).exists():
        time.sleep(0.02)
    say(path, f"done {word}")


@job(lane="tests")
def slow_once(path: str, word: str) -> None:
    """Slow the first time, so that its worker can be killed meanwhile."""
    first = word not in Path(path).read_text()
    say(path, f"begun {word}")
    time.sleep(60 if first else 0)
    say(path, f"done {word}")


def say(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line + "\n")
