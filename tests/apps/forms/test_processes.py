"""Several tabs at the same time, each in a process of its own, on a database that is shared for real."""

from __future__ import annotations

from pathlib import Path

from tests.apps.forms.a_tab import TABS, TIMES
from tests.project.own_database import Place, a_place

TAB = "tests.apps.forms.a_tab"


def together(place: Place, task: str, token: str) -> list[str]:
    """What each tab printed last, all doing `task` at once."""
    running = [place.fork(TAB, task, token, str(tab)) for tab in range(TABS)]
    said = [process.communicate(timeout=600)[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * TABS, said
    return [words[-1] for words in said]


def test_tabs_that_save_and_send_at_once(tmp_path: Path) -> None:
    """No tab's answer is lost, and the form becomes one request, whoever pressed first."""
    with a_place(tmp_path / "place", migrated=True) as place:
        (token,) = place.fork(TAB, "begin").communicate()[0].split()
        assert together(place, "save", token) == ["saved"] * TABS
        ((answers, revision),) = place.rows("SELECT answers, revision FROM forms_draft")
        assert str(answers).count(f'"time {TIMES - 1}"') == TABS
        assert revision == 1 + TABS * TIMES
        (reference,) = set(together(place, "send", token))
        assert place.rows("SELECT reference, answers FROM forms_draft") == [(reference, "{}")]
