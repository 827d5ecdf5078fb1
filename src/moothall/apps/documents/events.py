"""What documents tells the rooms above: facts of the stream `document:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("documents.refused", version=1)
@dataclass(frozen=True, slots=True)
class DocumentRefused:
    """A file was found harmful or could not be opened, and is gone. `owner` has it (`case:<uuid>`); `why` is a code."""

    document: UUID
    owner: str
    why: str
