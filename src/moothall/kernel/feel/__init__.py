"""The expression language: FEEL, the DMN standard's own, as the subset in docs/reference/feel.md.

    parse('age >= 18 and ward in ("North", "Castle")').evaluate({"age": Decimal(21), "ward": "North"})

One language for form conditions, decisions, process conditions, responsibility and policies. Only
FeelError (reading) and BudgetSpent (running) leave this door; no expression reaches Python.
"""

from __future__ import annotations

from moothall.kernel.feel.checking import Problem, check, check_unary_tests
from moothall.kernel.feel.errors import BudgetSpent, FeelError
from moothall.kernel.feel.expressions import BUDGET, Expression, UnaryTests, parse, parse_unary_tests
from moothall.kernel.feel.in_words import Called, Naming, in_words
from moothall.kernel.feel.types import (
    ANY,
    BOOLEAN,
    CONTEXT,
    DATE,
    DATETIME,
    DURATION,
    LIST,
    NULL,
    NUMBER,
    RANGE,
    TEXT,
    TIME,
    Type,
    choice,
    context_of,
    may_be,
)
from moothall.kernel.feel.values import Months, Range, Value

__all__ = [
    "ANY",
    "BOOLEAN",
    "BUDGET",
    "CONTEXT",
    "DATE",
    "DATETIME",
    "DURATION",
    "LIST",
    "NULL",
    "NUMBER",
    "RANGE",
    "TEXT",
    "TIME",
    "BudgetSpent",
    "Called",
    "Expression",
    "FeelError",
    "Months",
    "Naming",
    "Problem",
    "Range",
    "Type",
    "UnaryTests",
    "Value",
    "check",
    "check_unary_tests",
    "choice",
    "context_of",
    "in_words",
    "may_be",
    "parse",
    "parse_unary_tests",
]
