"""No input or output inside a transaction: an SMTP call would hold SQLite's only writer, or a row others wait for."""

from __future__ import annotations

from django.db import connection


class InsideTransaction(RuntimeError):
    """Something slow was called inside a transaction of ours. Enqueue a job and do it there."""


def forbid_in_transaction(what: str) -> None:
    """Raises InsideTransaction when the caller holds a transaction open; `what` names the call in the sentence.

    Every connector calls this first. The transaction that a test case wraps around each test is not ours and
    does not count.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InsideTransaction(
            f"{what} was called inside a database transaction. Enqueue a job and call it there."
        )
