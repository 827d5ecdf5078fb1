"""For `moothall doctor`."""

from __future__ import annotations

from moothall.ground.files.store import file_store
from moothall.kernel.upkeep import Finding, checkup, well, wrong


@checkup("files")
def files_can_be_kept() -> Finding:
    problem = file_store().check()
    return (
        wrong(problem, "Without it nobody can send a photograph.") if problem else well("Files can be kept.")
    )
