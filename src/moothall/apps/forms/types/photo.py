"""A photo: a file that is a picture, and may say where it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from moothall.apps.documents.api import accepted, media_types_of
from moothall.apps.documents.api import sniff as sniff_any
from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import PostedFile, Question, Upload
from moothall.apps.forms.types import uploads
from moothall.apps.forms.types.file import File
from moothall.apps.forms.types.uploads import safe_name
from moothall.ui.questions.outline import FileInput, Widget

__all__ = ["MOST_BYTES", "Photo", "safe_name", "sniff"]

MOST_BYTES = 15 * uploads.MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(File):
    type: ClassVar[str] = "photo"
    about: ClassVar[str] = (
        "One photo: JPEG, PNG, WebP or HEIC, at most 15 MB. A condition reads it as present or null."
    )
    example: ClassVar[str] = """\
ask: photo
type: photo
label: Add a photo
required: no
binding: case.photo
"""
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "keep_position": {
            "type": "boolean",
            "description": "yes: where the photo was taken is kept with the request. Left out: only offered to "
            "whoever sends it, and forgotten when they send the form.",
        }
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"case.photo"})
    sentences: ClassVar[Mapping[str, str]] = {
        **uploads.SENTENCES,
        "wrong_type": "The selected file must be a photo: a JPG, PNG, WebP or HEIC",
    }
    usual_name: ClassVar[str] = "a photo"

    allowed: tuple[str, ...] = ("image",)
    keep_position: bool = False

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**settings)

    def _upload(self, question: Question, posted: PostedFile, media_type: str) -> Upload:
        return uploads.upload(question, posted, media_type, kind=self.type, position=self.keep_position)

    def widget(self, question: Question) -> Widget:
        return FileInput(
            name=question.key,
            accept=f"{accepted(self.media_types)},image/heif",
            optional=not question.required,
            remove_label=_("Remove this photo"),
        )


def sniff(start: bytes) -> str | None:
    """The media type of a photo by its first 16 bytes, or None for anything else."""
    found = sniff_any(start)
    return found if found in media_types_of(("image",)) else None
