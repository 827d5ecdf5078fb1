"""A council whose folder has the rules that a test writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from moothall.apps.catalogue.api import read_again

WithRules = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def with_rules(tmp_path: Path, settings: Settings) -> Iterator[WithRules]:
    """Called with file stems and texts: from then on the council has these rules and no others."""

    def write(rules: Mapping[str, str]) -> Path:
        folder = tmp_path / "council"
        shutil.copytree(settings.MOOTHALL_COUNCIL, folder)
        shutil.rmtree(folder / "rules")
        (folder / "rules").mkdir()
        for name, text in rules.items():
            (folder / "rules" / f"{name}.yaml").write_text(text)
        settings.MOOTHALL_COUNCIL = folder
        read_again()
        return folder

    yield write
    settings.MOOTHALL_COUNCIL = Path(__file__).parents[3] / "councils" / "barchester"
    read_again()
