"""Every function does what its line in the reference says; and the page is the code's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from moothall.kernel.feel import BUDGET, Value, check, parse
from moothall.kernel.feel.functions import FUNCTIONS, Function
from moothall.kernel.feel.patterns import LONGEST_PATTERN
from moothall.kernel.feel.reading import DEEPEST, LONGEST_TEXT
from moothall.kernel.feel.reference import renewed
from moothall.kernel.feel.values import DEEPEST_INPUT

PAGE = Path(__file__).parents[3] / "docs/reference/feel.md"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_the_example_in_the_reference_gives_what_it_says(function: Function) -> None:
    answer = parse(function.example).evaluate({})
    assert answer is not None
    assert answer == parse(function.answer).evaluate({})


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_the_checker_finds_nothing_wrong_with_the_example(function: Function) -> None:
    found, problems = check(function.example, {})
    assert problems == ()
    answer, _ = check(function.answer, {})
    assert found.kind in (answer.kind, "any")


def test_the_reference_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == renewed(page), "Run: python -m moothall.kernel.feel.reference docs/reference/feel.md"


def test_the_reference_page_states_the_bounds_the_code_has() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for bound in (LONGEST_TEXT, DEEPEST, BUDGET, DEEPEST_INPUT, LONGEST_PATTERN):
        assert f" {bound:,}" in page


EDGES: tuple[tuple[str, Value], ...] = (
    ("upper case(null)", None),
    ('upper case(["a"])', "A"),
    ("count(7)", Decimal(1)),
    ("count(null)", None),
    ("sum([])", None),
    ('sum([1, "a"])', None),
    ("max([])", None),
    ('min("b", "a")', "a"),
    ('max(@"2026-01-01", @"2026-02-01").month', Decimal(2)),
    ('max(1, "a")', None),
    ("mode([])", ()),
    ("mode([6, 3, 9, 6, 6, 3, 3])", (Decimal(3), Decimal(6))),
    ("decimal(2.5, 0)", Decimal(2)),
    ("decimal(3.5, 0)", Decimal(4)),
    ("decimal(1234, -2)", Decimal(1200)),
    ("decimal(1, 99999)", None),
    ("floor(-1.5)", Decimal(-2)),
    ("ceiling(-1.5)", Decimal(-1)),
    ("round half up(-5.5, 0)", Decimal(-6)),
    ("modulo(10, -4)", Decimal(-2)),
    ("modulo(1, 0)", None),
    ("sqrt(-1)", None),
    ("log(0)", None),
    ("odd(1.5)", False),
    ('number("1e5")', Decimal(100000)),
    ('number("١")', None),
    ('number("")', None),
    ('substring("abc", 0)', None),
    ('substring("abc", 4)', None),
    ('substring("abc", 2, 99999999999999)', "bc"),
    ('substring before("abc", "")', ""),
    ('substring after("abc", "")', "abc"),
    ('string join(["a", null, "b"], "-")', "a-b"),
    ('string join(["a", 1])', None),
    ("sublist([1, 2, 3], 2, 5)", None),
    ("concatenate([1], [[2]])", (Decimal(1), (Decimal(2),))),
    ("union([1, 1], [1])", (Decimal(1),)),
    ("index of([1, null], null)", (Decimal(2),)),
    ("list contains([null], null)", True),
    ("date(2026, 13, 1)", None),
    ("date(2026.5, 1, 1)", None),
    ("time(25, 0, 0)", None),
    ('time("10:00:00+15:00")', None),
    ('date and time("2026-01-01T10:00:00@Nowhere/Else")', None),
    ('date and time("2026-01-01T10:00:00@../../etc/passwd")', None),
    ('duration("P")', None),
    ('duration("PT")', None),
    ('duration("P999999999DT999999999H")', None),
    ('get value({a: 1}, "b")', None),
    ('context put({a: 1}, "a", 2)', {"a": Decimal(2)}),
    ("before([1..5), [5..9])", True),
    ("before([1..5], [5..9])", False),
    ("includes([1..5), [2..5))", True),
    ("includes([1..5), [2..5])", False),
    ('replace("a", "a*", "x")', None),
    ('replace("abc", "(a)(b)", "$2$1\\\\$")', "ba$c"),
    ('replace("abc", "b", "$")', None),
    ('matches("a\nb", "a.b")', False),
    ('matches("a\nb", "a.b", "s")', True),
    ('matches("a\nb", "^b$", "m")', True),
    ('matches("ABC", "[a-c]+", "i")', True),
    ('matches("abc", "a b c", "x")', True),
    ('matches("abc", "b", "q")', None),
    ('matches("aaa", "^a{2,3}$")', True),
    ('matches("aaaa", "^a{2,3}$")', False),
    ('matches("ac", "^a(b|c)$")', True),
    ('matches("é", "^\\\\p{Ll}$")', True),
    ('matches("a]", "^[^b\\\\]]+\\\\]$")', True),
    ('matches("a-", "^[a-]+$")', True),
    ('matches("a", "(a)\\\\1")', None),
    ('matches("a", "a**")', None),
    ('matches("a", "(?=a)")', None),
    ('matches("a", "[b")', None),
    ('matches("a", "a{2")', None),
    ('replace("aXbX", "(.*?)X", "<$1>")', "<a><b>"),
    ('split("a1b22c", "[0-9]+")', ("a", "b", "c")),
    ('split("abc", "x*")', ("abc",)),
)


@pytest.mark.parametrize(("expression", "answer"), EDGES, ids=lambda value: str(value)[:40])
def test_a_function_at_its_edge(expression: str, answer: Value) -> None:
    assert parse(expression).evaluate({}) == answer
