"""The council-wide alert: from when, until when, seen without a restart; and its mistakes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moothall.apps.catalogue import alerts
from moothall.apps.catalogue.api import alert_now, check
from moothall.kernel import clock
from tests.apps.catalogue.folders import Folders, change

SNOW = "No bins are emptied today because of the snow."


def say(folders: Folders, alert: str) -> None:
    file = folders.council / "council.yaml"
    text = file.read_text().partition("\nalert:")[0]
    file.write_text(f"{text}\nalert:\n  sentence: {SNOW}\n{alert}")
    alerts.look_again()


def test_an_alert_comes_and_goes_by_itself(folders: Folders) -> None:
    alerts.look_again()
    assert alert_now() is None
    say(folders, "  from: 2026-07-01 06:00\n  until: 2026-07-02\n")
    seen = []
    for moment in (
        datetime(2026, 7, 1, 4, 59, tzinfo=UTC),  # 5:59 by the clock on the wall
        datetime(2026, 7, 1, 5, 0, tzinfo=UTC),
        datetime(2026, 7, 2, 22, 59, tzinfo=UTC),
        datetime(2026, 7, 2, 23, 0, tzinfo=UTC),
    ):
        with clock.stopped_at(moment):
            seen.append(alert_now() is not None)
    assert seen == [False, True, True, False]


def test_an_alert_needs_no_restart_and_a_mistake_leaves_it_as_it_was(folders: Folders) -> None:
    say(folders, "  until: 2999-01-01\n  kind: emergency\n")
    found = alert_now()
    assert found is not None
    assert (found.urgent, found.sentence) == (True, SNOW)
    say(folders, "  until: tomorrow\n")
    assert alert_now() == found
    change(folders.council / "council.yaml", "  until: tomorrow\n", "  until: 2000-01-01\n")
    alerts.look_again()
    assert alert_now() is None


@pytest.mark.parametrize(
    ("alert", "says"),
    [
        ("  until: 2026-02-30\n", "‘2026-02-30’ is no day"),
        ("  until: tomorrow\n", "Write a day such as 2026-12-26"),
        ("  from: 2026-07-03\n  until: 2026-07-01\n", "ends before it begins"),
        ("  until: 2026-07-01\n  link: /pages/contact\n", "belong together"),
        ("  kind: notice\n", "until"),
    ],
)
def test_a_mistake_in_an_alert_names_its_line(folders: Folders, alert: str, says: str) -> None:
    say(folders, alert)
    mistakes = check(folders.council)
    assert len(mistakes) == 1, mistakes
    assert says in mistakes[0].sentence
    assert mistakes[0].line >= (folders.council / "council.yaml").read_text().count("\n") - 3
