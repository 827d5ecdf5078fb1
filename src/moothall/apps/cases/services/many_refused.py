"""Which of many cases a verb cannot be done with, and why: said before it begins, on the page where one looks at it.

Each asks the rules of its verb in the verb's order, for all cases in a few queries. What happens between looking and
doing is found by the verb itself, and said afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.models import DONE_BY_CLOSING, Case, CaseLink, CaseTag, Party, Task
from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.reading import pinned
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.services.moving import service_to
from moothall.apps.cases.services.tagging import as_tag, demand_room
from moothall.apps.cases.services.working import account_may_see
from moothall.apps.cases.two_persons import answers_weighed, demand_alone
from moothall.apps.people import api as people
from moothall.apps.teams import api as teams
from moothall.kernel.actors import STAFF_CLASS, Actor, system, team_class
from moothall.kernel.rules import Refused

Keys = Sequence[UUID]
Details = Mapping[str, str]
#: Raises Refused, as the verb would.
Demand = Callable[[Case], None]
_SELF = system("cases")


def none_refused(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    return {}


def closed_ones(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    """One query."""
    return _refused(keys, lambda case: rules.is_open.demand(case.status))


def not_to_be_given(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    """To whom they are given, or who covers them today, may not see it."""
    to = UUID(details["to"]) if details["to"] else None
    cover = teams.covers_of([to]).get(to) if to else None

    @cache
    def sees(confidentiality: str) -> bool:
        found = [one for one in (cover, to) if one is not None]
        return not found or any(account_may_see(one, UUID(int=0), confidentiality) for one in found)

    def demand(case: Case) -> None:
        rules.is_open.demand(case.status)
        rules.assignee_may_see.demand(sees(case.confidentiality))

    return _refused(keys, demand)


def not_to_be_closed(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    outcome = details["outcome"]
    left = Task.objects.filter(case_id__in=list(keys), done_at=None).exclude(kind__in=DONE_BY_CLOSING)
    to_do = set(left.values_list("case_id", flat=True))
    found = list(Case.objects.filter(pk__in=list(keys)))
    weighed = answers_weighed(found, "close")

    def demand(case: Case) -> None:
        rules.is_open.demand(case.status)
        demand_alone(case, "close", by=by, outcome=outcome, weighed=weighed)
        rules.outcome_is_known.demand(pinned(case).outcome(outcome) is not None)
        rules.tasks_are_done.demand(case.id in to_do)

    return dict(_refused_of(found, demand))


def not_to_be_tagged(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    tag, held = as_tag(details["tag"]), dict[UUID, set[str]]()
    for key, words in CaseTag.objects.filter(case_id__in=list(keys)).values_list("case_id", "words"):
        held.setdefault(key, set()).add(words)
    return _refused(keys, lambda case: demand_room(tag, held.get(case.id, set())))


def not_to_be_answered(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    """Nobody reported it, or whoever did left no e-mail address."""
    reached = reached_by_email(keys)
    return _refused(keys, lambda case: rules.reporter_has_email.demand(case.id in reached))


def reached_by_email(keys: Keys) -> set[UUID]:
    """Of which of these whoever reported it can be written to. Two queries."""
    found = Party.objects.filter(case_id__in=list(keys), role=REPORTER).exclude(source_record_id=None)
    sources = dict(found.values_list("case_id", "source_record_id"))
    named = people.people_named(list(sources.values()), seen_by=_SELF)
    return {key for key, source in sources.items() if source in named and named[source].email}


def not_to_be_moved(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    wanted = service_to(details["service"], by=by)
    live = CaseLink.objects.filter(ended_at=None)
    linked = set(live.filter(original_id__in=list(keys)).values_list("original_id", flat=True))
    linked |= set(live.filter(duplicate_id__in=list(keys)).values_list("duplicate_id", flat=True))
    found = list(Case.objects.filter(pk__in=list(keys)))
    weighed = answers_weighed(found, "move")

    def demand(case: Case) -> None:
        rules.is_open.demand(case.status)
        demand_alone(case, "move", by=by, weighed=weighed)
        rules.is_another_service.demand(case.service, wanted.slug)
        if case.confidentiality != wanted.confidentiality:
            rules.has_no_live_link.demand(case.id in linked)

    return dict(_refused_of(found, demand))


def not_to_be_given_to_team(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    team = details["team"]

    def demand(case: Case) -> None:
        rules.is_open.demand(case.status)
        rules.is_another_team.demand(case.team, team)
        rules.team_may_see.demand(case.confidentiality in (STAFF_CLASS, team_class(team)))

    return _refused(keys, demand)


def not_to_be_merged(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    """Those which `merge_cases` would refuse to merge into `details["into"]`, each for itself."""
    [allowed] = Case.objects.filter(reference=details["into"]).values_list("confidentiality", flat=True)
    live = CaseLink.objects.filter(ended_at=None, original_id__in=list(keys))
    followed = set(live.values_list("original_id", flat=True))

    def demand(case: Case) -> None:
        rules.is_open.demand(case.status)
        rules.same_people_may_see.demand(case.confidentiality, allowed)
        rules.has_no_others_merged.demand(case.id in followed)

    return _refused(keys, demand)


def not_to_be_taken_out(keys: Keys, details: Details, by: Actor) -> dict[UUID, str]:
    live = CaseLink.objects.filter(ended_at=None, merged=True, original__reference=details["into"])
    merged = set(live.filter(duplicate_id__in=list(keys)).values_list("duplicate_id", flat=True))
    return {key: rules.is_merged.why_not(False) for key in keys if key not in merged}


def _refused(keys: Keys, demand: Demand) -> dict[UUID, str]:
    return dict(_refused_of(Case.objects.filter(pk__in=list(keys)), demand))


def _refused_of(found: Iterable[Case], demand: Demand) -> Iterable[tuple[UUID, str]]:
    for case in found:
        try:
            rules.is_not_erased.demand(case.erased)
            demand(case)
        except Refused as no:
            yield case.id, no.sentence
        except CaseNotFound:
            yield case.id, "You may not see this case any more."
