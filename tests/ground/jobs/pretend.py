"""Jobs that tests enqueue. What they did is in `DID`, in order."""

from __future__ import annotations

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


@every(seconds=3600, lane="tests")
def hourly() -> None:
    DID.append("hourly")
