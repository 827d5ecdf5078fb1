"""Putting a case on hold."""

from __future__ import annotations

from datetime import date

from moothall.kernel.rules import rule


@rule("CASE-160")
def is_not_on_hold(held: bool) -> bool:
    """This request is on hold. Take it off hold first."""
    return not held


@rule("CASE-161")
def is_on_hold(held: bool) -> bool:
    """This request is not on hold."""
    return held


@rule("CASE-162")
def has_a_reason(words: str) -> bool:
    """Say why, so that whoever opens it next knows."""
    return bool(words.strip())


@rule("CASE-163")
def comes_back_soon_enough(today: date, day: date) -> bool:
    """Choose a day after today and within the next 12 months, on which it comes back at the latest."""
    return today < day <= date(today.year + 1, today.month, min(today.day, 28))


@rule("CASE-164")
def waits_for_an_answer(asked: bool) -> bool:
    """Nobody has been asked anything. Ask the reporter first, or wait for a day."""
    return asked


@rule("CASE-165")
def waits_for_nothing_else(asked: bool, until: str) -> bool:
    """You wait for the reporter’s answer already. Put it on hold until the answer."""
    return not asked or until == "answer"


@rule("CASE-166")
def waits_for_an_open_case(there: bool) -> bool:
    """There is no other open request with this reference that you may see."""
    return there


@rule("CASE-167")
def waits_for_an_open_task(there: bool) -> bool:
    """Choose a task of this request that is not done yet."""
    return there


@rule("CASE-145")
def its_clock_runs(runs: bool) -> bool:
    """No clock runs for this request now, so no later day can be agreed."""
    return runs
