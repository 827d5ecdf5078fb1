"""A list as a file: the same cases, the same columns, in the same order; each page of it recorded as a look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from django.http import Http404, HttpResponseBase, StreamingHttpResponse

from moothall.apps.cases.api import Row, Wanted, cases_waiting, saved_views
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.staff.bulk.sheets import as_csv, as_xlsx
from moothall.sites.staff.queues.cells import Column, Known
from moothall.sites.staff.queues.columns import columns_shown, marks_shown, open_list
from moothall.sites.staff.queues.people import people_of
from moothall.sites.staff.queues.wording import Shown
from moothall.ui.routes import Request

AT_ONCE = 200
KINDS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
#: What a cell says for eyes that see no column head, and its marks.
_LABEL = re.compile(r'<span class="queue__label">[^<]*</span>')
_MARK = re.compile(r"<[^>]+>")


def export(request: Request, kind: str) -> HttpResponseBase:
    """The list that the address asks for, whole."""
    if kind not in KINDS:
        raise Http404
    by, sent = request.actor, request.GET
    wanted, shown = Wanted.of(sent.lists()), Shown.of(sent)
    saved = saved_views(seen_by=by)
    columns = columns_shown(wanted, shown, saved, open_list(shown.saved, saved, seen_by=by), seen_by=by)
    write, media_type = KINDS[kind]
    heads = ("Reference", "Service", *(column.head for column in columns))
    answer = StreamingHttpResponse(write(heads, _rows(wanted, columns, by)), content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="cases-{clock.today().isoformat()}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _rows(wanted: Wanted, columns: tuple[Column, ...], by: Actor) -> Iterator[tuple[str, ...]]:
    """Page after page, each asked for and recorded when it is written."""
    after = ""
    while True:
        page = cases_waiting(wanted, after=after, limit=AT_ONCE, purpose="export", seen_by=by)
        known = Known(
            clock.today(),
            people_of(wanted, page.rows, seen_by=by),
            by.account_id,
            marks_shown(page.rows, columns, seen_by=by),
        )
        for row in page.rows:
            yield (row.reference, row.service_name, *(filed(column, row, known) for column in columns))
        if not page.after or page.after == after:
            return
        after = page.after


def filed(column: Column, row: Row, known: Known) -> str:
    """What a column says of a row in a file."""
    return column.filed(row, known) if column.filed else plain(column.cell(row, known))


def plain(cell: str) -> str:
    """What a cell of the list says, without its marks and without the label that stands in for a column's head."""
    return " ".join(unescape(_MARK.sub("", _LABEL.sub("", cell))).split())
