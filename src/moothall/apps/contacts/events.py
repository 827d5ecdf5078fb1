"""What happened to a contact: facts of the stream `contact:<id>`. Codes and keys; never anybody's words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("contacts.begun", version=1)
@dataclass(frozen=True, slots=True)
class ContactBegun:
    channel: str


@fact("contacts.case_linked", version=1)
@dataclass(frozen=True, slots=True)
class ContactLinked:
    """`opened`: it was opened in this contact, and not there before."""

    case: UUID
    opened: bool


@fact("contacts.wrapped_up", version=1)
@dataclass(frozen=True, slots=True)
class ContactWrappedUp:
    channel: str
    reason: str
    wrap_up: str
    service: str
    seconds: int
    online: bool
    assisted: bool
