"""The step budget: what an evaluation may still spend.

A step is one part of the expression evaluated once, one element of a list, one entry of a context,
or 64 characters of text read by a function or made. Loops pay for their whole body at every turn,
so straight code needs no counting while it runs.
"""

from __future__ import annotations

from moothall.kernel.feel.errors import BudgetSpent

_CHARACTERS_A_STEP = 64


class Meter:
    """Counts down; raises `BudgetSpent` below nought."""

    __slots__ = ("left",)

    def __init__(self, budget: int) -> None:
        self.left = budget

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise BudgetSpent

    def spend_on(self, value: object) -> None:
        """Pay one step, and for the size of a text, list or context (not of what lies inside it)."""
        if type(value) is str:
            self.spend(1 + len(value) // _CHARACTERS_A_STEP)
        elif type(value) in (tuple, dict):
            self.spend(1 + len(value))  # type: ignore[arg-type]  # it has a length
        else:
            self.spend(1)

    def spend_characters(self, count: int) -> None:
        self.spend(1 + count // _CHARACTERS_A_STEP)
