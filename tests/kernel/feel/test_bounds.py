"""Hostile expressions are refused or stopped; they never hang, never fill the memory, never raise anything else."""

from __future__ import annotations

import sys

import pytest

from moothall.kernel.feel import ANY, BudgetSpent, FeelError, Value, check, parse, parse_unary_tests

REFUSED = (
    "(" * 5_000 + "1" + ")" * 4_999,
    "[" * 4_000 + "]" * 4_000,
    "{a:" * 2_000 + "1" + "}" * 2_000,
    "not(" * 100 + "true" + ")" * 100,
    "a" + ".b" * 4_000,
    "a" + "[1]" * 3_000,
    "if true then " * 200 + "1" + " else 2" * 200,
    "for x in [1] return " * 200 + "x",
    "-" * 8_000 + "a",
    "1" + " + 1" * 3_000,
    '"' + "a" * 10_000 + '"',
    "9" * 7_000,
    "1e9999999999",
    "[[" * 60 + "1" + "]]" * 60,
    "/*" * 4_000,
    '"' + "\\" * 9_997,
    "@" * 9_000,
    ("string " * 1_200) + "(",
)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: f"{text[:12]}…{len(text)}")
def test_an_expression_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(FeelError) as refused:
        parse(text)
    assert refused.value.message
    with pytest.raises(FeelError):
        parse_unary_tests(text)
    assert check(text, {})[1]


STOPPED = (
    "for i in 1..999999999999 return i",
    "some i in 1..999999999999 satisfies false",
    "for i in 1..100, j in 1..100, k in 1..100 return 1",
    'for d in @"0001-01-01"..@"9999-12-31" return d',
    "count(for i in [1..999999999] return null)",
    "count([1..9][for i in 1..99999 return item])",
    "{a:[1,1],b:[a,a],c:[b,b],d:[c,c],e:[d,d],f:[e,e],g:[f,f],h:[g,g],i:[h,h],j:[i,i],k:[j,j],l:[k,k],m:[l,l]}",
    "string({a:[1,1],b:[a,a],c:[b,b],d:[c,c],e:[d,d],f:[e,e],g:[f,f],h:[g,g],i:[h,h],j:[i,i],k:[j,j],l:[k,k],m:[l,l]})",
    "flatten({a:[1,1],b:[a,a],c:[b,b],d:[c,c],e:[d,d],f:[e,e],g:[f,f],h:[g,g],i:[h,h],j:[i,i],k:[j,j],l:[k,k],m:[l,l]}.m)",
    "{" + "a0:long," + ",".join(f"a{n + 1}:a{n}+a{n}" for n in range(40)) + "}.a40",
    "string join(for i in 1..3000 return long)",
    'replace(long, "a", long)',
    'matches(longer, "(((a?){100})+)*b")',
    "distinct values(for i in 1..2000 return i)",
    "every i in 1..2000 satisfies list contains(numbers, -1) = false",
    "for i in 1..2000 return string length(longer)",
    "for i in 1..2000 return i ** 0.5",
    "for i in 1..500 return numbers = numbers",
    "union(numbers, numbers, numbers, numbers, numbers, numbers)",
    "concatenate(numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers)",
)
LARGE: dict[str, Value] = {"long": "a" * 3_000, "longer": "a" * 100_000, "numbers": list(range(1_000))}


@pytest.mark.parametrize("text", STOPPED, ids=lambda text: text[:40])
def test_an_expression_that_asks_for_too_much_is_stopped(text: str) -> None:
    with pytest.raises(BudgetSpent):
        parse(text).evaluate(LARGE)


NULL = (
    "9.9 ** 999999",
    "10 ** 6144 * 10",
    "2 ** 99999999999999999999",
    "exp(99999)",
    'duration("P999999999D") * 1000000000',
    '@"P999999999Y" * 99999999999',
    '@"2026-01-01" + @"P999999999Y"',
    "date(999999999999999, 1, 1)",
    "decimal(1, 1e300)",
    "0 ** -1",
    "floor(0 ** -1)",
    "modulo(1, 0 ** -1)",
    'duration("-P999999999DT23H59M59S")',
    '-duration("P999999999DT23H59M59S")',
    'string(-@"P999999999DT1S")',
    'matches("a", "(((a{200}){200}){200})")',
    'matches("a", "' + "(" * 400 + '")',
    'matches("a", "' + "a?" * 251 + '")',
)


@pytest.mark.parametrize("text", NULL, ids=lambda text: text[:40])
def test_a_number_moment_or_pattern_out_of_bounds_is_null(text: str) -> None:
    assert parse(text).evaluate({}) is None


def test_a_literal_out_of_bounds_is_refused_where_it_stands() -> None:
    with pytest.raises(FeelError, match="column 5: This is no date, time or duration"):
        parse('1 + @"-P999999999DT23H59M59S"')


def test_a_pattern_that_makes_others_hang_is_answered() -> None:
    text = "a" * 60 + "!"
    for pattern in ("^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"):
        assert parse("matches(t, p)").evaluate({"t": text, "p": pattern}, budget=100_000) is False


def test_the_deepest_expression_that_is_read_is_also_evaluated_and_checked() -> None:
    text = "[" * 58 + "1" + "]" * 58
    here = sys.getrecursionlimit()
    assert parse(text).evaluate({}) == parse(text).evaluate({})
    assert check(text, {})[1] == ()
    assert sys.getrecursionlimit() == here


def test_a_thousand_unknown_names_are_told_without_looking_for_a_likeness_to_each() -> None:
    _, problems = check(" + ".join(f"n{n}" for n in range(1_000)), {f"name{n}": ANY for n in range(500)})
    assert len(problems) == 1_000
    assert sum("Did you mean" in one.sentence for one in problems) <= 20


def test_a_context_that_holds_itself_ends() -> None:
    knot: dict[str, Value] = {}
    knot["knot"] = knot
    deep: Value = 1
    for _ in range(5_000):
        deep = [deep]
    assert parse("knot.knot.knot = null").evaluate({"knot": knot}) is False
    assert parse("count(flatten(deep))").evaluate({"deep": deep}) == 1


def test_running_out_of_stack_is_a_spent_budget() -> None:
    expression = parse("[" * 50 + "1" + "]" * 50)

    def sink(depth: int) -> Value:
        return sink(depth - 1) if depth else expression.evaluate({})

    def sink_until_it_fails() -> None:
        for depth in range(600, sys.getrecursionlimit()):
            sink(depth)

    with pytest.raises(BudgetSpent):
        sink_until_it_fails()


def test_only_short_texts_are_kept_so_that_long_ones_cannot_fill_the_memory() -> None:
    long = "1" + " " * 1_000
    assert parse(long) is not parse(long)
    assert parse("1 + 2") is parse("1 + 2")
