"""Rows of several tables in one statement are what the ORM reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from moothall.apps.cases.api import add_note, hold_case
from moothall.apps.cases.models import Approval, Case, CaseText, Hold, QueueEntry, Task
from moothall.apps.documents.models import Document
from moothall.apps.forms.models import AnswerRevision
from moothall.ground.gathering import Some, gathered, listed, marks
from moothall.kernel import clock
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, sends

pytestmark = pytest.mark.django_db

MODELS = (Case, CaseText, Task, QueueEntry, AnswerRevision, Document, Hold, Approval)


def as_held(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in ("_state", "salt")}


def test_every_kind_of_value_comes_back_as_django_reads_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    add_note(one.reference, "“Ünreadable”\\ \n 'quoted' \"twice\" ☃ %s", by=olwen)
    hold_case(one.reference, "Frozen.", day=clock.today() + timedelta(days=3), by=olwen)
    sends(FLY_TIPPING, HARDING)
    asked = [Some(model, "1 = 1") for model in MODELS]
    with django_assert_num_queries(1):
        found = gathered(*asked)
    for some in asked:
        rows = sorted(found[some], key=lambda row: row.pk)
        assert [as_held(row) for row in rows] == [as_held(row) for row in some.model.objects.order_by("pk")]
    assert len(found[asked[0]]) == 2


def test_some_of_some_columns_and_none_of_nothing() -> None:
    one, other = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, HARDING)
    [row] = listed(
        Case, f"id IN {marks([1])} AND opened_at <= %s", (one.case_id, clock.now()), only=("reference",)
    )
    assert as_held(row) == {"reference": one.reference}
    assert listed(Case, f"id IN {marks([])}") == []
    least = "(SELECT reference FROM cases_case ORDER BY reference LIMIT 1)"
    [first] = gathered(some := Some(Case, "1 = 1", only=("reference",), source=least))[some]
    assert first.reference == min(one.reference, other.reference)
