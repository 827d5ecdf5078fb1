"""A leader moves the work of their team: one by one, shared out by a rule, or to whoever covers somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.load import load_of, workers_of
from moothall.apps.cases.models import OPEN, QueueEntry
from moothall.apps.cases.policies import ASSIGN, CaseNotFound
from moothall.apps.cases.queue import cases_waiting
from moothall.apps.cases.services.working import give
from moothall.apps.cases.views import Row
from moothall.apps.cases.wanted import NOBODY, Wanted
from moothall.apps.cases.writing import changing
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind
from moothall.kernel.rules import Refused

#: So many cases are shared out at once.
MOST = 200


class By(StrEnum):
    """How work is shared out: by load for what each can do, or so that each has a part of the map."""

    EVENLY = "evenly"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case and who would get it."""

    row: Row
    to: UUID


@dataclass(frozen=True, slots=True)
class Moved:
    """How many were moved, and why others were not: reference and sentence."""

    number: int
    left: tuple[tuple[str, str], ...]


def proposed(team: str, how: By, *, by: Actor) -> tuple[Proposal, ...]:
    """Who would get what of the work that is nobody's yet; nothing is moved. Few queries, however many cases."""
    _demand_leading(team, by)
    rows = cases_waiting(Wanted(view="open", teams=(team,), person=NOBODY), limit=MOST, seen_by=by).rows
    if not rows:
        return ()
    classes = dict(
        QueueEntry.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", "confidentiality")
    )
    able = {one: workers_of(team, one, rows[0].id) for one in set(classes.values())}
    people = sorted({account for accounts in able.values() for account in accounts})
    away = teams.away_on(clock.today(), of=people)
    capacity = {one: most for one, most in teams.capacities_of(people).items() if most and one not in away}
    loads = load_of(list(capacity), seen_by=by)
    share = _Share(capacity, Counter({one: loads[one].open if one in loads else 0 for one in capacity}))
    groups = _by_ward(rows) if how is By.PLACE else [[row] for row in rows]
    chosen = [
        Proposal(row, to)
        for group in groups
        for row, to in share.give(group, [able[classes[row.id]] for row in group])
    ]
    return tuple(chosen)


@dataclass(slots=True)
class _Share:
    """What each has so far, for what each can do."""

    capacity: Mapping[UUID, int]
    has: Counter[UUID]

    def give(self, rows: Sequence[Row], able: Sequence[Sequence[UUID]]) -> list[tuple[Row, UUID]]:
        """All of `rows` to one person, who may work on each; to nobody where nobody may."""
        may = set(self.capacity).intersection(*map(set, able))
        if not may:
            return (
                [pair for row, own in zip(rows, able, strict=True) for pair in self.give([row], [own])]
                if len(rows) > 1
                else []
            )
        to = min(may, key=lambda one: ((self.has[one] + len(rows)) / self.capacity[one], one))
        self.has[to] += len(rows)
        return [(row, to) for row in rows]


def _by_ward(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each ward together, those of the largest first; what has no ward alone."""
    wards: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        wards[row.ward or f"?{row.reference}"].append(row)
    return [wards[ward] for ward in sorted(wards, key=lambda ward: (-len(wards[ward]), ward))]


def move_work(team: str, wanted: Mapping[str, UUID | None], *, by: Actor) -> Moved:
    """Give each of these cases of the team to somebody, or back to the team. Each is a change of its own: what cannot
    be moved is told, and the others are moved. Raises Refused CASE-186."""
    _demand_leading(team, by)
    number, left = 0, []
    for reference, to in list(wanted.items())[:MOST]:
        try:
            with changing(reference, by=by, may=ASSIGN) as change:
                rules.is_of_the_team.demand(change.case.team == team)
                give(change, to)
            number += 1
        except Refused as no:
            left.append((reference, no.sentence))
        except CaseNotFound:
            left.append((reference, "There is no such case that you may see."))
    return Moved(number, tuple(left))


def move_to_cover(team: str, account: UUID, *, by: Actor) -> Moved:
    """All that somebody who is away has open of the team's, to their cover. Raises Refused CASE-186, CASE-188."""
    _demand_leading(team, by)
    rules.has_a_cover.demand(account in teams.covers_of([account]))
    held = QueueEntry.objects.filter(assignee=account, team=team, status__in=OPEN)
    if by.kind is not Kind.SYSTEM:
        held = held.filter(confidentiality__in=by.classes)
    references = held.order_by("position").values_list("reference", flat=True)[:MOST]
    return move_work(team, dict.fromkeys(references, account), by=by)


def _demand_leading(team: str, by: Actor) -> None:
    rules.leads_the_team.demand(by.kind is Kind.SYSTEM or team in teams.teams_led(by))
