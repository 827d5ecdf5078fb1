"""What is made once in a run of the tests, by whichever of its processes needs it first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Names the folder that all processes of one run share: see `tests/conftest.py`.
SHARED = "MOOTHALL_TESTS_SHARED"


@contextmanager
def once(name: str) -> Iterator[tuple[Path, bool]]:
    """A folder of this run, and whether it is still to be filled, which whoever is told so does inside the block.

    Others wait meanwhile.
    """
    folder = Path(os.environ[SHARED]) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        filled = folder / "filled"
        yield folder, not filled.exists()
        filled.touch()
