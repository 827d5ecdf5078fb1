"""Who may plan rounds, and who may complete visits."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

PLAN_ROUNDS = needs(
    register_ability("rounds.plan", "Plan rounds of visits for their own teams."),
    "Staff who plan rounds for their team.",
)
VISIT = needs(
    register_ability("rounds.visit", "See the rounds of their own teams and complete visits."),
    "Staff who go on visits.",
)
