"""The files of a case: one after the other, large; given out; and pictures without what nobody else should see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    Verb,
    as_seen,
    case_for,
    document_for,
    original_for,
    redact_photo,
    verdicts_for,
)
from moothall.apps.documents.api import MOST_BOXES, ORIGINALS, WHOLE, Attached, Box
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: The squares laid over a picture: so many to a side, A to T across and 1 to 20 down.
SIDE = 20
_LETTERS = "ABCDEFGHIJKLMNOPQRST"
_SQUARE = re.compile(r"([A-T])\s*(\d{1,2})(?:\s*(?:-|–|to|:)\s*([A-T])\s*(\d{1,2}))?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)[, ]+" * 3 + r"(\d{1,3}(?:\.\d{1,3})?)")
FIELD = "boxes"


@dataclass(frozen=True, slots=True)
class Shown:
    """A file on its page. `original`: where a locked one can be opened by whoever looks; empty for others."""

    name: str
    picture: bool
    words: str
    whole: str
    redact: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage(Page):
    """`at` of `of` files; `before` and `after` are the addresses of the next ones, empty at the ends."""

    template: ClassVar[str] = "staff/casework/file.html"
    case: CaseView
    file: Shown
    at: int
    of: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactPage(Page):
    """`typed` is what stands in the box, `boxes` what of it can be read: drawn over the picture."""

    template: ClassVar[str] = "staff/casework/redact.html"
    case: CaseView
    picture: str
    back: str
    typed: str
    boxes: tuple[Box, ...]
    letters: str = _LETTERS
    side: int = SIDE
    whole: int = WHOLE


def look(request: Request, reference: str, document: UUID) -> HttpResponse:
    """One file of a case, with the ones before and after it."""
    case = _case(request, reference)
    keys = [one.id for one in case.documents]
    if document not in keys:
        raise Http404
    at = keys.index(document)
    page = FilePage(
        title=case.documents[at].name,
        frame=staff_frame(request),
        case=case,
        file=_shown(case, case.documents[at], request.actor),
        at=at + 1,
        of=len(keys),
        before=_address("look", case, keys[at - 1]) if at else "",
        after=_address("look", case, keys[at + 1]) if at + 1 < len(keys) else "",
    )
    return show(request, page)


def document(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A file of the case. Pictures are shown, anything else is kept; neither can run as a page of ours."""
    known = reading.reference(reference)
    try:
        found, content = document_for(known, document, seen_by=request.actor, small="small" in request.GET)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return given(found, content)


def original(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """The locked original of a redacted picture, for a role; the look is recorded as what it is."""
    try:
        found, content = original_for(reading.reference(reference), document, seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return given(found, content)


def redact(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """Say what is to be black, look at it, and do it."""
    case = _case(request, reference)
    one = next((one for one in case.documents if one.id == document and one.picture), None)
    if one is None:
        raise Http404
    typed = reading.text(request.POST, FIELD, 4_000)
    no: Refused | None = None
    if request.method == "POST" and "try" not in request.POST:
        try:
            with as_seen(case.reference, reading.number(request.POST, "seen")):
                redact_photo(case.reference, document, boxes_in(typed), by=request.actor)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        except Refused as refused:
            no = refused
        else:
            return HttpResponseRedirect(f"{_address('case', case)}?done=redact#photos")
    page = RedactPage(
        title="Redact a photo",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, f"#{FIELD}"),) if no else (),
        case=case,
        picture=_address("document", case, document),
        back=_address("look", case, document),
        typed=typed,
        boxes=readable(typed),
    )
    return show(request, page, status=422 if no else 200)


def boxes_in(typed: str) -> tuple[Box, ...]:
    """What somebody typed: squares (`C3`, `C3-E5`) or per cent from the left, from the top, wide and high, each on a
    line or between semicolons. Raises Refused STAFF-07, which names the line that says neither."""
    found = []
    for line in _lines(typed):
        box = _box(line)
        if box is None:
            sentence = f"“{line[:40]}” says no squares. Write two corners, such as C3-E5."
            raise Refused("STAFF-07", sentence)
        found.append(box)
    return tuple(found)


def readable(typed: str) -> tuple[Box, ...]:
    """Those lines of it that say squares inside the picture."""
    boxes = (_box(line) for line in _lines(typed))
    return tuple(box for box in boxes if box is not None and box.fits)[:MOST_BOXES]


def _lines(typed: str) -> Iterator[str]:
    yield from filter(None, (line.strip() for line in re.split(r"[\n;]", typed)))


def _box(line: str) -> Box | None:
    if numbers := _NUMBERS.fullmatch(line):
        left, top, wide, high = (round(float(part) * WHOLE / 100) for part in numbers.groups())
        return Box(left, top, wide, high)
    squares = _SQUARE.fullmatch(line)
    if squares is None:
        return None
    one, row, other, last = squares.groups()
    columns = sorted(_LETTERS.index(letter.upper()) for letter in (one, other or one))
    rows = sorted(int(number) - 1 for number in (row, last or row))
    step = WHOLE // SIDE
    return Box(
        columns[0] * step,
        rows[0] * step,
        (columns[1] - columns[0] + 1) * step,
        (rows[1] - rows[0] + 1) * step,
    )


def _shown(case: CaseView, one: Attached, by: Actor) -> Shown:
    redacts = one.picture and verdicts_for(case, by=by).get(Verb.REDACT) == ""
    return Shown(
        name=one.name,
        picture=one.picture,
        words=one.words,
        whole=_address("document", case, one.id),
        redact=_address("redact", case, one.id) if redacts else "",
        original=_address("original", case, one.id) if one.locked and ORIGINALS.allows(by) else "",
    )


def given(found: Attached, content: BinaryIO) -> HttpResponseBase:
    """A file as it is given out: it cannot run as a page of ours, and stays in no cache."""
    response = FileResponse(
        content, as_attachment=not found.picture, filename=found.filename, content_type=found.media_type
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _case(request: Request, reference: str) -> CaseView:
    try:
        return case_for(reading.reference(reference), seen_by=request.actor, route="cases.file")
    except CaseNotFound as hidden:
        raise Http404 from hidden


def _address(page: str, case: CaseView, document: UUID | None = None) -> str:
    names = {
        "case": "staff-case",
        "look": "staff-file",
        "document": "staff-document",
        "redact": "staff-redact",
        "original": "staff-original",
    }
    return reverse(names[page], args=[case.reference, *([document] if document else [])])
