"""A page of a 300-question application against one of 12: processor time within one process, and bytes.

    python -m bench.long_form

Both forms are walked to their last page first, so that the draft holds every answer; then the last page is asked for
again and again, by turns. The promise: CPU at most 1.3 times, and the page with all its assets at most 45 kB gzipped.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
SHORT, LONG = 12, 300
TURNS, EACH = 30, 20
MOST_TIMES, MOST_BYTES = 1.3, 45_000


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


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.project.settings")
    django.setup()
    from moothall.sites.rehearsal.browser import Browser
    from moothall.sites.rehearsal.inside import Inside
    from moothall.sites.rehearsal.walking import start, step

    with services():
        browsers = {}
        for many in (SHORT, LONG):
            browsers[many] = browser = Browser(Inside())
            start(browser, f"ask-{many}")
            typed = {f"question_{n}": "yes" if n % 10 == 0 else "A few words" for n in range(many)}
            while not browser.page.path.endswith("/check-your-answers"):
                step(browser, typed)
        spent = dict.fromkeys(browsers, 0.0)
        for _ in range(TURNS):
            for many, browser in browsers.items():
                began = time.process_time()
                for _ in range(EACH):
                    page = browser.get(f"/services/ask-{many}/page-{many - 1}")
                spent[many] += time.process_time() - began
        each = {many: seconds / TURNS / EACH * 1000 for many, seconds in spent.items()}
        if page.status != 200 or f"Question {LONG - 1}?" not in page.text:
            raise SystemExit(f"That is not the page: {page.status} {page.path} {page.text[:300]}")
        weight = len(gzip.compress(page.html.encode()))
    times = each[LONG] / each[SHORT]
    print(
        f"{SHORT} questions: {each[SHORT]:.2f} ms; {LONG} questions: {each[LONG]:.2f} ms; {times:.2f} times "
        f"(at most {MOST_TIMES}). The page itself: {weight} bytes gzipped."
    )
    return 0 if times <= MOST_TIMES and weight <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
