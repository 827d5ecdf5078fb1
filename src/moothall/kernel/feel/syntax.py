"""The parts of an expression. Each knows its column, how deep it is nested and how many parts it has."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.kernel.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """`column` counts from 1; `depth` is 1 for a leaf; `weight` is the number of parts, itself included."""

    column: int
    depth: int
    weight: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    start: Node
    end: Node
    start_closed: bool
    end_closed: bool


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`of.name`"""

    of: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`of[by]`: an index when `by` is a number, else the items for which it is true."""

    of: Node
    by: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    kind: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    value: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operators of one strength, from left to right: `a + b - c`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """`< 5`, or with no sign a value, list, range or condition the tested value is held against."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`value in (test, test)`"""

    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """`name in values`, or `name in values..up_to`."""

    name: str
    values: Node
    up_to: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """A decision table's cell; no tests is the dash, which is always true."""

    tests: tuple[Test, ...]
    negated: bool


def children(node: Node) -> tuple[Node, ...]:
    """The parts directly inside a part."""
    match node:
        case ListOf():
            return node.items
        case ContextOf():
            return node.entries
        case Entry() | Negate() | InstanceOf():
            return (node.value,)
        case RangeOf():
            return (node.start, node.end)
        case Path():
            return (node.of,)
        case Filter():
            return (node.of, node.by)
        case Call():
            return node.arguments
        case Chain():
            return (node.first, *(operand for _, operand in node.rest))
        case Compare():
            return (node.left, node.right)
        case Between():
            return (node.value, node.low, node.high)
        case Test():
            return (node.operand,)
        case Within():
            return (node.value, *node.tests)
        case AllOf() | AnyOf():
            return node.parts
        case If():
            return (node.condition, node.then, node.otherwise)
        case Tests():
            return node.tests
    return ()
