"""From lookup.yaml to a look-up, and its mistakes; those of its table too."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings

from moothall.apps.catalogue import api as catalogue
from moothall.apps.lookups.definitions import LOOKUP, By, Lookup, Shape, Shown
from moothall.apps.lookups.tables import columns_of, read_table

DATA = "data"
_WORDS: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 300, "x-floats": True}
_COLUMN: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 60}

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "lookup.yaml: a service that answers at once from a table",
    "description": "What is asked, in which table of the council's folder the answer stands, and how it is shown.",
    "type": "object",
    "additionalProperties": False,
    "required": ["data", "ask", "shows", "nothing_found"],
    "properties": {
        "data": {
            "type": "string",
            "pattern": "^[a-z0-9-]+\\.csv$",
            "description": "A CSV file in the folder data/ of the council's folder; UTF-8, names in its first line.",
            "examples": ["bin-days.csv"],
            "x-instead": "Write the name of a file, in small letters and hyphens, such as bin-days.csv.",
        },
        "ask": {
            "type": "object",
            "description": "The one question.",
            "additionalProperties": False,
            "required": ["column", "type", "label", "name"],
            "properties": {
                "column": {
                    **_COLUMN,
                    "description": "The column that is compared.",
                    "examples": ["postcode"],
                },
                "type": {
                    "enum": [one.value for one in By],
                    "description": "How it is compared: capitals and spaces never matter; number: digits alone.",
                },
                "label": {**_WORDS, "description": "The question.", "examples": ["What is your postcode?"]},
                "name": {**_WORDS, "description": "As in “Enter …”.", "examples": ["your postcode"]},
                "hint": {**_WORDS, "description": "Below the question."},
            },
        },
        "choose": {
            "type": "object",
            "description": "Where several rows fit: which column tells them apart, and how it is asked.",
            "additionalProperties": False,
            "required": ["column", "label"],
            "properties": {
                "column": {**_COLUMN, "description": "Such as the address.", "examples": ["address"]},
                "label": {**_WORDS, "description": "The question.", "examples": ["Which is your home?"]},
            },
        },
        "shows": {
            "type": "array",
            "description": "What of the row is shown, in this order.",
            "minItems": 1,
            "maxItems": 40,
            "items": {
                "type": "object",
                "description": "A column.",
                "additionalProperties": False,
                "required": ["column", "label"],
                "properties": {
                    "column": {**_COLUMN, "description": "Its name in the table.", "examples": ["food"]},
                    "label": {**_WORDS, "description": "What it is called.", "examples": ["Food waste"]},
                    "type": {
                        "enum": [one.value for one in Shape],
                        "default": "text",
                        "description": "days: 2026-12-01, several parted by semicolons; the next ones are shown.",
                    },
                    "most": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 20,
                        "default": 3,
                        "description": "Of days: how many.",
                    },
                },
            },
        },
        "calendar": {
            **_WORDS,
            "description": "What the calendar is called that people may take away (iCalendar). Needs a column of days.",
            "examples": ["Bin days"],
        },
        "nothing_found": {
            **_WORDS,
            "description": "What to do when the table does not have it.",
            "examples": ["We do not know this postcode. Call us and we look it up."],
        },
    },
}


def read_lookup(source: catalogue.PartSource) -> object:
    """The part reader: None when there is no lookup.yaml."""
    if not source.files:
        return None
    file = source.files[0]
    said = file.data
    ask, choose = catalogue.mapping(said.get("ask")), catalogue.mapping(said.get("choose"))
    word = catalogue.text
    lookup = Lookup(
        file=word(said.get("data")),
        column=word(ask.get("column")),
        by=By(word(ask.get("type")) or By.TEXT),
        label=word(ask.get("label")),
        name=word(ask.get("name")),
        hint=word(ask.get("hint")),
        choose=word(choose.get("column")),
        choose_label=word(choose.get("label")),
        shows=tuple(_shown(catalogue.mapping(one)) for one in catalogue.sequence(said.get("shows"))),
        calendar=word(said.get("calendar")),
        nothing_found=word(said.get("nothing_found")),
    )
    if lookup.calendar and not any(one.shape is Shape.DAYS for one in lookup.shows):
        sentence = (
            "A calendar needs days. Write `type: days` at a column that has some, or leave the calendar out."
        )
        source.mistake(file, ("calendar",), sentence)
    if lookup.file and not file.refuses(("data",)):
        _look_at_table(source, file, lookup)
    return lookup


LOOKUP_PART = catalogue.PartReader(
    LOOKUP, files="lookup.yaml", schema=SCHEMA, read=read_lookup, order=15, floats=True, instead_of="form"
)


def _shown(said: dict[str, catalogue.Plain]) -> Shown:
    most = said.get("most")
    return Shown(
        column=catalogue.text(said.get("column")),
        label=catalogue.text(said.get("label")),
        shape=Shape(catalogue.text(said.get("type")) or Shape.TEXT),
        most=most if isinstance(most, int) else 3,
    )


def table_path(name: str) -> Path:
    """Where a table of the council stands."""
    return Path(settings.MOOTHALL_COUNCIL) / DATA / name


def _beside(file: catalogue.PartFile) -> Path:
    """The tables of the council in whose folder the service stands; of ours when it is a shipped one."""
    for folder in Path(file.node.place.file).resolve().parents[2:3]:
        if (folder / "council.yaml").is_file():
            return folder / DATA
    return table_path("")


def _look_at_table(source: catalogue.PartSource, file: catalogue.PartFile, lookup: Lookup) -> None:
    """Whether the table is there and has the columns that are named."""
    path = _beside(file) / lookup.file
    try:
        columns = columns_of(path)
        read_table(path, columns[0], lookup.by)
    except FileNotFoundError:
        sentence = f"There is no {DATA}/{lookup.file} in the council's folder. Put it there, names in its first line."
        source.mistake(file, ("data",), sentence)
        return
    except (OSError, ValueError, IndexError) as wrong:
        sentence = f"{DATA}/{lookup.file} cannot be read: {wrong}. Save it as CSV in UTF-8."
        source.mistake(file, ("data",), sentence)
        return
    wanted = [(("ask", "column"), lookup.column)]
    wanted += [(("choose", "column"), lookup.choose)] if lookup.choose else []
    for place, name in wanted:
        _demand_column(source, file, place, name, lookup.file, columns)
    for number, one in enumerate(lookup.shows):
        _demand_column(source, file, ("shows", number, "column"), one.column, lookup.file, columns)


def _demand_column(
    source: catalogue.PartSource,
    file: catalogue.PartFile,
    place: tuple[str | int, ...],
    name: str,
    table: str,
    columns: tuple[str, ...],
) -> None:
    if name and name not in columns:
        sentence = f"{DATA}/{table} has no column ‘{name}’. {catalogue.instead(name, list(columns))}"
        source.mistake(file, place, sentence)
