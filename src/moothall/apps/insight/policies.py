"""Who may see how the site is used."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

READ_INSIGHT = needs(
    register_ability(
        "insight.read", "See how services are used: what is sent, where people stop, what they say."
    ),
    "Officers who may see how services are used.",
)
