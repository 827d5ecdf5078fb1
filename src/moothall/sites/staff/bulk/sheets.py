"""Rows as a file, written piece by piece: CSV, and the Office Open XML spreadsheet (ECMA-376) in its simplest form.

Nothing is held but the row at hand, so that a hundred thousand cost no more memory than a hundred. What a spreadsheet
would take for a formula is text: in CSV it gets an apostrophe before it (OWASP, CSV injection), in the other every cell
is an inline string, which is never worked out.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

#: A cell that begins like this is worked out by a spreadsheet that opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
#: Bytes collected before they are handed on.
_PIECE = 64 * 1024
#: What XML 1.0 cannot hold.
_NOT_XML = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)
MOST_ROWS = 1_048_575


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with its mark, which Excel wants."""
    held = io.StringIO()
    writer = csv.writer(held)
    held.write("\ufeff")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        if held.tell() > _PIECE:
            yield _taken(held)
    yield _taken(held)


def defused(cell: str) -> str:
    """The cell as text, whatever opens it. Telephone numbers keep their plus: +44 is no formula."""
    if cell.startswith(_FORMULA) and not (cell.startswith("+") and cell[1:].replace(" ", "").isdigit()):
        return f"'{cell}"
    return cell


def as_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A workbook of one sheet; the first row is its head and stays in sight."""
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for name, text in _AROUND.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_SHEET_BEGINS.encode())
            sheet.write(_row(heads, 1).encode())
            for number, row in enumerate(rows, 2):
                if number > MOST_ROWS:
                    break
                sheet.write(_row(row, number).encode())
                if out.held > _PIECE:
                    yield out.taken()
            sheet.write(_SHEET_ENDS.encode())
    yield out.taken()


class _Out:
    """What a zip file is written to that nobody can go back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.held = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self.held += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits behind it."""

    def close(self) -> None:
        """Nothing is held open."""

    def taken(self) -> bytes:
        whole = b"".join(self._pieces)
        self._pieces, self.held = [], 0
        return whole


def _taken(held: io.StringIO) -> bytes:
    whole = held.getvalue().encode("utf-8", "replace")
    held.seek(0)
    held.truncate()
    return whole


def _row(cells: Sequence[str], number: int) -> str:
    said = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>' for cell in cells
    )
    return f'<row r="{number}">{said}</row>'


def _text(cell: str) -> str:
    return escape(cell.translate(_NOT_XML)[:32_767])


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_BEGINS = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_SHEET_ENDS = "</sheetData></worksheet>"
_AROUND = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
