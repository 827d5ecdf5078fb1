"""A form on one page answers exactly as page by page: the journeys of every service, played both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from moothall.apps.catalogue.api import Plain, mapping, read_yaml, service_named, text
from moothall.apps.forms import api as forms
from moothall.apps.forms.filling import _part, _scoped, fields_of
from moothall.kernel import clock
from moothall.kernel.actors import system

ROOT = Path(__file__).parents[3] / "services"
JOURNEYS = sorted(ROOT.glob("*/journeys/*.yaml"))
_SELF = system("test")
_ROUNDS = 60


def said_in(path: Path) -> dict[str, Plain]:
    node, _ = read_yaml(path.read_bytes(), path.name)
    return mapping(node.plain() if node else None)


def given_of(said: Mapping[str, Plain]) -> dict[str, Any]:
    """What is typed: figures as text, as everywhere in a folder."""
    return {key: _typed(value) for key, value in mapping(said.get("answers")).items() if value is not None}


def _typed(value: Plain) -> Any:
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    return [_typed(one) for one in value] if isinstance(value, list) else text(value)


def played(form: forms.Form, given: Mapping[str, Any]) -> tuple[forms.Answers, tuple[forms.Problem, ...]]:
    """What an adviser presses: whatever is asked is filled in, items are added, until nothing more follows."""
    answers, adding = forms.Answers(), ""
    problems: tuple[forms.Problem, ...] = ()
    for _ in range(_ROUNDS):
        placed = forms.all_steps(form, answers, adding)
        posted: dict[str, list[str]] = {}
        for one in placed:
            values, _files = fields_of(one.step.questions, _scoped(given, one.step.place))
            posted |= {one.spot.mark + name: said for name, said in values.items()}
        read = forms.read_all(
            form, answers, [one.spot for one in placed], forms.posted(posted), {}, source="staff"
        )
        problems = read.reading.problems
        wanted = ""
        for one in forms.all_steps(form, read.left):
            if one.step.group is not None:
                wished = _part(_scoped(given, one.step.place), one.step.page.key)
                if len(one.step.items) < len(wished) and not wanted:
                    wanted = forms.another_item(one.step)
        if read.left.as_text() == answers.as_text() and not wanted:
            return answers, problems
        answers, adding = read.left, wanted
    raise AssertionError("It never comes to an end.")


def words(form: forms.Form, answers: forms.Answers) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    said = forms.answers_in_words(form, forms.relevant(form, answers))
    return [(one.question.rpartition("/")[2], one.item, one.lines) for one in said]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
@pytest.mark.django_db
def test_a_journey_says_the_same_on_one_page(journey: Path) -> None:
    raw = said_in(journey)
    with clock.stopped_at(_moment(raw.get("at"))):
        service = service_named(journey.parents[1].name, seen_by=_SELF)
        form, given = forms.form_of(service).part(), given_of(raw)
        filled = forms.fill_in(form, given)
        answers, problems = played(form, given)
        if (
            filled.problems or filled.ended
        ):  # it ends early, or needs a file: on one page it cannot be sent either
            assert problems or forms.missing_pages(form, answers)
            return
        assert not problems, problems
        assert not forms.missing_pages(form, answers)
        assert words(form, answers) == words(form, filled.answers)


def _moment(at: object) -> Any:
    said = datetime.fromisoformat(str(at)) if at else clock.now()
    return said if said.tzinfo else said.replace(tzinfo=clock.LOCAL_ZONE)


@pytest.mark.django_db
def test_what_a_section_lacks_that_answers_lead_past_is_nobodys_mistake() -> None:
    """Sent before the page was drawn again: “no” stands above, and the section that follows “yes” still came along."""
    form = forms.form_of(service_named("report-fly-tipping", seen_by=_SELF)).part()
    witness = "saw_it_happen"
    yes = forms.Answers({witness: forms.Answer("yes-no", True)})
    spots = [one.spot for one in forms.all_steps(form, yes)]
    assert "what-you-saw" in {spot.address for spot in spots}
    for said, expected in (("no", False), ("yes", True)):
        given = forms.posted({spot.mark + witness: [said] for spot in spots})
        read = forms.read_all(form, yes, spots, given, {}, source="staff")
        assert ("seen_on" in {problem.question for problem in read.reading.problems}) is expected
