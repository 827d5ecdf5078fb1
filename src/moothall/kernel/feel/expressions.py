"""What the door hands out: an expression and a decision table's cell, read once and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel.cells import compile_tests
from moothall.kernel.feel.compiling import Compiled, Scope, compile_node
from moothall.kernel.feel.errors import TOO_DEEP, BudgetSpent, FeelError
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.names import TESTED, free_names
from moothall.kernel.feel.reading import read_cell, read_expression
from moothall.kernel.feel.values import Value, take_in, weigh

BUDGET = 10_000
_LONGEST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: immutable, cheap to keep, safe to share between threads.

    `names` are those it looks up in its context; in a filter they may be entries of the items.
    """

    text: str
    names: frozenset[str]
    node: s.Node = field(repr=False, compare=False)
    run: Compiled = field(repr=False, compare=False)

    def evaluate(self, context: Mapping[str, Value], *, budget: int = BUDGET) -> Value:
        """The value; null where types do not fit. Raises BudgetSpent and nothing else.

        Numbers come back as Decimal, lists as tuples, contexts as dicts. A name the context lacks is null.
        """
        try:
            meter = Meter(budget)
            meter.spend(self.node.weight)
            names = {name: take_in(context[name], meter) for name in self.names if name in context}
            answer = self.run(Scope(names, meter))
            weigh(answer, meter)
        except (RecursionError, MemoryError):
            raise BudgetSpent from None
        return answer


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A parsed cell. `names` leaves out `?`, the value tested."""

    text: str
    names: frozenset[str]
    node: s.Tests = field(repr=False, compare=False)
    run: Callable[[Scope], bool] = field(repr=False, compare=False)

    def matches(self, value: Value, context: Mapping[str, Value], *, budget: int = BUDGET) -> bool:
        """Whether the value passes; what cannot be told is no match. Raises BudgetSpent and nothing else."""
        try:
            meter = Meter(budget)
            meter.spend(self.node.weight)
            names = {name: take_in(context[name], meter) for name in self.names if name in context}
            names[TESTED] = take_in(value, meter)
            return self.run(Scope(names, meter))
        except (RecursionError, MemoryError):
            raise BudgetSpent from None


def parse(text: str) -> Expression:
    """Read an expression. Raises FeelError with a sentence and a column.

    The same text is read once: those of up to 1,000 characters are kept, the last two thousand of them.
    """
    return _kept(text) if len(text) <= _LONGEST_KEPT else _read(text)


def parse_unary_tests(text: str) -> UnaryTests:
    """Read a decision table's cell: `-`, `> 5`, `"a", "b"`, `not(...)`, `[1..5]`. Raises FeelError. Kept as above."""
    return _kept_cell(text) if len(text) <= _LONGEST_KEPT else _read_cell(text)


def _read(text: str) -> Expression:
    try:
        node = read_expression(text)
        names = free_names(node)
        if TESTED in names:
            raise FeelError("“?” stands only in a cell of a decision table.", text.find(TESTED) + 1)
        return Expression(text, names, node, compile_node(node))
    except RecursionError:
        raise FeelError(TOO_DEEP, 1) from None


def _read_cell(text: str) -> UnaryTests:
    try:
        node = read_cell(text)
        names = frozenset().union(*(free_names(test) for test in node.tests))
        return UnaryTests(text, names - {TESTED}, node, compile_tests(node))
    except RecursionError:
        raise FeelError(TOO_DEEP, 1) from None


_kept = lru_cache(maxsize=2_048)(_read)
_kept_cell = lru_cache(maxsize=2_048)(_read_cell)
