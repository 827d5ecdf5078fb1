"""The judge of what a kill loses, and a small run of the real thing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from bench.chaos import Log, address, judge
from bench.servers import ROOT
from bench.smtp_stub import Letter, Post
from tests.apps.catalogue.folders import COPIED


def letter(to: str, message_id: str) -> Letter:
    message = EmailMessage()
    message["Message-ID"] = message_id
    return Letter((to,), message)


def test_the_judge_names_what_was_lost_doubled_or_not_told() -> None:
    log = Log(acknowledged={1: "BAR-1", 2: "BAR-2", 3: "BAR-3"}, gave_up={9: "Stuck: no form."})
    post = Post([letter(address(1), "<a>"), letter(address(1), "<b>"), letter(address(3), "<c>")])
    assert judge(log, Counter({"BAR-2": 2, "BAR-3": 1}), post) == [
        "Resident 9 gave up after 240 s. Stuck: no form.",
        "BAR-1 was acknowledged and exists 0 times.",
        f"{address(1)} got the confirmation under 2 Message-IDs.",
        "BAR-2 was acknowledged and exists 2 times.",
        f"{address(2)} got the confirmation under 0 Message-IDs.",
    ]


def test_a_repeat_under_the_same_message_id_is_no_loss() -> None:
    log = Log(acknowledged={1: "BAR-1"})
    post = Post([letter(address(1), "<a>"), letter(address(1), "<a>")])
    assert judge(log, Counter({"BAR-1": 1}), post) == []


@pytest.mark.slow
def test_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    """Thirty submissions and six kills; `make chaos` has three hundred and fifty, and all services there are: each
    start reads and warms them up. On the engine of this suite."""
    for slug in COPIED:
        shutil.copytree(ROOT / "services" / slug, tmp_path / slug)
    run = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--submissions", "30", "--kills", "6"],
        env={**os.environ, "MOOTHALL_SERVICES": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
