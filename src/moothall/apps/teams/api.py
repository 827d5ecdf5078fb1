"""The door of teams: who the council is."""

from __future__ import annotations

from moothall.apps.teams.abilities import ABILITIES, Ability, register_ability
from moothall.apps.teams.absences import (
    USUAL_WEEKLY,
    AbsenceNotFound,
    Away,
    absences_of,
    away_on,
    capacities_of,
    covers_of,
    end_absence,
    enter_absence,
    say_capacity,
    teams_led,
)
from moothall.apps.teams.announcing import (
    Announced,
    announce,
    announced_now,
    announcements,
    end_announcement,
)
from moothall.apps.teams.declaring import Declared, declarations, declare, declared_by, looks_of_team
from moothall.apps.teams.definitions import NoSuchTeam, Organisation, Place, Role, TeamDetails
from moothall.apps.teams.organisation import organisation, organised_by, working_calendar
from moothall.apps.teams.policies import ANNOUNCE, LEAD, PLACES, STAFF_MANAGE
from moothall.apps.teams.queries import (
    actor_for,
    actor_with,
    colleague_at,
    colleagues_in,
    leaders_of,
    members_of,
    people_of,
    places_of,
    staff_who_see,
    team_named,
    teams,
)
from moothall.apps.teams.services import join, leave, load_teams

__all__ = [
    "ABILITIES",
    "ANNOUNCE",
    "LEAD",
    "PLACES",
    "STAFF_MANAGE",
    "USUAL_WEEKLY",
    "Ability",
    "AbsenceNotFound",
    "Announced",
    "Away",
    "Declared",
    "NoSuchTeam",
    "Organisation",
    "Place",
    "Role",
    "TeamDetails",
    "absences_of",
    "actor_for",
    "actor_with",
    "announce",
    "announced_now",
    "announcements",
    "away_on",
    "capacities_of",
    "colleague_at",
    "colleagues_in",
    "covers_of",
    "declarations",
    "declare",
    "declared_by",
    "end_absence",
    "end_announcement",
    "enter_absence",
    "join",
    "leaders_of",
    "leave",
    "load_teams",
    "looks_of_team",
    "members_of",
    "organisation",
    "organised_by",
    "people_of",
    "places_of",
    "register_ability",
    "say_capacity",
    "staff_who_see",
    "team_named",
    "teams",
    "teams_led",
    "working_calendar",
]
