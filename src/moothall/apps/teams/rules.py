"""Why a place is refused. The docstring is what the person reads."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

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


@rule("TEAM-10")
def absence_is_in_order(first: date, last: date) -> bool:
    """The last day is before the first. Write the days the other way round."""
    return first <= last


@rule("TEAM-11")
def absence_is_not_over(last: date, today: date) -> bool:
    """These days are over. Write days that are still to come."""
    return last >= today


@rule("TEAM-12")
def absence_is_bounded(first: date, last: date) -> bool:
    """Nobody is away for more than a year. Write an earlier last day."""
    return last - first <= timedelta(days=366)


@rule("TEAM-13")
def cover_is_somebody_else(account: UUID, cover: UUID | None) -> bool:
    """Somebody who is away cannot cover themselves. Choose a colleague, or nobody."""
    return account != cover


@rule("TEAM-14")
def cover_is_a_colleague(colleague: bool) -> bool:
    """Choose somebody of the same team as cover."""
    return colleague


@rule("TEAM-15")
def days_are_free(taken: bool) -> bool:
    """They are away on some of these days already. End that absence first, or choose other days."""
    return not taken


@rule("TEAM-16")
def weekly_is_bounded(weekly: int) -> bool:
    """Write a number of cases a week from 0 to 500."""
    return 0 <= weekly <= 500


@rule("TEAM-17")
def is_own_or_led(own: bool, led: bool) -> bool:
    """You may only do this for yourself, or for somebody in a team that you lead."""
    return own or led


@rule("TEAM-30")
def declaration_is_bounded(lines: int, longest: int) -> bool:
    """Write at most 20 postcodes and 20 names, each no longer than 120 characters."""
    return lines <= 20 and longest <= 120


@rule("TEAM-31")
def announcement_is_bounded(words: str, longest: int) -> bool:
    """Write what to tell everybody, in at most 300 characters."""
    return 0 < len(words) <= longest


@rule("TEAM-32")
def announcement_ends(days: int, most: int) -> bool:
    """Say for how many days, from 1 to 60."""
    return 1 <= days <= most


@rule("TEAM-33")
def role_is_within_bounds(beyond: frozenset[str]) -> bool:
    """This role may do or see more than you. Ask whoever manages staff."""
    return not beyond


@rule("TEAM-34")
def is_not_oneself(account: UUID, own: UUID | None) -> bool:
    """You cannot change your own role. Ask somebody else who manages staff or leads the team."""
    return account != own
