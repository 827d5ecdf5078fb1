"""Folders of a council that a test may change: copies of the fictional council's and of some shipped services."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from moothall.apps.catalogue.api import forget

ROOT = Path(__file__).parents[3]
#: The shipped services that are copied: enough to change one, and few, because each test reads its own copy whole.
COPIED = ("make-complaint", "raise-concern-about-neighbour", "report-fly-tipping", "report-missed-bin")


@dataclass(frozen=True, slots=True)
class Folders:
    council: Path
    services: Path

    def service(self, slug: str) -> Path:
        return self.services / slug

    def own_service(self, slug: str, text: str) -> Path:
        """A service of the council's own that consists of one service.yaml."""
        folder = self.council / "services" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "service.yaml").write_text(text, encoding="utf-8")
        return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace `old`, which must stand in the file, by `new`."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {file}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def copied_folders(target: Path, *, development: bool = False) -> Iterator[Folders]:
    """A council and some services in `target`, in force inside the block."""
    folders = Folders(target / "council", target / "services")
    # What names services of the library that are not copied; one of them does, too, below.
    skip = shutil.ignore_patterns("places", "contacts.yaml", "bodies.yaml")
    shutil.copytree(ROOT / "councils" / "barchester", folders.council, ignore=skip)
    for slug in COPIED:
        shutil.copytree(ROOT / "services" / slug, folders.services / slug)
    change(folders.service("make-complaint") / "service.yaml", "    service: stage-two-complaint\n", "")
    with override_settings(
        MOOTHALL_COUNCIL=folders.council, MOOTHALL_SERVICES=folders.services, MOOTHALL_DEVELOPMENT=development
    ):
        forget()
        try:
            yield folders
        finally:
            forget()
    forget()
