"""Does search cost the same at a million documents as at ten thousand?

    python bench/search_scale.py [--sizes 10000,1000000] [--rounds 5]                    # SQLite in a temporary folder
    python workshop/throwaway_postgres.py --durable python bench/search_scale.py         # PostgreSQL

Loads each size into a database of its own, then measures them in turns, so that a noisy machine is noisy to both.
Documents have 33 words; `rarity` stands in 0.01 %, `middling` in 1 %, `common` in 30 % of them; one in a hundred is of
the class `team:safe`; 4 statuses, 4 services, 20 wards. Prints a table and, as the last line, JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

LIMIT = 26


def clock() -> float:
    """Seconds: of this process's processor for SQLite, whose work is all in it, else of the wall."""
    wall = os.environ.get("MOOTHALL_DATABASE_URL", "").startswith("postgresql")
    return time.perf_counter() if wall else time.process_time()


WORDS = ("rarity", "middling", "common")
CLASSES = {"100 %": ("staff", "team:safe"), "all": None, "1 %": ("team:safe",)}
FACETS = ((), ("ward:3",), ("status:1", "ward:3"), ("status:1", "service:2", "ward:3"))


def documents(size: int) -> Iterator[object]:
    from moothall.ground.search.api import Document

    draw = random.Random(1855)
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = ["w" + "".join(draw.choices(letters, k=6)) for _ in range(20_000)]
    weights = list(itertools.accumulate(1 / (place + 10) for place in range(len(vocabulary))))
    for number in range(1, size + 1):
        words = draw.choices(vocabulary, cum_weights=weights, k=30)
        words += [
            word for word, share in zip(WORDS, (0.0001, 0.01, 0.3), strict=True) if draw.random() < share
        ]
        yield Document(
            kind="case",
            key=f"00000000-0000-7000-8000-{number:012d}",
            confidentiality="team:safe" if draw.random() < 0.01 else "staff",
            title="",
            text=" ".join(words),
            facets=frozenset(
                {f"status:{draw.randrange(4)}", f"service:{draw.randrange(4)}", f"ward:{draw.randrange(20)}"}
            ),
            number=1_600_000_000_000_000 + number * 157_000_000,
        )


def load(size: int) -> None:
    from django.core.management import call_command

    from moothall.ground.search.api import put_many

    call_command("migrate", "search", verbosity=0)
    begun, cpu = time.perf_counter(), time.process_time()
    put_many(documents(size))
    print(json.dumps({"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}))


def measure(size: int) -> None:
    from moothall.ground.search.api import count, newest

    samples: dict[str, list[float]] = {}
    cases = list(itertools.product(WORDS, CLASSES, FACETS))
    for attempt in range(7):
        for words, seen, facets in cases:
            classes = None if CLASSES[seen] is None else frozenset(CLASSES[seen])
            asked = {"kind": "case", "classes": classes, "facets": frozenset(facets)}
            name = f"{words} · {seen} · {len(facets)} filters"
            begun = clock()
            hits = newest(words, limit=LIMIT, **asked)
            taken = clock() - begun
            if attempt:
                samples.setdefault(name, []).append(taken)
            if len(hits) == LIMIT:
                begun = clock()
                newest(words, limit=LIMIT, before=hits[-1].number, **asked)
                if attempt:
                    samples[name].append(clock() - begun)
            if attempt > 4:
                begun = clock()
                count(words, **asked)
                samples.setdefault(f"count · {name}", []).append(clock() - begun)
    samples["put one more"] = puts(size)
    print(json.dumps(samples))


def puts(size: int) -> list[float]:
    """Seconds of putting one document, inside its transaction, without the commit."""
    from django.db import transaction

    from moothall.ground.search.api import put

    taken = []
    for document in itertools.islice(documents(400), 300):
        fresh = type(document)(
            "case",
            f"{random.random()}",
            "staff",
            "",
            document.text,
            document.facets,
            2_000_000_000_000_000 + len(taken),
        )
        with transaction.atomic():
            begun = clock()
            put(fresh)
            taken.append(clock() - begun)
            transaction.set_rollback(True)
    return taken


def child(task: str, size: int, url: str) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, __file__, "--task", task, "--sizes", str(size)],
        env={**os.environ, "MOOTHALL_DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


def addresses(sizes: list[int], folder: str) -> dict[int, str]:
    """A database of its own for each size."""
    url = os.environ.get("MOOTHALL_DATABASE_URL", "")
    if not url.startswith("postgresql"):
        return {size: f"sqlite:///{folder}/{size}.sqlite3" for size in sizes}
    import psycopg

    made = {}
    with psycopg.connect(url, autocommit=True) as connection:
        for size in sizes:
            connection.execute(f"CREATE DATABASE search_{size}")
            made[size] = url.replace("/moothall?", f"/search_{size}?", 1)
    return made


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def report(samples: dict[int, dict[str, list[float]]]) -> dict[str, object]:
    small, large = min(samples), max(samples)
    print(f"{'median ms':48} {small:>10} {large:>10}  ratio")
    for name in samples[small]:
        a, b = (statistics.median(samples[size][name]) * 1000 for size in (small, large))
        print(f"{name:48} {a:10.2f} {b:10.2f} {b / a:6.1f}")
    result: dict[str, object] = {}
    for what in ("newest", "count", "put"):
        chosen = {
            size: [
                value
                for name, values in samples[size].items()
                if {"count": name.startswith("count"), "put": name.startswith("put")}.get(
                    what, name.startswith(WORDS)
                )
                for value in values
            ]
            for size in (small, large)
        }
        a, b = p95(chosen[small]) * 1000, p95(chosen[large]) * 1000
        print(f"p95 of {what:41} {a:10.2f} {b:10.2f} {b / a:6.1f}")
        result[what] = {"p95_ms": {small: a, large: b}, "ratio": b / a}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,1000000")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--task", choices=("load", "measure"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.task:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.project.settings")
        import django

        django.setup()
        {"load": load, "measure": measure}[chosen.task](sizes[0])
        return
    with tempfile.TemporaryDirectory(prefix="moothall-search-") as folder:
        urls = addresses(sizes, folder)
        for size, url in urls.items():
            loaded = child("load", size, url)
            print(f"loaded {size} in {loaded['seconds']:.1f} s, of which {loaded['cpu']:.1f} s in Python")
        samples: dict[int, dict[str, list[float]]] = {size: {} for size in sizes}
        for _ in range(chosen.rounds):
            for size, url in urls.items():
                for name, values in child("measure", size, url).items():
                    samples[size].setdefault(name, []).extend(values)
        print(json.dumps({"engine": urls[sizes[0]].partition(":")[0], **report(samples)}))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
