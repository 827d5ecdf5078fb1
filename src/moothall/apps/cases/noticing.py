"""Who of the staff is told that something happened to a case. Called within the verb; see `messaging`'s notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from uuid import UUID

from moothall.apps.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseFollower,
    Delegation,
    QueueEntry,
    Status,
)
from moothall.apps.cases.policies import READ
from moothall.apps.cases.traits import APPROVAL, FOLLOWED, traits_of
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.kernel import clock
from moothall.kernel.actors import STAFF_CLASS, Actor, account_of, system, team_class
from moothall.kernel.policies import Policy

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


def notice_approvers(case: Case, asked: Approval, *, by: Actor) -> None:
    """Tell everybody who may agree, by the role or in somebody's place today: those of the case's team that it waits
    for them, the others that it waits for somebody. Where the team has nobody else, it waits for the others.

    Never whoever asked. No query for each of them.
    """
    role, today = asked.role, clock.today()
    handed = Delegation.objects.filter(role=role, since__lte=today, until__gte=today).order_by("id")
    instead = list(handed.values_list("of", "to"))
    staff = {account: (places, teams.actor_with(account, places)) for account, places in teams.everybody()}
    may = {one for one, (_, actor) in staff.items() if _allowed(actor, case.confidentiality)}
    near = {one for one in may if teams.Place(case.team, role) in staff[one][0]}
    far = {one for one in may if role in staff[one][1].roles} - near
    near |= {to for of, to in instead if of in near and to in may}
    far |= {to for of, to in instead if of in far and to in may}
    never = {account_of(asked.asked_by)}
    tell = partial(messaging.notify, about=case.stream, label=case.reference, by=by, may_see=may.__contains__)
    tell(sorted((near - never) or (far - never)), messaging.APPROVAL)
    if near - never:
        tell(sorted(far - near - never), messaging.APPROVAL_ELSEWHERE)


def notice_asked_still(case: Case, *, by: Actor) -> None:
    """Another team has the case: what a second person is asked waits for theirs. Asks nothing where nobody is."""
    if APPROVAL not in traits_of(case):
        return
    asked = Approval.objects.filter(case_id=case.id, state=ApprovalState.ASKED).first()
    if asked is not None:
        notice_approvers(case, asked, by=by)


def notice_able(case: Case, policy: Policy, kind: str, *, by: Actor) -> None:
    """Tell everybody of the case's team who may do what `policy` asks for; where nobody there may, all others who may.

    No query for each of them.
    """
    staff = {account: (places, teams.actor_with(account, places)) for account, places in teams.everybody()}
    may = {
        one
        for one, (_, actor) in staff.items()
        if policy.allows(actor) and _allowed(actor, case.confidentiality)
    }
    near = {one for one in may if any(place.team == case.team for place in staff[one][0])}
    messaging.notify(
        sorted(near or may),
        kind,
        about=case.stream,
        label=case.reference,
        by=by,
        may_see=may.__contains__,
    )


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
