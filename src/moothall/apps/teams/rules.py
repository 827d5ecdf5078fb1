"""Why a place is refused. The docstring is what the person reads."""

from __future__ import annotations

from moothall.apps.teams.definitions import Organisation
from moothall.kernel.rules import rule


@rule("TEAM-01")
def the_team_exists(now: Organisation, team: str) -> bool:
    """There is no such team in the council's folder. Choose one of those listed in teams.yaml."""
    return now.team(team) is not None


@rule("TEAM-02")
def the_role_exists(now: Organisation, role: str) -> bool:
    """There is no such role in the council's folder. Choose one of those listed in roles.yaml."""
    return now.role(role) is not None
