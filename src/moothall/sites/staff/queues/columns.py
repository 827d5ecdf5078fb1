"""The columns somebody sees: the usual ones, their own, or those of the list that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from moothall.apps.cases.api import (
    PRIORITY,
    TAG,
    Row,
    Saved,
    SavedViews,
    ViewNotFound,
    Wanted,
    marks_of,
    questions_asked,
    saved_view,
    wheres_of,
)
from moothall.apps.forms.api import Question
from moothall.kernel.actors import Actor
from moothall.sites.staff.queues.cells import COLUMNS, USUAL, WHERE, Column, answer_column
from moothall.sites.staff.queues.filters import answer_in_words
from moothall.sites.staff.queues.wording import Shown

#: Columns of answers begin with this, as in addresses.
ANSWER = "answer."
#: So many columns can be read; the page to choose them says so.
MOST = 10


def open_list(key: UUID | None, saved: SavedViews, *, seen_by: Actor) -> Saved | None:
    """The list under a name that is open: one's own, one of one's team, or one that came by its link. One query for the
    latter alone."""
    named = saved.named(key)
    if key is None or named is not None:
        return named
    try:
        return saved_view(key, seen_by=seen_by)
    except ViewNotFound:
        return None


def columns_shown(
    wanted: Wanted, shown: Shown, saved: SavedViews, open_view: Saved | None, *, seen_by: Actor
) -> tuple[Column, ...]:
    """No query. An answer's column is there for who may see the question; what the list is sorted by has one, too, and
    on a worksheet, with which somebody goes there, where it is."""
    named = (open_view.columns if open_view else ()) or saved.columns or USUAL
    named = named if shown.layout != "sheet" or WHERE in named else (WHERE, *named)
    asked = questions_by_key(wanted, seen_by) if any(name.startswith(ANSWER) for name in named) else {}
    found = []
    for name in (*named, *([wanted.sort] if wanted.sort and wanted.sort not in named else [])):
        key = name.removeprefix(ANSWER)
        if name in COLUMNS:
            found.append(COLUMNS[name])
        elif name.startswith(ANSWER) and key in asked:
            found.append(answer_column(key, asked[key].label, partial(answer_in_words, asked[key])))
    return tuple(found)


def questions_by_key(wanted: Wanted, seen_by: Actor) -> Mapping[str, Question]:
    """The questions whose answers can be a column, the first that asks for each key. No query."""
    found: dict[str, Question] = {}
    for question in questions_asked(wanted.services, seen_by=seen_by):
        found.setdefault(question.key, question)
    return found


def marks_shown(
    rows: Sequence[Row], columns: Sequence[Column], *, seen_by: Actor
) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """What the columns show of tags, priority, answers and places. Three queries, or none."""
    found = _marked(rows, columns)
    if not any(one.name == WHERE for one in columns):
        return found
    places = wheres_of([row.id for row in rows], seen_by=seen_by)
    return {row.id: {**found.get(row.id, {}), WHERE: places.get(row.id, ())} for row in rows}


def _marked(rows: Sequence[Row], columns: Sequence[Column]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """One query, or none."""
    keys = [column.name.removeprefix(ANSWER) for column in columns if column.name.startswith(ANSWER)]
    keys += [
        {"tags": TAG, "priority": PRIORITY}[one.name] for one in columns if one.name in ("tags", "priority")
    ]
    return marks_of([row.id for row in rows], of=keys) if keys else {}
