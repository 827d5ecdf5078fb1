"""Text to syntax: the grammar's callbacks, and errors as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from moothall.kernel.feel import syntax as s
from moothall.kernel.feel.errors import FeelError
from moothall.kernel.feel.functions import FUNCTIONS
from moothall.kernel.feel.moments import read_literal
from moothall.kernel.feel.values import NUMBERS, Value

LONGEST_TEXT = 10_000
DEEPEST = 60
WORDS = frozenset(
    "if then else for return some every satisfies in or and between true false null".split()  # noqa: SIM905 — read as a sentence
)
TYPE_NAMES = {
    "number": "number",
    "string": "text",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "datetime",
    "days and time duration": "duration",
    "years and months duration": "months",
    "list": "list",
    "context": "context",
    "range": "range",
    "Null": "null",
    "Any": "any",
}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([\s\S]))")
Part = s.Node | Token


def read_expression(text: str) -> s.Node:
    """Raises FeelError."""
    return _read(text, "whole")


def read_cell(text: str) -> s.Tests:
    """A decision table's cell; an empty one is the dash. Raises FeelError."""
    return cast(s.Tests, _read(text if text.strip() else "-", "cell"))


def _read(text: str, start: str) -> s.Node:
    if len(text) > LONGEST_TEXT:
        raise FeelError(f"This expression is longer than {LONGEST_TEXT:,} characters. Split it in two.", 1)
    try:
        return cast(s.Node, _parser().parse(text, start=start))
    except UnexpectedInput as error:
        raise _sentence(error, text) from None


