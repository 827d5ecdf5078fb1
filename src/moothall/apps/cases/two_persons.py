"""Which verbs a second person has to agree to, as the service's folder says today; and who may agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.models import Case, Delegation
from moothall.apps.cases.reading import service_now
from moothall.apps.catalogue.api import TwoPersons
from moothall.apps.forms import api as forms
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system

_SELF = system("cases")


#: Answers by the stream of their case, where they have been read for many at once.
Weighed = Mapping[str, forms.Kept]


def answers_weighed(of: Iterable[Case], verb: str) -> Weighed:
    """The answers that say of some of these cases whether a second person has to agree. Few queries, or none."""
    streams = [
        case.stream
        for case in of
        if any(one.verb == verb and one.amount for one in service_now(case).approvals)
    ]
    return forms.answers_of_each(streams, seen_by=_SELF) if streams else {}


def wanted_for(
    case: Case, verb: str, *, outcome: str = "", pence: int | None = None, weighed: Weighed | None = None
) -> TwoPersons | None:
    """What the service says of this verb; None where one person decides. A query where an answer is the amount, unless
    it has been `weighed`."""
    for one in service_now(case).approvals:
        if one.verb != verb or (one.outcomes and outcome not in one.outcomes):
            continue
        if one.above is None or _amount(case, one, pence, weighed) > one.above:
            return one
    return None


def demand_alone(
    case: Case,
    verb: str,
    *,
    by: Actor,
    outcome: str = "",
    pence: int | None = None,
    weighed: Weighed | None = None,
) -> None:
    """Raises Refused CASE-241 where a second person has to agree first. The system decides nothing, so it may."""
    if by.kind is Kind.OFFICER:
        wanted = wanted_for(case, verb, outcome=outcome, pence=pence, weighed=weighed)
        rules.one_person_decides.demand(wanted is None)


def _amount(case: Case, one: TwoPersons, pence: int | None, weighed: Weighed | None) -> Decimal:
    if not one.amount:
        return Decimal(pence or 0) / 100
    kept = weighed.get(case.stream) if weighed is not None else forms.answers_of(case.stream, seen_by=_SELF)
    value = kept.answers.value(one.amount) if kept else None
    try:
        return Decimal(str(value)) if isinstance(value, int | float | str) else Decimal("Infinity")
    except ArithmeticError:
        return Decimal("Infinity")  # what cannot be read is looked at by two


def decides(case: Case, role: str, by: Actor) -> tuple[bool, UUID | None]:
    """Whether `by` may agree for `role` on this case, and in whose place where that was handed to them.

    The role counts in any team, as long as whoever has it sees the case: that has been asked before.
    """
    return decides_among(case.confidentiality, role, by)


def decides_among(confidentiality: str, role: str, by: Actor) -> tuple[bool, UUID | None]:
    """The same of any case with this confidentiality."""
    if role in by.roles:
        return True, None
    today = clock.today()
    if by.account_id is None:
        return False, None
    handed = Delegation.objects.filter(to=by.account_id, role=role, since__lte=today, until__gte=today)
    for one in handed.order_by("id"):
        away = teams.actor_with(one.of, teams.places_of(one.of))
        if role in away.roles and away.sees(confidentiality):
            return True, one.of
    return False, None


def roles_decided_by(by: Actor) -> frozenset[str]:
    """The roles for which `by` may agree today, their own and those handed to them."""
    if by.account_id is None:
        return by.roles
    today = clock.today()
    handed = Delegation.objects.filter(to=by.account_id, since__lte=today, until__gte=today)
    return by.roles | frozenset(handed.values_list("role", flat=True))
