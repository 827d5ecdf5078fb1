"""From one URL to Django's database settings, the same durability on both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: FULL: a commit has reached the disk before it is acknowledged (README: what an acknowledgement survives).
#: secure_delete: what is erased is overwritten in the file, whichever way the library was built.
#: No mmap_size: whoever opens a case that lay untouched would wait for all that the disk reads ahead of a mapped page,
#: megabytes on some machines; what is asked for page by page is read page by page.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=20000"
)


def database_settings(url: str, var: Path) -> dict[str, Any]:
    """Django's DATABASES["default"] for `url`; an empty `url` is SQLite in `var`.

    Raises ImproperlyConfigured for a scheme that is neither `postgresql` nor `sqlite`, and for an address that is none;
    it never repeats one, which may hold a password.
    """
    try:
        parts = urlsplit(url or f"sqlite:///{var / 'moothall.sqlite3'}")
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            "MOOTHALL_DATABASE_URL cannot be read: its port is no number up to 65535, or its password has a sign that "
            "is to be written as %2F for /, %3A for :, %40 for @, %5B for [."
        ) from None
    if parts.scheme == "sqlite":
        return _embedded(parts)
    if parts.scheme in ("postgresql", "postgres"):
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "moothall.ground.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
            "PORT": port or "",
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise ImproperlyConfigured(
        "MOOTHALL_DATABASE_URL does not say which database it is. Write postgresql://… or sqlite:///path."
        if not parts.scheme
        else f"MOOTHALL_DATABASE_URL starts with {parts.scheme!r}. Write postgresql://… or sqlite:///path."
    )


def _embedded(parts: SplitResult) -> dict[str, Any]:
    if parts.netloc or len(parts.path) < len("/a"):
        raise ImproperlyConfigured(
            "MOOTHALL_DATABASE_URL names no file. Write sqlite:///path, with three strokes; a path from the root has "
            "a fourth."
        )
    return {
        "ENGINE": "moothall.ground.sqlite",
        "NAME": unquote(parts.path[1:]),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
        "TEST": {"NAME": ":memory:"},
    }
