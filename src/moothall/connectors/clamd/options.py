"""How to reach clamd."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_INSTEAD = "Write clamd://host:3310, or clamd:///run/clamav/clamd.ctl for a socket on this machine."


@dataclass(frozen=True, slots=True)
class ClamdOptions:
    """A Unix socket at `path`, or else TCP to `host` and `port`. `seconds`: the limit of each step of the talk."""

    host: str = ""
    port: int = 3310
    path: str = ""
    seconds: float = 30.0

    @property
    def place(self) -> str:
        return self.path or f"{self.host}:{self.port}"


def options_from(url: str) -> ClamdOptions:
    """From `clamd://host:3310` or `clamd:///run/clamav/clamd.ctl`. Raises ValueError with what to write instead."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(f"The port of the scanner is not a number. {_INSTEAD}") from None
    path = unquote(parts.path)
    if not parts.netloc and len(path) > 1:
        return ClamdOptions(path=path)
    if not parts.hostname or path not in ("", "/"):
        raise ValueError(f"It names no scanner. {_INSTEAD}")
    return ClamdOptions(host=parts.hostname, port=port or 3310)
