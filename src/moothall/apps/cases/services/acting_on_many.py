"""The same for many cases at once: looked at first, done in the background, and undone as a whole.

Each case goes through the verb it would go through alone, with its rules, facts and messages; one that is refused
says why and holds nobody up. A crash in the middle loses nothing: what is not marked as done is done next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.models import ActState, Case, ItemState, ManyAct, ManyItem, Party, QueueEntry
from moothall.apps.cases.policies import ASSIGN, CLOSE, MOVE, READ, WORK, CaseNotFound
from moothall.apps.cases.queue import cases_waiting
from moothall.apps.cases.said import REPORTER
from moothall.apps.cases.services.closing import close_case
from moothall.apps.cases.services.closing_undone import undo_closing
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.moving_undone import undo_move
from moothall.apps.cases.services.replying import call_back, send_reply
from moothall.apps.cases.services.tagging import add_tag, remove_tag
from moothall.apps.cases.services.working import assign_case
from moothall.apps.cases.wanted import Wanted
from moothall.apps.cases.written import Draft
from moothall.apps.forms import api as forms
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.jobs.api import Settle, job, lane
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.kernel.policies import Policy
from moothall.kernel.rules import Refused

MOST, AT_ONCE = 5_000, 200
#: Cases in one transaction of the background; on SQLite nobody else writes meanwhile.
TOGETHER = 20
KEPT = timedelta(days=30)
#: How long one run goes on before others have their turn.
SECONDS = 5.0
lane("many", threads=1)
UNDONE_WORDS = "It was closed together with others by mistake."

_SELF = system("cases")
Details = Mapping[str, str]
#: Does it with one case; answers with what undoing needs.
Do = Callable[[Case, Details, Actor], dict[str, str]]
Undo = Callable[[Case, Details, Mapping[str, str], Actor], None]


@dataclass(frozen=True, slots=True)
class ManyVerb:
    """A verb that can be done with many. `undo` brings one case back to what `do` found."""

    name: str
    policy: Policy
    do: Do
    undo: Undo


def _assign(case: Case, details: Details, by: Actor) -> dict[str, str]:
    before = str(case.assignee or "")
    assign_case(case.reference, to=UUID(details["to"]) if details["to"] else None, by=by)
    return {"assignee": before}


def _unassign(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    assign_case(case.reference, to=UUID(before["assignee"]) if before["assignee"] else None, by=by)


def _close(case: Case, details: Details, by: Actor) -> dict[str, str]:
    close_case(case.reference, details["outcome"], details.get("words", ""), by=by)
    return {}


def _unclose(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    undo_closing(case.reference, UNDONE_WORDS, by=by)


def _tag(case: Case, details: Details, by: Actor) -> dict[str, str]:
    add_tag(case.reference, details["tag"], by=by)
    return {}


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
    reporter = Party.objects.filter(case_id=case.id, role=REPORTER).values_list("id", flat=True)
    return {"reply": str(send_reply(case.reference, Draft(details["words"], tuple(reporter)), by=by))}


def _call_back(case: Case, details: Details, before: Mapping[str, str], by: Actor) -> None:
    call_back(case.reference, UUID(before["reply"]), by=by)


MANY_VERBS: Mapping[str, ManyVerb] = {
    verb.name: verb
    for verb in (
        ManyVerb("assign", ASSIGN, _assign, _unassign),
        ManyVerb("close", CLOSE, _close, _unclose),
        ManyVerb("tag", WORK, _tag, _untag),
        ManyVerb("move", MOVE, _move, _move_back),
        ManyVerb("answer", WORK, _answer, _call_back),
    )
}


def propose_many(
    verb: str,
    details: Details,
    *,
    chosen: Sequence[str] = (),
    wanted: Wanted | None = None,
    by: Actor,
) -> UUID:
    """Keep what is to be done and with which cases: the `chosen` references, or all that `wanted` lists.

    Nothing happens before `begin_many`. Raises Refused CASE-200, 201, 206, and what the verb's policy says.
    """
    READ.demand(by)
    rules.verb_is_known.demand(verb in MANY_VERBS)
    MANY_VERBS[verb].policy.demand(by)
    keys = _all_of(wanted, by) if wanted is not None else _seen(chosen, by)
    rules.some_are_chosen.demand(len(keys))
    rules.not_too_many.demand(len(keys), MOST)
    if by.account_id is None:
        raise CaseNotFound("")
    with transaction.atomic():
        act = ManyAct(
            id=new_id(), account=by.account_id, verb=verb, details=dict(details), state=ActState.PROPOSED,
            made_at=clock.now(), ended_at=None,
        )  # fmt: skip
        act.save(force_insert=True)
        rows.load(
            rows.made(
                ManyItem,
                act_id=act.id,
                case_id=key,
                state=ItemState.WAITING,
                reason="",
                before={},
                done_at_event=0,
            )
            for key in keys
        )
    return act.id


def begin_many(act: UUID, *, by: Actor) -> None:
    """Do it in the background. Raises Refused CASE-202, CaseNotFound for an act of somebody else's."""
    with transaction.atomic():
        found = own_act(act, by)
        rules.act_has_not_begun.demand(found.state)
        found.state = ActState.RUNNING
        found.save(force_update=True, update_fields=["state"])
        _go_on(found.id)


