"""Digests of personal text, so that the log proves what was written without holding it.

The text stands in a row of its room with a random salt; a fact carries only the digest. Erasing drops text and
salt, and the digest left in the log can then be matched to nothing, not even to a guess.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from moothall.ground.events.facts import fact_type
from moothall.ground.events.macs import SALT_SIZE
from moothall.kernel.registry import Registry


class Commitment(NamedTuple):
    """`salt` is kept in the row beside the text, `digest` (64 hex digits) is told in the fact."""

    salt: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """A row that still exists, as `verify` needs it: the very bytes that were committed to."""

    key: str
    salt: bytes
    content: bytes


#: Given keys, the rows of them that still exist, in any order.
RowReader = Callable[[Sequence[str]], Iterable[PersonalRow]]


@dataclass(frozen=True, slots=True)
class PersonalRows:
    """Where the digests of one kind of personal row stand in the log, and how to read the rows."""

    kind: str
    facts: frozenset[str]
    key: str
    digest: str
    read: RowReader

    def name_of(self, key: str) -> str:
        """How the ledger names one row: `<kind>:<key>`."""
        return f"{self.kind}:{key}"


PERSONAL_ROWS: Registry[PersonalRows] = Registry("kind of personal row")


def commitment(content: bytes) -> Commitment:
    """A fresh salt and the digest of `content` under it."""
    salt = os.urandom(SALT_SIZE)
    return Commitment(salt, digest_of(salt, content))


def digest_of(salt: bytes, content: bytes) -> str:
    """The digest that `commitment` made, from what the row holds now."""
    return hashlib.sha256(bytes(salt) + content).hexdigest()


def personal_rows(
    kind: str, *, told_in: Sequence[type], key: str, digest: str
) -> Callable[[RowReader], RowReader]:
    """Register the reader of personal rows of `kind` ("forms.revision").

    `told_in` are the facts whose field `key` names such a row and whose field `digest` is its digest; facts
    where either is None are passed over.
    """

    def wrap(read: RowReader) -> RowReader:
        names = frozenset(fact_type(cls).name for cls in told_in)
        PERSONAL_ROWS.add(kind, PersonalRows(kind, names, key, digest, read))
        return read

    return wrap
