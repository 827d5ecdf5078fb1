"""The order of a round: every stop once, the same from any beginning, and never longer than it was typed."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as some

from moothall.apps.bookings.api import best_order, length_of

POINTS = some.lists(
    some.tuples(some.floats(51.0, 52.0), some.floats(-2.0, -1.0)), min_size=0, max_size=25, unique=True
)


@given(POINTS)
def test_every_stop_once_and_the_same_from_any_beginning(points: list[tuple[float, float]]) -> None:
    order = best_order(points)
    assert sorted(order) == list(range(len(points)))
    turned = list(reversed(points))
    again = [turned[n] for n in best_order(turned)]
    assert [points[n] for n in order] == again


@given(
    some.lists(
        some.tuples(some.floats(51.0, 52.0), some.floats(-2.0, -1.0)), min_size=3, max_size=6, unique=True
    )
)
def test_it_is_near_to_the_best_there_is(points: list[tuple[float, float]]) -> None:
    order = best_order(points)
    best = min(
        length_of(points, (order[0], *rest)) for rest in permutations(set(range(len(points))) - {order[0]})
    )
    assert length_of(points, order) <= best * 1.35 + 1


def test_stops_along_a_road_come_one_after_the_other() -> None:
    road = [(51.0 + n / 100, -1.0) for n in (4, 0, 3, 1, 2)]
    order = best_order(road)
    walked = [road[n][0] for n in order]
    assert walked in (sorted(walked), sorted(walked, reverse=True))
