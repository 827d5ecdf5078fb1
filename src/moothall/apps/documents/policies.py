"""Who may see what was locked."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

ORIGINALS = needs(
    register_ability("documents.originals", "Open the originals of pictures that were redacted."),
    "Officers who may open the originals of redacted pictures.",
)
