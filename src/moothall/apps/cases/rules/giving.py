"""Giving a case to a team, to whoever has the least to do, and saying how urgent it is."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-180")
def team_is_known(known: bool) -> bool:
    """There is no such team. Choose one of those listed."""
    return known


@rule("CASE-181")
def is_another_team(current: str, wanted: str) -> bool:
    """This team already has the request."""
    return current != wanted


@rule("CASE-182")
def team_may_see(sees: bool) -> bool:
    """Only its own team may see this request, so it cannot be given to another. Move it to another service instead."""
    return sees


@rule("CASE-183")
def somebody_is_there(there: bool) -> bool:
    """Nobody in this team is there and may see the request. Give it to somebody by name."""
    return there


@rule("CASE-184")
def level_is_known(known: bool) -> bool:
    """Choose one of: low, normal, high, urgent."""
    return known


@rule("CASE-185")
def person_is_known(known: bool) -> bool:
    """Nobody who works here signs in with this address. Write the address of a colleague."""
    return known


@rule("CASE-186")
def leads_the_team(leads: bool) -> bool:
    """You do not lead this team, so you cannot move its work."""
    return leads


@rule("CASE-187")
def is_of_the_team(own: bool) -> bool:
    """This request belongs to another team by now."""
    return own


@rule("CASE-188")
def has_a_cover(covered: bool) -> bool:
    """Nobody covers this person today. Say first who does."""
    return covered
