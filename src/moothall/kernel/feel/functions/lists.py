"""Functions on lists. Positions count from 1, and from -1 at the end."""

from __future__ import annotations

from decimal import Decimal

from moothall.kernel.feel.functions.table import element, function, same
from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.types import ANY, BOOLEAN, LIST, NUMBER
from moothall.kernel.feel.values import NUMBERS, Value, equal, ordered, whole

Items = tuple[Value, ...]
Numbers = tuple[Decimal, ...]


@function(
    "list contains", (LIST(ANY), ANY), gives=BOOLEAN, example="list contains([1, 2, 3], 2)", answer="true"
)
def list_contains(meter: Meter, list: Items, item: Value) -> Value:
    """Whether an item of the list equals a value."""
    return any(equal(one, item, meter) is True for one in list)


@function("count", (LIST(ANY),), gives=NUMBER, example="count([1, 2, 3])", answer="3")
def count(meter: Meter, list: Items) -> Value:
    """How many items a list has."""
    return Decimal(len(list))


def _outermost(list: Items, sign: str) -> Value:
    if not list:
        return None
    best = list[0]
    for item in list:
        better = ordered(sign, item, best)
        if better is None:
            return None
        best = item if better else best
    return best if ordered("<=", best, best) else None


@function("min", (LIST(ANY),), gives=element(), spread=True, example="min(3, 1, 2)", answer="1")
def minimum(meter: Meter, list: Items) -> Value:
    """The least of a list or of several values; null when empty or not comparable."""
    return _outermost(list, "<")


@function("max", (LIST(ANY),), gives=element(), spread=True, example="max([3, 1, 2])", answer="3")
def maximum(meter: Meter, list: Items) -> Value:
    """The greatest of a list or of several values; null when empty or not comparable."""
    return _outermost(list, ">")


def _total(list: Numbers) -> Decimal:
    total = Decimal(0)
    for item in list:
        total = NUMBERS.add(total, item)
    return total


@function("sum", (LIST(NUMBER),), gives=NUMBER, spread=True, example="sum([0.10, 0.20])", answer="0.30")
def total(meter: Meter, list: Numbers) -> Value:
    """The sum of numbers; null of none."""
    return _total(list) if list else None


@function("product", (LIST(NUMBER),), gives=NUMBER, spread=True, example="product(2, 3, 4)", answer="24")
def product(meter: Meter, list: Numbers) -> Value:
    """The numbers multiplied; null of none."""
    answer = Decimal(1)
    for item in list:
        answer = NUMBERS.multiply(answer, item)
    return answer if list else None


@function("mean", (LIST(NUMBER),), gives=NUMBER, spread=True, example="mean(1, 2, 6)", answer="3")
def mean(meter: Meter, list: Numbers) -> Value:
    """The average; null of none."""
    return NUMBERS.divide(_total(list), Decimal(len(list))) if list else None


@function("median", (LIST(NUMBER),), gives=NUMBER, spread=True, example="median(8, 2, 5, 3)", answer="4")
def median(meter: Meter, list: Numbers) -> Value:
    """The middle number in order of size, or the average of the two in the middle; null of none."""
    if not list:
        return None
    in_order = sorted(list)
    half, odd = divmod(len(in_order), 2)
    if odd:
        return in_order[half]
    return NUMBERS.divide(NUMBERS.add(in_order[half - 1], in_order[half]), Decimal(2))


@function("stddev", (LIST(NUMBER),), gives=NUMBER, spread=True, example="stddev(1, 2, 3)", answer="1")
def stddev(meter: Meter, list: Numbers) -> Value:
    """The standard deviation of a sample; null of fewer than two."""
    if len(list) < 2:
        return None
    average = NUMBERS.divide(_total(list), Decimal(len(list)))
    gaps = tuple(NUMBERS.subtract(item, average) for item in list)
    squares = _total(tuple(NUMBERS.multiply(gap, gap) for gap in gaps))
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(list) - 1)))


@function("mode", (LIST(NUMBER),), gives=LIST(NUMBER), spread=True, example="mode(6, 1, 9, 6)", answer="[6]")
def mode(meter: Meter, list: Numbers) -> Value:
    """The numbers that stand in the list most often, in order of size."""
    counts: dict[Decimal, int] = {}
    for item in list:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return tuple(sorted(item for item, times in counts.items() if times == most))


def _truth(list: Items, settled: bool) -> Value:
    if any(item is settled for item in list):
        return settled
    return None if any(not isinstance(item, bool) for item in list) else not settled


@function("all", (LIST(ANY),), gives=BOOLEAN, spread=True, example="all(true, false)", answer="false")
def every(meter: Meter, list: Items) -> Value:
    """False when an item is false, else null when one is not true, else true; true of none."""
    return _truth(list, settled=False)


@function("any", (LIST(ANY),), gives=BOOLEAN, spread=True, example="any(true, false)", answer="true")
def some(meter: Meter, list: Items) -> Value:
    """True when an item is true, else null when one is not false, else false; false of none."""
    return _truth(list, settled=True)


