"""The tables of `cases`, a module for each family."""

from __future__ import annotations

from moothall.apps.cases.models.case import (
    OPEN,
    Case,
    CaseLink,
    CaseText,
    Party,
    Status,
    Task,
    TaskKind,
    TextKind,
)
from moothall.apps.cases.models.queue import IndexedAnswer, QueueEntry

__all__ = [
    "OPEN",
    "Case",
    "CaseLink",
    "CaseText",
    "IndexedAnswer",
    "Party",
    "QueueEntry",
    "Status",
    "Task",
    "TaskKind",
    "TextKind",
]
