"""Moving a case to another service."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-15")
def is_another_service(current: str, wanted: str) -> bool:
    """The request already belongs to this service. Choose another one."""
    return current != wanted


@rule("CASE-25")
def is_a_service(there: bool) -> bool:
    """There is no such service, or not any more. Choose one of the list."""
    return there
