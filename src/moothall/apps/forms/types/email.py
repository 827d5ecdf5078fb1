"""An e-mail address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Outcome, Question
from moothall.apps.forms.text import clean_code
from moothall.kernel import feel
from moothall.ui.questions.outline import TextInput, Widget

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
#: RFC 5321: 64 octets before the @, 254 in all.
_MOST_LOCAL, _MOST = 64, 254

#: Domains most people in the United Kingdom use: a near miss is asked about, never refused.
_COMMON = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "live.com",
    "yahoo.co.uk", "yahoo.com", "icloud.com", "me.com", "btinternet.com", "aol.com", "sky.com", "msn.com",
    "virginmedia.com", "talktalk.net", "ntlworld.com", "protonmail.com", "tiscali.co.uk",
)  # fmt: skip

#: One slip away from a common one, and real.
_REAL = frozenset(
    ("mail.com", "email.com", "ymail.com", "rocketmail.com", "yahoo.ca", "live.ca", "aim.com", "mac.com")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Kind):
    type: ClassVar[str] = "email"
    about: ClassVar[str] = "An e-mail address. A likely slip (gmial.com) is asked about before sending."
    example: ClassVar[str] = """\
ask: email
type: email
label: What is your e-mail address?
hint: We will only use this to tell you what happens.
binding: person.email
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    bindings: ClassVar[frozenset[str]] = frozenset({"on_behalf_of.email", "person.email", "subject.email"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter an e-mail address in the correct format, like name@example.com",
    }
    usual_name: ClassVar[str] = "an e-mail address"

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = tidy(entry.text(question.key))
        if not typed:
            return question.left_blank()
        address = address_in(typed)
        return Outcome(address) if address else question.refuse("wrong")

    def answer_schema(self) -> dict[str, JSON]:
        return {"type": "string", "format": "idn-email", "maxLength": _MOST}

    def second_look(self, value: JSON) -> str:
        better = likely_meant(str(value))
        return _("Did you mean {email}?").format(email=better) if better else ""

    def widget(self, question: Question) -> Widget:
        return TextInput(
            name=question.key,
            input_type="email",
            autocomplete="email" if question.binding == "person.email" else "",
            spellcheck=False,
        )


def tidy(typed: str) -> str:
    """Without what clings to a pasted address: spaces, `mailto:`, angle brackets, a full stop at the end."""
    text = re.sub(r"\s+", "", clean_code(typed))
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    return text.strip("<>\"'()[],;:").rstrip(".")


def address_in(text: str) -> str | None:
    """The address with its domain in lower case, or None when no mail could be sent to it."""
    local, at, domain = text.rpartition("@")
    if not at or len(local) > _MOST_LOCAL or not _LOCAL.fullmatch(local):
        return None
    wire = _wire_form(domain)
    if wire is None or len(local) + 1 + len(wire) > _MOST:
        return None
    return f"{local}@{domain.lower()}"


def likely_meant(address: str) -> str | None:
    """The address with a common domain that is one slip away, or None."""
    local, _, domain = address.rpartition("@")
    if domain in _COMMON or domain in _REAL:
        return None
    near = next((common for common in _COMMON if _one_slip(domain, common)), None)
    return f"{local}@{near}" if near else None


def _wire_form(domain: str) -> str | None:
    """The domain as mail servers know it (an international one in ASCII), or None when there is no such name."""
    try:
        wire = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = wire.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    ending = labels[-1].lower()
    if len(ending) < 2 or not (ending.isalpha() or ending.startswith("xn--")):
        return None
    return wire


def _one_slip(typed: str, meant: str) -> bool:
    """One letter missing, added, changed, or two neighbours swapped."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant))
    )
    rest, want = typed[start:], meant[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == want
    return rest[1:] == want[1:] or rest == want[1:] or rest[1:] == want or swapped
