"""Whatever is typed: an answer, a refusal or a spent budget, and the same one the next time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.kernel.feel import ANY, BudgetSpent, FeelError, Value, check, parse, parse_unary_tests
from moothall.kernel.feel.functions import FUNCTIONS

TYPED = (
    "if then else for in return some every satisfies and or not between instance of null true false item ? x items "
    "+ - * / ** = != < <= > >= ( ) [ ] { } , : . .. 0 1 2 -1 3.5 1e9 1e6000 .1 date number string list context a b "
    '"" "a" "(a+)+$" "P1D" "2026-01-01" @"2026-01-01" @"10:00:00" @"P1D" @"P1Y" @"2026-01-01T10:00:00Z"'
)
CONTEXT: dict[str, Value] = {
    "x": Decimal(3),
    "a": "some text",
    "b": date(2026, 11, 21),
    "items": [{"a": 1, "b": "two"}, {"a": None}, 7, ["deep"]],
}
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
tokens = st.lists(st.sampled_from([*TYPED.split(), *(f"{name}(" for name in FUNCTIONS)]), max_size=30).map(
    " ".join
)
SIMPLE = 'x a b items 1 -2.5 "a" null true [] {} @"P1D" [1..3] item'
atoms = st.sampled_from(SIMPLE.split())
grown = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "**", "=", "<", ">=", "and", "or", "in"]), inner
        ).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=4)).map(
            lambda parts: f"{parts[0]}({', '.join(parts[1])})"
        ),
        st.tuples(inner, inner).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
        st.tuples(inner, inner, inner).map(lambda parts: f"(if {parts[0]} then {parts[1]} else {parts[2]})"),
        st.tuples(inner, inner).map(lambda parts: f"(for x in {parts[0]} return {parts[1]})"),
        st.tuples(inner, inner).map(lambda parts: f"(every x in {parts[0]} satisfies {parts[1]})"),
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(inner, inner).map(lambda parts: f"{{a: {parts[0]}, b: {parts[1]}}}"),
        st.tuples(inner, st.sampled_from(["a", "year", "days", "start", "__class__"])).map(".".join),
    ),
    max_leaves=12,
)


def outcome(text: str) -> object:
    try:
        return parse(text).evaluate(CONTEXT)
    except (FeelError, BudgetSpent) as error:
        return str(error)


@quick
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert outcome(text) == outcome(text)
    check(text, {"x": ANY})


@quick
@given(tokens)
def test_any_row_of_words_is_read_or_refused(text: str) -> None:
    assert outcome(text) == outcome(text)
    check(text, {"x": ANY})


@quick
@given(grown)
def test_anything_well_formed_gives_the_same_value_twice(text: str) -> None:
    assert outcome(text) == outcome(text) or "now(" in text
    check(text, {"x": ANY, "items": ANY})


@quick
@given(st.one_of(tokens, grown), st.sampled_from([1, "a", None, True, b"", [1], {"a": 1}]))
def test_any_cell_matches_or_not(text: str, value: Value) -> None:
    try:
        answer = parse_unary_tests(text).matches(value, CONTEXT)
    except (FeelError, BudgetSpent):
        return
    assert answer in (True, False)


@quick
@given(st.text(alphabet="ab[](){}|*+?^$\\dwsp.,-0129L", max_size=30), st.text(alphabet="ab1 ", max_size=20))
def test_any_pattern_is_used_or_refused(pattern: str, text: str) -> None:
    context: dict[str, Value] = {"t": text, "p": pattern}
    for call in ("matches(t, p)", 'replace(t, p, "-")', "split(t, p)"):
        try:
            parse(call).evaluate(context)
        except BudgetSpent:
            continue
