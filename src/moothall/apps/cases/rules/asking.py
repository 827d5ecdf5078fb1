"""Asking the reporter, and their answer."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-07")
def is_not_waiting(status: str) -> bool:
    """You have asked the reporter something already. Wait for the answer, or write it down for them."""
    return status != "waiting"


@rule("CASE-08")
def question_is_open(settled: bool) -> bool:
    """This question has been answered already. Thank you."""
    return not settled


@rule("CASE-21")
def reporter_can_be_asked(has_email: bool) -> bool:
    """The reporter left no e-mail address. Call them, and write the answer into a note."""
    return has_email
