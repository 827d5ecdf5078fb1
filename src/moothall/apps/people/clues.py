"""What somebody half-heard means: telephone, e-mail, postcode, street and name, told apart in one line of typing.

Pure. `read_clues("Jon Smyth, Mill Lane, ends in 900123")` has a name, a street and the end of a number; each clue says
where in the index to look, and of a record whether it fits and in which words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from moothall.apps.people.keys import (
    Kind,
    as_kept,
    dialled,
    folded,
    postcode_in,
    sound_of,
    sounds_of,
    street_of,
    street_sounds,
    words_of,
)
from moothall.apps.places.api import read_postcode, street_looked_up

LONGEST = 200
#: So alike must a name be to one that only sounds a little like it, of 100.
_ALIKE = 72
_FEWEST_FIGURES = 5
#: Words of which some may be a street's.
_MOST_SAID = 4
_EMAIL = re.compile(r"\S+@\S*")
_NUMBER = re.compile(r"\+?[(]?\d[\d\s().-]{3,}\d")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}[0-9][0-9A-Za-z]?\s*[0-9][A-Za-z]{2}\b")
#: The last words of streets, as people say and write them.
_STREETS = frozenset({
    "road", "rd", "street", "lane", "ln", "close", "cl", "drive", "dr", "avenue", "ave", "av", "court", "ct",
    "crescent", "cres", "gardens", "gdns", "place", "pl", "square", "sq", "terrace", "ter", "grove", "gr", "park",
    "walk", "way", "row", "hill", "mews", "green", "rise", "view", "parade", "quay", "wharf", "passage", "alley",
    "yard", "st",
})  # fmt: skip
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FILLERS = re.compile(
    r"\b(?:ends? (?:in|with)|ending|phone|tel|telephone|number|lives (?:in|at|on)|from|on|in|at)\b[:,]?", re.I
)


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the index: everything of this kind that begins with `begins`."""

    kind: Kind
    begins: bytes


@dataclass(frozen=True, slots=True)
class Fit:
    """That a record fits a clue: in words, and how well of 100."""

    words: str
    score: float


class Told:
    """What a record says, as clues compare it."""

    __slots__ = ("_sounds", "_street", "address", "email", "name", "phone")

    def __init__(self, name: str, email: str, phone: str, address: Sequence[str]) -> None:
        self.name, self.email, self.phone, self.address = name, email, phone, tuple(address)
        self._sounds: tuple[str, ...] | None = None
        self._street: str | None = None

    @property
    def sounds(self) -> tuple[str, ...]:
        if self._sounds is None:
            self._sounds = sounds_of(self.name)
        return self._sounds

    @property
    def street(self) -> str:
        if self._street is None:
            self._street = street_of(self.address)
        return self._street


@dataclass(frozen=True, slots=True)
class Email:
    typed: str

    def places(self) -> tuple[Place, ...]:
        return (Place(Kind.EMAIL, as_kept(self.typed)),)

    def fit(self, told: Told) -> Fit | None:
        known = told.email.strip().casefold()
        if known == self.typed:
            return Fit("same e-mail address", 100)
        return Fit("e-mail address begins so", 80) if known.startswith(self.typed) else None


@dataclass(frozen=True, slots=True)
class Phone:
    digits: str

    def places(self) -> tuple[Place, ...]:
        return (Place(Kind.PHONE, as_kept(self.digits[::-1])),)

    def fit(self, told: Told) -> Fit | None:
        known = dialled(told.phone)
        if known == self.digits:
            return Fit("same telephone number", 100)
        return Fit(f"telephone number ends in {self.digits}", 85) if known.endswith(self.digits) else None


@dataclass(frozen=True, slots=True)
class Postcode:
    postcode: str

    def places(self) -> tuple[Place, ...]:
        return (Place(Kind.POSTCODE, as_kept(self.postcode)),)

    def fit(self, told: Told) -> Fit | None:
        return Fit("same postcode", 60) if postcode_in(told.address) == self.postcode else None


@dataclass(frozen=True, slots=True)
class Street:
    name: str

    def places(self) -> tuple[Place, ...]:
        return (Place(Kind.STREET, as_kept(f"{street_sounds(self.name)}|")),)

    def with_name(self, sound: str) -> Place:
        """Where those are who live there and whose name begins so."""
        return Place(Kind.STREET, as_kept(f"{street_sounds(self.name)}|{sound}"))

    def fit(self, told: Told) -> Fit | None:
        if not told.street:
            return None
        if street_looked_up(told.street) == street_looked_up(self.name):
            return Fit(f"lives in {told.street}", 55)
        alike = street_sounds(told.street) == street_sounds(self.name)
        return Fit(f"lives in {told.street}, which sounds like “{self.name}”", 45) if alike else None


