"""Measure speed and memory, and put what was measured in docs/reference/performance.md: `make bench`.

    python -m bench [--quick] [PART ...]      all parts when none is named

Every figure is a ratio within this run: to a bare Django on the same machine, server and durability, or between two sizes of
the same council. CPU counts the processes of web, worker, supervisor and database together. Seconds want a machine that
does nothing else. `--quick` measures with 100,000 cases in place of 1,000,000, and only prints.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.desk import FIRST_LOADS, OFFICERS, first_load, measure_desk, measure_polling
from bench.desk_report import (
    asked_promises,
    desk_promises,
    export_promises,
    many_promises,
    polling_promises,
    trial_promises,
)
from bench.exports import measure_exports
from bench.folders import measure_folders
from bench.load import calm
from bench.long_form import measure_forms
from bench.report import Promise, keep, table, verdict
from bench.servers import ROOT, Server, bare, moothall
from bench.speed import measure as measure_speed
from bench.staff import Council, ask_by_turns

SMALL, DISTRICT, LARGE = 10_000, 100_000, 1_000_000
SUBMISSIONS = 300
#: The council of officers' work: so recent that most of its cases are open. Of them so many are closed at once.
DESK, DESK_DAYS, MANY = 14_000, 4, 5_000
#: Seconds after which a load, and all that is measured on PostgreSQL, is given up.
LOADED_WITHIN, MEASURED_WITHIN = 3600, 3 * 3600


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="a smaller large council; only printed")
    parser.add_argument("--inside-postgres", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := [name for name in options.parts if name not in PARTS]:
        parser.error(f"There is no part {unknown[0]!r}. There are: {', '.join(PARTS)}.")
    large = DISTRICT if options.quick else LARGE
    promises: list[Promise] = []
    for name in options.parts or PARTS:
        if name.startswith("postgresql") and not options.inside_postgres:
            found = in_postgres(name, quick=options.quick)
        else:
            with tempfile.TemporaryDirectory(prefix="moothall-bench-") as folder:
                found = PARTS[name](Path(folder), large)
        if options.inside_postgres:
            print(json.dumps([promise.as_json() for promise in found]))
            return 0
        print(table(found), flush=True)
        if not options.quick:
            keep(name, found)
        promises += found
    print(verdict(promises))
    return 0 if all(promise.kept for promise in promises) else 1


def in_postgres(part: str, *, quick: bool) -> list[Promise]:
    """The part in a process of its own, with a durable throw-away PostgreSQL around it."""
    command = [sys.executable, "workshop/throwaway_postgres.py", "--durable", sys.executable, "-m", "bench"]
    command += [part, "--inside-postgres", *(["--quick"] if quick else [])]
    run = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=MEASURED_WITHIN
    )
    return [Promise.from_json(said) for said in json.loads(run.stdout.splitlines()[-1])]


def speed(engine: str, home: Path) -> list[Promise]:
    """What pages and submissions cost, next to the bare Django, both servers asked by turns."""
    say(f"{engine}: pages, submissions and journeys beside the bare Django…")
    environment, pids = council(engine, home, "speed"), database_pids(engine)
    with (
        bare(bare_url(engine, home), home / "bare.log", pids) as yardstick,
        moothall(environment, home / "speed.log", pids) as server,
        backlog_of(environment) as backlog,
    ):
        cost = measure_speed(yardstick, server, backlog, SUBMISSIONS)
        idle = memory_of(server)
    view, insert = cost.view.cpu_ms, cost.insert.cpu_ms
    return [
        Promise(engine, "Form page, unanswered: CPU ÷ bare view", cost.unanswered.cpu_ms / view, "≤", 2.5),
        Promise(engine, "Form page, value and error: CPU ÷ bare view", cost.sent_back.cpu_ms / view, "≤", 4),
        Promise(
            engine, "Submission: bare insert ÷ CPU, worker included", insert / cost.sent.cpu_ms, "≥",
            0.12 if engine == "sqlite" else 0.15,
        ),
        Promise(engine, "Backlog drained after the last submission, s", cost.drained_s, "≤", 60),
        Promise(
            engine, "Whole journeys: bare view × requests ÷ CPU, worker included",
            view * cost.requests / cost.journeys.cpu_ms, "≥", 0.3,
        ),
        Promise(engine, "Idle memory of web and worker, MB (PSS)", idle, "≤", 350),
        Promise(engine, "Bare view, CPU ms per request", view, "", 0),
        Promise(engine, "Bare insert, CPU ms per request", insert, "", 0),
        Promise(engine, "Form page, unanswered, CPU ms", cost.unanswered.cpu_ms, "", 0),
        Promise(engine, "Submission, CPU ms, worker included", cost.sent.cpu_ms, "", 0),
    ]  # fmt: skip


def staff(engine: str, home: Path) -> list[Promise]:
    """What officers' work costs: pages and verbs beside the bare Django, polling, 5,000 at once, a first load."""
    environment, pids = council(engine, home, "staff"), database_pids(engine)
    say(f"{engine}: loading {DESK:,} cases of {DESK_DAYS} days…")
    facts = json.loads(inside(environment, "load", str(DESK), str(DESK_DAYS)))
    with (
        bare(bare_url(engine, home), home / "bare.log", pids) as yardstick,
        moothall(environment, home / "staff.log", pids) as server,
        backlog_of(environment) as backlog,
    ):
        desk = Council(server, facts)
        loads = [(path, first_load(desk, path)) for path in FIRST_LOADS]
        say(f"{engine}: officers' pages and verbs beside the bare Django, after {calm(server):.0f} s…")
        work = measure_desk(yardstick, desk, backlog)
        say(f"{engine}: {OFFICERS} officers polling…")
        polling = measure_polling(desk, json.loads(inside(environment, "tickets", str(OFFICERS))))
        say(f"{engine}: {MANY:,} cases closed at once, and the undoing…")
        many = json.loads(inside(environment, "many", str(MANY)))
    return [
        *desk_promises(engine, work),
        *polling_promises(engine, polling),
        *many_promises(engine, many),
        *(Promise(engine, f"First load of {path}, kB gzipped", size, "≤", 90) for path, size in loads),
    ]


