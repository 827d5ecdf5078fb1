"""The tables of `cases`, a module for each family."""

from __future__ import annotations

from moothall.apps.cases.models.approvals import Approval, ApprovalState, Delegation
from moothall.apps.cases.models.case import (
    DONE_BY_CLOSING,
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
from moothall.apps.cases.models.flags import ContactFlag
from moothall.apps.cases.models.following import CaseFollower
from moothall.apps.cases.models.many import ActState, ItemState, ManyAct, ManyItem
from moothall.apps.cases.models.notes import Mention, SensitiveNote, SentNote
from moothall.apps.cases.models.on_hold import Hold, Until
from moothall.apps.cases.models.passing import CaseMove, CaseSplit, Referral
from moothall.apps.cases.models.priority import Level, Priority
from moothall.apps.cases.models.questions import SmallForm
from moothall.apps.cases.models.queue import IndexedAnswer, QueueEntry
from moothall.apps.cases.models.replies import Reply, ReplyState
from moothall.apps.cases.models.saved import SavedView, Shared
from moothall.apps.cases.models.tags import CaseTag

__all__ = [
    "DONE_BY_CLOSING",
    "OPEN",
    "ActState",
    "Approval",
    "ApprovalState",
    "Case",
    "CaseFollower",
    "CaseLink",
    "CaseMove",
    "CaseSplit",
    "CaseTag",
    "CaseText",
    "ContactFlag",
    "Delegation",
    "Hold",
    "IndexedAnswer",
    "ItemState",
    "Level",
    "ManyAct",
    "ManyItem",
    "Mention",
    "Party",
    "Priority",
    "QueueEntry",
    "Referral",
    "Reply",
    "ReplyState",
    "SavedView",
    "SensitiveNote",
    "SentNote",
    "Shared",
    "SmallForm",
    "Status",
    "Task",
    "TaskKind",
    "TextKind",
    "Until",
]
