"""Decisions: DMN 1.2 to 1.5 tables and literal expressions, with our FEEL in their cells.

    decisions, problems = read(text)
    decisions.decide("permit_fee", {"zone": "A", "cars": Decimal(2)}).value

What is read is a standard `.dmn` file of any modeller: decisions, what they require of each other, input data and
item definitions. Business knowledge models, invocations, relations and boxed contexts are refused with the sentence
that says so. Source: OMG, Decision Model and Notation 1.5, chapters 7 (literal expressions) and 8 (decision tables).
"""

from __future__ import annotations

from moothall.kernel.dmn.checking import check
from moothall.kernel.dmn.model import Decided, Decision, Decisions, HitPolicy, Literal, Rule, Table
from moothall.kernel.dmn.reading import read
from moothall.kernel.dmn.xml import Problem

__all__ = [
    "Decided",
    "Decision",
    "Decisions",
    "HitPolicy",
    "Literal",
    "Problem",
    "Rule",
    "Table",
    "check",
    "read",
]
