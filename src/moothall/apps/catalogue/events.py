"""What happened to a service's words: facts of the stream `service:<slug>`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.ground.events.api import fact


@fact("catalogue.words_published", version=1)
@dataclass(frozen=True, slots=True)
class WordsPublished:
    """Somebody changed what a service says; `change` is the row with the words before and after."""

    change: UUID
