"""Two requests for the same thing: a dated link, which can be ended."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.events import DuplicateLinked, DuplicateUnlinked, OriginalFollowed
from moothall.apps.cases.joined import originals_of
from moothall.apps.cases.models import Case, CaseLink, Status
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.services.as_before import stand_as_before
from moothall.apps.cases.services.closing import stop_clock
from moothall.apps.cases.services.merging import bring_tasks, unmerge_cases
from moothall.apps.cases.telling import tell_parties
from moothall.apps.cases.writing import Change, changing, finish, locked
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id

#: The outcome of a case that is dealt with under another; no service can use the word.
DUPLICATE = "duplicate"


def link_duplicate(reference: str, *, original: str, by: Actor) -> None:
    """`reference` asks for the same as `original`: it is closed, and whoever reported it follows the original."""
    with changing(reference, by=by, may=WORK, also=(original,)) as change:
        case = change.case
        other = locked(original, by=by)
        rules.are_two_cases.demand(case.id, other.id)
        rules.is_open.demand(case.status)
        rules.is_open.demand(other.status)
        rules.same_people_may_see.demand(case.confidentiality, other.confidentiality)
        live = CaseLink.objects.filter(ended_at=None)
        followed = live.filter(duplicate_id=case.id) | live.filter(original_id=case.id)
        rules.has_no_live_link.demand(followed.exists())
        rules.original_follows_nobody.demand(live.filter(duplicate_id=other.id).exists())
        link = CaseLink(
            id=new_id(), duplicate=case, original=other, status_before=case.status, linked_at=clock.now()
        )
        link.save(force_insert=True)
        case.status, case.outcome, case.closed_at = Status.CLOSED, DUPLICATE, clock.now()
        stop_clock(case, by=by)
        change.tell(DuplicateLinked(link.id, other.id))
        tell_original(other, link, followed=True, by=by)
        tell_parties("duplicate linked", case, lambda: {"original_reference": other.reference}, by=by)


def unlink_duplicate(reference: str, *, by: Actor) -> None:
    """It was not the same after all: the case is as it was before, due when it was due."""
    if merged := _merged_into(reference):
        unmerge_cases(merged, [reference], by=by)
        return
    with changing(reference, by=by, may=WORK, also=originals_of(reference)) as change:
        case = change.case
        link = live_link(case)
        rules.is_linked.demand(link is not None)
        assert link is not None
        link.ended_at = clock.now()
        link.save(force_update=True)
        counts = stand_as_before(change, Status(link.status_before), link.linked_at)
        change.tell(DuplicateUnlinked(link.id, link.original_id, counts.due_on if counts else None))
        other = Case.objects.select_for_update().get(pk=link.original_id)
        bring_tasks(change, Change(other, by))
        tell_original(other, link, followed=False, by=by)
        tell_parties("duplicate unlinked", case, dict, by=by)


def _merged_into(reference: str) -> str:
    live = CaseLink.objects.filter(duplicate__reference=reference, ended_at=None, merged=True)
    return live.values_list("original__reference", flat=True).first() or ""


def live_link(case: Case) -> CaseLink | None:
    """The link by which `case` follows another."""
    return CaseLink.objects.filter(duplicate_id=case.id, ended_at=None).first()


def tell_original(original: Case, link: CaseLink, *, followed: bool, by: Actor) -> None:
    """The case that is followed hears of it, and lists show what is left to do on it. Its row is locked."""
    change = Change(original, by)
    change.tell(OriginalFollowed(link.id, link.duplicate_id, followed))
    finish(change, reindex=False)