def scale(engine: str, home: Path, large: int) -> list[Promise]:
    """Queue, search and case page at two sizes of the same council, asked by turns; and exports of the large one."""
    promises: list[Promise] = []
    with ExitStack() as running:
        councils, environments = [], []
        for size in (SMALL, large):
            environment = council(engine, home, f"c{size}")
            say(f"{engine}: loading {size:,} cases…")
            facts = json.loads(inside(environment, "load", str(size)))
            promises += _loading(engine, size, facts)
            log = home / f"c{size}.log"
            server = running.enter_context(moothall(environment, log, database_pids(engine)))
            councils.append(Council(server, facts))
            environments.append(environment)
        waited = calm(*(one.server for one in councils))
        say(f"{engine}: after {waited:.0f} s, queue, search and case page at {SMALL:,} and {large:,}…")
        for asked in ask_by_turns(councils[0], councils[1], 150):
            promises += asked_promises(engine, asked, SMALL, large)
        say(f"{engine}: a rule tried on the last month…")
        trials = [json.loads(inside(environment, "trial")) for environment in environments]
        promises += trial_promises(engine, SMALL, trials[0], large, trials[1])
        say(f"{engine}: exports of up to {large // 10:,} rows…")
        sizes = (large // 1000, large // 100, large // 10)
        promises += export_promises(engine, measure_exports(councils[1], sizes))
    return promises


def district(engine: str, home: Path) -> list[Promise]:
    """How long a district's cases take to load."""
    say(f"{engine}: loading {DISTRICT:,} cases…")
    return _loading(
        engine, DISTRICT, json.loads(inside(council(engine, home, "district"), "load", str(DISTRICT)))
    )


#: Seconds in which a council of a size has to be loaded.
LOADED = {DISTRICT: 300, LARGE: 900}


def _loading(engine: str, size: int, facts: dict[str, str]) -> list[Promise]:
    most = LOADED.get(size)
    seconds, cpu = float(facts["seconds"]), float(facts["cpu_seconds"])
    return [
        Promise(engine, f"Loading {size:,} cases, s", seconds, "≤" if most else "", most or 0),
        Promise(engine, f"Loading {size:,} cases, CPU s of the loader", cpu, "", 0),
        Promise(engine, f"With {size:,} cases: messages", float(facts["messages"]), "", 0),
        Promise(engine, f"With {size:,} cases: accounts of staff", float(facts["staff"]), "", 0),
    ]


def council(engine: str, home: Path, name: str) -> dict[str, str]:
    """The environment of a council of its own: a folder, and on PostgreSQL a database."""
    folder = home / f"{engine}-{name}"
    folder.mkdir()
    url = f"sqlite:///{folder / 'moothall.sqlite3'}" if engine == "sqlite" else another_database(name)
    return {"MOOTHALL_VAR": str(folder), "MOOTHALL_DATABASE_URL": url, "MOOTHALL_LOG_LEVEL": "WARNING"}


def bare_url(engine: str, home: Path) -> str:
    return f"sqlite:///{home / 'bare.sqlite3'}" if engine == "sqlite" else another_database("bare")


def another_database(name: str) -> str:
    import psycopg
    from psycopg import sql

    url = os.environ["MOOTHALL_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.replace("/moothall?", f"/{name}?")


def database_pids(engine: str) -> tuple[int, ...]:
    """The PostgreSQL server, whose CPU counts; SQLite's is our own."""
    if engine == "sqlite":
        return ()
    home = Path(os.environ["MOOTHALL_DATABASE_URL"].partition("host=")[2])
    return (int((home / "data" / "postmaster.pid").read_text().splitlines()[0]),)


def inside(environment: dict[str, str], *words: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "bench.inside", *words],
        cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True,
        timeout=LOADED_WITHIN,
    )  # fmt: skip
    return run.stdout.splitlines()[-1]


@contextmanager
def backlog_of(environment: dict[str, str]) -> Iterator[Callable[[], int]]:
    """A question to the database in a process of its own, whose CPU is not counted."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.inside", "backlog"],
        cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    talk, hear = process.stdin, process.stdout

    def ask() -> int:
        talk.write("\n")
        talk.flush()
        return int(hear.readline())

    try:
        yield ask
    finally:
        talk.close()
        process.wait()


def memory_of(server: Server) -> float:
    return server.memory()


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


#: What can be measured by itself, by name: from a folder of its own and the cases of the large council.
PARTS: dict[str, Callable[[Path, int], list[Promise]]] = {
    "folders": measure_folders,
    "forms": measure_forms,
    "sqlite-speed": lambda home, large: speed("sqlite", home),
    "sqlite-district": lambda home, large: district("sqlite", home),
    "sqlite-scale": lambda home, large: scale("sqlite", home, large),
    "sqlite-staff": lambda home, large: staff("sqlite", home),
    "postgresql-speed": lambda home, large: speed("postgresql", home),
    "postgresql-district": lambda home, large: district("postgresql", home),
    "postgresql-scale": lambda home, large: scale("postgresql", home, large),
    "postgresql-staff": lambda home, large: staff("postgresql", home),
}


if __name__ == "__main__":
    sys.exit(main())
