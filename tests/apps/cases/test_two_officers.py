"""At the same moment, in processes of their own: one officer takes the case and the others are told so; a form sent
twice is one case.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.project.own_database import Place, a_place

RUSH = "tests.apps.cases.rush"
#: Long enough for every process to have started and to be waiting.
APPOINTED = 6.0


def said(place: Place, *calls: tuple[str, ...]) -> list[str]:
    """The last line of each process; they run side by side."""
    running = [place.start(RUSH, *call) for call in calls]
    return [process.communicate(timeout=120)[0].strip().splitlines()[-1] for process in running]


def test_one_officer_takes_the_case_and_the_others_are_told(tmp_path: Path) -> None:
    with a_place(tmp_path / "council") as place:
        [reference] = said(place, ("open",))
        moment = str(time.time() + APPOINTED)
        officers = ("OLWEN", "MARCUS", "PRIYA")
        came_to = said(place, *(("take", reference, officer, moment) for officer in officers))
        assert sorted(came_to) == ["CASE-03", "CASE-03", "taken"]


def test_a_form_sent_from_three_places_is_one_case(tmp_path: Path) -> None:
    with a_place(tmp_path / "council") as place:
        said(place, ("open",))
        moment = str(time.time() + APPOINTED)
        came_to = said(place, *(("send", "draft:1", moment) for _ in range(3)))
        assert len(set(came_to)) == 1
        assert place.rows("SELECT count(*) FROM cases_case") == [(2,)]
