"""What exactly is sealed, and under which key.

One key (MOOTHALL_SEAL_KEY) stands outside the database; a key of its own is derived from it for rows, chain,
headers, copied-out heads and ledger, so that a mac made for one can never pass for another.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

MAC_SIZE = 32
SALT_SIZE = 16
_BETWEEN = "\x1f"


class Row(NamedTuple):
    """An event as the seal sees it: `id` in 32 hex digits, `at` as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC."""

    id: str
    stream: str
    sequence: int
    name: str
    version: int
    at: str
    actor: str
    data: str
    salt: bytes
    mac: bytes


def as_bytes(found: object) -> bytes:
    """What a column of bytes holds; on SQLite that may be anything, when somebody put it there behind our back."""
    if isinstance(found, bytes | memoryview):
        return bytes(found)
    return b"?" + str(found).encode("utf-8", "surrogateescape")


class Keys(NamedTuple):
    """The derived keys; `key_print` tells keys apart without giving anything away."""

    row: bytes
    chain: bytes
    header: bytes
    head: bytes
    ledger: bytes
    key_print: str


@lru_cache(maxsize=8)
def keys_from(secret: str) -> Keys:
    """The keys derived from `secret`."""

    def derive(use: str) -> bytes:
        return hmac.digest(secret.encode(), b"moothall seal: " + use.encode(), "sha256")

    row, chain, header, head, ledger = map(derive, ("row", "chain", "header", "head", "ledger"))
    return Keys(row, chain, header, head, ledger, derive("print")[:8].hex())


def present_keys() -> Keys:
    """The keys derived from settings.MOOTHALL_SEAL_KEY."""
    return keys_from(settings.MOOTHALL_SEAL_KEY)


def content_of(row: Row) -> bytes:
    """Salt and every sealed column, unambiguous: no column of a recorded event holds the separator.

    Raises TypeError or ValueError when a column holds what `record` never writes.
    """
    text = _BETWEEN.join(
        (row.id, row.stream, str(row.sequence), row.name, str(row.version), row.at, row.actor, row.data)
    )
    if text.count(_BETWEEN) != 7:
        raise ValueError("A column holds a control character.")
    return row.salt + text.encode()


def row_mac(key: bytes, row: Row) -> bytes:
    """The mac an event carries from the moment it is recorded."""
    return hmac.digest(key, content_of(row), "sha256")


def chain_mac(key: bytes, before: bytes, number: int, of_row: bytes) -> bytes:
    """The seal of `number`: over the seal before it, the number and the row's mac."""
    return hmac.digest(key, b"%s%d:%s" % (before, number, of_row), "sha256")


def mac_of_parts(key: bytes, parts: Iterable[object]) -> bytes:
    """A mac over `parts`, each preceded by its length."""
    written = (str(part).encode() for part in parts)
    return hmac.digest(key, b"".join(b"%d:%s" % (len(part), part) for part in written), "sha256")