@dataclass(frozen=True, slots=True)
class StreetBegun:
    """A street without its last word, as people say it: “Gazebee” of Gazebee Way."""

    words: tuple[str, ...]

    @property
    def sounds(self) -> str:
        return " ".join(map(sound_of, self.words))

    def places(self) -> tuple[Place, ...]:
        return (Place(Kind.STREET, as_kept(f"{self.sounds} ")),)

    def fit(self, told: Told) -> Fit | None:
        begins = told.street and street_sounds(told.street).startswith(f"{self.sounds} ")
        return Fit(f"lives in {told.street}", 40) if begins else None


@dataclass(frozen=True, slots=True)
class Name:
    """One word is a first name or a surname; of several, in either order, one may be wrong but for how it begins."""

    words: tuple[str, ...]

    @property
    def typed(self) -> str:
        return " ".join(self.words)

    def places(self) -> tuple[Place, ...]:
        sounds = [sound_of(word) for word in self.words]
        first, last = sounds[0], sounds[-1]
        if len(sounds) == 1:
            return (
                _whole(Kind.SURNAME, last),
                _whole(Kind.FIRST, first),
                Place(Kind.SURNAME, as_kept(last[:3])),
            )
        return (
            Place(Kind.SURNAME, as_kept(f"{last} {first}")),
            Place(Kind.SURNAME, as_kept(f"{first} {last}")),
            Place(Kind.SURNAME, as_kept(f"{last} {first[:1]}")),
            Place(Kind.FIRST, as_kept(f"{first} {last[:1]}")),
        )

    def fit(self, told: Told) -> Fit | None:
        known = words_of(told.name)
        if not known:
            return None
        if set(self.words) <= set(known):
            return Fit(f"named “{told.name}”", 95 if len(self.words) > 1 else 70)
        sounds = {sound_of(word) for word in self.words}
        if sounds <= set(told.sounds):
            nearness = fuzz.token_sort_ratio(self.typed, " ".join(known))
            return Fit(f"“{told.name}” sounds like “{self.typed}”", 50 + 0.4 * nearness)
        nearness = (
            fuzz.token_sort_ratio(self.typed, " ".join(known))
            if len(self.words) > 1
            else max(fuzz.ratio(self.typed, word) for word in known)
        )
        return Fit(f"“{told.name}” is nearly “{self.typed}”", 0.8 * nearness) if nearness >= _ALIKE else None


Clue = Email | Phone | Postcode | Street | StreetBegun | Name


def _whole(kind: Kind, sound: str) -> Place:
    """Those whose first word of the key is this, and no longer one."""
    return Place(kind, as_kept(f"{sound} "))


def read_clues(typed: str) -> tuple[Clue, ...]:
    """The clues in a line of typing, the most telling first. Never fails; none where nothing can be looked for."""
    left, found = " ".join(typed[:LONGEST].replace("\x00", "").split()), list[Clue]()
    for email in _EMAIL.findall(left):
        found.append(Email(email.strip(",;.").casefold()))
    left = _EMAIL.sub(" ", left)
    for postcode in _POSTCODE.findall(left):
        if known := read_postcode(postcode):
            found.append(Postcode(known))
            left = left.replace(postcode, " , ")
    for number in _NUMBER.findall(left):
        digits = dialled(number)
        if len(digits) >= _FEWEST_FIGURES:
            found.insert(0, Phone(digits))
            left = left.replace(number, " , ")
    return (*found, *_spoken(_FILLERS.sub(" , ", left)))


def read_otherwise(clues: Sequence[Clue]) -> Iterator[tuple[Clue, ...]]:
    """Where nobody is called so: the first or last words of what was read as a name may be a street without its Way."""
    name = next((clue for clue in clues if isinstance(clue, Name)), None)
    if name is None or any(isinstance(clue, Street) for clue in clues):
        return
    others, words = [clue for clue in clues if clue is not name], name.words[:_MOST_SAID]
    for said in range(1, len(words)):
        yield (*others, StreetBegun(words[:said]), Name(words[said:]))
        yield (*others, StreetBegun(words[-said:]), Name(words[:-said]))
    yield (*others, StreetBegun(words))


def _spoken(left: str) -> list[Clue]:
    """Streets and names: a street is what ends in Road, Lane and so on; what is left over is a name."""
    streets, names = list[str](), list[str]()
    for part in left.split(","):
        words = _WORDS.findall(part)
        at = max((n for n, word in enumerate(words) if n and folded(word) in _STREETS), default=-1)
        begins = _where_street_begins(words, at)
        if at > 0:
            streets.append(" ".join(words[begins : at + 1]))
            words = [*words[:begins], *words[at + 1 :]]
        names += [word for word in words if not any(letter.isdigit() for letter in word)]
    clues: list[Clue] = []
    if named := words_of(" ".join(names)):
        clues.append(Name(named))
    clues += [Street(street) for street in streets[:1]]
    return clues


def _where_street_begins(words: Sequence[str], end: int) -> int:
    """After a house number; else the one word before Road or Lane, so that a name may come first: “Jon Mill Lane”."""
    for number in range(end - 1, -1, -1):
        if any(letter.isdigit() for letter in words[number]):
            return number + 1
    return max(0, end - 1)
