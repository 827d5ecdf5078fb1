"""A council's files of places: opened, counted in lines, and looked through without a database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from moothall.apps.places.mistakes import Mistake, NotLoaded
from moothall.apps.places.models import Area
from moothall.apps.places.outlines import nowhere
from moothall.apps.places.queries import WARD
from moothall.apps.places.reading_addresses import TOO_MANY, AddressReader, Row
from moothall.apps.places.reading_areas import areas_in


def text_of(path: Path) -> str:
    """Raises NotLoaded when the file cannot be opened or is not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as no:
        reason = (no.strerror or "unknown error").lower()
        sentence = f"The file cannot be read: {reason}. Look at its name and permissions."
        raise NotLoaded([Mistake(str(path), 1, sentence)]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise NotLoaded([Mistake(str(path), line, "This is not UTF-8. Save the file as UTF-8.")]) from None


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a CSV file below its heading. Raises NotLoaded at a line that is none."""
    reader = csv.reader(text_of(path).splitlines(keepends=True))
    heading: list[str] | None = None
    begins = 1
    try:
        for values in reader:
            if heading is None:
                heading = values
            elif values:
                yield begins, _row(heading, values)
            begins = reader.line_num + 1
    except csv.Error as wrong:
        sentence = f"This is no line of a CSV file: {wrong}. Write its values with commas between them."
        raise NotLoaded([Mistake(str(path), begins, sentence)]) from None


def _row(heading: list[str], values: list[str]) -> dict[str, str | None]:
    row: dict[str, str | None] = dict.fromkeys(heading) | dict(zip(heading, values, strict=False))
    if len(values) > len(heading):
        row[TOO_MANY] = str(len(values) - len(heading))
    return row


def mistakes_in_folder(folder: Path) -> tuple[Mistake, ...]:
    """All that keeps `wards.geojson` and `addresses.csv` of `folder` from being loaded."""
    outlines, points = folder / "wards.geojson", folder / "addresses.csv"
    found: list[Mistake] = []
    areas: list[Area] = []
    if outlines.exists():
        try:
            areas = areas_in(text_of(outlines), kind=WARD, file=str(outlines))
        except NotLoaded as no:
            found += no.mistakes
    if points.exists():
        wards = {area.name.lower(): area.code for area in areas} | {area.code: area.code for area in areas}
        rows = rows_of(points) if areas else _without_wards(rows_of(points))
        try:
            for _ in AddressReader(str(points), wards, nowhere()).points(rows):
                pass
        except NotLoaded as no:
            found += no.mistakes
    return tuple(found)


def _without_wards(rows: Iterator[Row]) -> Iterator[Row]:
    """Where the wards are not known, what an address says of its own cannot be wrong."""
    for line, row in rows:
        yield line, {name: value for name, value in row.items() if name != "ward"}