@lru_cache(maxsize=1)
def _parser() -> Lark:
    spaced = sorted((name for name in FUNCTIONS if " " in name), key=len, reverse=True)
    pattern = "|".join(name.replace(" ", r"\s+") for name in spaced)
    grammar = files("moothall.kernel.feel").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar.replace("__FUNCTIONS__", pattern),
        parser="lalr",
        lexer="contextual",
        start=["whole", "cell"],
        transformer=_Reader(),
        maybe_placeholders=False,
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?` with a leading space, or nothing."""
    close = get_close_matches(name[:60], list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""


def _sentence(error: UnexpectedInput, text: str) -> FeelError:
    at = error.pos_in_stream
    if (isinstance(error, UnexpectedToken) and error.token.type == "$END") or at is None or at >= len(text):
        return FeelError("The expression stops before it is complete.", len(text) + 1)
    if isinstance(error, UnexpectedCharacters) and text[at] == '"':
        return FeelError("This text is never closed. Write a quotation mark at its end.", at + 1)
    if call := re.search(r"([^\W\d][\w ]{0,60})\($", text[: _end_of_words(text, at)]):
        name = " ".join(call[1].split())
        if name not in FUNCTIONS and " " in name:
            return FeelError(
                f"There is no function called {name}.{nearest(name, FUNCTIONS)}", call.start() + 1
            )
    found = re.match(r"\w+|\S", text[at:])
    return FeelError(f"“{found[0][:30] if found else text[at]}” cannot stand here.{_hint(text, at)}", at + 1)


def _end_of_words(text: str, at: int) -> int:
    found = re.compile(r"[\w ]{0,60}\(").match(text, at)
    return found.end() if found else at


def _hint(text: str, at: int) -> str:
    rest = text[at : at + 2]
    if rest[0] == "=":
        return " Equal is written with one =."
    if rest in ("&&", "||"):
        return " Write the words and, or."
    if rest[0] == "'":
        return ' Texts stand in double quotation marks: "…".'
    if rest[0] in "[]" and ".." in text:
        return " A range that leaves out an end has a round bracket there: (1..5]."
    if rest[0] == "!":
        return " Write not(…)."
    if rest[0].isalpha() or rest[0] == "_":
        return " Names have no spaces; is an operator or a comma missing?"
    return ""


def _nodes(parts: list[Part]) -> tuple[s.Node, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


def _column(part: Part) -> int:
    return (part.start_pos or 0) + 1 if isinstance(part, Token) else part.column


def _frame(parts: list[Part]) -> tuple[int, int, int]:
    """Column, depth and weight of what is made of these parts. Refuses what is nested too deeply."""
    nodes = _nodes(parts)
    column = _column(parts[0]) if parts else 1
    depth = 1 + max((node.depth for node in nodes), default=0)
    if depth > DEEPEST:
        raise FeelError(f"This is nested more than {DEEPEST} deep. Split the expression.", column)
    return column, depth, 1 + sum(node.weight for node in nodes)


def _unquote(token: Token) -> str:
    def written(found: re.Match[str]) -> str:
        if code := found[1] or found[2]:
            point = int(code, 16)
            if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
                raise FeelError(f"There is no character \\u{code}.", _column(token) + found.start() + 1)
            return chr(point)
        return _ESCAPES.get(found[3], found[0])

    return _ESCAPE.sub(written, token[1:-1])


def _constant(token: Part, value: Value) -> s.Constant:
    return s.Constant(*_frame([token]), value)


class _Reader(Transformer[Token, s.Node]):
    """One method for each alternative of the grammar; called as the parser goes, so nothing recurses."""

    def whole(self, parts: list[Part]) -> s.Node:
        return _nodes(parts)[0]

    def any_value(self, parts: list[Part]) -> s.Node:
        return s.Tests(*_frame(parts), (), False)

    def one_of(self, parts: list[Part]) -> s.Node:
        return s.Tests(*_frame(parts), cast(tuple[s.Test, ...], _nodes(parts)), False)

    def none_of(self, parts: list[Part]) -> s.Node:
        return s.Tests(*_frame(parts), cast(tuple[s.Test, ...], _nodes(parts)), True)

    def test(self, parts: list[Part]) -> s.Node:
        return _nodes(parts)[0]

    def plain_test(self, parts: list[Part]) -> s.Node:
        return s.Test(*_frame(parts), "", _nodes(parts)[0])

    def signed_test(self, parts: list[Part]) -> s.Node:
        return s.Test(*_frame(parts), str(parts[0]), _nodes(parts)[0])

    def if_else(self, parts: list[Part]) -> s.Node:
        return s.If(*_frame(parts), *_nodes(parts))

    def bindings(self, parts: list[Part]) -> list[Part]:
        return parts

    def binding(self, parts: list[Part]) -> s.Node:
        values, *up_to = _nodes(parts)
        return s.Binding(*_frame(parts), _plain_name(parts[0]), values, up_to[0] if up_to else None)

    def _loop(self, parts: list[Part]) -> tuple[tuple[int, int, int], tuple[s.Binding, ...], s.Node]:
        word, bindings, body = cast(tuple[Token, list[Part], s.Node], tuple(parts))
        return _frame([word, *bindings, body]), cast(tuple[s.Binding, ...], _nodes(bindings)), body

    def for_return(self, parts: list[Part]) -> s.Node:
        frame, bindings, body = self._loop(parts)
        return s.For(*frame, bindings, body)

    def some(self, parts: list[Part]) -> s.Node:
        frame, bindings, body = self._loop(parts)
        return s.Quantified(*frame, False, bindings, body)

    def every(self, parts: list[Part]) -> s.Node:
        frame, bindings, body = self._loop(parts)
        return s.Quantified(*frame, True, bindings, body)

    def any_of(self, parts: list[Part]) -> s.Node:
        return s.AnyOf(*_frame(parts), _nodes(parts)) if len(parts) > 1 else _nodes(parts)[0]

    def all_of(self, parts: list[Part]) -> s.Node:
        return s.AllOf(*_frame(parts), _nodes(parts)) if len(parts) > 1 else _nodes(parts)[0]

    def compare(self, parts: list[Part]) -> s.Node:
        left, right = _nodes(parts)
        return s.Compare(*_frame(parts), str(parts[1]), left, right)

    def between(self, parts: list[Part]) -> s.Node:
        return s.Between(*_frame(parts), *_nodes(parts))

    def in_value(self, parts: list[Part]) -> s.Node:
        value, test = _nodes(parts)
        return s.Within(*_frame(parts), value, (s.Test(test.column, test.depth, test.weight, "", test),))

    def in_tests(self, parts: list[Part]) -> s.Node:
        value, *tests = _nodes(parts)
        return s.Within(*_frame(parts), value, cast(tuple[s.Test, ...], tuple(tests)))

    def chain(self, parts: list[Part]) -> s.Node:
        first, *operands = _nodes(parts)
        if not operands:
            return first
        signs = [str(part) for part in parts if isinstance(part, Token)]
        return s.Chain(*_frame(parts), first, tuple(zip(signs, operands, strict=True)))

    def negate(self, parts: list[Part]) -> s.Node:
        value = _nodes(parts)[0]
        if isinstance(value, s.Constant) and isinstance(value.value, type(NUMBERS.create_decimal(0))):
            return s.Constant(*_frame([parts[0]]), NUMBERS.minus(value.value))
        return s.Negate(*_frame(parts), value)

    def instance_of(self, parts: list[Part]) -> s.Node:
        kind = " ".join(str(parts[1]).split())
        if kind not in TYPE_NAMES:
            raise FeelError(f"There is no type called {kind}.{nearest(kind, TYPE_NAMES)}", _column(parts[1]))
        return s.InstanceOf(*_frame(parts), _nodes(parts)[0], TYPE_NAMES[kind])

    def path(self, parts: list[Part]) -> s.Node:
        return s.Path(*_frame(parts), _nodes(parts)[0], " ".join(str(parts[1]).split()))

    def filtered(self, parts: list[Part]) -> s.Node:
        return s.Filter(*_frame(parts), *_nodes(parts))

    def number(self, parts: list[Part]) -> s.Node:
        try:
            return _constant(parts[0], NUMBERS.create_decimal(str(parts[0])))
        except ArithmeticError:
            raise FeelError("This number is too large.", _column(parts[0])) from None

    def string(self, parts: list[Part]) -> s.Node:
        return _constant(parts[0], _unquote(cast(Token, parts[0])))

    def at_literal(self, parts: list[Part]) -> s.Node:
        value = read_literal(str(parts[0])[2:-1])
        if value is None:
            raise FeelError(
                'This is no date, time or duration. Write @"2026-11-21", @"09:30:00", @"P14D"; no such day is one too.',
                _column(parts[0]),
            )
        return _constant(parts[0], value)

    def true(self, parts: list[Part]) -> s.Node:
        return _constant(parts[0], True)

    def false(self, parts: list[Part]) -> s.Node:
        return _constant(parts[0], False)

    def null(self, parts: list[Part]) -> s.Node:
        return _constant(parts[0], None)

    def name(self, parts: list[Part]) -> s.Node:
        return s.Name(*_frame(parts), _plain_name(parts[0]))

    def bracketed(self, parts: list[Part]) -> s.Node:
        return _nodes(parts)[0]

    def call(self, parts: list[Part]) -> s.Node:
        name = " ".join(str(parts[0]).split())
        if name not in FUNCTIONS:
            raise FeelError(
                f"There is no function called {name}.{nearest(name, FUNCTIONS)}", _column(parts[0])
            )
        return s.Call(*_frame(parts), name, _nodes(parts))

    def list_of(self, parts: list[Part]) -> s.Node:
        return s.ListOf(*_frame(parts), _nodes(parts))

    def entry(self, parts: list[Part]) -> s.Node:
        key = cast(Token, parts[0])
        return s.Entry(*_frame(parts), _unquote(key) if key.type == "STRING" else str(key), _nodes(parts)[0])

    def context_of(self, parts: list[Part]) -> s.Node:
        entries = cast(tuple[s.Entry, ...], _nodes(parts))
        seen: set[str] = set()
        for entry in entries:
            if entry.key in seen:
                raise FeelError(f"The entry {entry.key} stands here twice.", entry.column)
            seen.add(entry.key)
        return s.ContextOf(*_frame(parts), entries)

    def range_of(self, parts: list[Part]) -> s.Node:
        start, end = _nodes(parts)
        return s.RangeOf(*_frame(parts), start, end, parts[0] == "[", parts[-1] == "]")


def _plain_name(part: Part) -> str:
    if str(part) in WORDS:
        raise FeelError(
            f"Something is missing before “{part}”, which is a word of the language.", _column(part)
        )
    return str(part)
