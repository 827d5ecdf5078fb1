"""What is written about settings and commands is what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from moothall.project import cli, environment
from moothall.project.reference import pages

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", ["settings.md", "commands.md", "policies.md"])
def test_the_reference_is_current(name: str) -> None:
    cli.list_commands()
    assert (REFERENCE / name).read_text() == pages()[name], "Run: moothall reference docs/reference"


def test_every_setting_begins_with_our_name_and_says_what_it_is() -> None:
    for name, setting in environment.SETTINGS.items():
        assert name.startswith("MOOTHALL_")
        assert setting.meaning.endswith("."), name