def undo_many(act: UUID, *, by: Actor) -> None:
    """Bring back, in the background, each case to which nothing has happened since. Raises Refused CASE-203, 205."""
    with transaction.atomic():
        found = own_act(act, by)
        rules.act_can_be_undone.demand(found.state)
        rules.act_is_young.demand((clock.now() - found.made_at).days)
        found.state = ActState.UNDOING
        found.save(force_update=True, update_fields=["state"])
        _go_on(found.id)


def own_act(act: UUID, by: Actor) -> ManyAct:
    """The act, its row locked where that is possible. Raises CaseNotFound for one of somebody else's."""
    found = ManyAct.objects.select_for_update().filter(pk=act, account=by.account_id or UUID(int=0)).first()
    if found is None:
        raise CaseNotFound(str(act))
    return found


def _go_on(act: UUID) -> None:
    run_many.enqueue(act=str(act))


@job(lane="many", lease_seconds=120, limit_seconds=300)
def run_many(act: str) -> Settle | None:
    """Go on with an act on many cases."""
    found = ManyAct.objects.filter(pk=UUID(act), state__in=(ActState.RUNNING, ActState.UNDOING)).first()
    if found is None:
        return None
    until = time.monotonic() + SECONDS
    while do_some(found, most=TOGETHER) == TOGETHER:
        if time.monotonic() > until:
            return partial(_go_on, found.id)
    return partial(_end, found.id)


def _end(act: UUID) -> None:
    for state, ended in ((ActState.RUNNING, ActState.DONE), (ActState.UNDOING, ActState.UNDONE)):
        if ManyAct.objects.filter(pk=act, state=state).update(state=ended, ended_at=clock.now()):
            return


def forget_old_acts() -> int:
    """Delete acts whose time is over; how many."""
    return ManyAct.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]


def _all_of(wanted: Wanted, by: Actor) -> list[UUID]:
    keys: list[UUID] = []
    after = ""
    while len(keys) <= MOST:
        page = cases_waiting(wanted, after=after, limit=AT_ONCE, purpose="many", seen_by=by)
        keys += [row.id for row in page.rows]
        if not page.after or page.after == after:
            break
        after = page.after
    return list(dict.fromkeys(keys))


def _seen(chosen: Sequence[str], by: Actor) -> list[UUID]:
    found = QueueEntry.objects.filter(reference__in=list(chosen)[: MOST + 1], confidentiality__in=by.classes)
    keys = list(found.values_list("case_id", flat=True))
    if by.is_officer and keys:
        record_look(by, [f"case:{key}" for key in keys], purpose="many", route="cases.many")
    return keys


def do_some(act: ManyAct, *, most: int) -> int:
    """Do the next `most` cases of an act, or undo them, each in a savepoint of one transaction; how many there were."""
    undoing = act.state == ActState.UNDOING
    by = teams.actor_with(act.account, teams.places_of(act.account))
    with transaction.atomic():
        wanted = ItemState.DONE if undoing else ItemState.WAITING
        items = list(
            ManyItem.objects.select_for_update().filter(act_id=act.id, state=wanted).order_by("id")[:most]
        )
        cases = {case.id: case for case in Case.objects.filter(pk__in=[item.case_id for item in items])}
        for item in items:
            case = cases.get(item.case_id)
            if undoing:
                _undo_one(act, item, case, by)
            else:
                _do_one(act, item, case, by)
        ManyItem.objects.bulk_update(items, ["state", "reason", "before", "done_at_event"])
    return len(items)


def _do_one(act: ManyAct, item: ManyItem, case: Case | None, by: Actor) -> None:
    try:
        if case is None:
            raise CaseNotFound("")
        with transaction.atomic():
            item.before = MANY_VERBS[act.verb].do(case, act.details, by)
    except Refused as no:
        item.state, item.reason = ItemState.REFUSED, no.sentence[:300]
    except CaseNotFound:
        item.state, item.reason = ItemState.REFUSED, "You may not see this case any more."
    else:
        item.state, item.done_at_event = ItemState.DONE, _last_event(item)


def _undo_one(act: ManyAct, item: ManyItem, case: Case | None, by: Actor) -> None:
    try:
        if case is None:
            raise CaseNotFound("")
        rules.nothing_happened_since.demand(item.done_at_event, case.last_event)
        with transaction.atomic():
            MANY_VERBS[act.verb].undo(case, act.details, item.before, by)
    except Refused as no:
        item.state, item.reason = ItemState.KEPT, no.sentence[:300]
    except CaseNotFound:
        item.state, item.reason = ItemState.KEPT, "You may not see this case any more."
    else:
        item.state = ItemState.UNDONE


def _last_event(item: ManyItem) -> int:
    return Case.objects.values_list("last_event", flat=True).get(pk=item.case_id)
