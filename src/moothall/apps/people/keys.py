"""What somebody can be found by: keys of what they said about themselves, and of what was half-heard of it.

Pure: no table. A key is a kind and bytes; what begins alike stands together in the index, so that “Smith” finds every
Smith, “J Smith” every one whose first name sounds like a J, and the last figures of a number the whole of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import jellyfish

from moothall.apps.places.api import read_postcode, street_in, street_looked_up

#: No key is longer; what is compared afterwards is the record itself.
_LONGEST = 120
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`\u00ad")
_EXTENSION = re.compile(r"(?:ext(?:ension)?\.?|x|#).*$", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}[0-9][0-9A-Za-z]?\s*[0-9][A-Za-z]{2}\b")
#: Said of somebody, and no part of their name.
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "dame", "rev", "revd", "prof"})


class Kind(StrEnum):
    #: The sounds of a name, the last word first; and the first word first.
    SURNAME = "surname"
    FIRST = "first"
    #: The figures of a number as it is dialled here, the last first.
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    #: The sounds of a street, then those of the name of who lives there.
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Key:
    kind: Kind
    value: bytes


def keys_of(*, name: str, email: str, phone: str, address: Sequence[str]) -> tuple[Key, ...]:
    """Every key of one telling, each once."""
    sounds = sounds_of(name)
    found = [
        *_if(Kind.SURNAME, " ".join([*sounds[-1:], *sounds[:-1]])),
        *_if(Kind.FIRST, " ".join([*sounds[:1], *sounds[:0:-1]])),
        *_if(Kind.PHONE, dialled(phone)[::-1]),
        *_if(Kind.EMAIL, email.strip().casefold()),
        *_if(Kind.POSTCODE, postcode_in(address)),
        *_if(
            Kind.STREET,
            f"{street}|{' '.join(sounds)}" if (street := street_sounds(street_of(address))) else "",
        ),
    ]
    return tuple(dict.fromkeys(found))


def _if(kind: Kind, value: str) -> Iterable[Key]:
    return (Key(kind, as_kept(value)),) if value else ()


def as_kept(value: str) -> bytes:
    """A value as the index has it: bytes, which both engines order alike."""
    return value.encode("utf-8", "replace")[:_LONGEST]


def after(value: bytes) -> bytes:
    """What comes behind everything that begins with `value`: no text of ours has the byte 255."""
    return value + b"\xff"


def folded(text: str) -> str:
    """Small letters without accents and apostrophes: O’Brien and OBRIEN are one."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return text.translate(_APOSTROPHES).lower()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, without titles where more is said."""
    words = _WORD.findall(folded(name[:300]))
    return tuple([word for word in words if word not in _TITLES] or words)[:_MOST_WORDS]


def sounds_of(name: str) -> tuple[str, ...]:
    """How the words of a name sound: John and Jon alike, Smith and Smyth."""
    return tuple(sound_of(word) for word in words_of(name))


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """How a word sounds in English; one in other letters, or without any sound of its own, is itself."""
    return jellyfish.metaphone(word)[:20] or word[:20] if word.isascii() else word[:20]


def dialled(phone: str) -> str:
    """The figures somebody here would dial: 07700900123 of +44 (0)7700 900 123; "" for what is no number."""
    text = _EXTENSION.sub("", phone.strip())
    digits = "".join(figure for figure in text if figure.isascii() and figure.isdigit())
    abroad = text.lstrip("( ").startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if not text.lstrip("( ").startswith("+") else digits
    if abroad and digits.startswith("44"):
        return "0" + digits[2:].lstrip("0")
    return digits


def postcode_in(address: Iterable[str]) -> str:
    """The last postcode that stands in some lines; "" for none."""
    for line in reversed(list(address)):
        for typed in reversed(_POSTCODE.findall(line)):
            if known := read_postcode(typed):
                return known
    return ""


def street_of(address: Sequence[str]) -> str:
    """The street of an address: of its first line that has one."""
    for line in address[:2]:
        street = street_in(line)
        if street and not read_postcode(street):
            return street
    return ""


def street_sounds(street: str) -> str:
    """How a street sounds, Rd as Road."""
    return " ".join(sound_of(word) for word in _WORD.findall(folded(street_looked_up(street)))[:_MOST_WORDS])
