"""The cases of a day at work: `python -m tests.journeys.day_seed` makes them and prints their references as JSON."""

from __future__ import annotations

import json
import sys

from moothall.project.start import start_django

start_django()

from tests.cast import FLY_TIPPING, Resident, sends  # noqa: E402 — Django is started above

#: Whoever calls: the adviser looks for them.
CALLER = Resident("Madeline Stanhope", "madeline@example.com")
NUMBER = "07700 900461"
CASES = (
    "find", "take", "note", "correct", "tag", "reply", "ask", "hold", "move", "split", "refer", "close",
    "link", "linked", "merge", "merged", "chase", "give", "visit-1", "visit-2", "visit-3", "visit-4", "many",
)  # fmt: skip


def seed() -> dict[str, str]:
    made = {}
    for number, name in enumerate(CASES, 1):
        who = Resident(f"Day Person{number}", f"day{number}@example.com")
        made[name] = sends(FLY_TIPPING, who, place=f"Behind barn {number} in Plumstead").reference
    made["caller"] = sends(FLY_TIPPING, CALLER, phone=NUMBER, place="By the well in Puddingdale").reference
    return made


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
