"""Who may see rules and who may switch them."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

READ_RULES = needs(
    register_ability(
        "automation.read",
        "See the rules of the council's folder and what they did, and try one on past cases.",
    ),
    "Staff who may see the rules.",
)
SWITCH_RULES = needs(
    register_ability("automation.switch", "Switch a rule on and off."),
    "Staff who may switch rules.",
)
