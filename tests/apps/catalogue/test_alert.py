"""The council-wide alert: from when, until when, seen without a restart; and its mistakes."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from moothall.apps.catalogue import alerts
from moothall.apps.catalogue.api import alert_now, check
from moothall.kernel import clock
from moothall.ui.languages import speaking
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


def on_another_machine(folders: Folders, tmp_path: Path, settings: Settings) -> Path:
    """The same council's folder as another machine has it, an hour old; its council.yaml."""
    other = tmp_path / "elsewhere"
    shutil.copytree(folders.council, other)
    hour_ago = time.time() - 3600
    os.utime(other / "council.yaml", (hour_ago, hour_ago))
    settings.MOOTHALL_COUNCIL = other
    alerts.start_anew()
    return other / "council.yaml"


@pytest.mark.django_db
def test_an_alert_written_on_one_machine_is_seen_on_all(
    folders: Folders, tmp_path: Path, settings: Settings
) -> None:
    here = settings.MOOTHALL_COUNCIL
    file = on_another_machine(folders, tmp_path, settings)
    alerts.share_alert()
    assert alert_now() is None

    settings.MOOTHALL_COUNCIL = here
    alerts.start_anew()
    say(folders, "  until: 2999-01-01\n")
    alerts.share_alert()

    settings.MOOTHALL_COUNCIL = file.parent
    alerts.start_anew()
    alerts.share_alert()
    found = alert_now()
    assert found is not None
    assert found.sentence == SNOW
    alerts.look_again()
    assert alert_now() == found, "its own file is older, so looking at it changes nothing"

    later = time.time() + 60
    os.utime(file, (later, later))
    alerts.share_alert()
    assert alert_now() is None, "the file written last has none"
    settings.MOOTHALL_COUNCIL = here
    alerts.start_anew()
    alerts.share_alert()
    assert alert_now() is None


@pytest.mark.django_db
def test_a_page_asks_no_query_for_its_alert(folders: Folders) -> None:
    say(folders, "  until: 2999-01-01\n")
    with CaptureQueriesContext(connection) as captured:
        assert alert_now() is not None
    assert not captured.captured_queries


def test_an_alert_is_said_in_the_language_that_is_spoken(folders: Folders) -> None:
    welsh = "Ni chaiff biniau eu gwagio heddiw."
    say(folders, f"  until: 2999-01-01\n  others:\n    - code: cy\n      sentence: {welsh}\n")
    with speaking("cy"):
        alert = alert_now()
        assert alert is not None
        assert (alert.sentence, alert.language) == (welsh, "cy")
    alert = alert_now()
    assert alert is not None
    assert (alert.sentence, alert.language) == (SNOW, "en")
