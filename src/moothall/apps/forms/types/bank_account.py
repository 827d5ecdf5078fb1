"""A bank or building society account in the United Kingdom.

What is checked is the form: six digits, and six to eight. Whether the two belong together is told by the modulus
check, whose tables the banks' own company publishes anew several times a year; no maintained package of them exists
for Python, and an old table refuses good accounts. So it is not made here, and what pays must make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_code
from moothall.apps.forms.types.codes import as_digits, in_groups, squeezed
from moothall.apps.forms.types.name import Name
from moothall.apps.forms.types.parts import (
    Part,
    Parted,
    words_of,
)
from moothall.apps.forms.types.short_text import ShortText
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digits(Kind):
    """A part: so many digits, with noughts put back at the front."""

    type: ClassVar[str] = "digits"
    about: ClassVar[str] = "Digits of a bank account."
    example: ClassVar[str] = ""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "letters": "{Name} must only include numbers",
        "wrong_length": "{Name} must have the right number of digits",
        "noughts": "Enter a valid {plain}",
    }

    least: int
    most: int
    plain: str
    pairs: bool = False

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = clean_code(entry.text(question.key))
        if not typed:
            return question.left_blank()
        digits = as_digits(squeezed(typed))
        if not digits.isdigit():
            return question.refuse("letters")
        if not self.least <= len(digits) <= self.most:
            return question.refuse("wrong_length")
        if not digits.strip("0"):
            return question.refuse("noughts", plain=self.plain)
        return Outcome(digits.zfill(self.most))

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "pattern": f"^[0-9]{{{self.most}}}$"}

    def words(self, value: JSON) -> tuple[str, ...]:
        return (in_groups(str(value), 2, 2, 2).replace(" ", "-") if self.pairs else str(value),)

    def retype(self, question: Question, value: JSON) -> Typed:
        return {question.key: self.words(value)}

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key, inputmode="numeric", spellcheck=False, width="5" if self.pairs else "10"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount(Parted):
    type: ClassVar[str] = "bank-account"
    about: ClassVar[str] = (
        "A sort code and an account number of the United Kingdom; on request the name on the account and a building "
        "society's roll number. **Only their length and form are checked**: the modulus check, which tells whether "
        "sort code and account number belong together, is not made, because its tables change several times a year "
        "and no maintained package has them. Whoever pays must make it."
    )
    example: ClassVar[str] = """\
ask: pay_into
type: bank-account
label: What are your bank or building society account details?
account_name: yes
roll_number: yes
sensitive: yes
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 60
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "account_name": {"enum": ["yes", "no"], "description": "yes: ask for the name on the account."},
        "roll_number": {
            "enum": ["yes", "no"],
            "description": "yes: offer a building society roll number. It may be left blank.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"person.bank_account"})
    sentences: ClassVar[Mapping[str, str]] = {
        "account_name_missing": "Enter the name on the account",
        "sort_code_missing": "Enter a sort code",
        "sort_code_letters": "Sort code must only include numbers",
        "sort_code_wrong_length": "Sort code must be 6 digits",
        "sort_code_noughts": "Enter a valid sort code, like 309430",
        "account_number_missing": "Enter an account number",
        "account_number_letters": "Account number must only include numbers",
        "account_number_wrong_length": "Account number must be between 6 and 8 digits",
        "account_number_noughts": "Enter a valid account number, like 00733445",
        "roll_number_too_long": "Building society roll number must be {most} characters or less",
    }

    account_name: bool = False
    roll_number: bool = False

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(
            account_name=settings.get("account_name") == "yes",
            roll_number=settings.get("roll_number") == "yes",
        )

    def parts(self, question: Question | None = None) -> tuple[Part, ...]:
        parts = [
            Part(
                key="sort_code",
                kind=_Digits(least=6, most=6, plain="sort code", pairs=True),
                label=_("Sort code"),
                hint=_("Must be 6 digits long"),
            ),
            Part(
                key="account_number",
                kind=_Digits(least=6, most=8, plain="account number"),
                label=_("Account number"),
                hint=_("Must be between 6 and 8 digits long"),
            ),
        ]
        if self.account_name:
            parts.insert(
                0, Part(key="account_name", kind=Name(), label=_("Name on the account"), name=_("the name"))
            )
        if self.roll_number:
            hint = _("You can find it on your card, statement or passbook")
            roll = ShortText(max_length=18, width=20)
            label = _("Building society roll number")
            parts.append(Part(key="roll_number", kind=roll, label=label, hint=hint, required=False))
        return tuple(parts)

    def words(self, value: JSON) -> tuple[str, ...]:
        return words_of(self.parts(), value) or (str(value),)

    def search_text(self, value: JSON) -> str:
        """Nobody searches for people by their bank account."""
        return ""
