"""The door of the S3 connector. Its package is an extra: pip install -r requirements/s3.txt."""

from __future__ import annotations

from moothall.connectors.s3.options import S3Options, options_from
from moothall.connectors.s3.store import S3Store


def connect(address: str) -> S3Store:
    """The entry point `files.s3`. Raises ValueError with what to write instead."""
    return S3Store(options_from(address))


__all__ = ["S3Options", "S3Store", "connect", "options_from"]
