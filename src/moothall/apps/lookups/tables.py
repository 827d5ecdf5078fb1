"""Tables of the council's folder: read when they are first asked, again when they have changed."""

from __future__ import annotations

import csv
import logging
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moothall.apps.lookups.definitions import By, NoData

MOST_ROWS, MOST_BYTES = 200_000, 50_000_000
LOOK_EVERY_SECONDS = 5.0
_log = logging.getLogger("moothall.lookups")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by what their column says, as `key_of` writes it; `columns` are the places of the names."""

    columns: Mapping[str, int]
    rows: Mapping[str, tuple[Row, ...]]

    def value(self, row: Row, column: str) -> str:
        at = self.columns.get(column)
        return row[at] if at is not None and at < len(row) else ""


@dataclass(slots=True)
class _Held:
    table: Table
    changed: tuple[int, int]
    looked: float


_lock = threading.Lock()
_held: dict[tuple[Path, str, By], _Held] = {}


def key_of(typed: str, by: By) -> str:
    """What is typed and what stands in the table, in one form."""
    if by is By.POSTCODE:
        return re.sub(r"[^A-Z0-9]", "", typed.upper())
    if by is By.NUMBER:
        return re.sub(r"\D", "", typed).lstrip("0")
    return " ".join(re.findall(r"\w+", typed.casefold()))


def table(path: Path, column: str, by: By) -> Table:
    """The table at `path` by `column`. Raises NoData."""
    key = (path, column, by)
    held = _held.get(key)
    now = time.monotonic()
    if held is not None and now - held.looked < LOOK_EVERY_SECONDS:
        return held.table
    with _lock:
        try:
            stat = path.stat()
            changed = (stat.st_mtime_ns, stat.st_size)
            if held is None or held.changed != changed:
                held = _Held(read_table(path, column, by), changed, now)
        except (OSError, ValueError, csv.Error) as wrong:
            if held is None:
                _log.error("%s cannot be read: %s", path, wrong)
                raise NoData(str(wrong)) from None
            _log.error("%s cannot be read, so it stays as it was: %s", path, wrong)
        held.looked = now
        _held[key] = held
    return held.table


def columns_of(path: Path) -> tuple[str, ...]:
    """The names in the first line. Raises OSError or ValueError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(name.strip() for name in next(csv.reader(file), []))


def read_table(path: Path, column: str, by: By) -> Table:
    """Raises OSError, ValueError (UnicodeDecodeError is one) or csv.Error."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES // 1_000_000} MB")
    rows: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        names = [name.strip() for name in next(lines, [])]
        if column not in names:
            raise ValueError(f"there is no column {column!r} in its first line")
        at = names.index(column)
        for number, line in enumerate(lines):
            if number >= MOST_ROWS:
                raise ValueError(f"more than {MOST_ROWS:,} rows")
            if len(line) > at and (key := key_of(line[at], by)):
                rows.setdefault(key, []).append(tuple(cell.strip() for cell in line))
    return Table({name: place for place, name in enumerate(names)}, {k: tuple(v) for k, v in rows.items()})
