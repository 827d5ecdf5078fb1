"""Closing a case and opening it again."""

from __future__ import annotations

from datetime import date

from moothall.kernel.rules import rule


@rule("CASE-02")
def is_closed(status: str) -> bool:
    """This request is not closed, so it cannot be reopened."""
    return status == "closed"


@rule("CASE-11")
def outcome_is_known(known: bool) -> bool:
    """Choose one of the outcomes of this service."""
    return known


@rule("CASE-12")
def tasks_are_done(tasks: int) -> bool:
    """There is something to do on this request. Complete its tasks before you close it."""
    return tasks == 0


@rule("CASE-13")
def within_window(today: date, until: date) -> bool:
    """The time to reopen this request is over. Make a new request instead."""
    return today <= until
