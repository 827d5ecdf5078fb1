"""Who the council is, as its folder says: teams, roles, days it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.kernel.calendar import ClosingDay, Division


@dataclass(frozen=True, slots=True)
class TeamDetails:
    """A team: `code` for folders and machines, `name` and `email` for people."""

    code: str
    name: str
    email: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody of this role may do, and whose confidential cases they see beside their own team's.

    `own_team_only`: a partner, who sees those cases and none that all staff may see.
    """

    code: str
    name: str
    abilities: frozenset[str]
    sees_teams: frozenset[str] = frozenset()
    own_team_only: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """The council's teams, roles and working days; how the rest of the platform reads teams.yaml,
    roles.yaml and closing-days.yaml."""

    teams: tuple[TeamDetails, ...]
    roles: tuple[Role, ...]
    division: Division
    closing_days: tuple[ClosingDay, ...] = ()

    def role(self, code: str) -> Role | None:
        return next((role for role in self.roles if role.code == code), None)

    def team(self, code: str) -> TeamDetails | None:
        return next((team for team in self.teams if team.code == code), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A place somebody has in the council: a team and the role they have in it."""

    team: str
    role: str


class NoSuchTeam(LookupError):
    """The council has no team of this code."""
