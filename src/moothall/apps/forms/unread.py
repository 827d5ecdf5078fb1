"""A question that cannot be read: what its folder says of it has a mistake.

It keeps its place in the form while the rest is checked, so that a condition that names it is not called wrong. A form
that holds one is never shown: a service with a mistake is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.catalogue.api import Plain
from moothall.apps.forms.question import Entry, Kind, Outcome, Question
from moothall.kernel import feel
from moothall.ui.questions.outline import Hidden, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Kind):
    """Anything may be compared with it. It asks nothing, and any answer would do."""

    type: ClassVar[str] = "unread"
    about: ClassVar[str] = "A question with a mistake."
    example: ClassVar[str] = ""
    feel_type: ClassVar[feel.Type] = feel.ANY
    sentences: ClassVar[dict[str, str]] = {}

    def read(self, question: Question, entry: Entry) -> Outcome:
        return Outcome()

    def answer_schema(self) -> dict[str, Plain]:
        return {}

    def widget(self, question: Question) -> Widget:
        return Hidden(name=question.key)
