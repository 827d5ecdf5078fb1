"""Macros of the council's folder: what they do in one press, for whom they are offered, and mistakes in their files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from moothall.apps.cases.api import (
    add_tag,
    ask_reporter,
    case_for,
    close_case,
    macros_for,
    press_macro,
    tags_of,
    take_case,
)
from moothall.apps.catalogue.api import check
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.answers import html, said
from tests.cast import COMPLAINT, ELEANOR, FLY_TIPPING, HARDING, NOBODY, OLWEN, PRIYA, RHYS, SYSTEM, sends
from tests.council_folders import WithFiles, council_with_its_own
from tests.sites.staff.officers import an_officer, sign_in

pytestmark = pytest.mark.django_db

WHOLE = """\
name: Nothing was there
services: [report-fly-tipping]
do:
  - take: yes
  - priority: low
  - tag: nothing-there
  - note: The crew found nothing.
  - reply: |
      Dear {{ name }}, we found nothing at all.
  - close: nothing-found
"""


@pytest.fixture
def with_macros(tmp_path: Path, settings: Settings) -> Iterator[WithFiles]:
    with council_with_its_own("macros", tmp_path, settings) as write:
        yield write


def titles(reference: str, by: Actor) -> list[str]:
    return [one.title for one in macros_for(case_for(reference, seen_by=by), seen_by=by)]


def why_not(reference: str, by: Actor) -> str:
    [one] = macros_for(case_for(reference, seen_by=by), seen_by=by)
    return one.why_not


def test_one_press_does_all_of_it_as_by_hand(with_macros: WithFiles, post: DemoMailer) -> None:
    with_macros({"nothing": WHOLE})
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    press_macro(case.reference, "nothing", by=olwen)
    now = case_for(case.reference, seen_by=SYSTEM)
    assert (now.status, now.outcome, now.assignee) == ("closed", "nothing-found", olwen.account_id)
    assert (now.priority, tags_of(now, seen_by=olwen).has) == ("low", ("nothing-there",))
    run_pending()
    assert not [mail for mail in post.sent if "we found nothing at all" in mail.text], (
        "it can be undone still"
    )
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        run_pending()
    [told] = [mail for mail in post.sent if "we found nothing at all" in mail.text]
    assert f"Dear {ELEANOR.name}, we found nothing at all." in told.text


def test_what_is_so_already_is_no_reason_not_to(with_macros: WithFiles) -> None:
    with_macros({"nothing": WHOLE})
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    add_tag(case.reference, "nothing-there", by=olwen)
    press_macro(case.reference, "nothing", by=olwen)
    assert case_for(case.reference, seen_by=SYSTEM).status == "closed"


def test_one_step_that_is_refused_undoes_all(with_macros: WithFiles) -> None:
    with_macros({"nothing": WHOLE.replace("  - note", "  - task: Ring them.\n  - note")})
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    before = case_for(case.reference, seen_by=SYSTEM).seen
    with pytest.raises(Refused) as no:
        press_macro(case.reference, "nothing", by=olwen)
    assert no.value.code == "CASE-12"
    now = case_for(case.reference, seen_by=SYSTEM)
    assert (now.seen, now.status, now.assignee) == (before, "new", None)


def test_it_is_offered_where_each_of_its_steps_may_be_done(with_macros: WithFiles) -> None:
    with_macros({"nothing": WHOLE, "late": "name: It is late\ndo:\n  - tag: late\n"})
    olwen, rhys = OLWEN.signs_in(), RHYS.signs_in()
    tip, complaint = sends(FLY_TIPPING, ELEANOR), sends(COMPLAINT, HARDING)
    assert titles(tip.reference, olwen) == ["It is late", "Nothing was there"]
    assert titles(complaint.reference, olwen) == ["It is late"]
    assert titles(tip.reference, rhys) == []
    with pytest.raises(Refused) as no:
        press_macro(tip.reference, "late", by=rhys)
    assert no.value.code == "cases.work"
    with pytest.raises(Refused) as no:
        press_macro(complaint.reference, "nothing", by=olwen)
    assert no.value.code == "CASE-146"
    close_case(tip.reference, "cleared", by=olwen)
    assert titles(tip.reference, olwen) == []


def test_why_it_cannot_be_pressed_now_is_said(with_macros: WithFiles) -> None:
    with_macros({"nothing": WHOLE})
    olwen, priya = OLWEN.signs_in(), PRIYA.signs_in()
    case, silent = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, NOBODY)
    assert why_not(case.reference, olwen) == ""
    ask_reporter(case.reference, "Where?", by=olwen)
    assert why_not(case.reference, olwen) == ""
    assert "no e-mail" in why_not(silent.reference, olwen)
    take_case(case.reference, by=olwen)
    assert "already taken" in why_not(case.reference, priya)


WRONG = {
    "service": ("[report-fly-tipping]", "[report-fly-tiping]", 2, "report-fly-tipping"),
    "outcome": ("nothing-found", "nothing-fund", 10, "nothing-found"),
    "level": ("priority: low", "priority: soon", 5, "urgent"),
    "step": ("priority: low", "colour: red", 5, "priority"),
    "team": ("priority: low", "team: wast", 5, "waste"),
    "fact": ("{{ name }}", "{{ nam }}", 8, "name"),
    "tag": ("tag: nothing-there", "tag: Nothing There", 6, "small letters"),
    "last": ("take: yes", "close: nothing-found", 4, "last step"),
}


def test_each_mistake_has_its_file_and_line_and_the_macro_is_not_offered(with_macros: WithFiles) -> None:
    folder = with_macros({name: WHOLE.replace(was, now) for name, (was, now, _, _) in WRONG.items()})
    found = [one for one in check(folder) if "macros/" in one.file]
    for name, (_, _, line, word) in WRONG.items():
        own = [one for one in found if one.file.endswith(f"macros/{name}.yaml")]
        assert {one.line for one in own} == {line}, (name, own)
        assert any(word in one.sentence for one in own), (name, own)
    assert titles(sends(FLY_TIPPING, ELEANOR).reference, OLWEN.signs_in()) == []


def test_the_page_of_a_case_has_a_button_that_does_all_of_it(with_macros: WithFiles, client: Client) -> None:
    with_macros({"nothing": WHOLE.replace("  - close: nothing-found\n", "")})
    desk = sign_in(client, an_officer("Olwen Arkwright", team="waste", role="officer"))
    case = sends(FLY_TIPPING, ELEANOR).reference
    shown = desk.get(f"/staff/cases/{case}/")
    assert (
        "In one press Nothing was there Takes it, sets its priority to low, tags it “nothing-there”"
        in said(shown)
    )
    done = desk.post(f"/staff/cases/{case}/macro/", {"macro": "nothing"}, headers={"X-In-Place": "case"})
    assert "All of it is done." in html(done)
    assert "With you" in html(done)
    assert "The crew found nothing." in html(done)
    gone = desk.post(f"/staff/cases/{case}/macro/", {"macro": "nowhere"})
    assert gone.status_code == 422
    assert "This is not offered for the request any more." in said(gone)
    silent = sends(FLY_TIPPING, NOBODY).reference
    assert "Not now." in said(desk.get(f"/staff/cases/{silent}/"))
