"""The order of a round: nearest neighbour, then 2-opt. Pure and deterministic; a day's round has some dozen stops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

#: Latitude and longitude in WGS84 degrees.
Point = tuple[float, float]
#: Passes of 2-opt at most: each only ever makes the way shorter.
_PASSES = 30


def best_order(points: Sequence[Point]) -> tuple[int, ...]:
    """The places of `points` in an order in which the way from the first to the last is short.

    It begins at the point furthest from the middle of all, so that nothing lies behind; the same points give the same
    order, wherever they stood before.
    """
    if len(points) < 3:
        return tuple(sorted(range(len(points)), key=lambda n: points[n]))
    flat = _flat(points)
    return tuple(_shortened(_nearest(flat, _start(flat)), flat))


def length_of(points: Sequence[Point], order: Sequence[int]) -> float:
    """How long the way is, in metres as the crow flies."""
    flat = _flat(points)
    return sum(_far(flat, a, b) for a, b in pairwise(order))


def _flat(points: Sequence[Point]) -> list[Point]:
    """In metres on a plane: exact enough for a council."""
    across = cos(radians(sum(lat for lat, _ in points) / len(points))) if points else 1.0
    return [(lat * 111_320.0, lon * 111_320.0 * across) for lat, lon in points]


def _far(flat: Sequence[Point], a: int, b: int) -> float:
    return hypot(flat[a][0] - flat[b][0], flat[a][1] - flat[b][1])


def _start(flat: Sequence[Point]) -> int:
    middle = (sum(y for y, _ in flat) / len(flat), sum(x for _, x in flat) / len(flat))
    return max(
        range(len(flat)), key=lambda n: (hypot(flat[n][0] - middle[0], flat[n][1] - middle[1]), flat[n])
    )


def _nearest(flat: Sequence[Point], start: int) -> list[int]:
    order, left = [start], set(range(len(flat))) - {start}
    while left:
        nearest = min(left, key=lambda n: (_far(flat, order[-1], n), flat[n], n))
        order.append(nearest)
        left.remove(nearest)
    return order


def _shortened(order: list[int], flat: Sequence[Point]) -> list[int]:
    """Turn stretches round as long as that makes the way shorter; where it begins stays, where it ends may change."""
    last = len(order) - 1
    for _ in range(_PASSES):
        better = False
        for i in range(1, last):
            for j in range(i + 1, last + 1):
                before = _far(flat, order[i - 1], order[i])
                after = _far(flat, order[i - 1], order[j])
                if j < last:
                    before += _far(flat, order[j], order[j + 1])
                    after += _far(flat, order[i], order[j + 1])
                if after < before - 1e-6:
                    order[i : j + 1] = reversed(order[i : j + 1])
                    better = True
        if not better:
            break
    return order
