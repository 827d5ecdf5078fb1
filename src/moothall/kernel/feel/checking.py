"""What is wrong with an expression before it runs: at run time all of this would quietly be null."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel import types as t
from moothall.kernel.feel.errors import TOO_DEEP, FeelError
from moothall.kernel.feel.expressions import Expression, UnaryTests, parse, parse_unary_tests
from moothall.kernel.feel.functions import FUNCTIONS, Function, Signature
from moothall.kernel.feel.names import TESTED
from moothall.kernel.feel.patterns import PatternError, read_pattern
from moothall.kernel.feel.reading import nearest
from moothall.kernel.feel.type_rules import (
    ORDERED,
    VERBS,
    bare,
    capital,
    operated,
    parts_of,
    quoting,
    turned,
    unknown,
)

_MOST_HINTS = 20
_LITERALS = {
    "bool": t.BOOLEAN,
    "Decimal": t.NUMBER,
    "str": t.TEXT,
    "date": t.DATE,
    "time": t.TIME,
    "datetime": t.DATETIME,
    "timedelta": t.DURATION,
    "Months": t.DURATION,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: `column` counts from 1, `sentence` says what to write instead."""

    column: int
    sentence: str


def check(
    expression: Expression | str, types: Mapping[str, t.Type], *, gives: t.Type | None = None
) -> tuple[t.Type, tuple[Problem, ...]]:
    """The type of the result, and what is wrong; with `gives`, also when the result is not that.

    `types` names all there is: anything else is an unknown name. A text that cannot be read is one problem.
    """
    try:
        read = parse(expression) if isinstance(expression, str) else expression
        checker = _Checker(types)
        result = checker.of(read.node)
    except FeelError as error:
        return t.ANY, (Problem(error.column, error.message),)
    except RecursionError:
        return t.ANY, (Problem(1, TOO_DEEP),)
    if gives is not None and not t.may_be(result, gives):
        checker.add(read.node, f"This gives {result}; {gives} is needed here.")
    return result, checker.found()


def check_unary_tests(
    tests: UnaryTests | str, tested: t.Type, types: Mapping[str, t.Type]
) -> tuple[Problem, ...]:
    """What is wrong with a decision table's cell that is held against a value of type `tested`."""
    checker = _Checker({**types, TESTED: tested})
    try:
        read = parse_unary_tests(tests) if isinstance(tests, str) else tests
        for test in read.node.tests:
            checker.test(tested, test, cell=True)
    except FeelError as error:
        return (Problem(error.column, error.message),)
    except RecursionError:
        return (Problem(1, TOO_DEEP),)
    return checker.found()


class _Checker:
    """Walks once, in reading order, collecting problems; types that are not known are `ANY` and never a problem."""

    def __init__(self, types: Mapping[str, t.Type]) -> None:
        self.scopes: list[Mapping[str, t.Type] | None] = [types]
        self.problems: list[Problem] = []

    def found(self) -> tuple[Problem, ...]:
        return tuple(sorted(dict.fromkeys(self.problems), key=lambda one: one.column))

    def add(self, node: s.Node, sentence: str) -> None:
        self.problems.append(Problem(node.column, sentence))

    def hint(self, name: str, known: Iterable[str]) -> str:
        """Did you mean …? Not past twenty problems: looking for likenesses is what takes time."""
        return nearest(name, known) if len(self.problems) < _MOST_HINTS else ""

    def of(self, node: s.Node) -> t.Type:
        return _RULES[type(node)](self, node)

    def inside(self, names: Mapping[str, t.Type] | None, node: s.Node) -> t.Type:
        """The type of `node` with more names in sight; None is a context nobody knows the entries of."""
        self.scopes.append(names)
        try:
            return self.of(node)
        finally:
            self.scopes.pop()

    def name(self, node: s.Name) -> t.Type:
        for scope in reversed(self.scopes):
            if scope is None:
                return t.ANY
            if node.name in scope:
                return scope[node.name]
        known = chain.from_iterable(scope or () for scope in self.scopes)
        hint = self.hint(node.name, known) or _spaced(node.name)
        self.add(node, f"There is nothing called {node.name} here.{hint}")
        return t.ANY

    def comparable(self, node: s.Node, left: t.Type, right: t.Type) -> None:
        if unknown(left, right):
            return
        if not t.may_be(left, right) or (left.kind == "list") != (right.kind == "list"):
            self.add(node, f"This compares {left} with {right}, which is never true.{quoting(left, right)}")

    def choice(self, left: t.Type, node: s.Node) -> None:
        """A text compared with one it can never be."""
        if not isinstance(node, s.Constant) or not isinstance(node.value, str):
            return
        if left.choices and node.value not in left.choices:
            known = ", ".join(f"“{one}”" for one in left.choices[:12])
            hint = self.hint(node.value, left.choices) or f" It can be {known}."
            self.add(node, f"This is never “{node.value}”.{hint}")

    def test(self, tested: t.Type, test: s.Test, cell: bool = False) -> None:
        operand = self.of(test.operand)
        if test.sign:
            _compare_types(self, test.sign, tested, operand, test, test.operand)
            return
        if cell and operand.kind == "boolean":
            return
        held = (
            operand.of or t.ANY
            if operand.kind in ("range", "list") and tested.kind != operand.kind
            else operand
        )
        self.comparable(test, tested, held)
        for item in test.operand.items if isinstance(test.operand, s.ListOf) else (test.operand,):
            self.choice(tested, item)


