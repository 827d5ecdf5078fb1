"""A council whose folder has the files that a test writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pytest_django.fixtures import Settings

from moothall.apps.catalogue.api import read_again

#: Called with file stems and texts: from then on the council has these files in that folder, and no others.
WithFiles = Callable[[Mapping[str, str]], Path]


@contextmanager
def council_with_its_own(part: str, beside: Path, settings: Settings) -> Iterator[WithFiles]:
    """A copy of the council below `beside`, whose folder `part` (`rules`, `macros`) a test fills."""
    ours = settings.MOOTHALL_COUNCIL

    def write(texts: Mapping[str, str]) -> Path:
        folder = beside / "council"
        shutil.copytree(settings.MOOTHALL_COUNCIL, folder)
        shutil.rmtree(folder / part)
        (folder / part).mkdir()
        for name, text in texts.items():
            (folder / part / f"{name}.yaml").write_text(text)
        settings.MOOTHALL_COUNCIL = folder
        read_again()
        return folder

    yield write
    settings.MOOTHALL_COUNCIL = ours
    read_again()
