"""Background work of documents: nothing is given out that has not been through here."""

from __future__ import annotations

import io
from uuid import UUID

from moothall.apps.documents.contents import office
from moothall.apps.documents.contents.kinds import DOCX, ODS, ODT, PICTURES, XLSX
from moothall.apps.documents.contents.unfit import Unfit
from moothall.apps.documents.models import Document, State
from moothall.apps.documents.quarantine import Given, let_out, refuse
from moothall.apps.documents.rendering import PAPER, WEB, rendition
from moothall.apps.documents.scanning import scanner
from moothall.ground.files import api as files
from moothall.ground.jobs.api import Settle, job

LANE = "files"
#: Again for some two days: a scanner that is down must not let anything through, nor lose anything.
_ATTEMPTS = 60
_OFFICE = frozenset({DOCX, XLSX, ODT, ODS})


@job(lane=LANE, attempts=_ATTEMPTS, limit_seconds=300, lease_seconds=60)
def look_through(document: str) -> Settle:
    """Look through a file that was sent, and make what is shown of it."""
    row = Document.objects.filter(pk=UUID(document)).first()
    if row is None or row.state != State.WAITING:
        return _nothing
    try:
        with files.give(row.digest) as stream:
            content = stream.read()
    except FileNotFoundError:
        return lambda: refuse(UUID(document), "lost")
    if scanner().scan(io.BytesIO(content)):
        return lambda: refuse(UUID(document), "harmful")
    try:
        given = _given(row, content)
    except Unfit as unfit:
        code = unfit.code
        return lambda: refuse(UUID(document), code)
    return lambda: let_out(UUID(document), given)


def _given(row: Document, content: bytes) -> Given:
    """What is given out for it, kept in the store. Raises Unfit."""
    if row.media_type in _OFFICE:
        office.unpack(content)
    if row.media_type not in PICTURES:
        return Given(row.digest, row.media_type)
    made = rendition(content, row.media_type, WEB if row.kind == "photo" else PAPER)
    large = files.keep(made.large, owner=f"document:{row.id}:large", media_type="image/jpeg")
    small = files.keep(made.small, owner=f"document:{row.id}:small", media_type="image/jpeg")
    return Given(large.digest, "image/jpeg", large.size, small.digest, made.position)


def _nothing() -> None:
    """It was looked through before, or erased since."""
