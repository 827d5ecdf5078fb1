"""Questions about rounds. A round is seen by its own team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from moothall.apps.bookings.definitions import RoundNotFound, RoundView, VisitView
from moothall.apps.bookings.models import Round, Visit
from moothall.apps.bookings.policies import VISIT
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind

_VISITS = Visit._meta.db_table


def rounds_between(first: date, last: date, *, seen_by: Actor) -> tuple[RoundView, ...]:
    """The rounds of the asker's teams, by day. Two queries. Raises Refused."""
    VISIT.demand(seen_by)
    found = Round.objects.filter(day__gte=first, day__lte=last)
    if seen_by.kind is not Kind.SYSTEM:
        found = found.filter(team__in=sorted(seen_by.teams))
    return _with_visits(found.order_by("day", "id"))


def round_for(key: UUID, *, seen_by: Actor) -> RoundView:
    """A round of one's own team. Two queries. Raises RoundNotFound, Refused."""
    VISIT.demand(seen_by)
    [found] = _with_visits(Round.objects.filter(pk=key)) or (None,)
    if found is None or (seen_by.kind is not Kind.SYSTEM and found.team not in seen_by.teams):
        raise RoundNotFound(key)
    return found


def visit_for(key: UUID, *, seen_by: Actor) -> tuple[RoundView, VisitView]:
    """A visit with its round. Raises RoundNotFound, Refused."""
    VISIT.demand(seen_by)
    found = Visit.objects.filter(pk=key).values_list("round_id", flat=True).first()
    if found is None:
        raise RoundNotFound(key)
    whole = round_for(found, seen_by=seen_by)
    return whole, next(one for one in whole.visits if one.id == key)


def visits_read(subject: str) -> tuple[Some[Visit], Some[Round]]:
    """What `visits_about` asks, for whoever reads it ahead."""
    theirs = f"id IN (SELECT round_id FROM {_VISITS} WHERE subject = %s)"  # noqa: S608 — our own names; values are bound
    return Some(Visit, "subject = %s", (subject,)), Some(Round, theirs, (subject,))


def visits_about(subject: str, *, seen_by: Actor) -> tuple[tuple[RoundView, VisitView], ...]:
    """The visits of a subject that the asker may see, oldest first, with their rounds (without other stops). Nothing
    for who knows no rounds. One query."""
    if not VISIT.allows(seen_by):
        return ()
    visits, rounds = visits_read(subject)
    found = gathered(visits, rounds)
    whole = {one.id: one for one in found[rounds]}
    return tuple(
        (_round(whole[one.round_id], [one]), visit_view(one))
        for one in sorted(found[visits], key=lambda one: one.id)
        if seen_by.kind is Kind.SYSTEM or whole[one.round_id].team in seen_by.teams
    )


def on_a_round(subjects: Collection[str]) -> frozenset[str]:
    """Those of `subjects` that are still to be visited: a day that is over visits nothing. One query."""
    held = Visit.objects.filter(subject__in=subjects, outcome="", round__day__gte=clock.today())
    return frozenset(held.values_list("subject", flat=True))


def on_own_rounds(subjects: Collection[str], *, since: date, seen_by: Actor) -> frozenset[str]:
    """Those of `subjects` that stand on a round of the asker's teams on or after a day, visited or not. One query.

    Raises Refused.
    """
    VISIT.demand(seen_by)
    held = Visit.objects.filter(subject__in=subjects, round__day__gte=since)
    if seen_by.kind is not Kind.SYSTEM:
        held = held.filter(round__team__in=sorted(seen_by.teams))
    return frozenset(held.values_list("subject", flat=True))


def visit_view(one: Visit) -> VisitView:
    return VisitView(
        one.id,
        one.round_id,
        one.subject,
        one.label,
        one.position,
        one.lat,
        one.lon,
        one.exact,
        one.outcome,
        one.completed_at,
        one.completed_by,
    )


def _with_visits(found: Iterable[Round]) -> tuple[RoundView, ...]:
    rounds = list(found)
    of_round: defaultdict[UUID, list[Visit]] = defaultdict(list)
    for one in Visit.objects.filter(round__in=rounds).order_by("position", "id") if rounds else ():
        of_round[one.round_id].append(one)
    return tuple(_round(one, of_round[one.id]) for one in rounds)


def _round(one: Round, visits: Iterable[Visit]) -> RoundView:
    return RoundView(one.id, one.team, one.day, one.name, one.crew, tuple(map(visit_view, visits)))
