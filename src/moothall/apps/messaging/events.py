"""What messaging tells the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("messaging.failed", version=1)
@dataclass(frozen=True, slots=True)
class MessageFailed:
    """A message will never arrive. `about` is its subject (`case:<uuid>`); `reason` holds no personal data."""

    message_id: UUID
    about: str
    moment: str
    role: str
    reason: str
