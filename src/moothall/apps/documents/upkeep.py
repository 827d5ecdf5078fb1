"""For `moothall doctor`."""

from __future__ import annotations

from moothall.apps.documents.scanning import scanner
from moothall.kernel.upkeep import Finding, checkup, well, wrong


@checkup("scanner")
def files_can_be_scanned() -> Finding:
    """What residents send can be scanned for harmful software."""
    problem = scanner().check()
    if problem:
        return wrong(problem, "Until then what people send is kept apart, and nobody can open it.")
    return well("What people send is scanned.")
