"""What a row of a list says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from moothall.apps.cases.views import Row
from moothall.sites.staff.queues.cells import COLUMNS, Known, answer_column

LATE_IN_JUNE = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
ROW = Row(UUID(int=1), "BAR-1", "bin", "Bin", "waste", "", "closed", None, False, LATE_IN_JUNE, None, "", 0)


def test_a_closed_case_was_made_on_the_day_it_was_here() -> None:
    known = Known(today=date(2026, 7, 1), people={}, me=None, marks={})
    assert "15 June 2026" in COLUMNS["due"].cell(ROW, known)
    assert "15 June 2026" in COLUMNS["opened"].cell(ROW, known)


def test_a_question_is_escaped_in_a_list_as_its_answers_are() -> None:
    known = Known(today=date(2026, 7, 1), people={}, me=None, marks={ROW.id: {"bins": ("<b>",)}})
    said = answer_column("bins", "Bins & <i>bags</i>?", str).cell(ROW, known)
    assert said == '<span class="queue__label">Bins &amp; &lt;i&gt;bags&lt;/i&gt;?: </span>&lt;b&gt;'
