"""Level 2 of the technology compatibility kit, and from level 3 the facts that settle what level 2 leaves open."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.kernel.feel.conformance import CASES, TABLES, Case, Table

from moothall.kernel.feel import Value, parse, parse_unary_tests

PAGE = Path(__file__).parents[3] / "docs/reference/feel.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}-{case.case}-{case.expression[:24]}")
def test_an_expression_gives_what_the_kit_asserts(case: Case) -> None:
    answer = parse(case.expression).evaluate(case.inputs)
    if case.number in ("0008", "0009") and isinstance(answer, Decimal):
        answer = round(answer, 8)
    assert answer == case.answer


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.number)
def test_the_rules_that_hold_give_what_the_kit_asserts(table: Table) -> None:
    for case, values, answer in table.cases:
        context = dict(zip(table.inputs, values, strict=True))
        hits = [
            outputs[0] if len(outputs) == 1 else outputs
            for cells, outputs in table.rules
            if all(
                parse_unary_tests(cell).matches(context[name], context)
                for cell, name in zip(cells, table.inputs, strict=True)
            )
        ]
        assert settle(table, hits) == answer, f"{table.number} case {case}"


def settle(table: Table, hits: list[Value]) -> Value:
    """The hit policy, as the kit's table states it: the tables' own reader is not this room's."""

    def rank(hit: Value) -> int:
        return table.priorities.index(hit[0] if isinstance(hit, tuple) else hit)

    match table.policy:
        case "UNIQUE":
            assert len(hits) == 1
            return hits[0]
        case "ANY":
            assert len(set(hits)) == 1
            return hits[0]
        case "FIRST":
            return hits[0]
        case "PRIORITY":
            return min(hits, key=rank)
        case "OUTPUT ORDER":
            return tuple(sorted(hits, key=rank))
        case "RULE ORDER" | "COLLECT":
            return tuple(hits)
    return parse(f"{table.policy.split()[1].lower()}(hits)").evaluate({"hits": hits})


def test_the_reference_page_lists_every_case_of_the_kit_that_passes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    results: dict[str, int] = {}
    for case in CASES:
        results[case.number] = results.get(case.number, 0) + 1
    for table in TABLES:
        results[table.number] = len(table.cases)
    for number, count in results.items():
        assert f"| {number} | {count} |" in page, f"{number} passes {count} results"


LEVEL_3: tuple[tuple[str, str, Value], ...] = (
    ("0068", "null = null", True),
    ("0068", "true = null", False),
    ("0068", "false = 0", None),
    ("0068", '100 = "100"', None),
    ("0068", "0 = 0.00", True),
    ("0068", "[1,2,3] = [3,2,1]", False),
    ("0068", "100[1] = 100", True),
    ("0068", "{a: 1, b: 2} = {b: 2, a: 1}", True),
    ("0072", "1 in [[2..4], [1..3]]", True),
    ("0072", "5 in [[2..4], [1..3]]", False),
    ("0072", "10 in (1, < 5, >=10)", True),
    ("0072", "10 in (1, 5, 9)", False),
    ("0072", "1 in <= 10", True),
    ("0072", "2 in (2..4]", False),
    ("0072", "1 in != 1", False),
    ("0072", '"b" in ["a".."c"]', True),
    ("0058", 'number("1.000.000,01", ".", ",")', Decimal("1000000.01")),
    ("0058", 'number("1,000,000.01", ":", ".")', None),
    ("0058", 'number("1,000,000.00", ",", ",")', None),
    ("0058", "number(11.11)", Decimal("11.11")),
    ("0058", 'number("1 2 3")', None),
    ("0059", "all([true, null, true])", None),
    ("0059", "all([])", True),
    ("0059", "all(null)", None),
    ("0059", "all()", None),
    ("0074", 'date("2018-12-10").weekday', Decimal(1)),
    ("0074", 'date and time("2018-12-10").hour', Decimal(0)),
    ("0074", 'duration("P2M").years', Decimal(0)),
    ("0074", 'duration("P1Y").days', None),
    ("0074", "(1..10].start included", False),
    ("0002", 'replace("banana", "(an)+", "**")', "b**a"),
    ("0002", 'replace("banana", "[aeiouy]", "[$0]")', "b[a]n[a]n[a]"),
    ("0012", 'flatten(append(["a"], ["x", "y"]))', ("a", "x", "y")),
    ("0012", 'sublist(["a", "b", "c"], -1, 1)', ("c",)),
    ("0007", 'string(time(12, 59, 1.3, @"-PT1H"))', "12:59:01.3-01:00"),
    ("0007", '@"2016-12-24T23:59:00-08:00" - @"2015-12-24T00:00:01-01:00" = @"P367DT6H58M59S"', True),
    ("0069", "count([{item: 1}, {item: 2}, {item: 3}][item >= 2])", Decimal(2)),
    ("0069", "[1,2,3][-4]", None),
    ("0071", "2 between null and 10", None),
    ("0084", "count(for i in 1+1..1+3 return i)", Decimal(3)),
    ("0099", '-@"-P1Y" = @"P1Y"', True),
    ("0099", '-@"2021-01-01"', None),
    ("1103", 'substring("foobar", 3, 3.8)', "oba"),
    ("1103", 'substring("foobar", -2, 1)', "a"),
)


@pytest.mark.parametrize(("number", "expression", "answer"), LEVEL_3, ids=lambda value: str(value)[:30])
def test_functions_answer_as_level_3_asserts(number: str, expression: str, answer: Value) -> None:
    assert parse(expression).evaluate({}) == answer
