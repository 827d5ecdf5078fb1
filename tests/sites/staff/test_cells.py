"""What a row of a list says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from moothall.apps.cases.views import Row
from moothall.sites.staff.queues.cells import COLUMNS, Known

LATE_IN_JUNE = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)


def test_a_closed_case_was_made_on_the_day_it_was_here() -> None:
    row = Row(
        UUID(int=1), "BAR-1", "bin", "Bin", "waste", "", "closed", None, False, LATE_IN_JUNE, None, "", 0
    )
    known = Known(today=date(2026, 7, 1), people={}, me=None, marks={})
    assert "15 June 2026" in COLUMNS["due"].cell(row, known)
    assert "15 June 2026" in COLUMNS["opened"].cell(row, known)
