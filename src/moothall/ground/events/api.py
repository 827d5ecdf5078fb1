"""The door of `events`: tell facts, read histories. Nothing else here is imported from outside."""

from moothall.ground.events.facts import Unread, fact, upcaster
from moothall.ground.events.recording import Recorded, histories, history, last_sequence, record

__all__ = [
    "Recorded",
    "Unread",
    "fact",
    "histories",
    "history",
    "last_sequence",
    "record",
    "upcaster",
]
