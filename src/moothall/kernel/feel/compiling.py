"""Syntax to closures: each part becomes one Python function of a scope, made once, called often.

Parts that run at most once are paid for at the start, by weight; a loop pays its body at every turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel.arithmetic import negate, operate
from moothall.kernel.feel.functions import FUNCTIONS
from moothall.kernel.feel.functions.table import call
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.moments import PARTS
from moothall.kernel.feel.values import Range, Value, equal, kind_of, ordered, whole, within


class Scope:
    """The names an expression can see; an inner scope hides the outer one's."""

    __slots__ = ("meter", "names", "outer")

    def __init__(self, names: Mapping[str, Value], meter: Meter, outer: Scope | None = None) -> None:
        self.names = names
        self.meter = meter
        self.outer = outer


Compiled = Callable[[Scope], Value]


def compile_node(node: s.Node) -> Compiled:
    """The closure that evaluates `node`."""
    return _COMPILERS[type(node)](node)


def _constant(node: s.Constant) -> Compiled:
    value = node.value
    return lambda scope: value


def _name(node: s.Name) -> Compiled:
    name = node.name

    def look_up(scope: Scope) -> Value:
        at: Scope | None = scope
        while at is not None:
            if name in at.names:
                return at.names[name]
            at = at.outer
        return None

    return look_up


def _list_of(node: s.ListOf) -> Compiled:
    items = tuple(map(compile_node, node.items))
    return lambda scope: tuple([item(scope) for item in items])


def _context_of(node: s.ContextOf) -> Compiled:
    entries = tuple((entry.key, compile_node(entry.value)) for entry in node.entries)

    def build(scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = Scope(made, scope.meter, scope)
        for key, value in entries:
            made[key] = value(inner)
        return made

    return build


def _range_of(node: s.RangeOf) -> Compiled:
    start, end = compile_node(node.start), compile_node(node.end)
    start_closed, end_closed = node.start_closed, node.end_closed

    def build(scope: Scope) -> Value:
        low, high = start(scope), end(scope)
        if low is None or high is None or ordered("<=", low, high) is None:
            return None
        return Range(low, high, start_closed, end_closed)

    return build


def part_of(value: Value, name: str, meter: Meter) -> Value:
    """`value.name`: an entry, a part of a date, or that of every item of a list."""
    if type(value) is dict:
        return value.get(name)
    if type(value) is tuple:
        meter.spend(1 + len(value))
        return tuple([part_of(item, name, meter) for item in value])
    part = PARTS.get(type(value), {}).get(name)
    return part(value) if part else None


def _path(node: s.Path) -> Compiled:
    of, name = compile_node(node.of), node.name
    return lambda scope: part_of(of(scope), name, scope.meter)


def _filter(node: s.Filter) -> Compiled:
    of, by, weight = compile_node(node.of), compile_node(node.by), node.by.weight

    def keep(scope: Scope) -> Value:
        value = of(scope)
        if value is None:
            return None
        items: tuple[Value, ...] = value if type(value) is tuple else (value,)
        kept: list[Value] = []
        for item in items or (None,):
            scope.meter.spend(1 + weight)
            names: dict[str, Value] = {"item": item, **item} if type(item) is dict else {"item": item}
            chosen = by(Scope(names, scope.meter, scope))
            if type(chosen) is Decimal:
                return _at(items, chosen)
            if chosen is True:
                kept.append(item)
        return tuple(kept) if items else ()

    return keep


def _at(items: tuple[Value, ...], position: Decimal) -> Value:
    place = whole(position)
    if not place or abs(place) > len(items):
        return None
    return items[place - 1 if place > 0 else place]


def _call(node: s.Call) -> Compiled:
    known = FUNCTIONS[node.function]
    arguments = tuple(map(compile_node, node.arguments))
    return lambda scope: call(known, tuple([one(scope) for one in arguments]), scope.meter)


def _instance_of(node: s.InstanceOf) -> Compiled:
    value, kind = compile_node(node.value), node.kind
    if kind == "any":
        return lambda scope: value(scope) is not None
    return lambda scope: kind_of(value(scope)) == kind


def _negate(node: s.Negate) -> Compiled:
    value = compile_node(node.value)
    return lambda scope: negate(value(scope))


def _chain(node: s.Chain) -> Compiled:
    first = compile_node(node.first)
    rest = tuple((sign, compile_node(operand)) for sign, operand in node.rest)

    def work_out(scope: Scope) -> Value:
        answer = first(scope)
        for sign, operand in rest:
            answer = operate(sign, answer, operand(scope), scope.meter)
        return answer

    return work_out


def compared(sign: str, left: Value, right: Value, meter: Meter) -> bool | None:
    """`left sign right`, three-valued."""
    if sign == "=":
        return equal(left, right, meter)
    if sign == "!=":
        same = equal(left, right, meter)
        return None if same is None else not same
    return ordered(sign, left, right)


def _compare(node: s.Compare) -> Compiled:
    sign, left, right = node.sign, compile_node(node.left), compile_node(node.right)
    return lambda scope: compared(sign, left(scope), right(scope), scope.meter)


def _between(node: s.Between) -> Compiled:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)

    def hold(scope: Scope) -> Value:
        held = value(scope)
        return both(ordered(">=", held, low(scope)), ordered("<=", held, high(scope)))

    return hold


