"""The door of teams: who the council is."""

from __future__ import annotations

from moothall.apps.teams.abilities import ABILITIES, Ability, register_ability
from moothall.apps.teams.definitions import NoSuchTeam, Organisation, Place, Role, TeamDetails
from moothall.apps.teams.organisation import organisation, organised_by, working_calendar
from moothall.apps.teams.policies import STAFF_MANAGE
from moothall.apps.teams.queries import actor_for, actor_with, colleagues_in, places_of, team_named, teams
from moothall.apps.teams.services import join, leave, load_teams

__all__ = [
    "ABILITIES",
    "STAFF_MANAGE",
    "Ability",
    "NoSuchTeam",
    "Organisation",
    "Place",
    "Role",
    "TeamDetails",
    "actor_for",
    "actor_with",
    "colleagues_in",
    "join",
    "leave",
    "load_teams",
    "organisation",
    "organised_by",
    "places_of",
    "register_ability",
    "team_named",
    "teams",
    "working_calendar",
]
