"""What scans the files that people send; see the setting MOOTHALL_CLAMD_URL."""

from __future__ import annotations

from typing import cast

from moothall.apps.documents.ports import Scanner
from moothall.connectors.demo.api import DemoScanner
from moothall.project import environment as env
from moothall.project.connecting import connect


def scanner() -> Scanner:
    """The clamd of MOOTHALL_CLAMD_URL, or the demonstration's. Raises ImproperlyConfigured."""
    if env.PRODUCTION and env.CLAMD_URL.partition(":")[0] in ("", "demo"):
        return Unscanned()
    return cast(Scanner, connect("scanner", env.CLAMD_URL or "demo:", "MOOTHALL_CLAMD_URL"))


class Unscanned(DemoScanner):
    """In production without a scanner: files are let out once they could be opened, and `moothall doctor` says so."""

    def check(self) -> str:
        return "What people send is not scanned for harmful software. Set MOOTHALL_CLAMD_URL to a clamd."
