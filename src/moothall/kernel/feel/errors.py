"""What can go wrong with an expression, and nothing else may leave this package."""

from __future__ import annotations

TOO_DEEP = "This is nested too deeply to be read here. Split the expression."


class FeelError(Exception):
    """The text is not an expression of the subset. `column` counts characters of the text from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"column {column}: {message}")
        self.message = message
        self.column = column


class BudgetSpent(Exception):
    """The expression asked for more work than it was given steps."""

    def __init__(self) -> None:
        super().__init__(
            "This expression takes more steps than it is allowed. Make its lists or texts shorter."
        )
