"""Verbs on rounds: making one, changing it, and completing a visit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction

from moothall.apps.bookings import rules
from moothall.apps.bookings.definitions import Completed, RoundNotFound, Stop
from moothall.apps.bookings.events import RoundChanged, RoundMade, VisitCompleted
from moothall.apps.bookings.models import Outcome, Round, Visit
from moothall.apps.bookings.ordering import best_order
from moothall.apps.bookings.policies import PLAN_ROUNDS, VISIT
from moothall.apps.bookings.queries import visit_view
from moothall.apps.teams import api as teams
from moothall.ground.events.api import eraser, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.ids import new_id
from moothall.kernel.policies import Policy


def make_round(
    team: str, day: date, stops: Sequence[Stop], *, crew: UUID | None = None, name: str = "", by: Actor
) -> UUID:
    """A round of `team` on `day`, its stops ordered by place. Raises Refused ROUND-01 to 04, 07, 09."""
    PLAN_ROUNDS.demand(by)
    _demand_own(team, by)
    rules.has_stops.demand(len(stops))
    rules.stops_are_few.demand(len(stops))
    rules.day_is_to_come.demand(day, clock.today())
    _demand_goes(team, crew, day)
    with transaction.atomic():
        _leave_behind([one.subject for one in stops], by)
        made = Round.objects.create(
            id=new_id(),
            team=team,
            day=day,
            crew=crew,
            name=" ".join(name.split())[:80] or "Round",
            made_by=by.key,
            made_at=clock.now(),
            last_event=0,
        )
        _add(made, stops, first=1)
        _tell(made, RoundMade(team, day, crew, len(stops)), by)
    order_by_place(made.id, by=by)
    return made.id


def add_stops(key: UUID, stops: Sequence[Stop], *, by: Actor) -> None:
    """More to visit, at the end. Raises RoundNotFound, Refused ROUND-01, 02, 04."""
    PLAN_ROUNDS.demand(by)
    rules.has_stops.demand(len(stops))
    with transaction.atomic():
        _leave_behind([one.subject for one in stops], by)
        with _changing(key, by) as (found, visits):
            rules.stops_are_few.demand(len(visits) + len(stops))
            _add(found, stops, first=1 + max((one.position for one in visits), default=0))


def change_round(key: UUID, *, day: date, crew: UUID | None, by: Actor) -> None:
    """Another day or another crew. Raises RoundNotFound, Refused ROUND-03, 07, 09."""
    with _changing(key, by) as (found, _):
        if day != found.day:
            rules.day_is_to_come.demand(day, clock.today())
        _demand_goes(found.team, crew, day)
        found.day, found.crew = day, crew


def order_by_place(key: UUID, *, by: Actor) -> None:
    """The stops still to visit in a short order; those without a place last, as they stood."""
    with _changing(key, by) as (_, visits):
        done = [one for one in visits if one.outcome]
        left = [one for one in visits if not one.outcome]
        placed = [(one, (one.lat, one.lon)) for one in left if one.lat is not None and one.lon is not None]
        order = best_order([point for _, point in placed])
        known = {one.id for one, _ in placed}
        _number([*done, *(placed[n][0] for n in order), *(one for one in left if one.id not in known)])


def move_stop(key: UUID, visit: UUID, *, to: int, by: Actor) -> None:
    """A stop to another position (from 1). Raises RoundNotFound, Refused ROUND-05."""
    with _changing(key, by) as (_, visits):
        moved = _still(visits, visit)
        others = [one for one in visits if one.id != visit]
        at = max(0, min(to - 1, len(others)))
        _number([*others[:at], moved, *others[at:]])


def move_to_round(key: UUID, visit: UUID, other: UUID, *, by: Actor) -> None:
    """A stop to the end of another round of one's own. Raises RoundNotFound, Refused ROUND-02, ROUND-05."""
    if key == other:
        return
    with transaction.atomic():
        list(Round.objects.select_for_update().filter(pk__in=(key, other)).order_by("pk"))
        with _changing(key, by) as (_, visits), _changing(other, by) as (to, there):
            moved = _still(visits, visit)
            rules.stops_are_few.demand(len(there) + 1)
            moved.round, moved.position = to, 1 + max((one.position for one in there), default=0)
            moved.save(force_update=True, update_fields=["round", "position"])
            _number([one for one in visits if one.id != visit])


def drop_stop(key: UUID, visit: UUID, *, by: Actor) -> None:
    """A stop that is not visited after all. Raises RoundNotFound, Refused ROUND-05."""
    with _changing(key, by) as (_, visits):
        gone = _still(visits, visit)
        Visit.objects.filter(pk=gone.id).delete()
        _number([one for one in visits if one.id != visit])