def _spaced(name: str) -> str:
    return f" {name}(…) is a function; give it its arguments in brackets." if name in FUNCTIONS else ""


def _constant(checker: _Checker, node: s.Constant) -> t.Type:
    if isinstance(node.value, str):
        return t.choice(node.value)
    return t.NULL if node.value is None else _LITERALS[type(node.value).__name__]


def _list_of(checker: _Checker, node: s.ListOf) -> t.Type:
    held = t.NULL
    for item in node.items:
        held = t.together(held, checker.of(item))
    return t.LIST(held if held.kind != "null" else t.ANY)


def _context_of(checker: _Checker, node: s.ContextOf) -> t.Type:
    made: dict[str, t.Type] = {}
    for entry in node.entries:
        made[entry.key] = checker.inside(made, entry.value)
    return t.context_of(made)


def _range_of(checker: _Checker, node: s.RangeOf) -> t.Type:
    start, end = checker.of(node.start), checker.of(node.end)
    if start.kind not in ORDERED or end.kind not in ORDERED or not t.may_be(start, end):
        checker.add(node, f"A range runs between two values of one kind, not from {start} to {end}.")
    return t.Type("range", of=bare(t.together(start, end)))


def _path(checker: _Checker, node: s.Path) -> t.Type:
    return _part(checker, node, checker.of(node.of))


def _part(checker: _Checker, node: s.Path, of: t.Type) -> t.Type:
    if of.kind == "list":
        return t.LIST(_part(checker, node, of.of or t.ANY))
    if unknown(of) or (of.kind == "context" and of.entries is None):
        return t.ANY
    known = parts_of(of)
    if node.name in known:
        return known[node.name]
    has = f" It has {', '.join(list(known)[:12])}." if known else ""
    checker.add(node, f"There is no {node.name} in {of}.{checker.hint(node.name, known) or has}")
    return t.ANY


def _filter(checker: _Checker, node: s.Filter) -> t.Type:
    of = checker.of(node.of)
    held = (of.of or t.ANY) if of.kind == "list" else of
    open_ended = unknown(held) or (held.kind == "context" and held.entries is None)
    names = None if open_ended else {"item": held, **dict(held.entries or ())}
    by = checker.inside(names, node.by)
    if by.kind == "number":
        return held
    if by.kind not in ("boolean", "any", "null"):
        checker.add(node.by, f"Square brackets hold a position or a condition, not {by}.")
    return t.ANY if by.kind == "any" else t.LIST(held)


def _call(checker: _Checker, node: s.Call) -> t.Type:
    known = FUNCTIONS[node.function]
    given = tuple(map(checker.of, node.arguments))
    if not any(_counts(one.takes, one.spread, len(given)) for one in known.signatures):
        checker.add(
            node, f"{node.function} is written {known.written}; here it has {_arguments(len(given))}."
        )
    elif not any(_accepts(one, given) for one in known.signatures):
        _wrong_argument(checker, node, known, given)
    elif known.family == "patterns":
        _pattern(checker, node.arguments)
    return known.result(given)


