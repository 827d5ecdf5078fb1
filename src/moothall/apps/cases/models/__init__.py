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
from moothall.apps.cases.models.following import CaseFollower
from moothall.apps.cases.models.queue import IndexedAnswer, QueueEntry
from moothall.apps.cases.models.saved import SavedView, Shared

__all__ = [
    "OPEN",
    "Case",
    "CaseFollower",
    "CaseLink",
    "CaseText",
    "IndexedAnswer",
    "Party",
    "QueueEntry",
    "SavedView",
    "Shared",
    "Status",
    "Task",
    "TaskKind",
    "TextKind",
]
