"""Several cases dealt with as one, and as several again: a dated link for each, and no row moves.

A merged case is closed and follows the one it went into; whatever is said of that one is said to its parties too, under
their own reference. What its parties say afterwards stays its own. The link can be ended at any later date: the case is
then what it was, with what came since, less what was erased.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.deeds import CaseMerged, CaseUnmerged, OthersMerged
from moothall.apps.cases.joined import TOGETHER
from moothall.apps.cases.models import Case, CaseLink, Status, Task, TaskKind, TextKind
from moothall.apps.cases.policies import WORK, demand, may_see
from moothall.apps.cases.services.as_before import stand_as_before
from moothall.apps.cases.services.closing import stop_clock
from moothall.apps.cases.telling import tell_parties
from moothall.apps.cases.traits import MERGED, gain, lose
from moothall.apps.cases.writing import Change, bounded, changing, finish, locked
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id


def merge_cases(into: str, others: Sequence[str], reason: str = "", *, by: Actor) -> int:
    """Deal with `others` together with `into` from now on; returns how many. `reason` is for colleagues.

    All or none: one that is not there, closed, for other people's eyes or linked already stops it.
    """
    wanted = tuple(dict.fromkeys(one for one in others if one != into))
    rules.has_others_to_merge.demand(len(wanted))
    rules.are_not_too_many.demand(len(wanted))
    with changing(into, by=by, may=WORK, also=wanted) as change:
        case, reason = change.case, bounded(reason)
        rules.is_open.demand(case.status)
        found = list(Case.objects.filter(reference__in=wanted).order_by("pk"))
        members = [one for one in found if may_see(by, one.id, one.confidentiality) and not one.erased]
        _demand_all(case, members, wanted)
        written = change.write(TextKind.REASON, reason) if reason else None
        for member in members:
            _join(member, case, by)
        gain(case, MERGED)
        text, digest = (written.id, written.digest) if written else (None, None)
        change.tell(OthersMerged(len(members), True, text, digest))
        for member in members:
            tell_parties("case merged", member, lambda: {"original_reference": case.reference}, by=by)
        return len(members)


def _demand_all(case: Case, members: Sequence[Case], wanted: Sequence[str]) -> None:
    closed = [one for one in members if one.status == Status.CLOSED]
    rules.all_are_there.demand(len(wanted) - len(members) + len(closed))
    for one in members:
        rules.same_people_may_see.demand(one.confidentiality, case.confidentiality)
    live = CaseLink.objects.filter(ended_at=None)
    rules.is_itself_not_merged.demand(live.filter(duplicate_id=case.id).exists())
    keys = [one.id for one in members]
    rules.has_no_others_merged.demand(live.filter(original_id__in=keys).exists())


def _join(member: Case, original: Case, by: Actor) -> None:
    change = Change(member, by)
    link = CaseLink(
        id=new_id(), duplicate_id=member.id, original_id=original.id, status_before=member.status,
        linked_at=clock.now(), ended_at=None, merged=True,
    )  # fmt: skip
    rows.insert(link)
    member.status, member.outcome, member.closed_at = Status.CLOSED, TOGETHER, clock.now()
    stop_clock(member, by=by)
    change.tell(CaseMerged(link.id, original.id))
    finish(change, reindex=True)


def unmerge_cases(into: str, others: Sequence[str], reason: str = "", *, by: Actor) -> int:
    """Take `others` out again, each as it was before, due when it was due; returns how many.

    At any later date, also when the one they were merged into is closed or erased. What was erased of one of them stays
    erased, and it stays closed.
    """
    wanted = tuple(dict.fromkeys(others))
    rules.has_others_to_merge.demand(len(wanted))
    with transaction.atomic():
        list(Case.objects.select_for_update().filter(reference__in=(into, *wanted)).order_by("pk"))
        case, reason = locked(into, by=by), bounded(reason)
        demand(WORK, by)
        live = CaseLink.objects.filter(original_id=case.id, ended_at=None, merged=True)
        links = list(
            live.filter(duplicate__reference__in=wanted)
            .select_related("duplicate")
            .order_by("linked_at", "id")
        )
        rules.is_merged.demand(len(links) == len(wanted))
        change = Change(case, by)
        for link in links:
            _part(link.duplicate, link, change)
        if not live.exclude(pk__in=[one.id for one in links]).exists():
            lose(case, MERGED)
        written = change.write(TextKind.REASON, reason) if reason and not case.erased else None
        text, digest = (written.id, written.digest) if written else (None, None)
        change.tell(OthersMerged(len(links), False, text, digest))
        finish(change, reindex=False)
        for link in links:
            if not link.duplicate.erased:
                tell_parties("case unmerged", link.duplicate, dict, by=by)
        return len(links)


def _part(member: Case, link: CaseLink, original: Change) -> None:
    """The member as it was before; an erased one only stands on its own again."""
    change = Change(member, original.by)
    link.ended_at = clock.now()
    link.save(force_update=True, update_fields=["ended_at"])
    opened = not member.erased
    counts = stand_as_before(change, Status(link.status_before), link.linked_at) if opened else None
    bring_tasks(change, original)
    change.tell(CaseUnmerged(link.id, link.original_id, opened, counts.due_on if counts else None))
    finish(change, reindex=opened)


def bring_tasks(change: Change, original: Change) -> None:
    """What its reporter has added meanwhile and nobody has dealt with is to be done on the case it belongs to; where
    that was erased, nowhere."""
    reason = f"added:{change.case.id}:"
    left = Task.objects.filter(case_id=original.case.id, done_at=None, made_for__startswith=reason)
    for task in left.order_by("id"):
        task.done_at, task.done_by = clock.now(), change.by.key
        task.save(force_update=True, update_fields=["done_at", "done_by"])
        sentence = "The reporter has added something. Look at it and go on."
        if (
            not change.case.erased
            and not Task.objects.filter(case_id=change.case.id, made_for=task.made_for).exists()
        ):
            change.make_task(TaskKind.ADDED, sentence, made_for=task.made_for, text=task.text_id)
