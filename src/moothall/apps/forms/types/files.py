"""Several files: added one after another or at once, listed, and removed one by one; without any JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from moothall.apps.documents.api import accepted
from moothall.apps.forms.answers import JSON, Answer
from moothall.apps.forms.question import (
    Entry,
    Layout,
    Outcome,
    PostedFile,
    Problem,
    Question,
    Typed,
    Upload,
)
from moothall.apps.forms.types import uploads
from moothall.apps.forms.types.file import SETTINGS, File
from moothall.kernel import feel
from moothall.ui.questions.outline import FileInput, Widget

USUAL_MOST, MOST = 5, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(File):
    type: ClassVar[str] = "files"
    about: ClassVar[str] = (
        "Several files, of the kinds allowed: a list with a button to remove each. A condition reads a list of names."
    )
    example: ClassVar[str] = """\
ask: evidence
type: files
label: Add your evidence
name: your evidence
allowed: [pdf, image, document]
at_most: 10
"""
    feel_type: ClassVar[feel.Type] = feel.LIST(feel.TEXT)
    layout: ClassVar[Layout] = Layout.BLOCK
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        **SETTINGS,
        "at_most": {
            "type": "integer",
            "minimum": 2,
            "maximum": MOST,
            "description": "How many files. Left out: 5.",
        },
    }
    sentences: ClassVar[Mapping[str, str]] = {
        **uploads.SENTENCES,
        "too_many": "You can only add up to {at_most} files",
    }
    seconds: ClassVar[int] = 120

    at_most: int = USUAL_MOST

    def fields(self, question: Question) -> tuple[str, ...]:
        return (f"{question.key}-add", f"{question.key}-remove")

    def read(self, question: Question, entry: Entry) -> Outcome:
        gone = entry.text(f"{question.key}-remove")
        held = [one for one in _held(entry.held) if one.get("digest") != gone]
        came = uploads.posted_files(entry, question.key)
        taken, problems = self._take(question, came, most=self.at_most - len(held))
        value: list[JSON] = [*held, *(uploads.value_of(one) for one in taken)]
        adding = bool(entry.text(f"{question.key}-add"))
        if problems:
            return Outcome(value or None, tuple(problems), uploads=taken)
        if value or gone:
            return Outcome(value or None, uploads=taken, stay=adding or bool(gone))
        return question.refuse("missing") if adding else question.left_blank()

    def _take(
        self, question: Question, came: list[PostedFile], *, most: int
    ) -> tuple[tuple[Upload, ...], list[Problem]]:
        """What is kept of the files that came, and what is wrong with the others, by name where several came."""
        taken: list[Upload] = []
        problems: list[Problem] = []
        for posted in came:
            code, media_type = uploads.refusal(posted, self.media_types, self.most_bytes)
            if not code and len(taken) >= most:
                said = question.say("too_many", at_most=self.at_most)
                return tuple(taken), [*problems, Problem(question.key, question.key, said)]
            if code:
                problems.append(self._problem(question, posted, code, named=len(came) > 1))
            else:
                taken.append(uploads.upload(question, posted, media_type, kind=self.type))
        return tuple(taken), problems

    def _problem(self, question: Question, posted: PostedFile, code: str, *, named: bool) -> Problem:
        said = uploads.sentence(question, code, self.media_types, self.most_bytes)
        if named:
            shown = uploads.shown_name(posted.name or "")
            file = said.replace(_("The selected file"), shown, 1).replace(_("The selected picture"), shown, 1)
            # In some languages the sentence does not begin with the file.
            said = file if file != said else f"{shown}: {said}"
        return Problem(question.key, question.key, said)

    def answer_schema(self) -> dict[str, JSON]:
        one = uploads.schema_of(self.media_types, self.most_bytes)
        return {"type": "array", "items": one, "minItems": 1, "maxItems": self.at_most}

    def feel_value(self, value: JSON) -> feel.Value:
        return self.words(value) if isinstance(value, list) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        files = value if isinstance(value, list) else []
        return tuple(str(one.get("name", "")) for one in files if isinstance(one, dict))

    def retype(self, question: Question, value: JSON) -> Typed:
        """The names of the files held, and by which name each is removed."""
        files = value if isinstance(value, list) else []
        digests = tuple(str(one.get("digest", "")) for one in files if isinstance(one, dict))
        return {question.key: self.words(value), f"{question.key}-held": digests}

    def widget(self, question: Question) -> Widget:
        return FileInput(name=question.key, accept=accepted(self.media_types), several=True)


def _held(answer: Answer | None) -> list[dict[str, JSON]]:
    if answer is None or answer.type != Files.type or not isinstance(answer.value, list):
        return []
    return [one for one in answer.value if isinstance(one, dict)]
