"""Kill web and worker again and again while residents submit; judge from the residents' own log what was lost.

    python -m bench.chaos [--submissions 300] [--kills 50] [--seed 1] [--database URL]

Exits with 1, naming each, when an acknowledged reference does not exist exactly once, a reporter did not get the
confirmation, one got it under two Message-IDs, or the seal of the log does not verify.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import BIN, ROOT, family, moothall
from bench.smtp_stub import Post, StubServer
from moothall.sites.rehearsal.browser import Browser, Socket
from moothall.sites.rehearsal.walking import REFERENCE, Stuck, Typed, question_form, start, step

BROKEN = (OSError, http.client.HTTPException)
SERVICE = "report-missed-bin"
PATIENCE_S = 240
#: Residents who fill in the form at the same time.
AT_ONCE = 6


def answers(number: int) -> dict[str, Typed]:
    """What resident `number` types; the address makes each letter tell whose it is."""
    return {**json.loads((ROOT / "bench" / "missed_bin.json").read_text()), "email": address(number)}


def address(number: int) -> str:
    return f"resident{number}@example.org"


@dataclass(slots=True)
class Log:
    """What the residents saw: the reference acknowledged to each, and how often each had to try again.

    `gave_up` says what the last page told each who got no further.
    """

    acknowledged: dict[int, str] = field(default_factory=dict)
    retries: int = 0
    gave_up: dict[int, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def submit_patiently(port: int, number: int, log: Log) -> None:
    """One resident, who loads the page again whenever the line breaks, until there is a reference."""
    browser = Browser(Socket("127.0.0.1", port, timeout=20))
    end = time.monotonic() + PATIENCE_S
    typed = answers(number)
    last = ""
    while time.monotonic() < end:
        try:
            page = browser.page if browser.page.status == 200 else start(browser, SERVICE)
            if page.path.endswith("/done") and (found := REFERENCE.search(page.text)):
                with log.lock:
                    log.acknowledged[number] = found.group()
                return
            if question_form(page) is None:
                page = start(browser, SERVICE)
            if step(browser, typed).path == page.path:
                raise Stuck("The page came back.", browser.page)
        except (*BROKEN, Stuck) as broken:
            last = f"{type(broken).__name__}: {broken}"
            log.retries += 1
            time.sleep(0.2)
            reload(browser)
    log.gave_up[number] = last


def reload(browser: Browser) -> None:
    """Load the page one is on again, if anybody answers."""
    try:
        browser.get(browser.page.path)
    except BROKEN:
        return


class Killer(threading.Thread):
    """Sends `kill -9` to a child of the supervisor, chosen at random, until it has done so `kills` times."""

    def __init__(self, supervisor: int, kills: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._supervisor, self._wanted = supervisor, kills
        self._random = random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.stop = threading.Event()

    def victims(self) -> list[int]:
        return [pid for pid in family(self._supervisor) if pid != self._supervisor]

    def kill_one(self, kind: str = "") -> None:
        chosen = [pid for pid in self.victims() if kind in command_of(pid)]
        if not chosen:
            return
        pid = self._random.choice(chosen)
        name = "worker" if "worker" in command_of(pid) else "web"
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed[name] += 1

    def run(self) -> None:
        while not self.stop.is_set() and self.killed.total() < self._wanted:
            self.kill_one()
            self.stop.wait(self._random.uniform(0.3, 4.0))


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def cases_in_database(environment: dict[str, str]) -> Counter[str]:
    """How often each reference exists, asked of the database itself."""
    code = (
        "import django; django.setup(); from moothall.apps.cases.models import Case; "
        "import json; print(json.dumps(list(Case.objects.values_list('reference', flat=True))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "moothall.project.settings"},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return Counter(json.loads(run.stdout.splitlines()[-1]))


def broken_seal(environment: dict[str, str]) -> list[str]:
    """What `moothall audit verify` finds wrong after all of it; nothing when the log is what was told."""
    command = [str(BIN / "moothall"), "audit", "verify"]
    run = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, cwd=ROOT)
    print(run.stdout, end="", flush=True)
    return [] if run.returncode == 0 else [f"The seal does not verify. {run.stdout}{run.stderr}".strip()]


def confirmed(post: Post) -> dict[str, set[str]]:
    """The Message-IDs under which each recipient got a letter."""
    got: dict[str, set[str]] = {}
    for letter in list(post.letters):
        for recipient in letter.recipients:
            got.setdefault(recipient, set()).add(letter.message_id)
    return got


def judge(log: Log, existing: Counter[str], post: Post) -> list[str]:
    """Every broken promise, in words."""
    wrong = [f"Resident {n} gave up after {PATIENCE_S} s. {last}" for n, last in log.gave_up.items()]
    letters = confirmed(post)
    for number, reference in sorted(log.acknowledged.items()):
        if existing[reference] != 1:
            wrong.append(f"{reference} was acknowledged and exists {existing[reference]} times.")
        ids = letters.get(address(number), set())
        if len(ids) != 1:
            wrong.append(f"{address(number)} got the confirmation under {len(ids)} Message-IDs.")
    unasked = existing.total() - len(log.acknowledged)
    if unasked > len(log.gave_up):
        wrong.append(f"{unasked} cases exist that nobody was told of.")
    return wrong


def submit_all(port: int, numbers: range, log: Log) -> None:
    queue = list(numbers)
    lock = threading.Lock()

    def resident() -> None:
        while True:
            with lock:
                if not queue:
                    return
                number = queue.pop()
            submit_patiently(port, number, log)

    threads = [threading.Thread(target=resident) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_for_letters(log: Log, post: Post, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(confirmed(post)) < len(log.acknowledged):
        time.sleep(0.5)


def run(submissions: int, kills: int, seed: int, database: str, folder: Path) -> list[str]:
    post = Post()
    server = StubServer(post)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {"MOOTHALL_VAR": str(folder), "MOOTHALL_SMTP_URL": f"smtp://127.0.0.1:{server.port}?tls=no"}
    if database:
        environment["MOOTHALL_DATABASE_URL"] = database
    log = Log()
    with moothall(environment, folder / "serve.log") as running:
        killer = Killer(running.pids[0], kills, seed)
        # Every seventh letter, the worker dies right after the mail server took it.
        post.after_250 = lambda taken: killer.kill_one("worker") if taken % 7 == 3 else None
        killer.start()
        sent = 0
        # Every kill comes while residents submit: where they are done before it, others go on.
        while sent < submissions or killer.killed.total() < kills:
            more = max(submissions - sent, AT_ONCE)
            submit_all(running.port, range(sent, sent + more), log)
            sent += more
        killer.stop.set()
        post.after_250 = lambda taken: None
        wait_for_letters(log, post, 90)
    server.shutdown()
    repeats = len(post.letters) - len({letter.message_id for letter in post.letters})
    print(
        f"{len(log.acknowledged)} acknowledged, {log.retries} broken lines, "
        f"{killer.killed['web']} kills of web and {killer.killed['worker']} of the worker, "
        f"{len(post.letters)} letters of which {repeats} repeats under the same Message-ID.",
        flush=True,
    )
    return [*judge(log, cases_in_database(environment), post), *broken_seal(environment)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default=os.environ.get("MOOTHALL_DATABASE_URL", ""))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moothall-chaos-") as folder:
        wrong = run(options.submissions, options.kills, options.seed, options.database, Path(folder))
    for sentence in wrong:
        print(sentence)
    print("Something was lost." if wrong else "Nothing was lost.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
