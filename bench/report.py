"""The table of what was promised and what was measured."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"
#: The figures of every part, from which the page is written.
HELD = PAGE.with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure; `sign` and `bound` say what was promised ("" for a figure that is only told)."""

    engine: str
    name: str
    value: float
    sign: str
    bound: float

    @property
    def kept(self) -> bool:
        if self.sign == "≤":
            return self.value <= self.bound
        return self.value >= self.bound if self.sign == "≥" else True

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, object]) -> Promise:
        return cls(
            str(said["engine"]),
            str(said["name"]),
            float(str(said["value"])),
            str(said["sign"]),
            float(str(said["bound"])),
        )


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    return f"{os.cpu_count()} cores ({model}), {memory} GB, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def row(promise: Promise) -> str:
    bound = f"{promise.sign} {promise.bound:,g}" if promise.sign else ""
    kept = ("yes" if promise.kept else "**no**") if promise.sign else ""
    value = f"{promise.value:,.0f}" if promise.value >= 1_000 else f"{promise.value:.3g}"
    return f"| {promise.engine} | {promise.name} | {value} | {bound} | {kept} |"


def table(promises: list[Promise]) -> str:
    lines = ["| engine | what | measured | promised | kept |", "|---|---|---:|---:|---|"]
    return "\n".join([*lines, *map(row, promises)])


def verdict(promises: list[Promise]) -> str:
    missed = [f"{promise.engine}: {promise.name}" for promise in promises if not promise.kept]
    return "\nEverything promised was kept." if not missed else "\nNot kept:\n  " + "\n  ".join(missed)


def keep(part: str, promises: list[Promise]) -> None:
    """Put what `part` measured in the place of what it measured before, and write the reference page anew."""
    held = json.loads(HELD.read_text("utf-8")) if HELD.exists() else {}
    held[part] = {
        "day": str(datetime.now(UTC).date()),
        "machine": machine(),
        "promises": [promise.as_json() for promise in promises],
    }
    HELD.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(PREAMBLE + "\n".join(section(name, said) for name, said in held.items()), "utf-8")


def section(part: str, said: dict[str, Any]) -> str:
    """One part's table, as it stands in the JSON beside the page."""
    rows = table([Promise.from_json(each) for each in said["promises"]])
    return f"## {part}\n\nMeasured on {said['day']}: {said['machine']}.\n\n{rows}\n"


PREAMBLE = """# Performance

Written by `make bench`, part by part; `python -m bench PART` measures one again. The same figures are in
`performance.json`.

The machine is shared and noisy, so the figures that count are **ratios within one run**. The yardstick is a bare Django
(`bench/bare/`): default middleware, one template with one indexed query, and the insert of one row, on the same server
(granian, WSGI, one process a core), the same database engine and the same durability (SQLite WAL with
`synchronous=FULL`; PostgreSQL with `synchronous_commit=on`). CPU counts every process: web, worker, supervisor and, with
PostgreSQL, the database server, which has `shared_buffers` of 1 GB and `max_wal_size` of 4 GB. Seconds are by the wall, of whatever else the machine did meanwhile, too.

In the parts called *scale*, queue, search and case page are asked of a council with 10,000 cases and of a larger one with 500
accounts of staff, which each line names, by turns: by an officer who may see nearly all of them and by one who may see one
in a hundred. Case pages are another one each time. An export is the list of closed cases of the larger one, read as far as
so many rows.

In the parts called *staff*, a verb is its POST as the case page's script sends it, with the parts of the page that it
brings back and all that it sets off in the worker, held against the bare insert and the bare view
together. Officers who poll do so as their browsers would, each once in the interval that the script names; what the idle
processes cost is taken off. Cases closed at once are worked on by the worker of the running product.

"""
