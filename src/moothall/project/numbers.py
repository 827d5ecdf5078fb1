"""Room on the disk for what a process counts.

prometheus_client counts in memory that is a file's. A process that writes there for the first time when the disk is
full is killed by the system, and so would be the one after it: nobody would be answered any more, not even who only
reads. So the room is taken while there is some, and who gets none does not count.
"""

from __future__ import annotations

import os
from pathlib import Path

#: Bytes of each file: several times what all routes and jobs come to.
ROOM = 1024 * 1024
#: What we count with: prometheus_client has a file for each.
KINDS = ("counter", "histogram")


def take_room(folder: Path) -> None:
    """Make the files of this process before they are counted in. Raises OSError where there is no room."""
    for kind in KINDS:
        path = folder / f"{kind}_{os.getpid()}.db"
        with path.open("ab") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, ROOM)
            except OSError:
                path.unlink(missing_ok=True)
                raise
