from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.catalogue.folders import Folders, copied_folders


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    with copied_folders(tmp_path) as found:
        yield found


@pytest.fixture
def watched_folders(tmp_path: Path) -> Iterator[Folders]:
    """The same in development: a change is seen without a restart."""
    with copied_folders(tmp_path, development=True) as found:
        yield found
