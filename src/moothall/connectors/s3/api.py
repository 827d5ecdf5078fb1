"""The door of the S3 connector. Its package is an extra: pip install -r requirements/s3.txt."""

from __future__ import annotations

from moothall.connectors.s3.options import S3Options, options_from
from moothall.connectors.s3.store import S3Store

__all__ = ["S3Options", "S3Store", "options_from"]
