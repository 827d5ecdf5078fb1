"""The same few things asked again and again: fixed rows, such as the days of a week, or as many as people need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Problem, Question, Typed
from moothall.apps.forms.types.date import Date
from moothall.apps.forms.types.email import Email
from moothall.apps.forms.types.money import Money
from moothall.apps.forms.types.name import Name
from moothall.apps.forms.types.number import Number
from moothall.apps.forms.types.one_of import OneOf
from moothall.apps.forms.types.options import ROW, Option, label_of, row_from
from moothall.apps.forms.types.parts import (
    Part,
    context_in,
    context_type,
    fields_of,
    group_fields,
    nothing_typed,
    read_parts,
    retyped,
    schema_of,
    searched,
    words_of,
)
from moothall.apps.forms.types.percentage import Percentage
from moothall.apps.forms.types.phone import Phone
from moothall.apps.forms.types.short_text import ShortText
from moothall.apps.forms.types.time import Time
from moothall.apps.forms.types.yes_no import YesNo
from moothall.kernel import feel
from moothall.ui.questions.outline import More, Row, Rows, Widget

#: The types a column may have: one short thing each.
COLUMNS: Mapping[str, type[Kind]] = {
    kind.type: kind
    for kind in (Date, Email, Money, Name, Number, OneOf, Percentage, Phone, ShortText, Time, YesNo)
}
MOST_ROWS, MOST_COLUMNS = 30, 6
#: Settings that would make a cell more than one thing.
_NOT_IN_A_CELL = frozenset({"parts", "title"})
#: Settings that two types have in two forms.
_LIMITS = ("earliest", "latest")
_KEY = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_EXAMPLE = """\
ask: visits
type: table
label: When did you hear the noise?
each: Time
columns:
  - column: day
    type: date
    label: Day
    hint: For example, 27 3 2026
  - column: at
    type: time
    label: Time
    hint: For example, 11pm
  - column: minutes
    type: number
    label: Minutes
    max: 600
    required: no