@function(
    "sublist",
    (LIST(ANY), NUMBER),
    (LIST(ANY), NUMBER, NUMBER),
    gives=same(),
    example="sublist([4, 5, 6], 1, 2)",
    answer="[4, 5]",
)
def sublist(meter: Meter, list: Items, start: Decimal, length: Decimal | None = None) -> Value:
    """The items from a position, to the end or so many; null when they are not all there."""
    begin = _index(list, start)
    if begin is None:
        return None
    size = len(list) - begin if length is None else whole(length)
    if size is None or size < 1 or begin + size > len(list):
        return None
    return list[begin : begin + size]


def _index(list: Items, position: Decimal) -> int | None:
    """Counted from nought; null when there is no such item."""
    place = whole(position)
    if not place or abs(place) > len(list):
        return None
    return place - 1 if place > 0 else len(list) + place


@function(
    "append",
    (LIST(ANY), LIST(ANY)),
    gives=same(),
    gather=True,
    example="append([1], 2, 3)",
    answer="[1, 2, 3]",
    written="append(list, item, …)",
)
def append(meter: Meter, list: Items, items: Items) -> Value:
    """The list with items added at its end."""
    return list + items


@function(
    "concatenate",
    (LIST(LIST(ANY)),),
    gives=same(),
    gather=True,
    example="concatenate([1, 2], [3])",
    answer="[1, 2, 3]",
    written="concatenate(list, …)",
)
def concatenate(meter: Meter, lists: tuple[Items, ...]) -> Value:
    """Several lists one after another."""
    joined: list[Value] = []
    for one in lists:
        meter.spend_on(one)
        joined.extend(one)
    return tuple(joined)


@function(
    "insert before",
    (LIST(ANY), NUMBER, ANY),
    gives=same(),
    example="insert before([1, 3], 2, 2)",
    answer="[1, 2, 3]",
)
def insert_before(meter: Meter, list: Items, position: Decimal, item: Value) -> Value:
    """The list with an item put in before a position."""
    place = _index(list, position)
    return None if place is None else (*list[:place], item, *list[place:])


@function("remove", (LIST(ANY), NUMBER), gives=same(), example="remove([1, 2, 3], 2)", answer="[1, 3]")
def remove(meter: Meter, list: Items, position: Decimal) -> Value:
    """The list without the item at a position."""
    place = _index(list, position)
    return None if place is None else list[:place] + list[place + 1 :]


@function(
    "list replace",
    (LIST(ANY), NUMBER, ANY),
    gives=same(),
    example="list replace([1, 9, 3], 2, 2)",
    answer="[1, 2, 3]",
)
def list_replace(meter: Meter, list: Items, position: Decimal, item: Value) -> Value:
    """The list with the item at a position replaced."""
    place = _index(list, position)
    return None if place is None else (*list[:place], item, *list[place + 1 :])


@function("reverse", (LIST(ANY),), gives=same(), example="reverse([1, 2, 3])", answer="[3, 2, 1]")
def reverse(meter: Meter, list: Items) -> Value:
    """The list from its end to its beginning."""
    return list[::-1]


@function("index of", (LIST(ANY), ANY), gives=LIST(NUMBER), example="index of([1, 2, 1], 1)", answer="[1, 3]")
def index_of(meter: Meter, list: Items, match: Value) -> Value:
    """The positions of all items equal to a value."""
    return tuple(Decimal(at) for at, item in enumerate(list, 1) if equal(item, match, meter) is True)


def _distinct(items: Items, meter: Meter) -> Items:
    kept: list[Value] = []
    for item in items:
        meter.spend(len(kept) // 8)
        if not any(equal(item, other, meter) is True for other in kept):
            kept.append(item)
    return tuple(kept)


@function(
    "distinct values", (LIST(ANY),), gives=same(), example="distinct values([1, 2, 1])", answer="[1, 2]"
)
def distinct_values(meter: Meter, list: Items) -> Value:
    """The list with every value once."""
    return _distinct(list, meter)


@function(
    "union",
    (LIST(LIST(ANY)),),
    gives=same(),
    gather=True,
    example="union([1, 2], [2, 3])",
    answer="[1, 2, 3]",
    written="union(list, …)",
)
def union(meter: Meter, lists: tuple[Items, ...]) -> Value:
    """Several lists as one, with every value once."""
    joined: list[Value] = []
    for one in lists:
        meter.spend_on(one)
        joined.extend(one)
    return _distinct(tuple(joined), meter)


@function("flatten", (LIST(ANY),), gives=LIST(ANY), example="flatten([[1, 2], [[3]]])", answer="[1, 2, 3]")
def flatten(meter: Meter, list: Items) -> Value:
    """The items of lists within lists as one list."""
    flat: Flat = []
    _flatten(list, meter, flat)
    return tuple(flat)


Flat = list[Value]


def _flatten(items: Items, meter: Meter, into: Flat) -> None:
    meter.spend(1 + len(items))
    for item in items:
        if isinstance(item, tuple):
            _flatten(item, meter, into)
        else:
            into.append(item)
