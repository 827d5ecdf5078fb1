"""The door of `looks`: record who saw what, and ask."""

from __future__ import annotations

from moothall.ground.looks.asking import (
    Asked,
    Seen,
    last_looked_at,
    looks_after,
    looks_between,
    looks_recorded,
)
from moothall.ground.looks.policies import SEE_LOOKS
from moothall.ground.looks.recording import (
    Looked,
    Shown,
    forget_looks,
    looks_at,
    make_findable,
    record_look,
    record_looks,
)

__all__ = [
    "SEE_LOOKS",
    "Asked",
    "Looked",
    "Seen",
    "Shown",
    "forget_looks",
    "last_looked_at",
    "looks_after",
    "looks_at",
    "looks_between",
    "looks_recorded",
    "make_findable",
    "record_look",
    "record_looks",
]
