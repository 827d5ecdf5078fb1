"""An application of 300 questions against one of 12, and a draft of 300 answers against one of 10.

    python -m bench forms

Within one process and a database in memory: what is compared is what a page costs us, not what carries it. Drafts are
filled in over the real pages first; then their pages are asked for by turns.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django

from bench.report import Promise
from bench.servers import ROOT

if TYPE_CHECKING:
    from moothall.sites.rehearsal.browser import Browser

SHORT, LONG = 12, 300
#: So many answers are in the small draft of the long form.
FEW = 10
TURNS = 400


def measure_forms(home: Path, large: int) -> list[Promise]:
    """In a process of its own, because Django is set up but once in each; `large` is not asked about here."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.long_form"],
        cwd=ROOT, env={**os.environ, "MOOTHALL_VAR": str(home / "var"), "MOOTHALL_LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return [Promise.from_json(said) for said in json.loads(run.stdout.splitlines()[-1])]


def form_of(questions: int) -> str:
    """A plain form: one question on each page, every tenth asked because of one before it."""
    lines = ["pages:"]
    for number in range(questions):
        kind = "yes-no" if number % 10 == 0 else "short-text"
        lines += [f"  - page: page-{number}"]
        if number % 10 == 5:
            lines += [f"    when: question_{number - 5} = true"]
        lines += [
            "    questions:",
            f"      - {{ask: question_{number}, type: {kind}, label: Question {number}?, name: answer {number}}}",
        ]
    return "\n".join(lines) + "\n"


@contextmanager
def services() -> Iterator[None]:
    """Two services that differ in their number of questions, in a database in memory."""
    from django.test.utils import override_settings

    from moothall.sites.rehearsal.scratch import scratch_database

    with tempfile.TemporaryDirectory(prefix="moothall-long-") as held:
        council, shipped = Path(held) / "council", Path(held) / "services"
        shutil.copytree(ROOT / "councils" / "barchester", council)
        shutil.copytree(ROOT / "services", shipped)
        for many in (SHORT, LONG):
            folder = shipped / f"ask-{many}"
            folder.mkdir()
            plain = ROOT / "services" / "report-missed-bin" / "service.yaml"
            (folder / "service.yaml").write_text(plain.read_text("utf-8"), "utf-8")
            (folder / "form.yaml").write_text(form_of(many), "utf-8")
        with override_settings(MOOTHALL_COUNCIL=council, MOOTHALL_SERVICES=shipped), scratch_database():
            yield


def filled(many: int, answers: int) -> Browser:
    """A browser in which the first `answers` pages of the form of `many` questions are filled in."""
    from moothall.sites.rehearsal.browser import Browser
    from moothall.sites.rehearsal.inside import Inside
    from moothall.sites.rehearsal.walking import start, step

    browser = Browser(Inside())
    start(browser, f"ask-{many}")
    typed = {f"question_{n}": "yes" if n % 10 == 0 else "A few words" for n in range(many)}
    for _ in range(answers):
        step(browser, typed)
    return browser


def asked(browser: Browser, path: str) -> tuple[float, float, bytes]:
    """Processor time and time until it is answered, in ms, and the page; nothing of it is read."""
    from moothall.sites.rehearsal.inside import Inside

    transport = Inside()
    headers = {"Host": "localhost", "Cookie": "; ".join(f"{n}={v}" for n, v in browser.cookies.items())}
    cpu, wall = time.process_time(), time.perf_counter()
    status, _, body = transport.send("GET", path, headers, b"")
    spent = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    if status != 200 or b"csrfmiddlewaretoken" not in body:
        raise SystemExit(f"That is no page: {status} {path}")
    return *spent, body


def by_turns(*asking: tuple[Browser, str]) -> list[tuple[float, float, bytes]]:
    """The medians of each, and its page."""
    spent: list[list[tuple[float, float, bytes]]] = [[] for _ in asking]
    for _ in range(TURNS):
        for (browser, path), kept in zip(asking, spent, strict=True):
            kept.append(asked(browser, path))
    return [
        (statistics.median(one[0] for one in kept), statistics.median(one[1] for one in kept), kept[-1][2])
        for kept in spent
    ]


def measured() -> list[Promise]:
    short, long, little = filled(SHORT, SHORT), filled(LONG, LONG), filled(LONG, FEW)
    last_of_short, last_of_long = by_turns(
        (short, f"/services/ask-{SHORT}/page-{SHORT - 1}"), (long, f"/services/ask-{LONG}/page-{LONG - 1}")
    )
    with_few, with_many = by_turns(
        (little, f"/services/ask-{LONG}/page-3"), (long, f"/services/ask-{LONG}/page-3")
    )
    weight = len(gzip.compress(last_of_long[2])) / 1000
    return [
        Promise("none", f"Last page of {LONG} questions ÷ of {SHORT}, CPU", last_of_long[0] / last_of_short[0], "≤", 1.3),
        Promise("none", f"First byte with {LONG} answers in the draft ÷ with {FEW}", with_many[1] / with_few[1], "≤", 1.3),
        Promise("none", f"Last page of {LONG} questions alone, kB gzipped", weight, "≤", 45),
        Promise("none", f"Last page of {SHORT} questions, CPU ms", last_of_short[0], "", 0),
        Promise("none", f"Last page of {LONG} questions, CPU ms", last_of_long[0], "", 0),
        Promise("none", f"First byte with {FEW} answers, ms", with_few[1], "", 0),
        Promise("none", f"First byte with {LONG} answers, ms", with_many[1], "", 0),
    ]  # fmt: skip


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.project.settings")
    django.setup()
    with services():
        print(json.dumps([promise.as_json() for promise in measured()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
