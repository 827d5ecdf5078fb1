"""Draws Barchester: wards, streets, addresses. Everything is invented, and the same on every machine.

    python councils/barchester/places/make.py

writes wards.geojson and addresses.csv beside this file. Only the standard library is needed.

Nobody can be met here. The wards are a grid of bent cells over Warwickshire fields, drawn by a seed. There is no
postcode area BC in the United Kingdom. UPRNs begin with 9999, which no register has given out.
"""

from __future__ import annotations

import csv
import json
import math
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

SEED = 1855
HERE = Path(__file__).parent
WEST, SOUTH = -1.70, 52.06
WIDTH, HEIGHT = 0.34, 0.19
COLUMNS, ROWS = 4, 3
#: Ward, its postcode district, how many streets.
WARDS = (
    ("Plumstead", 4, 14), ("Eiderdown", 4, 14), ("Puddingdale", 3, 16), ("Crabtree", 3, 14),
    ("Ullathorne", 4, 14), ("Cathedral Close", 1, 24), ("Hiram", 1, 26), ("Framley", 3, 14),
    ("Hogglestock", 2, 16), ("St Ewold", 2, 18), ("Courcy", 2, 16), ("Greshamsbury", 3, 14),
)  # fmt: skip
FIRST = (
    "Arabin", "Bold", "Bunce", "Crawley", "Dumbello", "Finney", "Gazebee", "Goshawk", "Grantly", "Gwynne", "Harding",
    "Hiram", "Lookaloft", "Lupex", "Moffat", "Oriel", "Pie", "Proudie", "Quiverful", "Robarts", "Scatcherd", "Slope",
    "Sowerby", "Stanhope", "Tempest", "Thorne", "Toogood", "Trefoil", "Tozer", "Umbleby", "Vesey", "Walker", "Wortle",
    "Almshouse", "Bellringer", "Candle", "Chantry", "Deanery", "Evensong", "Gatehouse", "Organ", "Precentor", "Vicar",
    "Barley", "Bramble", "Coppice", "Damson", "Elder", "Fallow", "Hazel", "Kiln", "Lark", "Linnet", "Mallow", "Orchard",
    "Plover", "Quarry", "Rookery", "Sallow", "Spinney", "Tithe", "Weir", "Willow", "Wren",
)  # fmt: skip
LAST = (
    "Street", "Road", "Lane", "Avenue", "Close", "Way", "Row", "Gardens", "Terrace", "Drive", "Place", "Crescent",
)  # fmt: skip
#: As Royal Mail writes the second half: a digit and two of these letters.
UNIT = "ABDEFGHJLNPQRSTUWXYZ"

Point = tuple[float, float]


def corners(draw: random.Random) -> dict[tuple[int, int], Point]:
    """The crossings of the grid, those inside moved a little so that no ward is a rectangle."""
    found = {}
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            inside_x, inside_y = 0 < column < COLUMNS, 0 < row < ROWS
            across = column + (draw.uniform(-0.22, 0.22) if inside_x else 0)
            up = row + (draw.uniform(-0.22, 0.22) if inside_y else 0)
            found[column, row] = (WEST + WIDTH * across / COLUMNS, SOUTH + HEIGHT * up / ROWS)
    return found


def edge(start: Point, end: Point) -> list[Point]:
    """A bent line between two crossings, the same whichever ward asks for it. The end itself is left out."""
    low, high = sorted((start, end))
    draw = random.Random(f"{SEED}:{low}:{high}")  # noqa: S311 — drawing, not secrets
    bends = [(t / 5, draw.uniform(-0.05, 0.05)) for t in range(1, 5)]
    along = (high[0] - low[0], high[1] - low[1])
    straight = [
        (low[0] + along[0] * t - along[1] * bend, low[1] + along[1] * t + along[0] * bend)
        for t, bend in bends
    ]
    return [start, *(straight if start == low else reversed(straight))]


