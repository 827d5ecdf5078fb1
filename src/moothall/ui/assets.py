"""Where the built assets are: names with a hash of the content, so that browsers may keep them for a year."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings

MANIFEST = "manifest.json"


@cache
def _manifest() -> dict[str, str]:
    file = Path(settings.STATIC_ROOT) / MANIFEST
    return dict(json.loads(file.read_text())) if file.is_file() else {}


def url(name: str) -> str:
    """The address of the asset `moothall.css` and so on; without its hash as long as nothing was built."""
    return f"{settings.STATIC_URL}{_manifest().get(name, name)}"
