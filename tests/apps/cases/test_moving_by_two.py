"""Moving a case where the service wants a second person to agree: what was chosen at the look is what then happens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from moothall.apps.cases.api import (
    approval_of,
    approve,
    ask_approval,
    case_for,
    fitting_for,
    move_case,
    request_for,
    timeline_of,
)
from moothall.apps.cases.services.many_refused import not_to_be_moved
from moothall.apps.catalogue.api import read_again
from moothall.apps.teams.api import actor_for
from moothall.kernel.rules import Refused
from tests.cast import FLY_TIPPING, HARDING, MARCUS, OLWEN, SYSTEM, proven, sends
from tests.sites.staff.officers import an_officer, sign_in

pytestmark = pytest.mark.django_db
GRAFFITI = "report-graffiti"
BY_TWO = """\
extends: report-fly-tipping
approvals:
  - for: move
    role: manager
    words: Nothing is moved without a second look.
"""


@pytest.fixture(autouse=True)
def by_two(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """A council whose fly-tipping is moved to another service by two people."""
    here, folder = settings.MOOTHALL_COUNCIL, tmp_path / "council"
    shutil.copytree(here, folder, ignore=shutil.ignore_patterns("places"))
    (folder / "services" / FLY_TIPPING).mkdir(parents=True)
    (folder / "services" / FLY_TIPPING / "service.yaml").write_text(BY_TWO)
    settings.MOOTHALL_COUNCIL = folder
    read_again()
    yield
    settings.MOOTHALL_COUNCIL = here
    read_again()


def test_the_reporter_is_asked_once_a_second_person_has_agreed(client: Client) -> None:
    case, marcus = sends(FLY_TIPPING, HARDING), MARCUS.signs_in()
    account = an_officer(OLWEN.name, team="waste", role="officer")
    olwen = actor_for(account)
    fit = fitting_for(case.reference, GRAFFITI, seen_by=olwen)
    ask = [one.key for one in fit.asked if one.type in ("one-of", "short-text", "long-text", "yes-no")][:2]
    with pytest.raises(Refused) as no:
        move_case(case.reference, GRAFFITI, ask=ask, by=olwen)
    assert no.value.code == "CASE-241"
    sent = {"service": GRAFFITI, "rest": "reporter", "ask": ask, "words": "We need to know more."}
    led = sign_in(client, account).post(f"/staff/cases/{case.reference}/move/", sent)
    assert led["Location"].endswith("?done=approval")
    seen = case_for(case.reference, seen_by=marcus)
    asked = approval_of(seen, seen_by=marcus)
    assert asked
    assert asked.what.endswith("and ask the reporter what else its form asks")
    assert asked.words == "We need to know more."
    assert (seen.service, seen.status) == (FLY_TIPPING, "new")

    approve(case.reference, asked.id, by=marcus)
    seen = case_for(case.reference, seen_by=marcus)
    assert (seen.service, seen.status) == (GRAFFITI, "waiting")
    question = request_for(case.reference, seen_by=proven(case, HARDING)).question
    assert question
    assert question.form
    assert question.text.startswith("We need to know more.")
    kinds = {task.kind for task in seen.tasks}
    assert kinds == ({"rest"} if len(ask) < len(fit.asked) else set())
    assert "We need to know more." in {one.text for one in timeline_of(case.reference, seen_by=marcus)}


def test_a_service_that_has_left_the_folder_meanwhile_is_refused_to_whoever_agrees(
    settings: Settings,
) -> None:
    own = settings.MOOTHALL_COUNCIL / "services" / "report-mural"
    own.mkdir()
    (own / "service.yaml").write_text(f"extends: {GRAFFITI}\n")
    read_again()
    case, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    ask_approval(case.reference, "move", {"service": "report-mural"}, by=olwen)
    shutil.rmtree(own)
    read_again()
    asked = approval_of(case_for(case.reference, seen_by=marcus), seen_by=marcus)
    assert asked
    for do in (
        lambda: approve(case.reference, asked.id, by=marcus),
        lambda: move_case(case.reference, "report-mural", by=SYSTEM),
    ):
        with pytest.raises(Refused, match=r"^CASE-25:"):
            do()
    assert approval_of(case_for(case.reference, seen_by=marcus), seen_by=marcus) == asked


def test_what_could_not_be_asked_is_not_asked_of_a_second_person() -> None:
    case, olwen = sends(FLY_TIPPING, HARDING, email=""), OLWEN.signs_in()
    with pytest.raises(Refused) as no:
        ask_approval(case.reference, "move", {"service": GRAFFITI, "ask": ["surface"]}, by=olwen)
    assert no.value.code
    assert case_for(case.reference, seen_by=olwen).traits == frozenset()


def test_looking_at_many_reads_the_answers_that_decide_of_all_at_once(settings: Settings) -> None:
    folder = Path(settings.MOOTHALL_COUNCIL) / "services" / FLY_TIPPING / "service.yaml"
    folder.write_text(
        BY_TWO.replace("    role: manager\n", "    role: manager\n    above: 5\n    amount: amount\n")
    )
    read_again()
    olwen = OLWEN.signs_in()

    def statements(more: int) -> int:
        keys = [sends(FLY_TIPPING, HARDING).case_id for _ in range(more)]
        with CaptureQueriesContext(connection) as asked:
            refused = not_to_be_moved(keys, {"service": GRAFFITI}, olwen)
        assert set(refused) == set(keys), "what is no number is looked at by two"
        return len(asked)

    assert statements(2) == statements(6)
