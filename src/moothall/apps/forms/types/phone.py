"""A telephone number that can be rung from the United Kingdom.

What may be dialled is decided by the published numbering plans (`phonenumbers`, Google's libphonenumber data). A
number is accepted when its length and first digits are possible, even when the range has not been given out: new
ranges open more often than software is updated, and Ofcom keeps some for examples and drama.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import ClassVar

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question
from moothall.apps.forms.text import clean_code
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget

_EXTENSION = re.compile(r"(?:ext(?:ension)?\.?|x|#|;ext=)\s*:?\s*(\d{1,7})$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Kind):
    type: ClassVar[str] = "phone"
    about: ClassVar[str] = (
        "A telephone number: United Kingdom, Jersey, Guernsey, Isle of Man, or from abroad with its country code."
    )
    example: ClassVar[str] = """\
ask: phone
type: phone
label: What is your telephone number?
hint: For international numbers include the country code.
required: no
binding: person.phone
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    bindings: ClassVar[frozenset[str]] = frozenset({"on_behalf_of.phone", "person.phone", "subject.phone"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192",
        "too_short": "The telephone number is too short. Check that no digit is missing",
        "too_long": "The telephone number is too long. Check that there is only one number, with no extra digits",
    }
    usual_name: ClassVar[str] = "a telephone number"
    layout: ClassVar[Layout] = Layout.SHORT

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = clean_code(entry.text(question.key))
        if not typed:
            return question.left_blank()
        number, wrong = number_in(typed)
        return Outcome(number) if number else question.refuse(wrong)

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "pattern": r"^\+[0-9]{4,15}(;ext=[0-9]{1,7})?$"}

    def words(self, value: JSON) -> tuple[str, ...]:
        return (readable(str(value)),)

    def search_text(self, value: JSON) -> str:
        """As written, and its digits in one word with and without the country code."""
        number = str(value).partition(";")[0]
        return f"{readable(str(value))} {number.removeprefix('+')} {re.sub('^[+]44', '0', number)}"

    def retype(self, question: Question, value: JSON) -> dict[str, tuple[str, ...]]:
        """As people write it; from abroad by its digits alone, whose spacing is not ours to know."""
        number = str(value)
        return {
            question.key: (
                readable(number) if number.startswith("+44") else number.replace(";ext=", " ext "),
            )
        }

    def widget(self, question: Question) -> Widget:
        own = question.binding == "person.phone"
        return TextInput(
            name=question.key,
            input_type="tel",
            autocomplete="tel" if own else "",
            spellcheck=False,
            width="20",
        )


def number_in(typed: str) -> tuple[str, str]:
    """(number in RFC 3966 style, "") or ("", the code of what is wrong)."""
    main, extension = _split(typed)
    if _LETTERS.search(main):
        return "", "wrong"
    numbers = _plans()
    try:
        parsed = numbers.parse(re.sub(r"^\s*00", "+", main.replace("(0)", "")), "GB")
    except numbers.NumberParseException as problem:
        short = problem.error_type in (
            numbers.NumberParseException.TOO_SHORT_NSN,
            numbers.NumberParseException.TOO_SHORT_AFTER_IDD,
        )
        long = problem.error_type == numbers.NumberParseException.TOO_LONG
        return "", "too_short" if short else "too_long" if long else "wrong"
    fault = _impossible(parsed)
    if fault:
        return "", fault
    style = numbers.PhoneNumberFormat.E164
    written: str = numbers.format_number(parsed, style)
    if numbers.format_number(numbers.parse(written), style) != written:  # noughts that no plan begins with
        return "", "wrong"
    extension = extension or (parsed.extension or "")
    return (f"{written};ext={extension}" if extension else written), ""


def readable(number: str) -> str:
    """Spaced as people write it: 07700 900123 within the United Kingdom, +353 1 679 2000 from elsewhere."""
    main, _, extension = number.partition(";ext=")
    numbers = _plans()
    try:
        parsed = numbers.parse(main, "GB")
    except numbers.NumberParseException:
        return number
    style = numbers.PhoneNumberFormat
    spaced: str = numbers.format_number(
        parsed, style.NATIONAL if parsed.country_code == 44 else style.INTERNATIONAL
    )
    return f"{spaced} ext {extension}" if extension else spaced


def _split(typed: str) -> tuple[str, str]:
    match = _EXTENSION.search(typed)
    return (typed[: match.start()].rstrip(" ,;"), match[1]) if match else (typed, "")


def _impossible(parsed: object) -> str:
    numbers = _plans()
    reason = numbers.is_possible_number_with_reason(parsed)
    if reason == numbers.ValidationResult.TOO_LONG:
        return "too_long"
    if reason in (numbers.ValidationResult.TOO_SHORT, numbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too_short"
    if reason != numbers.ValidationResult.IS_POSSIBLE:
        return "wrong"
    national = str(getattr(parsed, "national_number", ""))
    british = getattr(parsed, "country_code", None) == 44
    if british and national[0] in "46":  # no British number begins 04 or 06
        return "wrong"
    return "too_short" if british and len(national) < 10 and national[0] == "7" else ""


@cache
def _plans() -> ModuleType:
    """The numbering plans, loaded by the first process that reads a number (7 MB, 60 ms)."""
    import phonenumbers

    return phonenumbers
