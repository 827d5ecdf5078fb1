"""`moothall check` of a council with 200 services and of one service, as somebody waits for it: the whole command.

The 200 are the shipped services, copied under other names. The one is the shipped one that asks most. Both run in a
process of their own, with Python's byte code kept from a run before, as on a machine where Moothall is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.report import Promise
from bench.servers import ROOT

SERVICES, TURNS = 200, 3
MOST_SECONDS, MOST_SECONDS_FOR_ONE = 10, 1


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float
    cpu: float


def measure_folders(home: Path, large: int) -> list[Promise]:
    """Seconds by the wall and of the processor, the best of three turns; `large` is not asked about here."""
    shipped = sorted(path for path in (ROOT / "services").iterdir() if (path / "service.yaml").exists())
    council, many = home / "council", home / "services"
    shutil.copytree(ROOT / "councils" / "barchester", council)
    few = _copied(shipped, home / "few", len(shipped))
    _copied(shipped, many, SERVICES)
    one = max(shipped, key=lambda path: (path / "form.yaml").stat().st_size if _has_form(path) else 0)
    _check(home, council, ROOT / "services", one)  # keeps the byte code
    spent: dict[str, list[_Spent]] = {"few": [], "many": [], "one": []}
    for _ in range(TURNS):
        spent["one"].append(_check(home, council, ROOT / "services", one))
        spent["few"].append(_check(home, council, few, council))
        spent["many"].append(_check(home, council, many, council))
    best = {name: min(turns, key=lambda turn: turn.cpu) for name, turns in spent.items()}
    each = (best["many"].cpu - best["few"].cpu) / (SERVICES - len(shipped))
    return [
        Promise("none", f"moothall check of {SERVICES} services, s", best["many"].seconds, "≤", MOST_SECONDS),
        Promise("none", f"moothall check of one ({one.name}), s", best["one"].seconds, "≤", MOST_SECONDS_FOR_ONE),
        Promise(
            "none", f"CPU of {SERVICES} services ÷ CPU of one", best["many"].cpu / best["one"].cpu, "≤", 10
        ),
        Promise("none", f"moothall check of {SERVICES} services, CPU s", best["many"].cpu, "", 0),
        Promise("none", f"moothall check of {len(shipped)} services, CPU s", best["few"].cpu, "", 0),
        Promise("none", "moothall check of one, CPU s, start included", best["one"].cpu, "", 0),
        Promise("none", "moothall check, CPU ms for each service more", each * 1000, "", 0),
    ]  # fmt: skip


def _has_form(folder: Path) -> bool:
    return (folder / "form.yaml").exists()


def _copied(shipped: list[Path], to: Path, count: int) -> Path:
    """So many services: the shipped ones, and copies of them. None extends another, which would be read twice."""
    for number in range(count):
        turn, which = divmod(number, len(shipped))
        source = shipped[which]
        shutil.copytree(source, to / (f"{source.name}-{turn + 1}" if turn else source.name))
    return to


def _check(home: Path, council: Path, services: Path, folder: Path) -> _Spent:
    environment = {
        **os.environ,
        "MOOTHALL_VAR": str(home / "var"),
        "MOOTHALL_COUNCIL": str(council),
        "MOOTHALL_SERVICES": str(services),
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    before, began = os.times(), time.perf_counter()
    run = subprocess.run(
        [Path(sys.executable).with_name("moothall"), "check", folder],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    seconds, after = time.perf_counter() - began, os.times()
    if run.returncode or "No mistakes" not in run.stdout:
        raise SystemExit(f"The check did not run to its end: {run.stdout[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return _Spent(seconds, cpu)
