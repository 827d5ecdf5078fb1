"""Numbers that mean something to a register: what the types of them share.

A code is typed with spaces, hyphens and small letters, and with O for 0 or I for 1 where only one of the two can be.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.figures import digits_in
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget

_TO_DIGIT = str.maketrans("OIL", "011")
_TO_LETTER = str.maketrans("01", "OI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Kind):
    """A type whose value is one code, kept without spaces."""

    feel_type: ClassVar[feel.Type] = feel.TEXT
    layout: ClassVar[Layout] = Layout.SHORT
    seconds: ClassVar[int] = 25
    #: JSON Schema's pattern of the value.
    pattern: ClassVar[str]
    inputmode: ClassVar[str] = ""
    width: ClassVar[str] = "10"

    @abstractmethod
    def understood(self, squeezed: str) -> tuple[str, str]:
        """(the code, "") or ("", the sentence's code), from capital letters and digits without anything between."""

    @classmethod
    def spaced(cls, value: str) -> str:
        """As people write it."""
        return value

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = clean_code(entry.text(question.key))
        if not typed:
            return question.left_blank()
        code, fault = self.understood(squeezed(typed))
        return Outcome(code) if code else question.refuse(fault)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "pattern": self.pattern}

    def words(self, value: JSON) -> tuple[str, ...]:
        return (self.spaced(str(value)),)

    def search_text(self, value: JSON) -> str:
        """Both ways people write it."""
        return " ".join(dict.fromkeys((self.spaced(str(value)), str(value))))

    def retype(self, question: Question, value: JSON) -> Typed:
        return {question.key: (self.spaced(str(value)),)}

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            inputmode=self.inputmode,
            spellcheck=False,
            autocapitalize="" if self.inputmode == "numeric" else "characters",
            width=self.width,
        )


def squeezed(typed: str) -> str:
    """Capital letters and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", digits_in(typed).upper())


def as_digits(text: str) -> str:
    """With O, I and L taken for the digits they look like."""
    return text.translate(_TO_DIGIT)


def in_shape(text: str, shape: str) -> str:
    """`text` with look-alikes mended so that it has `shape` (L a letter, D a digit); "" when it cannot have it."""
    if len(text) != len(shape):
        return ""
    mended = "".join(
        as_digits(char) if want == "D" else char.translate(_TO_LETTER)
        for char, want in zip(text, shape, strict=True)
    )
    fits = all(
        char.isdigit() if want == "D" else char.isalpha() for char, want in zip(mended, shape, strict=True)
    )
    return mended if fits else ""


def in_groups(text: str, *sizes: int) -> str:
    """`123456`, 2, 2, 2 is `12 34 56`."""
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return " ".join(filter(None, [*parts, text[start:]]))
