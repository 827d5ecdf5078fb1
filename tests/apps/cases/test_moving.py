"""Moving a case with its answers: what goes along, what is left behind and stays readable, what is asked besides."""

from __future__ import annotations

import pytest

from moothall.apps.cases.api import (
    AnswersDoNotFit,
    Rest,
    case_for,
    fill_in_rest,
    fitting_for,
    left_behind,
    move_case,
    request_for,
    rest_of,
)
from moothall.apps.cases.what_to_do import what_to_do
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel.rules import Refused
from moothall.ui.languages import speaking
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, PRIYA, proven, sends

pytestmark = pytest.mark.django_db
GRAFFITI = "report-graffiti"


def test_the_preview_is_what_then_happens() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    fit = fitting_for(case.reference, GRAFFITI, seen_by=olwen)
    assert {"name", "email"} <= {one.key for one in fit.along}
    assert fit.left
    assert fit.asked
    move_case(case.reference, GRAFFITI, by=olwen)
    seen = case_for(case.reference, seen_by=olwen)
    assert {one.there for one in fit.along} <= {said.label for said in seen.answers}
    [left] = left_behind(seen, seen_by=olwen)
    assert [one.label for one in left.said] == [one.label for one in fit.left]
    assert left.service_name == "Report fly-tipping"
    assert [task.kind for task in seen.tasks] == ["rest"]


def test_the_officer_fills_in_the_rest_on_one_page() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    move_case(case.reference, GRAFFITI, by=olwen)
    asked = rest_of(case.reference, seen_by=olwen)
    assert asked.fields
    with pytest.raises((AnswersDoNotFit, Refused)):
        fill_in_rest(case.reference, {}, by=olwen)
    for _ in range(6):
        rest = rest_of(case.reference, seen_by=olwen)
        if not rest.fields:
            break
        typed = {field: _something(rest, field) for field in rest.fields}
        if fill_in_rest(case.reference, typed, by=olwen):
            break
    assert case_for(case.reference, seen_by=olwen).tasks == ()


def _something(rest: Rest, field: str) -> str:
    for one in rest.asked:
        items = getattr(one.widget, "items", ())
        if field == getattr(one.widget, "name", "") and items:
            return str(items[-1].value)
    return "On the wall"


def test_the_reporter_is_asked_by_a_link() -> None:
    case, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    fit = fitting_for(case.reference, GRAFFITI, seen_by=olwen)
    ask = [one.key for one in fit.asked if one.type in ("one-of", "short-text", "long-text", "yes-no")][:2]
    move_case(case.reference, GRAFFITI, ask=ask, words="We need to know more.", by=olwen)
    seen = case_for(case.reference, seen_by=olwen)
    assert seen.status == "waiting"
    question = request_for(case.reference, seen_by=proven(case, HARDING)).question
    assert question
    assert question.form


def test_nothing_is_left_readable_to_others_or_after_a_move_back() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    move_case(case.reference, GRAFFITI, by=olwen)
    move_case(case.reference, FLY_TIPPING, by=olwen)
    [left] = left_behind(case_for(case.reference, seen_by=olwen), seen_by=olwen)
    assert left.service_name == "Report fly-tipping"
    with pytest.raises(Refused):
        move_case(case.reference, FLY_TIPPING, by=PRIYA.signs_in())


def test_whoever_asked_is_told_truly_what_is_left_for_them_to_do(post: DemoMailer) -> None:
    asked, perhaps, olwen = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    fit = fitting_for(asked.reference, GRAFFITI, seen_by=olwen)
    ask = [one.key for one in fit.asked if one.type in ("one-of", "short-text", "long-text", "yes-no")][:1]
    run_pending(("mail",))
    for case, keys in ((asked, ask), (perhaps, [])):
        post.sent.clear()
        move_case(case.reference, GRAFFITI, ask=keys, by=olwen)
        run_pending(("mail",))
        moved = next(mail.text for mail in post.sent if "now about graffiti" in mail.subject)
        assert "not have to do anything" not in moved.replace("Until then you do not", "")
        assert ("We ask you in another e-mail." in moved) == bool(keys)
        assert ("If so, we ask you." in moved) == (not keys)
    assert what_to_do(more=False) == "You do not have to do anything."
    with speaking("cy"):
        assert what_to_do(more=False) == "Nid oes rhaid i chi wneud dim."
        assert "e-bost arall" in what_to_do(more=True, asked=True)
        assert "e-bost arall" not in what_to_do(more=True)
