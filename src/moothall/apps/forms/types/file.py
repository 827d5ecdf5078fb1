"""One file: a paper, a picture, a sheet. What it is is decided by its bytes; its name is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.documents.api import FILE_KINDS, accepted, media_types_of
from moothall.apps.documents.api import said as said_types
from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, PostedFile, Question, Typed, Upload
from moothall.apps.forms.types import uploads
from moothall.kernel import feel
from moothall.ui.questions.outline import FileInput, Widget

SETTINGS: Mapping[str, JSON] = {
    "allowed": {
        "type": "array",
        "items": {"enum": list(FILE_KINDS)},
        "minItems": 1,
        "uniqueItems": True,
        "description": "Which kinds of file: pdf, image (JPG, PNG, WebP, HEIC), document (DOCX, ODT), "
        "spreadsheet (XLSX, ODS). Left out: pdf, image and document.",
    },
    "most_megabytes": {
        "type": "integer",
        "minimum": 1,
        "maximum": uploads.MOST_MEGABYTES,
        "description": "The size of one file. Left out: 15.",
    },
}
USUALLY = ("pdf", "image", "document")
USUAL_MEGABYTES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Kind):
    type: ClassVar[str] = "file"
    about: ClassVar[str] = "One file, of the kinds allowed. A condition reads it as present or null."
    example: ClassVar[str] = """\
ask: bank_statement
type: file
label: Add your latest bank statement
allowed: [pdf, image]
most_megabytes: 10
"""
    feel_type: ClassVar[feel.Type] = feel.ANY
    layout: ClassVar[Layout] = Layout.BLOCK
    settings_schema: ClassVar[Mapping[str, JSON]] = SETTINGS
    sentences: ClassVar[Mapping[str, str]] = uploads.SENTENCES
    usual_name: ClassVar[str] = "a file"
    keeps_held: ClassVar[bool] = True
    seconds: ClassVar[int] = 60

    allowed: tuple[str, ...] = USUALLY
    most_megabytes: int = USUAL_MEGABYTES

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**{**settings, "allowed": tuple(settings.get("allowed", USUALLY))})

    @property
    def media_types(self) -> tuple[str, ...]:
        return media_types_of(self.allowed)

    @property
    def most_bytes(self) -> int:
        return self.most_megabytes * uploads.MEGABYTE

    def fields(self, question: Question) -> tuple[str, ...]:
        return (f"{question.key}-remove",)

    def read(self, question: Question, entry: Entry) -> Outcome:
        came = uploads.posted_files(entry, question.key)
        if not came:
            return self._without(question, entry)
        posted = came[-1]
        code, media_type = uploads.refusal(posted, self.media_types, self.most_bytes)
        if code:
            facts = {"types": said_types(self.media_types), "most": self.most_megabytes}
            return question.refuse(code, **facts)
        one = self._upload(question, posted, media_type)
        return Outcome(uploads.value_of(one), upload=one)

    def _upload(self, question: Question, posted: PostedFile, media_type: str) -> Upload:
        return uploads.upload(question, posted, media_type, kind=self.type)

    def _without(self, question: Question, entry: Entry) -> Outcome:
        """No file came: the one held stays, unless it was to be removed."""
        held = entry.held
        holds = held is not None and held.type == self.type and isinstance(held.value, dict)
        if held is not None and holds and not entry.text(f"{question.key}-remove"):
            return Outcome(held.value)
        return question.left_blank()

    def answer_schema(self) -> dict[str, JSON]:
        return uploads.schema_of(self.media_types, self.most_bytes)

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
        return FileInput(name=question.key, accept=accepted(self.media_types), optional=not question.required)
