"""What each part of the language means, by the door."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from moothall.kernel import clock
from moothall.kernel.feel import BudgetSpent, FeelError, Months, Range, Value, parse, parse_unary_tests

ALICE: dict[str, Value] = {
    "age": 41,
    "ward": "Castle",
    "moved_in": date(2024, 2, 29),
    "bins": [{"colour": "green", "litres": 240}, {"colour": "brown", "litres": 140}],
    "disabled": None,
    "owner": True,
}

MEANINGS: tuple[tuple[str, Value], ...] = (
    ("1 + 2 * 3", Decimal(7)),
    ("(1 + 2) * 3", Decimal(9)),
    ("2 ** 3 ** 2", Decimal(64)),
    ("-2 ** 2", Decimal(4)),
    ("0.1 + 0.2 = 0.3", True),
    ("1e3", Decimal(1000)),
    ("10 / 4", Decimal("2.5")),
    ("1 / 3 * 3 = 1", False),
    ("1 / 0", None),
    ('"a" + "b"', "ab"),
    ('"a" + 1', None),
    ("ward", "Castle"),
    ("wards", None),
    ("age >= 18", True),
    ("age < null", None),
    ('age = "41"', None),
    ("disabled = null", True),
    ("owner and disabled", None),
    ("owner or disabled", True),
    ("false and disabled", False),
    ("not(disabled)", None),
    ("if disabled then 1 else 2", Decimal(2)),
    ('if age > 65 then "pension" else if age > 18 then "adult" else "child"', "adult"),
    ("age between 40 and 41", True),
    ("age between 42 and null", False),
    ("age in [40..41)", False),
    ("age in (< 18, > 40)", True),
    ('ward in ("North", "Castle")', True),
    ('ward in ["North", "Castle"]', True),
    ("[1, 2, 3][2]", Decimal(2)),
    ("[1, 2, 3][-1]", Decimal(3)),
    ("[1, 2, 3][0]", None),
    ("[1, 2, 3][item > 1]", (Decimal(2), Decimal(3))),
    ("[][item > 1]", ()),
    ("null[1]", None),
    ("7[1]", Decimal(7)),
    ("bins.colour", ("green", "brown")),
    ("bins[litres > 200].colour", ("green",)),
    ('bins[colour = "brown"][1].litres', Decimal(140)),
    ("bins[litres > age].litres", (Decimal(240), Decimal(140))),
    ("{price: 10, vat: price / 5}.vat", Decimal(2)),
    ('{"two words": 1}', {"two words": Decimal(1)}),
    ("ward.length", None),
    ("for b in bins return b.litres / 10", (Decimal(24), Decimal(14))),
    ("for x in 3..1 return x", (Decimal(3), Decimal(2), Decimal(1))),
    ("for x in [1, 2], y in [x, 10] return x * y", (Decimal(1), Decimal(10), Decimal(4), Decimal(20))),
    ("for x in (1..4) return x", (Decimal(2), Decimal(3))),
    ('count(for d in moved_in..moved_in + @"P2D" return d)', Decimal(3)),
    ("for x in null return x", None),
    ("some b in bins satisfies b.litres > 200", True),
    ("every b in bins satisfies b.litres > 200", False),
    ("some x in [null, false] satisfies x", None),
    ("every x in [] satisfies x", True),
    ("[1..5]", Range(Decimal(1), Decimal(5))),
    ('[1.."a"]', None),
    ("age instance of number", True),
    ("disabled instance of Any", False),
    ("moved_in instance of date and time", False),
    ('moved_in + duration("P1Y")', date(2025, 2, 28)),
    ('moved_in - @"2024-02-01"', timedelta(days=28)),
    ("moved_in.year", Decimal(2024)),
    ('@"2026-11-21T09:30:00Z" < @"2026-11-21T09:30:00-01:00"', True),
    ('@"2026-11-21T09:30:00Z" < @"2026-11-21T09:30:00"', None),
    ('@"2026-07-01T12:00:00@Europe/London" = @"2026-07-01T11:00:00Z"', True),
    ('@"2026-03-28T12:00:00@Europe/London" + @"PT24H" = @"2026-03-29T13:00:00@Europe/London"', True),
    ('@"2026-03-29T12:00:00@Europe/London" - @"2026-03-28T12:00:00@Europe/London"', timedelta(hours=23)),
    ('@"2026-03-29T12:00:00" - @"2026-03-28T12:00:00Z"', None),
    ('@"2026-03-29T12:00:00Z" - @"2026-03-29"', timedelta(hours=12)),
    ('@"10:00:00" - @"09:00:00Z"', None),
    ('@"23:30:00" + @"PT45M"', time(0, 15)),
    ('@"P1Y" * 1.5', Months(18)),
    ('@"PT1H" / 3', timedelta(minutes=20)),
    ('@"P1M" < @"P30D"', None),
    ('date("2026-02-30")', None),
    ('duration("P1Y1D")', None),
    ('@"9999-12-31" + @"P1D"', None),
    ('years and months duration(@"1985-11-22", @"2026-11-21").years', Decimal(40)),
    ("1 // a comment\n + /* another */ 2", Decimal(3)),
    (r'"a\"b\\c\u00e9\n"', 'a"b\\cé\n'),
    (r'matches("12", "^\d+$")', True),
    ('string([1.50, "a", null, @"P1D"])', '[1.5, "a", null, P1D]'),
    ("string(1e300)", "1E+300"),
    ('string(-@"PT90M")', "-PT1H30M"),
)


@pytest.mark.parametrize(("expression", "answer"), MEANINGS, ids=lambda value: str(value)[:40])
def test_an_expression_means(expression: str, answer: Value) -> None:
    found = parse(expression).evaluate(ALICE)
    assert found == answer
    assert type(found) is type(answer)


CELLS: tuple[tuple[str, Value, bool], ...] = (
    ("-", None, True),
    ("", 1, True),
    ("> 5", 6, True),
    ("> 5", None, False),
    ('"a", "b"', "b", True),
    ('not("a", "b")', "c", True),
    ('not("a", "b")', "a", False),
    ("not(> 5)", None, False),
    ("not(> 5)", 5, True),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("null", None, True),
    ("true", True, True),
    ("true", False, False),
    ("-5", -5, True),
    ("[1, 2]", 2, True),
    ("age", 41, True),
    ("< age", 40, True),
    ("? > 3 and ? < 5", 4, True),
    ('starts with(?, "BS")', "BS1 5TR", True),
    ("some x in ? satisfies x = 2", [1, 2], True),
    ("count(bins) > 1", "anything", True),
    ('> @"2026-01-01"', date(2026, 2, 1), True),
    ("1", "1", False),
)


@pytest.mark.parametrize(("cell", "value", "answer"), CELLS, ids=lambda value: str(value)[:40])
def test_a_cell_passes(cell: str, value: Value, answer: bool) -> None:
    assert parse_unary_tests(cell).matches(value, ALICE) is answer


REFUSALS: tuple[tuple[str, int, str], ...] = (
    ("1 +", 4, "before it is complete"),
    ("", 1, "before it is complete"),
    ('"abc', 1, "never closed"),
    ("a == b", 4, "one ="),
    ("'a'", 1, "double quotation marks"),
    ("lenght(a)", 1, "no function called lenght"),
    ('string lenght("a")', 1, "Did you mean string length?"),
    ("strin(1)", 1, "Did you mean string?"),
    ("1 + and", 5, "a word of the language"),
    ("full name", 6, "Names have no spaces"),
    ("?", 1, "decision table"),
    ('@"2026-02-30"', 1, "no date"),
    ("x instance of strin", 15, "Did you mean string?"),
    ("{a: 1, a: 2}", 8, "twice"),
    ("[1..5[", 7, "complete"),
    ("]1..5]", 1, "round bracket"),
    ("a && b", 3, "and, or"),
    ("1e99999", 1, "too large"),
    (r'"\ud800"', 2, "no character"),
    ("for and in [1] return 1", 5, "a word of the language"),
)


@pytest.mark.parametrize(("text", "column", "words"), REFUSALS, ids=lambda value: str(value)[:40])
def test_what_cannot_be_read_is_refused_with_a_column_and_a_sentence(
    text: str, column: int, words: str
) -> None:
    with pytest.raises(FeelError) as refused:
        parse(text)
    assert refused.value.column == column
    assert words in refused.value.message


def test_an_expression_says_which_names_it_looks_up() -> None:
    names = parse(
        "for x in bins return {y: x, z: y + age}.z + bins[litres > limit and item != null][1]"
    ).names
    assert names == {"bins", "age", "litres", "limit"}
    assert parse_unary_tests("? > age").names == {"age"}


def test_the_same_text_is_read_once() -> None:
    assert parse("age + 1") is parse("age + 1")


def test_python_values_come_in_and_go_out_as_values_of_the_language() -> None:
    class Stranger:
        secret = "kept"

    context = {
        "n": 3,
        "f": 0.1,
        "s": Stranger(),
        "many": [1, (2, {"a": 3})],
        "nan": float("nan"),
        "yes": True,
    }
    assert parse("[n, f, s, s.secret, many, nan, yes]").evaluate(context) == (
        Decimal(3),
        Decimal("0.1"),
        None,
        None,
        (Decimal(1), (Decimal(2), {"a": Decimal(3)})),
        None,
        True,
    )


def test_today_is_the_date_on_the_wall_in_the_united_kingdom() -> None:
    with clock.stopped_at(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        assert parse("today()").evaluate({}) == date(2026, 7, 2)
        assert parse("now().hour").evaluate({}) == 0


@pytest.mark.parametrize("walk", ["__class__", "__init__", "real", "mro", "keys", "to_integral", "__dict__"])
@pytest.mark.parametrize("value", ['""', "1", "[]", "{}", "null", '@"2026-01-01"', "[1..2]", "stranger"])
def test_no_path_leads_to_python(value: str, walk: str) -> None:
    found = parse(f"{value}.{walk}").evaluate({"stranger": object})
    assert found in (None, ())


def test_a_budget_stops_an_evaluation() -> None:
    assert parse("count(for x in 1..100 return x)").evaluate({}) == 100
    with pytest.raises(BudgetSpent, match="more steps"):
        parse("count(for x in 1..100 return x)").evaluate({}, budget=100)
