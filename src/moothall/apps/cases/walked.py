"""A list's ranges as statements: the rows that are first in them all, how many there are, how far to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from moothall.apps.cases.listed import Placed, columns, fetched, placed
from moothall.apps.cases.ranges import Branch
from moothall.apps.cases.statements import Value, as_kept, queue_table

#: Of so many branches whole rows are read at once, of more only those that are shown.
_FEW = 8

#: A place in the queue: its number and the case that stands there.
Key: TypeAlias = "tuple[int, UUID]"


@dataclass(frozen=True, slots=True)
class Turn:
    """From where to read, and in which direction."""

    start: Key | None
    back: bool

    @property
    def sign(self) -> str:
        return "<" if self.back else ">"

    @property
    def order(self) -> str:
        return " DESC" if self.back else ""


START = Turn(None, False)


def end_of(branches: Sequence[Branch], turn: Turn, walk: int) -> Key | None:
    """How far every branch can be read before one has been read `walk` rows; None when all end before that."""
    ends = [
        (int(at), key if isinstance(key, UUID) else UUID(hex=key))
        for at, key in fetched(*_standing(branches, turn, None, 1, behind=walk - 1))
    ]
    if not ends:
        return None
    return max(ends) if turn.back else min(ends)


def rows_of(branches: Sequence[Branch], turn: Turn, end: Key | None, limit: int) -> list[Placed]:
    """The first `limit` rows of all branches together, up to `end`."""
    if len(branches) > _FEW:
        return placed(fetched(*_shown(*_standing(branches, turn, end, limit), turn, limit)))
    parts, values = [], list[Value]()
    for n, branch in enumerate(branches):
        also, held = _from(branch, turn, end)
        of = columns(_ahead(branch))
        parts.append(
            f"SELECT * FROM (SELECT {of} FROM {branch.rows(also)} {_ordered(branch, turn)} LIMIT {int(limit)}) b{n}"  # noqa: S608 — our own names; values are bound
        )
        values += [*branch.values, *held, *branch.rest_values]
    ordered = f"ORDER BY position{turn.order}, case_id{turn.order} LIMIT {int(limit)}"
    return placed(fetched(f"{' UNION ALL '.join(parts)} {ordered}", values))


def rows_and_number_of(
    branches: Sequence[Branch], end: Key | None, limit: int, stop: int
) -> tuple[list[Placed], int]:
    """`rows_of` and `number_of` in one statement: where each row that an index leads to has to be asked what the index
    does not say, it is asked once, and not for each of the two."""
    standing, values = _standing(branches, START, end, stop + 1)
    number = f"(SELECT count(*) FROM (SELECT 1 FROM found LIMIT {int(stop) + 1}) counted)"  # noqa: S608 — our own names; values are bound
    shown, values = _shown("SELECT * FROM found", values, START, limit, also=f", {number}")
    found = fetched(f"WITH found AS ({standing}) {shown}", values)
    return placed(columns for *columns, _ in found), int(found[0][-1]) if found else 0


def number_of(branches: Sequence[Branch], end: Key | None, stop: int) -> int:
    """How many rows the branches have up to `end`, counting to `stop` and one more."""
    parts, values = [], list[Value]()
    for n, branch in enumerate(branches):
        also, held = _from(branch, START, end)
        parts.append(f"SELECT * FROM (SELECT 1 FROM {_source(branch, also)} LIMIT {int(stop) + 1}) b{n}")  # noqa: S608 — our own names; values are bound
        values += [*branch.values, *held, *branch.rest_values]
    [[number]] = fetched(
        f"SELECT count(*) FROM (SELECT * FROM ({' UNION ALL '.join(parts)}) every_one LIMIT {int(stop) + 1}) counted",  # noqa: S608 — our own names; values are bound
        values,
    )
    return int(number)


def first_of_each(numbered: Sequence[tuple[int, Branch]], each: int, walk: int) -> tuple[str, list[Value]]:
    parts, values = [], list[Value]()
    for at, (n, branch) in enumerate(numbered):
        source, by = (branch.first(walk, ordered=True), "q") if branch.rest else (branch.rows(), branch.by)
        held = columns(_ahead(branch)) if branch.ahead else columns()
        parts.append(
            f"SELECT * FROM (SELECT {int(n)} AS of_group, {held} FROM {source} "  # noqa: S608 — our own names; values are bound
            f"ORDER BY {by}.position, {by}.case_id LIMIT {int(each)}) b{at}"
        )
        values += [*branch.values, *branch.rest_values]
    return " UNION ALL ".join(parts), values


def counted_each(numbered: Sequence[tuple[int, Branch]], stop: int, walk: int) -> tuple[str, list[Value]]:
    """How many rows of each branch there are, as far as `stop`, among the first that the index gives; and how many it
    gives, as far as it is walked and one more."""
    parts, values = [], list[Value]()
    for at, (n, branch) in enumerate(numbered):
        walked = f"(SELECT count(*) FROM (SELECT 1 FROM {branch.range()} LIMIT {int(walk) + 1}) w{at})"  # noqa: S608 — our own names; values are bound
        # In the order of the index, so that no engine thinks of reading the table from its old end.
        ordered = "" if branch.rest else f" ORDER BY {branch.by}.position, {branch.by}.case_id"
        parts.append(
            f"SELECT {int(n)} AS of_group, count(*), {walked if branch.rest else 0} "  # noqa: S608 — our own names; values are bound
            f"FROM (SELECT 1 FROM {branch.first(walk)}{ordered} LIMIT {int(stop) + 1}) b{at}"
        )
        values += [*(branch.values if branch.rest else ()), *branch.values, *branch.rest_values]
    return " UNION ALL ".join(parts), values


def _from(branch: Branch, turn: Turn, end: Key | None) -> tuple[str, list[Value]]:
    """Behind where the page before ended, up to where the walk ends."""
    also, values = "", list[Value]()
    for key, sign in ((turn.start, turn.sign), (end, ">=" if turn.back else "<=")):
        if key is not None:
            also += f" AND ({branch.by}.position, {branch.by}.case_id) {sign} (%s, %s)"
            values += [key[0] - branch.ahead, as_kept(key[1])]
    return also, values


def _standing(
    branches: Sequence[Branch], turn: Turn, end: Key | None, limit: int, *, behind: int | None = None
) -> tuple[str, list[Value]]:
    """Where the first of each branch stand; or those `behind` so many of all that its index gives, shown or not."""
    parts, values = [], list[Value]()
    passed = "" if behind is None else f" OFFSET {int(behind)}"
    for n, branch in enumerate(branches):
        also, held = _from(branch, turn, end)
        source = _source(branch, also) if behind is None else branch.range(also)
        parts.append(
            f"SELECT * FROM (SELECT {_place(branch)} FROM {source} {_ordered(branch, turn)} "  # noqa: S608 — our own names; values are bound
            f"LIMIT {int(limit)}{passed}) b{n}"
        )
        values += [*branch.values, *held, *(branch.rest_values if behind is None else ())]
    return " UNION ALL ".join(parts), values


def _shown(
    standing: str, values: list[Value], turn: Turn, limit: int, also: str = ""
) -> tuple[str, list[Value]]:
    """The rows of the first of `standing`: those of all that are not shown need not be read."""
    ordered = f"ORDER BY k.at{turn.order}, k.key{turn.order}"
    return (
        f"SELECT {columns('k.at')}{also} FROM (SELECT * FROM ({standing}) k {ordered} "  # noqa: S608 — our own names; values are bound
        f"LIMIT {int(limit)}) k CROSS JOIN {queue_table()} q WHERE q.case_id = k.key {ordered}"
    ), values


def _ahead(branch: Branch) -> str:
    return f"q.position + {int(branch.ahead)} AS position"


def _source(branch: Branch, also: str) -> str:
    """An index that says everything that is asked is read alone."""
    return branch.rows(also) if branch.rest else branch.range(also)


def _place(branch: Branch) -> str:
    return f"{branch.by}.position + {int(branch.ahead)} AS at, {branch.by}.case_id AS key"


def _ordered(branch: Branch, turn: Turn) -> str:
    return f"ORDER BY {branch.by}.position{turn.order}, {branch.by}.case_id{turn.order}"
