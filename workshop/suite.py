"""The whole suite: static checks, everything on SQLite, everything on PostgreSQL, browser journeys, mutations.

python workshop/suite.py [STAGE ...]        one or more of the stages below; all of them when none is named
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
#: Each of two begins with half of the tests, in their order, and who is done first takes from the end of the other's.
PYTEST = [PYTHON, "-m", "pytest", "-q", "--nothing-skipped", "-n", "2", "--dist", "worksteal"]
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
    "smoke": [[*POSTGRES, PYTHON, "-m", "pytest", "-q", "--nothing-skipped", *marks("smoke")]],
    "mutations": [[str(BIN / "moothall"), "mutate", "--sample", "12"]],
}


#: Each of these keeps one core busy, or none: two go side by side.
SIDE_BY_SIDE = (("static", "smoke"), ("folders", "mutations"))


def one(stage: str, said: list[str] | None = None) -> bool:
    """Run a stage; what it says is printed as it goes, or kept in `said`."""
    began = time.monotonic()
    heading = f"\n── {stage} " + "─" * (70 - len(stage))
    ok = True
    if said is None:
        print(heading, flush=True)
        ok = all(subprocess.run(command, cwd=ROOT).returncode == 0 for command in STAGES[stage])
    else:
        said.append(heading)
        for command in STAGES[stage]:
            if ok:
                done = subprocess.run(
                    command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
                )
                said.append(done.stdout.rstrip("\n"))
                ok = done.returncode == 0
    verdict = f"── {stage}: {'passed' if ok else 'FAILED'} in {time.monotonic() - began:.0f} s"
    print("\n".join([*(said or ()), verdict]), flush=True)
    return ok


def side_by_side(wanted: list[str]) -> list[str]:
    """Run these stages in two lanes; those that failed."""
    failed: list[str] = []

    def lane(stages: tuple[str, ...]) -> None:
        failed.extend(stage for stage in stages if stage in wanted and not one(stage, []))

    lanes = [threading.Thread(target=lane, args=(stages,)) for stages in SIDE_BY_SIDE]
    for each in lanes:
        each.start()
    for each in lanes:
        each.join()
    return failed


def main(wanted: list[str]) -> int:
    unknown = [stage for stage in wanted if stage not in STAGES]
    if unknown:
        sys.exit(f"There is no stage {unknown[0]!r}. There are: {', '.join(STAGES)}.")
    wanted = wanted or list(STAGES)
    failed = side_by_side(wanted)
    beside = {stage for stages in SIDE_BY_SIDE for stage in stages}
    failed += [stage for stage in wanted if stage not in beside and not one(stage)]
    print("\n" + (f"Failed: {', '.join(failed)}." if failed else "Everything passed."), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