def complete_visit(key: UUID, outcome: str, *, sent_as: str, by: Actor) -> Completed:
    """A visit is over, in the caller's transaction or its own. `sent_as` is the device's own name for this completion:
    the same one again changes nothing and answers as the first time. Raises RoundNotFound, Refused ROUND-05, 06, 08."""
    VISIT.demand(by)
    rules.is_named_well.demand(sent_as)
    rules.outcome_is_known.demand(outcome in Outcome.values and outcome != Outcome.LEFT)
    with transaction.atomic():
        round_, found = _locked(key)
        _may_see(round_, by)
        if found.completed_with == sent_as:
            return Completed(visit_view(found), round_.id, again=True)
        rules.is_still_to_visit.demand("" if found.outcome == Outcome.LEFT else found.outcome)
        found.outcome, found.completed_with = outcome, sent_as
        found.completed_by, found.completed_at = by.key, clock.now()
        found.save(force_update=True)
        _tell(round_, VisitCompleted(found.id, found.subject, outcome), by)
    return Completed(visit_view(found), round_.id, again=False)


def _locked(key: UUID) -> tuple[Round, Visit]:
    """A visit and its round. The round is locked first, as by whoever plans, so that neither waits for the other in a
    circle; one that is moved meanwhile is looked for where it is. Raises RoundNotFound."""
    while (of := Visit.objects.filter(pk=key).values_list("round_id", flat=True).first()) is not None:
        round_ = Round.objects.select_for_update().filter(pk=of).first()
        found = Visit.objects.select_for_update().filter(pk=key, round_id=of).first()
        if round_ is not None and found is not None:
            return round_, found
    raise RoundNotFound(key)


@contextmanager
def _changing(key: UUID, by: Actor) -> Iterator[tuple[Round, list[Visit]]]:
    """The round and its stops in order, locked; told and kept at the end."""
    PLAN_ROUNDS.demand(by)
    with transaction.atomic():
        found = Round.objects.select_for_update().filter(pk=key).first()
        if found is None:
            raise RoundNotFound(key)
        _may_see(found, by)
        visits = list(Visit.objects.filter(round=found).order_by("position", "id"))
        yield found, visits
        stops = Visit.objects.filter(round=found).count()
        _tell(found, RoundChanged(found.day, found.crew, stops), by)


def _leave_behind(subjects: Collection[str], by: Actor) -> None:
    """What nobody reached on a day that is over is on no round any more. Called before the new round is locked: rounds
    are locked in the order in which they were made. A telephone that sends such a visit late is still heard."""
    missed = Visit.objects.filter(subject__in=subjects, outcome="", round__day__lt=clock.today())
    rounds = set(missed.values_list("round_id", flat=True))
    for one in Round.objects.select_for_update().filter(pk__in=rounds).order_by("pk"):
        visits = Visit.objects.filter(round=one)
        visits.filter(subject__in=subjects, outcome="").update(outcome=Outcome.LEFT)
        _tell(one, RoundChanged(one.day, one.crew, visits.count()), by)


def _add(found: Round, stops: Sequence[Stop], *, first: int) -> None:
    subjects = [one.subject for one in stops]
    rules.is_on_no_round.demand(
        len(set(subjects)) < len(subjects) or Visit.objects.filter(subject__in=subjects, outcome="").exists()
    )
    Visit.objects.bulk_create(
        Visit(
            id=new_id(),
            round=found,
            subject=one.subject,
            label=one.label,
            position=position,
            lat=one.lat,
            lon=one.lon,
            exact=one.exact,
        )
        for position, one in enumerate(stops, first)
    )


def _still(visits: Sequence[Visit], key: UUID) -> Visit:
    found = next((one for one in visits if one.id == key), None)
    if found is None:
        raise RoundNotFound(key)
    rules.is_still_to_visit.demand(found.outcome)
    return found


def _number(visits: Sequence[Visit]) -> None:
    moved = []
    for position, one in enumerate(visits, 1):
        if one.position != position:
            one.position = position
            moved.append(one)
    if moved:
        Visit.objects.bulk_update(moved, ["position"])


def _tell(found: Round, fact: object, by: Actor) -> None:
    found.last_event = record(f"round:{found.id}", fact, by=by, after=found.last_event)
    found.save(force_update=True)


def _demand_own(team: str, by: Actor) -> None:
    if by.kind is not Kind.SYSTEM and team not in by.teams:
        raise RoundNotFound(team)


def _may_see(found: Round, by: Actor) -> None:
    _demand_own(found.team, by)


def _demand_goes(team: str, crew: UUID | None, day: date) -> None:
    if crew is not None:
        rules.goes_for_the_team.demand(crew in {account for account, _ in crews_of(team)})
        rules.is_there_that_day.demand(bool(teams.away_on(day, of=[crew])))


def crews_of(team: str) -> tuple[tuple[UUID, tuple[teams.Place, ...]], ...]:
    """Who of a team may complete visits. One query."""
    return tuple(
        (account, places)
        for account, places in teams.people_of(team)
        if VISIT.allows(teams.actor_with(account, places))
    )


def may(policy: Policy, team: str, actor: Actor) -> bool:
    """Whether the actor may do this for the team."""
    return policy.allows(actor) and (actor.kind is Kind.SYSTEM or team in actor.teams)


@eraser("bookings")
def forget(subject: str) -> list[str]:
    """Where it was goes with what was said; that there was a visit stays, as the log says."""
    Visit.objects.filter(subject=subject).update(lat=None, lon=None)
    return []
