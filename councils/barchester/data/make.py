"""Draws the bin days of the invented addresses: `python councils/barchester/data/make.py`. Always the same file.

Each postcode has its weekday; food goes weekly, rubbish and recycling by turns.
"""

from __future__ import annotations

import csv
import hashlib
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FIRST, WEEKS = date(2026, 11, 2), 60
#: Homes enough to show it; a real council has all of its own.
MOST = 120


def main() -> None:
    with (HERE.parent / "places" / "addresses.csv").open(encoding="utf-8") as file:
        homes = list(csv.DictReader(file))[:MOST]
    with (HERE / "bin-days.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["uprn", "address", "postcode", "rubbish", "recycling", "food"])
        for home in homes:
            drawn = hashlib.sha256(home["postcode"].encode()).digest()
            day = FIRST + timedelta(days=drawn[0] % 5)
            weeks = [day + timedelta(weeks=week) for week in range(WEEKS)]
            turn = drawn[1] % 2
            rows.writerow(
                [
                    home["uprn"],
                    f"{home['line']}, {home['town']}",
                    home["postcode"],
                    ";".join(map(str, weeks[turn::2])),
                    ";".join(map(str, weeks[1 - turn :: 2])),
                    ";".join(map(str, weeks)),
                ]
            )


if __name__ == "__main__":
    main()
