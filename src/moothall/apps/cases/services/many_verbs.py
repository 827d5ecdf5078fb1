"""What can be done with many cases at once: each verb as it is done with one, and how one is brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.models import Case, Level, Party, QueueEntry, Status
from moothall.apps.cases.noticing import notice_team
from moothall.apps.cases.policies import ASSIGN, CLOSE, MOVE, WORK
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.services.closing import close_case
from moothall.apps.cases.services.closing_undone import undo_closing
from moothall.apps.cases.services.giving import MANY_TO_TEAM, give_to_team, set_priority, undo_giving
from moothall.apps.cases.services.many_refused import (
    closed_ones,
    not_to_be_answered,
    not_to_be_closed,
    not_to_be_given,
    not_to_be_given_to_team,
    not_to_be_merged,
    not_to_be_moved,
    not_to_be_tagged,
    not_to_be_taken_out,
    reached_by_email,
)
from moothall.apps.cases.services.merging import merge_cases, unmerge_cases
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.moving_undone import undo_move
from moothall.apps.cases.services.replying import call_back, send_reply
from moothall.apps.cases.services.tagging import add_tag, as_tag, demand_words, remove_tag
from moothall.apps.cases.services.working import assign_case
from moothall.apps.cases.traits import level_of, traits_of
from moothall.apps.cases.writing import bounded
from moothall.apps.cases.written import Draft
from moothall.apps.forms import api as forms
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.kernel.actors import Actor, system
from moothall.kernel.policies import Policy

UNDONE_WORDS = "It was closed together with others by mistake."

_SELF = system("cases")
Details = Mapping[str, str]
#: Does it with one case; answers with what undoing needs.
Do = Callable[[Case, Details, Actor], dict[str, str]]
Undo = Callable[[Case, Details, Mapping[str, str], Actor], None]


#: With many at one time; all of them, or it is refused.
Together = Callable[[Sequence[Case], Details, Actor], None]
#: What the verb is given and the cases it is done with, once they are known. Raises Refused.
Prepare = Callable[[Details, list[UUID], Actor], tuple[Details, list[UUID]]]
#: With which of them it cannot be done, and why.
Cannot = Callable[[Sequence[UUID], Details, Actor], Mapping[UUID, str]]


def _as_given(details: Details, keys: list[UUID], by: Actor) -> tuple[Details, list[UUID]]:
    return details, keys


@dataclass(frozen=True, slots=True)
class ManyVerb:
    """A verb that can be done with many. `undo` brings one case back to what `do` found.

    `do_together`, `undo_together`: the same for many in one call. `keeps_what_came`: undoing it loses nothing that
    happened since. `tell` is called once for all, with the first of them. `cannot` says which are refused from the
    beginning; what is wrong with the words themselves `prepare` refuses.
    """

    name: str
    policy: Policy
    do: Do
    undo: Undo
    do_together: Together | None = None
    undo_together: Together | None = None
    prepare: Prepare = _as_given
    cannot: Cannot = closed_ones
    keeps_what_came: bool = False
    tell: Callable[[Case, Actor], None] | None = None


def _assign(case: Case, details: Details, by: Actor) -> dict[str, str]:
    before = str(case.assignee or "")
    assign_case(case.reference, to=UUID(details["to"]) if details["to"] else None, by=by)
    return {"assignee": before}


def _unassign(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    assign_case(case.reference, to=UUID(before["assignee"]) if before["assignee"] else None, by=by)


def _close(case: Case, details: Details, by: Actor) -> dict[str, str]:
    with rows.together():
        close_case(case.reference, details["outcome"], details.get("words", ""), by=by)
    return {}


def _unclose(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    with rows.together():
        undo_closing(case.reference, UNDONE_WORDS, by=by)


def _tag(case: Case, details: Details, by: Actor) -> dict[str, str]:
    add_tag(case.reference, details["tag"], by=by)
    return {}


def _with_tag(details: Details, keys: list[UUID], by: Actor) -> tuple[Details, list[UUID]]:
    demand_words(as_tag(details["tag"]))
    return details, keys


def _untag(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    remove_tag(case.reference, details["tag"], by=by)


def _move(case: Case, details: Details, by: Actor) -> dict[str, str]:
    kept = forms.answers_of(case.stream, seen_by=_SELF)
    before = {"service": case.service, "assignee": str(case.assignee or "")}
    move_case(case.reference, details["service"], by=by)
    return {**before, "revision": str(kept.number if kept else 0)}


def _move_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    assignee = UUID(before["assignee"]) if before["assignee"] else None
    revision = int(before["revision"])
    undo_move(case.reference, before["service"], revision=revision, assignee=assignee, by=by)


def _answer(case: Case, details: Details, by: Actor) -> dict[str, str]:
    rules.is_not_erased.demand(case.erased)
    rules.reporter_has_email.demand(bool(reached_by_email([case.id])))
    reporter = Party.objects.filter(case_id=case.id, role=REPORTER).values_list("id", flat=True)
    return {"reply": str(send_reply(case.reference, Draft(details["words"], tuple(reporter)), by=by))}


def _with_words(details: Details, keys: list[UUID], by: Actor) -> tuple[Details, list[UUID]]:
    rules.has_words.demand(bounded(details["words"]))
    return details, keys


def _call_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    call_back(case.reference, UUID(before["reply"]), by=by)


def _team(case: Case, details: Details, by: Actor) -> dict[str, str]:
    before = {"team": case.team, "status": case.status, "assignee": str(case.assignee or "")}
    give_to_team(case.reference, details["team"], details["words"], tell=False, by=by)
    return before


def _with_reason(details: Details, keys: list[UUID], by: Actor) -> tuple[Details, list[UUID]]:
    rules.has_a_reason.demand(bounded(details["words"]))
    rules.team_is_known.demand(any(one.code == details["team"] for one in teams.teams()))
    return details, keys


def _team_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    assignee = UUID(before["assignee"]) if before["assignee"] else None
    undo_giving(case.reference, before["team"], status=before["status"], assignee=assignee, by=by)


def _tell_team(case: Case, by: Actor) -> None:
    notice_team(case, MANY_TO_TEAM, by=by)


def _priority(case: Case, details: Details, by: Actor) -> dict[str, str]:
    before = level_of(traits_of(case)) or Level.NORMAL.value
    set_priority(case.reference, details["level"], by=by)
    return {"level": before}


def _priority_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    set_priority(case.reference, before["level"], by=by)


def _into(details: Details, keys: list[UUID], by: Actor) -> tuple[Details, list[UUID]]:
    """Into the case that is named, else into the oldest of them; that one is not merged into itself."""
    seen = QueueEntry.objects.filter(confidentiality__in=by.classes).exclude(status=Status.CLOSED)
    named = seen.filter(reference=details["into"]) if details["into"] else seen.filter(pk__in=keys)
    into = named.order_by("opened_at", "case_id").first()
    rules.is_there_to_merge_into.demand(into is not None)
    assert into is not None
    others = [key for key in keys if key != into.case_id]
    rules.has_others_to_merge.demand(len(others))
    return {**details, "into": into.reference}, others


def _merge(case: Case, details: Details, by: Actor) -> dict[str, str]:
    _merge_all([case], details, by)
    return {}


def _merge_all(found: Sequence[Case], details: Details, by: Actor) -> None:
    merge_cases(details["into"], [case.reference for case in found], details["words"], by=by)


def _unmerge_all(found: Sequence[Case], details: Details, by: Actor) -> None:
    unmerge_cases(details["into"], [case.reference for case in found], details["words"], by=by)


def _unmerge(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    unmerge_cases(details["into"], [case.reference], by=by)


def _take_out(case: Case, details: Details, by: Actor) -> dict[str, str]:
    _unmerge_all([case], details, by)
    return {}


def _put_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    merge_cases(details["into"], [case.reference], by=by)


MANY_VERBS: Mapping[str, ManyVerb] = {
    verb.name: verb
    for verb in (
        ManyVerb("assign", ASSIGN, _assign, _unassign, cannot=not_to_be_given),
        ManyVerb("close", CLOSE, _close, _unclose, cannot=not_to_be_closed),
        ManyVerb("tag", WORK, _tag, _untag, prepare=_with_tag, cannot=not_to_be_tagged),
        ManyVerb("move", MOVE, _move, _move_back, cannot=not_to_be_moved),
        ManyVerb("answer", WORK, _answer, _call_back, prepare=_with_words, cannot=not_to_be_answered),
        ManyVerb(
            "team",
            ASSIGN,
            _team,
            _team_back,
            prepare=_with_reason,
            cannot=not_to_be_given_to_team,
            tell=_tell_team,
        ),
        ManyVerb("priority", WORK, _priority, _priority_back),
        ManyVerb(
            "merge",
            WORK,
            _merge,
            _unmerge,
            do_together=_merge_all,
            undo_together=lambda found, details, by: _unmerge_all(found, {**details, "words": ""}, by),
            prepare=_into,
            cannot=not_to_be_merged,
            keeps_what_came=True,
        ),
        ManyVerb(
            "unmerge",
            WORK,
            _take_out,
            _put_back,
            do_together=_unmerge_all,
            cannot=not_to_be_taken_out,
            keeps_what_came=True,
        ),
    )
}
