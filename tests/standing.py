"""What many tests of a module find done already: done once, round the transactions of each, and undone at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """As the transaction of a test is: what must not be done inside one may be done inside this."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