def outline(grid: dict[tuple[int, int], Point], column: int, row: int) -> list[Point]:
    """A closed ring, against the clock, as GeoJSON wants it."""
    round_ = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
    ring = [point for a, b in pairwise(round_) for point in edge(grid[a], grid[b])]
    return [(round(x, 6), round(y, 6)) for x, y in [*ring, ring[0]]]


def holds(ring: list[Point], point: Point) -> bool:
    """Whether a ring goes around a point."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def outlines() -> list[list[Point]]:
    """The ring around each ward."""
    grid = corners(random.Random(SEED))  # noqa: S311 — drawing, not secrets
    return [outline(grid, number % COLUMNS, number // COLUMNS) for number in range(len(WARDS))]


def features(rings: list[list[Point]]) -> list[dict[str, object]]:
    """The wards as GeoJSON has them."""
    return [
        {
            "type": "Feature",
            "properties": {"code": f"E0599{number + 1:04d}", "name": WARDS[number][0], "kind": "ward"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, ring in enumerate(rings)
    ]


def streets(draw: random.Random) -> Iterator[tuple[str, int]]:
    """(street, ward) for every street; no name twice."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    names = [name for name in names if name != "Hiram Street"]
    draw.shuffle(names)
    for ward, (_, _, count) in enumerate(WARDS):
        own = [names.pop() for _ in range(count)]
        if WARDS[ward][0] == "Hiram":
            own[0] = "Hiram Street"
        for name in own:
            yield name, ward


def addresses(rings: list[list[Point]]) -> Iterator[tuple[str, ...]]:
    draw = random.Random(SEED + 1)  # noqa: S311 — drawing, not secrets
    units = {
        d: [f"{n}{a}{b}" for n in range(1, 10) for a in UNIT for b in UNIT if n > 1 or a > "A"]
        for d in (1, 2, 3, 4)
    }
    for district in units.values():
        draw.shuffle(district)
    uprn = 999_900_000_000
    for street, ward in streets(draw):
        district = WARDS[ward][1]
        homes = draw.randint(8, 34)
        line = street_line(draw, rings[ward], homes)
        postcode = ""
        for turn in range(homes):
            if turn % 14 == 0:
                postcode = f"BC{district} {units[district].pop()}"
            uprn += draw.randint(1, 9)
            number = turn * 2 + 1 if turn < homes / 2 else (turn - math.ceil(homes / 2)) * 2 + 2
            x, y = line[turn]
            yield (
                str(uprn),
                f"{number} {street}",
                "Barchester",
                postcode,
                f"{x:.6f}",
                f"{y:.6f}",
                WARDS[ward][0],
            )
    hiram = [name for name, _, _ in WARDS].index("Hiram")
    x, y = street_line(draw, rings[hiram], 1)[0]
    yield (
        str(uprn + 1),
        "The Moot Hall, Hiram Street",
        "Barchester",
        "BC1 1AA",
        f"{x:.6f}",
        f"{y:.6f}",
        "Hiram",
    )


def street_line(draw: random.Random, ring: list[Point], homes: int) -> list[Point]:
    """Where the homes of a street stand: along a straight line that lies in the ward."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    while True:
        x, y = draw.uniform(min(xs), max(xs)), draw.uniform(min(ys), max(ys))
        angle = draw.uniform(0, 2 * math.pi)
        step = 0.00016
        line = [(x + math.cos(angle) * step * t, y + math.sin(angle) * step * 0.62 * t) for t in range(homes)]
        if all(holds(ring, point) for point in line):
            return line


def main() -> None:
    rings = outlines()
    collection = {"type": "FeatureCollection", "features": features(rings)}
    (HERE / "wards.geojson").write_text(
        json.dumps(collection, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    with (HERE / "addresses.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("uprn", "line", "town", "postcode", "longitude", "latitude", "ward"))
        rows.writerows(addresses(rings))


if __name__ == "__main__":
    main()