def _arguments(count: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(count, f"{count} arguments")


def _counts(takes: tuple[t.Type, ...], spread: bool, given: int) -> bool:
    return given == len(takes) or (spread and given >= len(takes))


def _accepts(signature: Signature, given: tuple[t.Type, ...]) -> bool:
    takes = signature.takes
    if not signature.gather and len(given) == len(takes) and all(map(t.may_be, given, takes)):
        return True
    if not signature.spread or len(given) < len(takes):
        return False
    fixed, item = len(takes) - 1, takes[-1].of or t.ANY
    return all(map(t.may_be, given[:fixed], takes)) and all(t.may_be(one, item) for one in given[fixed:])


def _pattern(checker: _Checker, arguments: tuple[s.Node, ...]) -> None:
    pattern = arguments[1]
    if isinstance(pattern, s.Constant) and isinstance(pattern.value, str):
        try:
            read_pattern(pattern.value)
        except PatternError as error:
            checker.add(pattern, str(error))


def _wrong_argument(checker: _Checker, node: s.Call, known: Function, given: tuple[t.Type, ...]) -> None:
    fitting = [one.takes for one in known.signatures if _counts(one.takes, one.spread, len(given))]
    for at, (argument, kind) in enumerate(zip(node.arguments, given, strict=True)):
        wanted = [takes[min(at, len(takes) - 1)] for takes in fitting]
        if not any(t.may_be(kind, one) for one in wanted):
            words = " or ".join(dict.fromkeys(str(one) for one in wanted))
            checker.add(argument, f"{node.function} needs {words} here, not {kind}.")
            return
    checker.add(node, f"{node.function} cannot take these together. It is written {known.written}.")


def _instance_of(checker: _Checker, node: s.InstanceOf) -> t.Type:
    checker.of(node.value)
    return t.BOOLEAN


def _negate(checker: _Checker, node: s.Negate) -> t.Type:
    value = checker.of(node.value)
    if value.kind not in ("number", "duration", "any", "null"):
        checker.add(node, f"A minus stands before a number or a duration, not before {value}.")
    return value


def _chain(checker: _Checker, node: s.Chain) -> t.Type:
    result = bare(checker.of(node.first))
    for sign, operand in node.rest:
        right = bare(checker.of(operand))
        made = operated(sign, result, right)
        if made is None:
            checker.add(
                operand, f"{capital(right)} cannot {VERBS[sign]} {result}.{turned(sign, result, right)}"
            )
        result = made or t.ANY
    return result


def _compare(checker: _Checker, node: s.Compare) -> t.Type:
    left, right = checker.of(node.left), checker.of(node.right)
    _compare_types(checker, node.sign, left, right, node, node.right)
    if node.sign in ("=", "!="):
        checker.choice(right, node.left)
    return t.BOOLEAN


def _compare_types(
    checker: _Checker, sign: str, left: t.Type, right: t.Type, node: s.Node, operand: s.Node
) -> None:
    checker.comparable(node, left, right)
    if sign in ("=", "!="):
        checker.choice(left, operand)
        return
    for one in (left, right):
        if one.kind not in ORDERED:
            checker.add(node, f"{capital(one)} has no order; {sign} cannot compare it.")
            return


def _between(checker: _Checker, node: s.Between) -> t.Type:
    value = checker.of(node.value)
    for end in (node.low, node.high):
        checker.comparable(end, value, checker.of(end))
    return t.BOOLEAN


def _within(checker: _Checker, node: s.Within) -> t.Type:
    value = checker.of(node.value)
    for test in node.tests:
        checker.test(value, test)
    return t.BOOLEAN


def _all_or_any(checker: _Checker, node: s.AllOf | s.AnyOf) -> t.Type:
    for part in node.parts:
        _condition(checker, part)
    return t.BOOLEAN


def _condition(checker: _Checker, node: s.Node) -> None:
    kind = checker.of(node)
    if kind.kind not in ("boolean", "any", "null"):
        checker.add(node, f"A condition is needed here, something true or false; this is {kind}.")


def _if(checker: _Checker, node: s.If) -> t.Type:
    _condition(checker, node.condition)
    return t.together(checker.of(node.then), checker.of(node.otherwise))


def _bound(checker: _Checker, bindings: tuple[s.Binding, ...]) -> dict[str, t.Type]:
    names: dict[str, t.Type] = {}
    for one in bindings:
        values = checker.inside(names, one.values)
        if one.up_to is not None:
            end = checker.inside(names, one.up_to)
            if {values.kind, end.kind} - {"number", "date", "any", "null"} or not t.may_be(values, end):
                checker.add(one, f"This runs between two numbers or two dates, not from {values} to {end}.")
        held = (values.of or t.ANY) if values.kind in ("list", "range") else values
        names = {**names, one.name: held}
    return names


def _for(checker: _Checker, node: s.For) -> t.Type:
    return t.LIST(checker.inside(_bound(checker, node.bindings), node.body))


def _quantified(checker: _Checker, node: s.Quantified) -> t.Type:
    body = checker.inside(_bound(checker, node.bindings), node.body)
    if body.kind not in ("boolean", "any", "null"):
        checker.add(node.body, f"After satisfies stands something true or false; this is {body}.")
    return t.BOOLEAN


_RULES: dict[type, Callable[..., t.Type]] = {
    s.Constant: _constant,
    s.Name: _Checker.name,
    s.ListOf: _list_of,
    s.ContextOf: _context_of,
    s.RangeOf: _range_of,
    s.Path: _path,
    s.Filter: _filter,
    s.Call: _call,
    s.InstanceOf: _instance_of,
    s.Negate: _negate,
    s.Chain: _chain,
    s.Compare: _compare,
    s.Between: _between,
    s.Within: _within,
    s.AllOf: _all_or_any,
    s.AnyOf: _all_or_any,
    s.If: _if,
    s.For: _for,
    s.Quantified: _quantified,
}
