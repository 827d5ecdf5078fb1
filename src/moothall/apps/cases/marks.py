"""Marks: what lists are filtered by that is neither a column of the queue nor an answer. Tags, followers, the channel.

    set_marks(case, TAG, ["urgent", "school"])      # in the verb's transaction: all the values there are, of this key

A mark is a row of the projection of answers whose key begins with `@`, so that a list by a mark costs what a list by an
answer costs. The truth stands elsewhere, in a table of the family's own; the family says how to read it, and
`moothall rebuild answers` makes the marks again:

    @marking(TAG)
    def tags_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]: ...

Status, class and place in the queue go with the case by themselves: at the end of every verb, after a move, a merge.
Erasing a case takes its marks away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from moothall.apps.cases.models import Case, CaseText, IndexedAnswer, QueueEntry, TextKind
from moothall.ground import rows
from moothall.ground.gathering import listed
from moothall.kernel.registry import Registry

#: The keys there are. `FOLLOWER` and `MENTIONED` have accounts as values; `REOPENED` and `HELD` the one value `YES`.
TAG, CHANNEL, FOLLOWER, MENTIONED = "@tag", "@channel", "@follower", "@mentioned"
REOPENED, HELD = "@reopened", "@held"
#: How urgent, of cases that are not as urgent as most.
PRIORITY = "@priority"
YES = "yes"
#: The channel of most cases: it has no marks, so that a case that a resident sends costs no more rows.
USUAL_CHANNEL = "web"
#: Of a longer value the beginning is kept.
LONGEST = 120

#: Reads the values of one key for some cases from where the truth stands.
Reader = Callable[[Sequence[UUID]], Iterable[tuple[UUID, str]]]
MARKINGS: Registry[Reader] = Registry("kind of mark")


def marking(key: str) -> Callable[[Reader], Reader]:
    """Name the function that reads the truth behind the marks of `key`."""

    def wrap(read: Reader) -> Reader:
        MARKINGS.add(key, read)
        return read

    return wrap


def set_marks(case: Case, key: str, values: Collection[str]) -> None:
    """From now on the case has these values of `key` and no others. At most three statements; none changed, one."""
    wanted = {value[:LONGEST] for value in values}
    rows.send_waiting()
    held = listed(IndexedAnswer, "case_id = %s AND key = %s", (case.id, key), only=("text",))
    there = {one.text for one in held}
    if gone := there - wanted:
        IndexedAnswer.objects.filter(case_id=case.id, key=key, text__in=gone).delete()
    if new := sorted(wanted - there):
        at = listed(QueueEntry, "case_id = %s", (case.id,), only=("position",))
        rows.insert(*rows_of(case, [(key, value) for value in new], at[0].position if at else 0))


def marks_of(keys: Collection[UUID], *, of: Collection[str]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """The values of some keys, marks or answers, for some cases; of each in alphabetical order. One query.

    The caller has decided who may see the cases.
    """
    found: dict[UUID, dict[str, tuple[str, ...]]] = {}
    if not keys or not of:
        return found
    held = IndexedAnswer.objects.filter(case_id__in=keys, key__in=of).order_by("case_id", "key", "text")
    for case_id, key, text in held.values_list("case_id", "key", "text"):
        of_case = found.setdefault(case_id, {})
        of_case[key] = (*of_case.get(key, ()), text)
    return found


def rows_of(case: Case, pairs: Iterable[tuple[str, str]], position: int) -> list[IndexedAnswer]:
    """The rows of marks (key, value) of a case that stands at `position`."""
    return [
        rows.made(
            IndexedAnswer,
            case_id=case.id,
            key=key,
            type="",
            text=value[:LONGEST],
            number=None,
            day=None,
            confidentiality=case.confidentiality,
            status=case.status,
            position=position,
        )
        for key, value in pairs
    ]


def marks_of_new(case: Case) -> list[tuple[str, str]]:
    """The marks that a case has from its first moment."""
    return [(CHANNEL, case.channel)] if case.channel != USUAL_CHANNEL else []


def marks_told(keys: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """The marks of some cases from where the truth stands. A query or two for each key of marks."""
    told: dict[UUID, list[tuple[str, str]]] = {}
    for key, read in MARKINGS.items():
        for case_id, value in dict.fromkeys(read(keys)):
            told.setdefault(case_id, []).append((key, value))
    return told


@marking(CHANNEL)
def channels_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """Channels other than the usual one."""
    return Case.objects.filter(pk__in=keys).exclude(channel=USUAL_CHANNEL).values_list("pk", "channel")


@marking(REOPENED)
def reopened_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """Cases of which somebody once said that they were not settled."""
    said = CaseText.objects.filter(case_id__in=keys, kind=TextKind.NOT_SETTLED)
    return [(case_id, YES) for case_id in said.values_list("case_id", flat=True)]
