"""What a journey types in maps and lists goes into the fields of the page, whatever the way it is played."""

from __future__ import annotations

from typing import Any

import pytest

from moothall.apps.forms.api import Question
from moothall.apps.forms.types import KINDS
from moothall.sites.rehearsal.fields import in_fields, parts_of

DAY = {"day": "1", "month": "5", "year": "2018"}


def asked(kind: str, **settings: Any) -> Question:
    return Question(key="it", kind=KINDS[kind].from_settings(settings), label="What?")


@pytest.mark.parametrize(
    ("question", "typed", "fields"),
    [
        (
            asked("date-range"),
            {"from": DAY, "to": "2 May 2018"},
            {"from-day": "1", "from-month": "5", "from-year": "2018", "to-day": "2 May 2018"},
        ),
        (
            asked("person", ask_for=["born_on"]),
            {"name": "Jo", "born_on": DAY},
            {"name": "Jo", "born-on-day": "1", "born-on-month": "5", "born-on-year": "2018"},
        ),
        (asked("address"), {"line_1": "1 High Street"}, {"line-1": "1 High Street"}),
        (
            asked("table", columns=[{"column": "so_much", "type": "money", "label": "Pay"}]),
            [{"so_much": 5}, {"so_much": None}],
            {"1-so-much": "5", "2-so-much": ""},
        ),
        (asked("date"), {"dey": 1}, {"dey": "1"}),
    ],
)
def test_maps_and_rows_become_fields(question: Question, typed: Any, fields: dict[str, str]) -> None:
    assert in_fields(question, typed) == fields


def test_a_question_of_one_field_has_no_parts() -> None:
    assert parts_of(asked("short-text")) == ()
    assert parts_of(asked("date")) == ("day", "month", "year")
