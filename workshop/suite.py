"""The whole suite: static checks, everything on SQLite, everything on PostgreSQL, browser journeys, mutations.

python workshop/suite.py [STAGE ...]        one or more of the stages below; all of them when none is named
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", "2"]
POSTGRES = [PYTHON, "workshop/throwaway_postgres.py"]
#: Real inputs lie beside the repository on some machines; where they do not, their tests are deselected, not skipped.
OUTSIDE = [] if (ROOT.parent / "shared" / "data").is_dir() else ["not outside_data"]


def marks(*wanted: str) -> list[str]:
    return ["-m", " and ".join([*wanted, *OUTSIDE])] if wanted or OUTSIDE else []


STAGES: dict[str, list[list[str]]] = {
    "static": [
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
        [str(BIN / "mypy")],
    ],
    "folders": [[str(BIN / "moothall"), "check"]],
    "sqlite": [[*PYTEST, *marks("not journeys")]],
    # What asks no database says the same on every engine: it is not asked again.
    "postgresql": [[*POSTGRES, *PYTEST, "--asking-a-database", *marks("not journeys")]],
    "journeys": [[*PYTEST, *marks("journeys")]],
    "smoke": [[*POSTGRES, PYTHON, "-m", "pytest", "-q", *marks("smoke")]],
    "mutations": [[str(BIN / "moothall"), "mutate", "--sample", "12"]],
}


def main(wanted: list[str]) -> int:
    unknown = [stage for stage in wanted if stage not in STAGES]
    if unknown:
        sys.exit(f"There is no stage {unknown[0]!r}. There are: {', '.join(STAGES)}.")
    failed = []
    for stage in wanted or STAGES:
        began = time.monotonic()
        print(f"\n── {stage} " + "─" * (70 - len(stage)), flush=True)
        ok = all(subprocess.run(command, cwd=ROOT).returncode == 0 for command in STAGES[stage])
        print(f"── {stage}: {'passed' if ok else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
        failed += [] if ok else [stage]
    print("\n" + (f"Failed: {', '.join(failed)}." if failed else "Everything passed."), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
