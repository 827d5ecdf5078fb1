"""What the documents point at is there: every relative link, and every command that is named."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from moothall.kernel.commands import COMMANDS
from moothall.project.cli import list_commands

ROOT = Path(__file__).resolve().parents[2]
LISTED = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
#: Documents for people who read the code; a message of a service is no document.
DOCUMENTS = [
    name for name in LISTED.stdout.split() if not name.startswith(("tests/", "bench/")) and "/messages/" not in name
    and "/pages/" not in name and "/defaults/" not in name and (ROOT / name).exists()
]  # fmt: skip
LINK = re.compile(r"(?<!`)\]\(([^)\s]+)\)")
#: In code spans, or at the start of an indented line.
NAMED = re.compile(r"(?:`|^[ \t]+(?:\S*/)?|\.venv/bin/)moothall ((?:[a-z]+)(?: [a-z]+)?)", re.M)


def test_there_are_documents() -> None:
    assert {"README.md", "ARCHITECTURE.md", "docs/how-to/run-it.md"} <= set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(name: str) -> None:
    targets = [target.partition("#")[0] for target in LINK.findall((ROOT / name).read_text())]
    within = [target for target in targets if target and not re.match(r"[a-z]+:|\{\{|/", target)]
    missing = {target for target in within if not (ROOT / name).parent.joinpath(target).exists()}
    assert missing == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_named_exists(name: str) -> None:
    list_commands()
    known = set(COMMANDS)
    named = NAMED.findall((ROOT / name).read_text())
    assert [words for words in named if words not in known and words.split()[0] not in known] == []
