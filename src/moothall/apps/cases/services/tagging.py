"""Putting tags on a case and taking them off."""

from __future__ import annotations

from collections.abc import Collection

from moothall.apps.cases import rules
from moothall.apps.cases.events import TagAdded, TagRemoved
from moothall.apps.cases.marks import TAG, set_marks
from moothall.apps.cases.models import CaseTag, TextKind
from moothall.apps.cases.policies import WORK
from moothall.apps.cases.writing import Change, changing
from moothall.ground import rows
from moothall.ground.gathering import listed
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id


def add_tag(reference: str, words: str, *, by: Actor) -> None:
    """Put a tag on the case: one line in small letters, whoever types it. Works on a closed case too."""
    with changing(reference, by=by, may=WORK) as change:
        case, tag = change.case, as_tag(words)
        demand_words(tag)
        held = {one.words for one in listed(CaseTag, "case_id = %s", (case.id,), only=("words",))}
        demand_room(tag, held)
        written = change.write(TextKind.TAG, tag)
        made = CaseTag(
            id=new_id(),
            case_id=case.id,
            words=tag,
            text_id=written.id,
            service=case.service,
            confidentiality=case.confidentiality,
        )
        rows.insert(made)
        set_marks(case, TAG, held | {tag})
        change.tell(TagAdded(written.id, written.digest))


def demand_words(tag: str) -> None:
    rules.has_words.demand(tag)
    rules.tag_is_short.demand(tag)


def demand_room(tag: str, held: Collection[str]) -> None:
    """On a case that holds these tags."""
    rules.is_not_tagged_so.demand(tag in held)
    rules.has_room_for_a_tag.demand(len(held))


def remove_tag(reference: str, words: str, *, by: Actor) -> None:
    """Take a tag off. Twice does no harm: the case is as it was wanted."""
    with changing(reference, by=by, may=WORK) as change:
        _remove(change, as_tag(words))


def _remove(change: Change, tag: str) -> None:
    held = list(CaseTag.objects.filter(case_id=change.case.id))
    gone = [one for one in held if one.words == tag]
    for one in gone:
        CaseTag.objects.filter(pk=one.pk).delete()
        change.tell(TagRemoved(one.text_id))
    if gone:
        set_marks(change.case, TAG, {one.words for one in held if one.words != tag})


def as_tag(words: str) -> str:
    """As tags are kept, so that “School ” and “school” are one. A comma parts tags where lists are asked for many."""
    return " ".join(words.replace("\x00", "").replace(",", " ").lower().split())
