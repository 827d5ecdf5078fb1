"""A decision table's cell as a closure: unary tests held against one value."""

from __future__ import annotations

from collections.abc import Callable

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel.compiling import Scope, compile_node, compile_test, matched
from moothall.kernel.feel.names import TESTED, free_names
from moothall.kernel.feel.values import Value


def compile_tests(node: s.Tests) -> Callable[[Scope], bool]:
    """The closure that says whether the value named `?` passes the cell."""
    tests = tuple(map(_cell_test, node.tests))
    negated = node.negated
    if not tests:
        return lambda scope: True
    if not negated:
        return lambda scope: any(test(scope.names[TESTED], scope) is True for test in tests)

    return lambda scope: all(test(scope.names[TESTED], scope) is False for test in tests)


def _cell_test(node: s.Test) -> Callable[[Value, Scope], bool | None]:
    """A condition that speaks of `?` decides by itself; so does one that is true of a value not true-or-false."""
    plain = compile_test(node)
    if node.sign:
        return plain
    operand = compile_node(node.operand)
    if TESTED in free_names(node.operand):
        return lambda value, scope: operand(scope) is True

    def hold(value: Value, scope: Scope) -> bool | None:
        against = operand(scope)
        if against is True and type(value) is not bool:
            return True
        return matched(value, against, scope.meter)

    return hold
