"""Amounts that stand in a fee's decision as they are: what they come to, and which of them are none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from moothall.kernel import dmn, feel
from moothall.kernel.money import Money

#: Where a fee's table has several outputs, the one with the amount in pounds.
AMOUNT = "amount"
#: What several rules give is put together: an amount of one of them, such as a reduction, is not yet the fee.
TOGETHER = (dmn.HitPolicy.SUM, dmn.HitPolicy.COUNT)
LISTS = (dmn.HitPolicy.COLLECT, dmn.HitPolicy.RULE_ORDER, dmn.HitPolicy.OUTPUT_ORDER)


def amounts_in(table: dmn.Table) -> Iterator[Money | None]:
    """Each amount that stands in the table as a number; None for one that is worked out, or is none."""
    for _, expression in _said(table):
        try:
            yield _amount(expression)
        except ValueError:
            yield None


def wrong_amounts(decision: dmn.Decision) -> Iterator[tuple[int, str]]:
    """The line and the sentence of each amount that nobody could be asked for, whatever they answer."""
    logic = decision.logic
    if isinstance(logic, dmn.Literal):
        said: Iterator[tuple[int, feel.Expression]] = iter([(logic.line, logic.expression)])
    elif logic.policy in LISTS:
        yield decision.line, f"‘{decision.name}’ gives a list of amounts. Write the hit policy COLLECT SUM."
        return
    elif logic.policy in TOGETHER:
        return
    else:
        said = _said(logic)
    for line, expression in said:
        try:
            _amount(expression)
        except ValueError:
            yield (
                line,
                f"‘{expression.text}’ is no fee. Write an amount in pounds and whole pence, from 0 to 1000000, such "
                "as 12.50.",
            )


def _said(table: dmn.Table) -> Iterator[tuple[int, feel.Expression]]:
    """What the table gives as an amount, with its line."""
    names = [output.name for output in table.outputs]
    column = names.index(AMOUNT) if AMOUNT in names else 0
    for rule in table.rules:
        yield rule.line, rule.gives[column]
    usual = table.outputs[column]
    if usual.otherwise is not None:
        yield usual.line, usual.otherwise


def _amount(expression: feel.Expression) -> Money | None:
    """None where answers decide it. Raises ValueError for what is no amount."""
    if expression.names:
        return None
    try:
        value = expression.evaluate({})
    except feel.BudgetSpent:
        raise ValueError("Working it out takes too long.") from None
    if isinstance(value, dict):
        value = value.get(AMOUNT)
    if not isinstance(value, Decimal):
        raise ValueError("no number")
    return Money.of_pounds(value)
