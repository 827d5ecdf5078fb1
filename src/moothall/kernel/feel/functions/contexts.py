"""Functions on contexts, ranges and truth."""

from __future__ import annotations

from moothall.kernel.feel.functions.table import function
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.types import ANY, BOOLEAN, CONTEXT, LIST, RANGE, TEXT
from moothall.kernel.feel.values import Range, Value, ordered, within


@function("not", (ANY,), gives=BOOLEAN, example="not(true)", answer="false")
def negation(meter: Meter, condition: Value) -> Value:
    """True for false, false for true, null for anything else."""
    return (not condition) if isinstance(condition, bool) else None


@function(
    "get value", (CONTEXT, TEXT), gives=ANY, example='get value({ward: "North"}, "ward")', answer='"North"'
)
def get_value(meter: Meter, context: dict[str, Value], key: str) -> Value:
    """The entry of a context under a key; null when it has none."""
    return context.get(key)


@function(
    "get entries",
    (CONTEXT,),
    gives=LIST(CONTEXT),
    example='get entries({ward: "North"})',
    answer='[{key: "ward", value: "North"}]',
)
def get_entries(meter: Meter, context: dict[str, Value]) -> Value:
    """A list of contexts with `key` and `value`, one for each entry."""
    return tuple({"key": key, "value": value} for key, value in context.items())


@function(
    "context put",
    (CONTEXT, TEXT, ANY),
    gives=CONTEXT,
    example='context put({a: 1}, "b", 2)',
    answer="{a: 1, b: 2}",
)
def context_put(meter: Meter, context: dict[str, Value], key: str, value: Value) -> Value:
    """The context with one entry set."""
    return {**context, key: value}


@function(
    "context merge",
    (LIST(CONTEXT),),
    gives=CONTEXT,
    example="context merge([{a: 1}, {a: 2, b: 3}])",
    answer="{a: 2, b: 3}",
)
def context_merge(meter: Meter, contexts: tuple[dict[str, Value], ...]) -> Value:
    """One context of several; a later entry wins over an earlier one of the same key."""
    merged: dict[str, Value] = {}
    for context in contexts:
        meter.spend_on(context)
        merged.update(context)
    return merged


@function(
    "before",
    (ANY, ANY),
    gives=BOOLEAN,
    example="before(3, [5..9])",
    answer="true",
)
def before(meter: Meter, first: Value, second: Value) -> Value:
    """Whether a value or range lies wholly before another."""
    end, end_closed = (first.end, first.end_closed) if isinstance(first, Range) else (first, True)
    start, start_closed = (second.start, second.start_closed) if isinstance(second, Range) else (second, True)
    return ordered("<" if end_closed and start_closed else "<=", end, start)


@function("after", (ANY, ANY), gives=BOOLEAN, example="after(12, [5..9])", answer="true")
def after(meter: Meter, first: Value, second: Value) -> Value:
    """Whether a value or range lies wholly after another."""
    return before(meter, second, first)


@function("includes", (RANGE, ANY), gives=BOOLEAN, example="includes([1..10], 5)", answer="true")
def includes(meter: Meter, range: Range, value: Value) -> Value:
    """Whether a range holds a value, or the whole of another range."""
    if not isinstance(value, Range):
        return within(value, range)
    low = ordered("<=" if range.start_closed or not value.start_closed else "<", range.start, value.start)
    high = ordered(">=" if range.end_closed or not value.end_closed else ">", range.end, value.end)
    return None if low is None or high is None else low and high


@function("during", (ANY, RANGE), gives=BOOLEAN, example="during(5, [1..10])", answer="true")
def during(meter: Meter, value: Value, range: Range) -> Value:
    """Whether a value or range lies inside a range."""
    return includes(meter, range, value)
