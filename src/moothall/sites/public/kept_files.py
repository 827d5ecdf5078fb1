"""The files that came with a page: each stored before the row that names it, and none that cannot be stored is lost
in silence."""

from __future__ import annotations

import logging
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.ground.files.ports import StoreFailed
from moothall.kernel.actors import Actor

_log = logging.getLogger("moothall.files")


def with_files(
    reading: forms.Reading, owner: str, *, held: forms.Answers, source: str, by: Actor
) -> forms.Reading:
    """`reading` with its files kept for `owner`. Where the store is away the page comes back and says so: everything
    else that was typed is saved, and a file that was there before (`held`) stays."""
    lost = set[str]()
    for upload in reading.uploads:
        if upload.question in lost:
            continue
        try:
            kept = documents.attach(
                owner,
                cast(BinaryIO, upload.content),
                name=upload.name,
                media_type=upload.media_type,
                kind=upload.kind,
                source=source,
                by=by,
                keep_position=upload.keep_position,
            )
        except StoreFailed:
            _log.exception("A file could not be stored.")
            lost.add(upload.question)
            said = _("We cannot take files just now. Try again in a few minutes")
            reading = reading.not_kept(upload.question, held.get(upload.question), said)
        else:
            reading = reading.kept(upload.question, kept.digest)
    return reading