def both(left: Value, right: Value) -> bool | None:
    """Three-valued and."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def compile_test(node: s.Test) -> Callable[[Value, Scope], bool | None]:
    """The closure that holds a value against one test, three-valued."""
    sign, operand = node.sign, compile_node(node.operand)
    if sign:
        return lambda value, scope: compared(sign, value, operand(scope), scope.meter)
    return lambda value, scope: matched(value, operand(scope), scope.meter)


def matched(value: Value, against: Value, meter: Meter) -> bool | None:
    """Whether a value lies in a range, is (or satisfies) an item of a list, or equals what it is held against."""
    if type(against) is Range:
        return within(value, against)
    if type(against) is tuple:
        answer: bool | None = equal(value, against, meter) or False
        for item in against:
            meter.spend(1)
            one = within(value, item) if type(item) is Range else equal(value, item, meter)
            if one is True:
                return True
        return answer
    return equal(value, against, meter)


def _within(node: s.Within) -> Compiled:
    value, tests = compile_node(node.value), tuple(map(compile_test, node.tests))

    def hold(scope: Scope) -> Value:
        held = value(scope)
        answer: bool | None = False
        for test in tests:
            one = test(held, scope)
            if one is True:
                return True
            answer = None if one is None else answer
        return answer

    return hold


def _settle(node: s.AllOf | s.AnyOf, settled: bool) -> Compiled:
    parts = tuple(map(compile_node, node.parts))

    def hold(scope: Scope) -> Value:
        answer: bool | None = not settled
        for part in parts:
            one = part(scope)
            if one is settled:
                return settled
            if one is not (not settled):
                answer = None
        return answer

    return hold


def _if(node: s.If) -> Compiled:
    condition, then, otherwise = map(compile_node, (node.condition, node.then, node.otherwise))
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def _steps(start: Value, end: Value) -> Iterator[Value] | None:
    """From one whole number or date to another, up or down; null for anything else."""
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        first, last = whole(start), whole(end)
        if first is None or last is None:
            return None
        turn = 1 if last >= first else -1
        return (Decimal(at) for at in range(first, last + turn, turn))
    if type(start) is date and type(end) is date:
        days = (end - start).days
        turn = 1 if days >= 0 else -1
        return (start + timedelta(days=at) for at in range(0, days + turn, turn))
    return None


def _walk(values: Value, up_to: Value, ranged: bool) -> Iterator[Value] | None:
    if ranged:
        return _steps(values, up_to)
    if type(values) is tuple:
        return iter(values)
    if isinstance(values, Range):
        inside = _steps(values.start, values.end)
        return (at for at in inside if within(at, values)) if inside is not None else None
    return None if values is None else iter((values,))


Domain = tuple[str, Compiled, Compiled | None]


def _turns(domains: tuple[Domain, ...], scope: Scope, weight: int) -> Iterator[Scope | None]:
    """A scope for every combination; None where there is nothing to walk through."""
    (name, values, up_to), *rest = domains
    walk = _walk(values(scope), up_to(scope) if up_to else None, up_to is not None)
    if walk is None:
        yield None
        return
    for value in walk:
        scope.meter.spend(1 + weight)
        inner = Scope({name: value}, scope.meter, scope)
        if rest:
            yield from _turns(tuple(rest), inner, weight)
        else:
            yield inner


def _domains(bindings: tuple[s.Binding, ...]) -> tuple[Domain, ...]:
    return tuple(
        (one.name, compile_node(one.values), compile_node(one.up_to) if one.up_to else None)
        for one in bindings
    )


def _for(node: s.For) -> Compiled:
    domains, body, weight = _domains(node.bindings), compile_node(node.body), node.weight

    def build(scope: Scope) -> Value:
        made: list[Value] = []
        for turn in _turns(domains, scope, weight):
            if turn is None:
                return None
            made.append(body(turn))
        return tuple(made)

    return build


def _quantified(node: s.Quantified) -> Compiled:
    domains, body, weight = _domains(node.bindings), compile_node(node.body), node.weight
    settled = not node.every

    def hold(scope: Scope) -> Value:
        answer: bool | None = not settled
        for turn in _turns(domains, scope, weight):
            one = None if turn is None else body(turn)
            if one is settled:
                return settled
            if one is not (not settled):
                answer = None
        return answer

    return hold


_COMPILERS: dict[type, Callable[..., Compiled]] = {
    s.Constant: _constant,
    s.Name: _name,
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
    s.AllOf: lambda node: _settle(node, settled=False),
    s.AnyOf: lambda node: _settle(node, settled=True),
    s.If: _if,
    s.For: _for,
    s.Quantified: _quantified,
}
