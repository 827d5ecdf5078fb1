"""A condition in plain English: exactly what it says, or nothing where it says more than these words can.

Not every expression is a sentence. What is said here is true when the condition is true and at no other time, also
where a value is not known: a comparison with what is not known is not true, nor is its opposite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel.expressions import Expression


@dataclass(frozen=True, slots=True)
class Called:
    """How a name is called: “the ward”. `kind` is its type's; `values` are what its texts are called.

    `yes` and `no`: what it says when it is true and when it is false, where it is always known. `ordered` may have
    better words for a comparison with a number; it answers "" where it has none.
    """

    subject: str
    kind: str = "any"
    values: Mapping[str, str] = field(default_factory=dict)
    yes: str = ""
    no: str = ""
    ordered: Callable[[str, Decimal], str] = lambda sign, number: ""


#: A name, with dots for what is within it; None for one that has no words.
Naming = Callable[[str], Called | None]

_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: Final = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_NUMBERS: Final = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_DAYS: Final = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}
_TEXTS: Final = {
    "contains": ("contains", "does not contain"),
    "starts_with": ("begins with", "does not begin with"),
    "ends_with": ("ends with", "does not end with"),
}


class _Unsayable(Exception):
    """There are no words for it."""


class _Operand(NamedTuple):
    words: str
    ordered_by: Mapping[str, str]
    number: Decimal | None = None


def in_words(condition: Expression, naming: Naming) -> str:
    """The condition as a clause that goes on from “if”; "" where it cannot be said."""
    try:
        return _said(condition.node, True, naming)
    except _Unsayable:
        return ""


def _said(node: s.Node, holds: bool, naming: Naming) -> str:
    """That it is true, or with `holds` False that it is false."""
    match node:
        case s.AllOf() | s.AnyOf():
            return _joined(node, holds, naming)
        case s.Call(function="not", arguments=(inner,)):
            return _said(inner, not holds, naming)
        case s.Compare(sign=sign, left=left, right=right):
            if _path(left) is None:
                sign, left, right = _TURNED[sign], right, left
            return _compared(left, sign if holds else _OPPOSITE[sign], right, naming)
        case s.Between(value=value, low=low, high=high):
            ends = ((">=", low), ("<=", high)) if holds else (("<", low), (">", high))
            return _spanned(value, ends, "and" if holds else "or", naming)
        case s.Within():
            return _within(node, holds, naming)
        case s.Call(function=function, arguments=(of, s.Constant(value=str() as text))) if function in _TEXTS:
            return f"{_called(of, naming).subject} {_TEXTS[function][0 if holds else 1]} “{text}”"
        case s.Name() | s.Path():
            return _true(_called(node, naming), holds)
    raise _Unsayable


def _joined(node: s.AllOf | s.AnyOf, holds: bool, naming: Naming) -> str:
    word = "and" if isinstance(node, s.AllOf) == holds else "or"
    parts = [
        f"({said})" if isinstance(_bare(part), s.AllOf | s.AnyOf) else said
        for part in node.parts
        for said in (_said(part, holds, naming),)
    ]
    comma = "," if word == "and" and any(" or " in part and part[0] != "(" for part in parts) else ""
    return f"{comma} {word} ".join(parts)


def _bare(node: s.Node) -> s.Node:
    while isinstance(node, s.Call) and node.function == "not" and len(node.arguments) == 1:
        node = node.arguments[0]
    return node


def _compared(left: s.Node, sign: str, right: s.Node, naming: Naming) -> str:
    called = _called(left, naming)
    if isinstance(right, s.Constant) and right.value is None:
        if sign not in ("=", "!="):
            raise _Unsayable
        return f"{called.subject} is {'not known' if sign == '=' else 'known'}"
    if isinstance(right, s.Constant) and isinstance(right.value, bool) and sign in ("=", "!="):
        if called.yes:
            return _true(called, right.value == (sign == "="))
        return f"{called.subject} is {'' if sign == '=' else 'not '}{'yes' if right.value else 'no'}"
    against = _operand(right, called, naming)
    if against.number is not None and (better := called.ordered(sign, against.number)):
        return better
    return f"{called.subject} is {_related(sign, against)}"


def _related(sign: str, against: _Operand) -> str:
    if sign in ("=", "!="):
        return against.words if sign == "=" else f"not {against.words}"
    if sign not in against.ordered_by:
        raise _Unsayable
    return f"{against.ordered_by[sign]} {against.words}"


def _spanned(value: s.Node, ends: Sequence[tuple[str, s.Node]], word: str, naming: Naming) -> str:
    called = _called(value, naming)
    said = [_related(sign, _operand(end, called, naming)) for sign, end in ends]
    return f"{called.subject} is {f' {word} '.join(said)}"


def _within(node: s.Within, holds: bool, naming: Naming) -> str:
    called = _called(node.value, naming)
    said = [one for test in node.tests for one in _tested(test, holds, called, naming)]
    if holds or len(said) == 1:
        return f"{called.subject} is {_listed(said, 'or')}"
    if not all(one.startswith("not ") for one in said):
        return f"{called.subject} is {_listed(said, 'and')}"
    return f"{called.subject} is neither {_listed([one.removeprefix('not ') for one in said], 'nor')}"


def _tested(test: s.Test, holds: bool, called: Called, naming: Naming) -> list[str]:
    """What it is, or is not, for each thing it is held against."""
    sign = test.sign or "="
    sign = sign if holds else _OPPOSITE[sign]
    match test.operand:
        case s.ListOf(items=items) if not test.sign and items:
            return [_related(sign, _operand(one, called, naming)) for one in items]
        case s.RangeOf() as span if not test.sign and holds:
            low, high = ">=" if span.start_closed else ">", "<=" if span.end_closed else "<"
            ends = ((low, span.start), (high, span.end))
            return [" and ".join(_related(one, _operand(end, called, naming)) for one, end in ends)]
    return [_related(sign, _operand(test.operand, called, naming))]


def _listed(said: Sequence[str], word: str) -> str:
    *most, last = said
    return f"{', '.join(most)} {word} {last}" if most else last


def _true(called: Called, holds: bool) -> str:
    if called.yes:
        return called.yes if holds else called.no
    if called.kind != "boolean":
        raise _Unsayable
    return f"{called.subject} is {'yes' if holds else 'no'}"


def _operand(node: s.Node, of: Called, naming: Naming) -> _Operand:
    """What `of` is compared with."""
    match node:
        case s.Constant(value=bool() | None):
            raise _Unsayable
        case s.Constant(value=Decimal() as number):
            return _Operand(f"{number:,f}".replace("-", "−"), _NUMBERS, number)
        case s.Constant(value=str() as text):
            return _Operand(of.values.get(text) or f"“{text}”", {})
        case s.Constant(value=day) if type(day) is date:
            return _Operand(f"{day.day} {day:%B %Y}", _DAYS)
        case s.Call(function="date", arguments=(s.Constant(value=str() as text),)):
            try:
                return _operand(s.Constant(0, 1, 1, date.fromisoformat(text)), of, naming)
            except ValueError:
                raise _Unsayable from None
        case s.Name() | s.Path():
            other = _called(node, naming)
            if other.kind != of.kind or other.yes:
                raise _Unsayable
            return _Operand(other.subject, {"number": _NUMBERS, "date": _DAYS}.get(of.kind, {}))
    raise _Unsayable


def _called(node: s.Node, naming: Naming) -> Called:
    path = _path(node)
    called = naming(path) if path is not None else None
    if called is None:
        raise _Unsayable
    return called


def _path(node: s.Node) -> str | None:
    if isinstance(node, s.Name):
        return node.name
    if isinstance(node, s.Path):
        of = _path(node.of)
        return f"{of}.{node.name}" if of else None
    return None
