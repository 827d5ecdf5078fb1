"""The cells of a list, made as text: thirty rows of six through a template cost as much as asking for them.

Whatever somebody wrote is escaped here, and nowhere else is HTML put together. What is said again and again (a ward, a
status, a day) is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from markupsafe import Markup, escape

from moothall.apps.cases.api import PRIORITY, TAG, Row
from moothall.apps.places.api import ward_name
from moothall.apps.teams.api import team_called
from moothall.kernel import clock
from moothall.sites.staff.queues.wording import (
    PRIORITY_WORDS,
    STATUS_WORDS,
    case_address,
    channel_words,
    due_words,
    lateness,
)
from moothall.ui.words import plural, short_day

#: The column that says where it is: in the words of whoever asked.
WHERE = "where"
#: What stands around a cell of a table, and around a fact of a card.
_CELL = ('<td class="queue__cell" role="cell">', "</td>")
_FACT = ('<p class="facts__one">', "</p>")


@dataclass(frozen=True, slots=True)
class Column:
    """One column besides the case's own: its name in addresses, its head, and how a row says it. `filed`: how it
    stands in a file, which others read on another day, where that is otherwise."""

    name: str
    head: str
    cell: Callable[[Row, Known], str]
    filed: Callable[[Row, Known], str] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of one page share: the day, officers' names, marks and answers where a column shows them."""

    today: date
    people: Mapping[UUID, str]
    me: UUID | None
    marks: Mapping[UUID, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list: `link` leads to it, `said` are its columns (on a card its facts), both safe HTML."""

    reference: str
    lateness: str
    link: str
    said: str

    @property
    def first(self) -> Markup:
        return Markup(self.link)  # noqa: S704 — what was written is escaped where it is made

    @property
    def cells(self) -> Markup:
        return Markup(self.said)  # noqa: S704 — what was written is escaped where it is made

    @property
    def row(self) -> str:
        """Of a table. Roles are said because the narrow layout lays the table out as cards."""
        late = f" queue__line--{self.lateness}" if self.lateness else ""
        return (
            f'<tr class="queue__line{late}" role="row"><th scope="row" class="queue__case" role="rowheader">'
            f"{self.link}</th>{self.said}</tr>"
        )


class Lines(tuple[Line, ...]):
    """The cases of a page, and all of them as the rows of its table."""

    __slots__ = ()

    @property
    def table(self) -> Markup:
        return Markup("\n".join([line.row for line in self]))  # noqa: S704 — what was written is escaped above


def lines(rows: Sequence[Row], columns: Sequence[Column], known: Known, *, cards: bool = False) -> Lines:
    around = _FACT if cards else _CELL
    return Lines([_line(row, columns, known, around) for row in rows])


def _line(row: Row, columns: Sequence[Column], known: Known, around: tuple[str, str]) -> Line:
    first = (
        f'<a class="govuk-link queue__link" href="{case_address(row.reference)}">{_safe(row.service_name)}</a> '
        f'<span class="queue__reference"><span class="reference">{row.reference}</span></span>'
    )
    if row.tasks:
        first += f' <span class="queue__tasks">{plural(row.tasks, "task")} to do</span>'
    before, behind = around
    said = f"{behind}{before}".join([column.cell(row, known) for column in columns])
    return Line(
        reference=row.reference,
        lateness=_lateness(row, known.today),
        link=first,
        said=f"{before}{said}{behind}" if columns else "",
    )


@lru_cache(maxsize=2_000)
def _safe(words: str) -> str:
    return str(escape(words))


def _lateness(row: Row, today: date) -> str:
    if row.due_on is None or row.status in ("closed", "waiting"):
        return ""
    return lateness(row.due_on, row.overdue, today)


def _reporter(row: Row, known: Known) -> str:
    name = escape(row.reporter_name) if row.reporter_name else "Not given"
    return f'<span class="queue__label">Reported by </span>{name}'


def _ward(row: Row, known: Known) -> str:
    return _said("Ward: ", ward_name(row.ward) if row.ward else "Not known")


def _where(row: Row, known: Known) -> str:
    said = ", ".join(known.marks.get(row.id, {}).get(WHERE, ()))
    return _labelled("Where: ", said or "Not said")


def _status(row: Row, known: Known) -> str:
    return _status_said(row.status)


@lru_cache(maxsize=10)
def _status_said(status: str) -> str:
    return f'<strong class="status status--{status}">{STATUS_WORDS[status]}</strong>'


def _due(row: Row, known: Known) -> str:
    return _due_said(
        row.status,
        row.due_on,
        known.today,
        clock.local(row.opened_at).date() if row.status == "closed" else None,
    )


@lru_cache(maxsize=2_000)
def _due_said(status: str, due_on: date | None, today: date, made: date | None) -> str:
    if made is not None:
        said = f'<span class="quiet">Made {short_day(made)}</span>'
    elif status == "waiting":
        said = '<span class="quiet">Clock stands still</span>'
    elif due_on is None:
        said = '<span class="quiet">Nothing promised</span>'
    else:
        near = lateness(due_on, due_on < today, today)
        said = f'<span class="due{f" due--{near}" if near else ""}">{_safe(due_words(due_on, today))}</span>'
    return said


def _who(row: Row, known: Known) -> str:
    if row.assignee is None:
        return _said("With ", "Nobody yet")
    return _said("With ", "You" if row.assignee == known.me else known.people.get(row.assignee, "An officer"))


def _who_filed(row: Row, known: Known) -> str:
    """By name: “you” is whoever reads the file."""
    return known.people.get(row.assignee, "An officer") if row.assignee else "Nobody yet"


def _team(row: Row, known: Known) -> str:
    return _said("Team: ", team_called(row.team))


def _channel(row: Row, known: Known) -> str:
    return _said("By: ", channel_words(row.channel))


def _due_filed(row: Row, known: Known) -> str:
    """The day itself: “tomorrow” is another one when the file is read."""
    if row.status == "waiting":
        return "Clock stands still"
    return row.due_on.isoformat() if row.due_on else "Nothing promised"


def _opened_filed(row: Row, known: Known) -> str:
    return clock.local(row.opened_at).date().isoformat()


def _opened(row: Row, known: Known) -> str:
    return _opened_said(clock.local(row.opened_at).date())


@lru_cache(maxsize=1_000)
def _opened_said(day: date | datetime) -> str:
    return _said("Made ", short_day(day))


def _tags(row: Row, known: Known) -> str:
    tags = known.marks.get(row.id, {}).get(TAG, ())
    said = " ".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
    return f'<span class="queue__label">Tags: </span>{said or "None"}'


def _priority(row: Row, known: Known) -> str:
    [level, *_] = known.marks.get(row.id, {}).get(PRIORITY, ()) or ("normal",)
    return _priority_said(level)


@lru_cache(maxsize=10)
def _priority_said(level: str) -> str:
    words = PRIORITY_WORDS.get(level, level)
    said = words if level == "normal" else f'<strong class="priority priority--{level}">{words}</strong>'
    return f'<span class="queue__label">Priority: </span>{said}'


@lru_cache(maxsize=4_000)
def _said(label: str, words: str) -> str:
    """Of what the council has few: wards, teams, officers, days. What somebody typed is never remembered."""
    return _labelled(label, words)


def _labelled(label: str, words: str) -> str:
    return f'<span class="queue__label">{escape(label)}</span>{escape(words)}'


def answer_column(key: str, label: str, words: Callable[[str], str]) -> Column:
    """The answers to a question; `words` says a value as people read it."""

    def cell(row: Row, known: Known) -> str:
        said = ", ".join(words(value) for value in known.marks.get(row.id, {}).get(key, ()))
        return _labelled(f"{label}: ", said or "Not said")

    return Column(f"answer.{key}", label, cell)


COLUMNS = {
    column.name: column
    for column in (
        Column("reporter", "Reported by", _reporter),
        Column(WHERE, "Where", _where),
        Column("ward", "Ward", _ward),
        Column("status", "Status", _status),
        Column("due", "Due", _due, _due_filed),
        Column("with", "With", _who, _who_filed),
        Column("team", "Team", _team),
        Column("channel", "How it came", _channel),
        Column("opened", "Made", _opened, _opened_filed),
        Column("priority", "Priority", _priority),
        Column("tags", "Tags", _tags),
    )
}
USUAL = ("reporter", "ward", "status", "due", "with")