at_least: 1
at_most: 14
"""


def _text_schema(most: int, description: str) -> dict[str, JSON]:
    return {"type": "string", "minLength": 1, "maxLength": most, "description": description, "x-floats": True}


def _many_schema(description: str) -> dict[str, JSON]:
    return {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "description": description}


def _columns_schema() -> dict[str, JSON]:
    """A column says which simple type it is, and that type's own settings beside it."""
    of_types: dict[str, JSON] = {
        name: schema
        for kind in COLUMNS.values()
        for name, schema in kind.settings_schema.items()
        if name not in _NOT_IN_A_CELL
    }
    # Types share the name of a setting, not what it may be: each type looks at its own again.
    limits: dict[str, JSON] = {
        name: {"description": "A limit, as the column’s type has it."} for name in _LIMITS
    }
    names: list[JSON] = list(COLUMNS)
    properties: dict[str, JSON] = {
        "column": {
            "type": "string",
            "pattern": _KEY,
            "maxLength": 40,
            "description": "The key of the column.",
        },
        "type": {"enum": names, "description": "A simple question type."},
        "label": _text_schema(100, "Over the field."),
        "name": _text_schema(100, "As it stands in a sentence: “Enter the name”."),
        "hint": _text_schema(200, "Help under the label."),
        "required": {"enum": ["yes", "no"], "description": "no: it may be left blank."},
    }
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_COLUMNS,
        "description": "What is asked in each row.",
        "items": {
            "type": "object",
            "required": ["column", "type", "label"],
            "additionalProperties": False,
            "properties": {**of_types, **limits, **properties},
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: a part that every row has."""

    part: Part

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        kind = COLUMNS[settings["type"]]
        made = kind.from_settings({name: settings[name] for name in kind.settings_schema if name in settings})
        label = str(settings["label"])
        return cls(
            part=Part(
                key=str(settings["column"]),
                kind=made,
                label=label,
                name=str(settings.get("name", "")) or f"{label[:1].lower()}{label[1:]}",
                hint=str(settings.get("hint", "")),
                required=settings.get("required") != "no",
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Kind):
    type: ClassVar[str] = "table"
    about: ClassVar[str] = (
        "Rows of a few simple questions: one for each of `rows`, or as many as people add. Without JavaScript a button "
        "brings the page back with another row. A row left empty counts for nothing. Conditions see a list: "
        "`some row in visits satisfies row.loud = true`."
    )
    example: ClassVar[str] = _EXAMPLE
    feel_type: ClassVar[feel.Type] = feel.LIST(feel.CONTEXT)
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 120
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "columns": _columns_schema(),
        "rows": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_ROWS,
            "items": ROW,
            "description": "What each row is about, such as the days of the week: words, or a `value` that is kept "
            "and the `label` that people read, which other languages can say too. Left out: people add rows.",
        },
        "each": _text_schema(40, "What a row is, such as Visit; “Row” when left out."),
        "at_least": _many_schema("How many rows must be filled in. Left out: 1, or with `rows` all of them."),
        "at_most": _many_schema("How many rows there may be; 10 when left out."),
    }
    settings_required: ClassVar[tuple[str, ...]] = ("columns",)
    sentences: ClassVar[Mapping[str, str]] = {
        "in_row": "{row}: {sentence}",
        "too_few": "Fill in at least {least} of these",
        "too_many": "You can add {most} at most",
    }
    usual_name: ClassVar[str] = "these"

    columns: tuple[Column, ...]
    rows: tuple[Option, ...] = ()
    each: str = N_("Row")
    at_least: int = 0
    at_most: int = 10

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        columns = tuple(Column.from_settings(entry) for entry in settings["columns"])
        rows = tuple(row_from(said) for said in settings.get("rows", ()))
        return cls(**{**settings, "columns": columns, "rows": rows})

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(column.part for column in self.columns)

    @property
    def most(self) -> int:
        return len(self.rows) or self.at_most

    @property
    def least(self) -> int:
        return self.at_least or len(self.rows) or 1

    def row_question(self, question: Question, number: int) -> Question:
        """The whole as far as one row goes: its parts are asked under this key."""
        return replace(question, key=f"{question.key}-{number}")

    def row_name(self, number: int) -> str:
        return self.rows[number - 1].label if self.rows else f"{_(self.each)} {number}"

    def fields(self, question: Question) -> tuple[str, ...]:
        cells = (
            name
            for number in range(1, self.most + 1)
            for name in fields_of(self.row_question(question, number), self.parts)
        )
        return (*cells, f"{question.key}-rows", f"{question.key}-more") if not self.rows else tuple(cells)

    def read(self, question: Question, entry: Entry) -> Outcome:
        if not self.rows and entry.text(f"{question.key}-more"):
            shown = self._shown(question, entry)
            if shown >= self.most:
                problem = question.problem("too_many", most=self.most)
                return Outcome(problems=(replace(problem, field=self._first_field(question)),))
            return Outcome(ask_more=More(question=question.key, rows=shown + 1))
        found: list[JSON] = []
        problems: list[Problem] = []
        for number in range(1, self.most + 1):
            asked = self.row_question(question, number)
            if nothing_typed(asked, self.parts, entry):
                continue
            values, wrong = read_parts(asked, self.parts, entry)
            problems += (self._in_row(question, number, each) for each in wrong)
            found.append({"row": self.rows[number - 1].value, **values} if self.rows else cast(JSON, values))
        if problems:
            return Outcome(problems=tuple(problems))
        if not found and not question.required:
            return Outcome()
        return Outcome(found) if len(found) >= self.least else self._too_few(question, entry)

    def _in_row(self, question: Question, number: int, problem: Problem) -> Problem:
        sentence = question.say("in_row", row=self.row_name(number), sentence=problem.sentence)
        return replace(problem, question=question.key, sentence=sentence)

    def _too_few(self, question: Question, entry: Entry) -> Outcome:
        """At the first row that is empty: with one row needed and none given, each of its fields is missing."""
        empty = next(
            (
                n
                for n in range(1, self.most + 1)
                if nothing_typed(self.row_question(question, n), self.parts, entry)
            ),
            1,
        )
        asked = self.row_question(question, empty)
        __, wrong = read_parts(asked, self.parts, entry)
        if self.least == 1 and wrong:
            return Outcome(problems=tuple(self._in_row(question, empty, each) for each in wrong))
        (first, *_) = fields_of(asked, self.parts)
        problem = question.problem("too_few", least=self.least)
        return Outcome(problems=(replace(problem, field=first),))

    def _first_field(self, question: Question) -> str:
        return fields_of(self.row_question(question, 1), self.parts)[0]

    def _shown(self, question: Question, entry: Entry) -> int:
        said = entry.text(f"{question.key}-rows")
        shown = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
        return max(min(shown, self.most), min(self.least, self.most))

    def answer_schema(self) -> dict[str, JSON]:
        row = schema_of(self.parts)
        if self.rows:
            row["properties"] = {
                "row": {"enum": [one.value for one in self.rows]},
                **cast("dict[str, JSON]", row["properties"]),
            }
            row["required"] = ["row", *cast("list[JSON]", row["required"])]
        return {"type": "array", "items": row, "minItems": self.least, "maxItems": self.most}

    def feel_value(self, value: JSON) -> feel.Value:
        if not isinstance(value, list):
            return None
        return tuple(self._row_seen(row) for row in value)

    def _row_seen(self, row: JSON) -> feel.Value:
        seen = context_in(self.parts, row)
        if not self.rows or not isinstance(row, dict) or not isinstance(seen, Mapping):
            return seen
        return {"row": str(row.get("row", "")), **seen}

    def condition_type(self) -> feel.Type:
        row = context_type(self.parts)
        if self.rows:
            types = {part.key: part.kind.condition_type() for part in self.parts}
            row = feel.context_of({"row": feel.TEXT, **types})
        return feel.LIST(row)

    def words(self, value: JSON) -> tuple[str, ...]:
        """A line for each row."""
        if not isinstance(value, list):
            return (str(value),)
        lines = []
        for number, row in enumerate(value, start=1):
            kept = row.get("row") if isinstance(row, dict) else None
            named = label_of(self.rows, kept) if kept else f"{_(self.each)} {number}"
            lines.append(f"{named}: {', '.join(words_of(self.parts, row))}")
        return tuple(lines)

    def search_text(self, value: JSON) -> str:
        return " ".join(searched(self.parts, row) for row in value) if isinstance(value, list) else ""

    def retype(self, question: Question, value: JSON) -> Typed:
        held = value if isinstance(value, list) else []
        typed: dict[str, tuple[str, ...]] = {}
        places = {one.value: number for number, one in enumerate(self.rows, start=1)}
        for place, row in enumerate(held, start=1):
            named = row.get("row") if isinstance(row, dict) else None
            number = places.get(str(named), place)
            typed.update(retyped(self.row_question(question, number), self.parts, row))
        return typed if self.rows else {**typed, f"{question.key}-rows": (str(max(len(held), self.least)),)}

    def mistakes(self) -> tuple[str, ...]:
        return (*_mistakes_of_keys(self), *_mistakes_of_rows(self))

    def widget(self, question: Question) -> Widget:
        rows = tuple(
            Row(
                legend=self.row_name(number),
                fields=group_fields(self.row_question(question, number), self.parts),
            )
            for number in range(1, self.most + 1)
        )
        fixed = bool(self.rows)
        return Rows(
            name=question.key,
            rows=rows,
            shown=len(rows) if fixed else min(self.least, self.most),
            more=""
            if fixed or self.most == self.least
            else _("Add another {item}").format(item=_(self.each).lower()),
        )


def _mistakes_of_keys(table: Table) -> list[str]:
    keys = [part.key for part in table.parts]
    found = [
        f"Two columns have the key ‘{key}’. Give each column its own."
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    if table.rows and "row" in keys:
        found.append(
            "A column cannot be called ‘row’ beside `rows`. Write another key, such as ‘row_number’."
        )
    return found


def _mistakes_of_rows(table: Table) -> list[str]:
    found = []
    if any(len({getattr(one, what) for one in table.rows}) < len(table.rows) for what in ("value", "label")):
        found.append("Two of the `rows` are the same. Give each row its own words.")
    if table.least > table.most:
        found.append(
            f"`at_least: {table.least}` is more than there can be rows ({table.most}). Write less, or more rows."
        )
    for column in table.columns:
        found += (f"Column ‘{column.part.key}’: {sentence}" for sentence in column.part.kind.mistakes())
    return found
