"""A photo. What it is is decided by its first bytes; its name and what the browser says are not believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.answers import JSON, Answer
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, PostedFile, Question, Typed, Upload
from moothall.apps.forms.text import clean_line
from moothall.kernel import feel
from moothall.ui.questions.outline import FileInput, Widget

MEGABYTE = 1_000_000
MOST_BYTES = 15 * MEGABYTE
_LONGEST_NAME = 100

#: HEIC and its relatives, by the brand in the file's first box.
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Kind):
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
    feel_type: ClassVar[feel.Type] = feel.ANY
    layout: ClassVar[Layout] = Layout.BLOCK
    bindings: ClassVar[frozenset[str]] = frozenset({"case.photo"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select {name}",
        "empty": "The selected file is empty",
        "wrong_type": "The selected file must be a photo: a JPG, PNG, WebP or HEIC",
        "too_big": "The selected file must be smaller than 15MB",
    }
    usual_name: ClassVar[str] = "a photo"
    keeps_held: ClassVar[bool] = True

    def fields(self, question: Question) -> tuple[str, ...]:
        return (_remove(question),)

    def read(self, question: Question, entry: Entry) -> Outcome:
        posted = entry.files.get(question.key)
        if posted is None or not (posted.name or posted.size):
            return self._without(question, entry)
        if not posted.size:
            return question.refuse("empty")
        if posted.size > MOST_BYTES:
            return question.refuse("too_big")
        media_type = sniff(_start_of(posted))
        if media_type is None:
            return question.refuse("wrong_type")
        name = safe_name(posted.name or "", media_type)
        value: JSON = {"name": name, "media_type": media_type, "size": posted.size, "digest": ""}
        return Outcome(value, upload=Upload(question.key, name, media_type, posted.size, posted))

    def _without(self, question: Question, entry: Entry) -> Outcome:
        """No file came: the one held stays, unless it was to be removed."""
        if _holds_file(entry.held) and not entry.text(_remove(question)):
            return Outcome(entry.held.value if entry.held else None)
        return question.left_blank()

    def answer_schema(self) -> dict[str, JSON]:
        media_types: list[JSON] = list(_ENDINGS)
        return {
            "type": "object",
            "required": ["name", "media_type", "size", "digest"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "maxLength": _LONGEST_NAME},
                "media_type": {"enum": media_types},
                "size": {"type": "integer", "minimum": 1, "maximum": MOST_BYTES},
                "digest": {"type": "string"},
            },
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return str(value.get("name", "")) if isinstance(value, dict) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        return (str(value.get("name", "")),) if isinstance(value, dict) else ()

    def search_text(self, value: JSON) -> str:
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        """The page shows the name of the file it holds; a browser never lets a page fill in a file."""
        return {question.key: self.words(value)}

    def widget(self, question: Question) -> Widget:
        return FileInput(
            name=question.key,
            accept="image/jpeg,image/png,image/webp,image/heic,image/heif",
            optional=not question.required,
            remove_label="Remove this photo",
        )


def sniff(start: bytes) -> str | None:
    """The media type of a photo by its first 16 bytes, or None for anything else."""
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return None


def safe_name(name: str, media_type: str) -> str:
    """The file's own name without folders or anything a disk or a header could trip over, ending as its content is."""
    base = re.split(r"[\\/]", clean_line(name))[-1]
    stem = re.sub(r'[<>:"|?*%;\x00-\x1f]', "", base).strip(" .").rpartition(".")
    kept = (stem[0] or stem[2] or "photo")[: _LONGEST_NAME - 5].strip(" .") or "photo"
    return kept + _ENDINGS[media_type]


def _start_of(posted: PostedFile) -> bytes:
    posted.seek(0)
    start = posted.read(16)
    posted.seek(0)
    return start


def _remove(question: Question) -> str:
    return f"{question.key}-remove"


def _holds_file(held: Answer | None) -> bool:
    return held is not None and held.type == Photo.type and isinstance(held.value, dict)
