"""Who of the staff is told that something happened to a case. Called within the verb; see `messaging`'s notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from uuid import UUID

from moothall.apps.cases.models import Case, CaseFollower, Delegation, QueueEntry, Status
from moothall.apps.cases.policies import READ
from moothall.apps.cases.traits import FOLLOWED, traits_of
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor, system, team_class

#: A case is said to be due soon this many days before.
SOON = timedelta(days=1)
#: Hereafter it would be said again.
ONCE_IN = timedelta(days=5)
_SELF = system("cases")


def notice(accounts: Iterable[UUID | None], kind: str, case: Case, *, by: Actor) -> None:
    """Tell officers something about a case; those who may not see it any more are left out."""
    wanted = [one for one in dict.fromkeys(accounts) if one is not None and one != by.account_id]
    seen = [one for one in wanted if _sees(one, case=case)]
    if seen:
        messaging.notify(
            seen, kind, about=case.stream, label=case.reference, by=by, may_see=partial(_sees, case=case)
        )


def notice_role(case: Case, role: str, kind: str, *, by: Actor) -> None:
    """Tell everybody with a role in the case's team, and whoever decides in the place of one of them today."""
    place, today = teams.Place(case.team, role), clock.today()
    own = [account for account, places in teams.people_of(case.team) if place in places]
    handed = Delegation.objects.filter(of__in=own, role=role, since__lte=today, until__gte=today)
    notice([*own, *handed.order_by("id").values_list("to", flat=True)], kind, case, by=by)


def notice_team(case: Case, kind: str, *, by: Actor) -> None:
    """Tell everybody of the case's team who may see it. No query for each of them."""
    people = teams.people_of(case.team)
    seen = [
        account
        for account, places in people
        if _allowed(teams.actor_with(account, places), case.confidentiality)
    ]
    may_see = partial(_sees, case=case)
    messaging.notify(seen, kind, about=case.stream, label=case.reference, by=by, may_see=may_see)


def notice_followers(case: Case, *, by: Actor) -> None:
    """The case has changed: whoever follows it hears so. Asks nothing where nobody does."""
    if FOLLOWED not in traits_of(case):
        return
    followers = list(CaseFollower.objects.filter(case_id=case.id).values_list("account", flat=True))
    if followers:
        notice(followers, messaging.FOLLOWED, case, by=by)


def notice_due_soon() -> int:
    """Tell each officer which of their open cases are due tomorrow at the latest, once; how many were told.

    Who has left the team since they were given it hears no more of it.
    """
    day = clock.today() + SOON
    until = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    told = 0
    for confidentiality in (STAFF_CLASS, *(team_class(team.code) for team in teams.teams())):
        sees = cache(partial(_sees_class, confidentiality=confidentiality))
        for status in (Status.NEW, Status.IN_PROGRESS):
            due = QueueEntry.objects.filter(
                confidentiality=confidentiality, status=status, position__lte=until, assignee__isnull=False
            ).order_by("position", "case")
            for key, account, label in due.values_list("case_id", "assignee", "reference"):
                told += len(
                    messaging.notify(
                        [account] if sees(account) else [],
                        messaging.BREACH,
                        about=f"case:{key}",
                        label=label,
                        by=_SELF,
                        once_in=ONCE_IN,
                        may_see=sees,
                    )
                )
    return told


def _sees(account: UUID, *, case: Case) -> bool:
    return _sees_class(account, confidentiality=case.confidentiality)


def _sees_class(account: UUID, *, confidentiality: str) -> bool:
    return _allowed(teams.actor_with(account, teams.places_of(account)), confidentiality)


def _allowed(actor: Actor, confidentiality: str) -> bool:
    return READ.allows(actor) and actor.sees(confidentiality)
