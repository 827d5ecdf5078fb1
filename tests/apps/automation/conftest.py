"""A council whose folder has the rules that a test writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.council_folders import WithFiles, council_with_its_own


@pytest.fixture
def with_rules(tmp_path: Path, settings: Settings) -> Iterator[WithFiles]:
    with council_with_its_own("rules", tmp_path, settings) as write:
        yield write
