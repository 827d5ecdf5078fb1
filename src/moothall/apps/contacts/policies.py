"""Who may answer people."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

LOG = needs(
    register_ability(
        "contacts.log", "Answer people who call or come: write contacts down, look people up, run the desk."
    ),
    "Advisers who answer people who call or come.",
)
