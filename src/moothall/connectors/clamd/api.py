"""The door of the clamd connector."""

from __future__ import annotations

from moothall.connectors.clamd.options import ClamdOptions, options_from
from moothall.connectors.clamd.scanner import ClamdScanner


def connect(address: str) -> ClamdScanner:
    """The entry point `scanner.clamd`. Raises ValueError with what to write instead."""
    return ClamdScanner(options_from(address))


__all__ = ["ClamdOptions", "ClamdScanner", "connect", "options_from"]
