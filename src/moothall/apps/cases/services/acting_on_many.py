"""The same for many cases at once: looked at first, done in the background, and undone as a whole.

Each case goes through the verb it would go through alone, with its rules, facts and messages; one that is refused
says why and holds nobody up. A crash in the middle loses nothing: what is not marked as done is done next.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.models import ActState, Case, ItemState, ManyAct, ManyItem, QueueEntry
from moothall.apps.cases.policies import READ, CaseNotFound
from moothall.apps.cases.queue import cases_waiting
from moothall.apps.cases.services.many_verbs import MANY_VERBS, Details
from moothall.apps.cases.wanted import Wanted
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.jobs.api import Settle, job, lane
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused

MOST, AT_ONCE = 5_000, 200
#: Cases in one transaction of the background; on SQLite nobody else writes meanwhile.
TOGETHER = 20
KEPT = timedelta(days=30)
#: How long one run goes on before others have their turn.
SECONDS = 5.0
lane("many", threads=1)


def propose_many(
    verb: str,
    details: Details,
    *,
    chosen: Sequence[str] = (),
    wanted: Wanted | None = None,
    every: bool = False,
    by: Actor,
) -> UUID:
    """Keep what is to be done and with which cases: the `chosen` references (`every` one, or it is refused), or all
    that `wanted` lists; and why those are refused of which that can be said now.

    Nothing happens before `begin_many`. Raises Refused CASE-200, 201, 206, and what the verb's policy says.
    """
    READ.demand(by)
    rules.verb_is_known.demand(verb in MANY_VERBS)
    MANY_VERBS[verb].policy.demand(by)
    keys = _all_of(wanted, by) if wanted is not None else _seen(chosen, by)
    rules.some_are_chosen.demand(len(keys))
    rules.not_too_many.demand(len(keys), MOST)
    if every:
        rules.all_are_there.demand(len(set(chosen)) - len(keys))
    details, keys = MANY_VERBS[verb].prepare(details, keys, by)
    if by.account_id is None:
        raise CaseNotFound("")
    act = ManyAct(
        id=new_id(), account=by.account_id, verb=verb, details=dict(details), state=ActState.PROPOSED,
        made_at=clock.now(), ended_at=None,
    )  # fmt: skip
    _keep(act, keys, MANY_VERBS[verb].cannot(keys, details, by))
    return act.id


@transaction.atomic
def _keep(act: ManyAct, keys: Sequence[UUID], refused: Mapping[UUID, str]) -> None:
    act.save(force_insert=True)
    rows.load(
        rows.made(
            ManyItem,
            act_id=act.id,
            case_id=key,
            state=ItemState.REFUSED if key in refused else ItemState.WAITING,
            reason=refused.get(key, "")[:300],
            before={},
            done_at_event=0,
        )
        for key in keys
    )


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
            if ended == ActState.DONE:
                _tell_of(ManyAct.objects.get(pk=act))
            return


def _tell_of(act: ManyAct) -> None:
    """Whoever hears of it hears once, of the first of them."""
    tell = MANY_VERBS[act.verb].tell
    item = ManyItem.objects.filter(act_id=act.id, state=ItemState.DONE).order_by("id").first()
    if tell is not None and item is not None:
        by = teams.actor_of(act.account)
        tell(Case.objects.get(pk=item.case_id), by)


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
    by = teams.actor_of(act.account)
    with transaction.atomic():
        wanted = ItemState.DONE if undoing else ItemState.WAITING
        items = list(
            ManyItem.objects.select_for_update().filter(act_id=act.id, state=wanted).order_by("id")[:most]
        )
        cases = {case.id: case for case in Case.objects.filter(pk__in=[item.case_id for item in items])}
        if not _together(act, items, cases, by):
            for item in items:
                (_undo_one if undoing else _do_one)(act, item, cases.get(item.case_id), by)
        with rows.together():
            for item in items:
                rows.keep(item, "state", "reason", "before", "done_at_event")
    return len(items)


def _together(act: ManyAct, items: Sequence[ManyItem], cases: Mapping[UUID, Case], by: Actor) -> bool:
    """All of them in one call, where the verb has one; False where it has none or refuses, and each is for itself."""
    verb, undoing = MANY_VERBS[act.verb], act.state == ActState.UNDOING
    do = verb.undo_together if undoing else verb.do_together
    if do is None or len(items) < 2 or len(cases) < len(items):
        return False
    try:
        with transaction.atomic():
            do([cases[item.case_id] for item in items], act.details, by)
    except (Refused, CaseNotFound):
        return False
    events = dict(Case.objects.filter(pk__in=list(cases)).values_list("pk", "last_event"))
    for item in items:
        item.state = ItemState.UNDONE if undoing else ItemState.DONE
        item.done_at_event = events[item.case_id]
    return True


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
    verb = MANY_VERBS[act.verb]
    try:
        if case is None:
            raise CaseNotFound("")
        if not verb.keeps_what_came:
            rules.nothing_happened_since.demand(item.done_at_event, case.last_event)
        with transaction.atomic():
            verb.undo(case, act.details, item.before, by)
    except Refused as no:
        item.state, item.reason = ItemState.KEPT, no.sentence[:300]
    except CaseNotFound:
        item.state, item.reason = ItemState.KEPT, "You may not see this case any more."
    else:
        item.state = ItemState.UNDONE


def _last_event(item: ManyItem) -> int:
    case = rows.found(Case, id=item.case_id)
    return case.last_event if case else 0
