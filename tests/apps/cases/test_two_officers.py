"""At the same moment, in processes of their own: one officer takes the case and the others are told so; a form sent
twice is one case.
"""

from __future__ import annotations

from pathlib import Path

from tests.project.own_database import Place, a_place

RUSH = "tests.apps.cases.rush"


def opened(place: Place) -> str:
    return place.fork(RUSH, "open").communicate()[0].strip()


def at_once(place: Place, *calls: tuple[str, ...]) -> list[str]:
    """The last line of each process; all go on at the moment when the last of them is ready."""
    go = place.var / "go"
    running = [place.fork(RUSH, *call, str(go)) for call in calls]
    for process in running:
        assert process.line() == "ready", process.communicate()
    go.touch()
    return [process.communicate()[0].strip().splitlines()[-1] for process in running]


def test_one_officer_takes_the_case_and_the_others_are_told(tmp_path: Path) -> None:
    with a_place(tmp_path / "council", migrated=True) as place:
        reference = opened(place)
        came_to = at_once(place, *(("take", reference, officer) for officer in ("OLWEN", "MARCUS", "PRIYA")))
        assert sorted(came_to) == ["CASE-03", "CASE-03", "taken"]


def test_a_form_sent_from_three_places_is_one_case(tmp_path: Path) -> None:
    with a_place(tmp_path / "council", migrated=True) as place:
        opened(place)
        came_to = at_once(place, *(("send", "draft:1") for _ in range(3)))
        assert len(set(came_to)) == 1
        assert place.rows("SELECT count(*) FROM cases_case") == [(2,)]
