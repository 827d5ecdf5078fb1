"""Finding records by what was heard of them. Ranges of one index, read some hundred rows far: it costs the same at ten
thousand records and at a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.apps.people.clues import (
    Clue,
    Fit,
    Name,
    Place,
    Postcode,
    Street,
    StreetBegun,
    Told,
    read_clues,
    read_otherwise,
)
from moothall.apps.people.keying import reached
from moothall.apps.people.keys import Kind, after, as_kept, dialled, sound_of, words_of
from moothall.apps.people.models import PersonKey, SourceRecord
from moothall.apps.places.api import street_looked_up
from moothall.kernel.actors import Actor

#: Rows read of one range, and of those that have no keys yet.
_FAR, _YOUNG = 200, 1_000
#: Streets that begin alike and are looked through.
_STREETS = 4
#: Below it a name is only nearly what was typed.
_CALLED_SO = 70
#: Records found at the most.
MOST = 120


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody's telling that fits what was heard: `why` in words, the best first."""

    id: UUID
    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    recorded_at: datetime
    why: tuple[str, ...]
    score: float

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """What two tellings of one person share: an e-mail address, a telephone number."""
        found = (("e-mail address", self.email.strip().casefold()), ("telephone number", dialled(self.phone)))
        return tuple((what, value) for what, value in found if value)


def people_heard(typed: str, *, seen_by: Actor) -> tuple[Alike, ...]:
    """Records that fit what was typed, the best first and of those alike the newest; at most `MOST`.

    Where several things were heard, records that fit them all come alone; where none does, those that fit one. The room
    that owns the link to a record decides whether `seen_by` may know of it. Few queries for each clue, and two.
    """
    return people_heard_by_any((typed,), seen_by=seen_by)


def people_heard_by_any(several: Iterable[str], *, seen_by: Actor) -> tuple[Alike, ...]:
    """What `people_heard` finds by one or another of what was typed, each record once, for the two queries of one."""
    asked = [clues for typed in several if (clues := read_clues(typed))]
    if not asked:
        return ()
    keys = list(dict.fromkeys(key for clues in asked for key in _keyed(clues)))
    keyed = SourceRecord.objects.filter(pk__in=keys) if keys else ()
    young = _young()
    records = {record.id: record for record in (*keyed, *young)}
    found: dict[UUID, Alike] = {}
    for clues in asked:
        best = _best(clues, records.values())
        otherwise = _otherwise(clues, young) if not best or best[0].score < _CALLED_SO else []
        for one in (*otherwise, *best):
            found.setdefault(one.id, one)
    return tuple(found.values())


def _otherwise(clues: Sequence[Clue], young: Sequence[SourceRecord]) -> list[Alike]:
    """Nobody is called so, or only nearly: perhaps a street was said without its last word. All has to fit.

    The streets that begin so are few, and each is a look at the index; those who live there and are called so, a range.
    """
    for reading in read_otherwise(clues):
        keys = list(_in_streets(reading))
        keyed = SourceRecord.objects.filter(pk__in=keys) if keys else ()
        records = {record.id: record for record in (*keyed, *young)}
        fitting = [(record, _fits(reading, record)) for record in records.values()]
        if found := [_alike(record, fits) for record, fits in fitting if len(fits) == len(reading)]:
            return sorted(found, key=lambda one: (-one.score, -one.id.int))[:MOST]
    return []


def _in_streets(reading: Sequence[Clue]) -> dict[UUID, None]:
    """Who lives in a street that begins as was said and, where a name was said, is called so."""
    name = next((clue for clue in reading if isinstance(clue, Name)), None)
    begun = next(clue for clue in reading if isinstance(clue, StreetBegun))
    streets = list(_streets(begun.places()[0]))
    first = [as_kept(sound_of(word)) for word in name.words] if name else []
    keys = dict.fromkeys(key for street in streets for sound in first for key in _within(street, sound))
    # A surname stands behind: of those who live there as many are read as of any range.
    return keys or dict.fromkeys(key for street in streets for key in _within(street))


def _within(street: bytes, sound: bytes = b"") -> list[UUID]:
    return _range(Place(Kind.STREET, street + sound))


def _streets(place: Place) -> Iterator[bytes]:
    """The first streets of the range, each as its keys begin. A statement for each."""
    at, end = place.begins, after(place.begins)
    for _ in range(_STREETS):
        keys = PersonKey.objects.filter(kind=place.kind.value, value__gte=at, value__lt=end)
        first = keys.order_by("value").values_list("value", flat=True).first()
        if first is None:
            return
        street = bytes(first).split(b"|")[0] + b"|"
        yield street
        at = after(street)


def _best(clues: Sequence[Clue], records: Iterable[SourceRecord]) -> list[Alike]:
    fitting = [(record, _fits(clues, record)) for record in records]
    most = max((len(fits) for _, fits in fitting), default=0)
    found = [_alike(record, fits) for record, fits in fitting if fits and len(fits) == most]
    return sorted(found, key=lambda one: (-one.score, -one.id.int))[:MOST]


@dataclass(frozen=True, slots=True)
class PlaceHeard:
    """A street or a postcode that was heard, as words to search for; and perhaps a name."""

    words: str
    name: Name | None

    def fits(self, name: str) -> bool:
        """Whether somebody of this name may be meant."""
        return self.name is None or self.name.fit(Told(name, "", "", ())) is not None


def place_heard(typed: str) -> PlaceHeard | None:
    """The place in what was typed; None where there is none."""
    clues = read_clues(typed)
    name = next((clue for clue in clues if isinstance(clue, Name)), None)
    places = [clue.postcode for clue in clues if isinstance(clue, Postcode)]
    places += [street_looked_up(clue.name) for clue in clues if isinstance(clue, Street)]
    return PlaceHeard(" ".join(places), name) if places else None


def names_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: one is not said, or they sound alike."""
    first, second = words_of(one), words_of(other)
    return not first or not second or Name(first).fit(Told(other, "", "", ())) is not None


def told_by(record: UUID, *, seen_by: Actor) -> Alike | None:
    """One telling by its key; None when it is not there."""
    found = SourceRecord.objects.filter(pk=record).first()
    return _alike(found, ()) if found else None


def _keyed(clues: Sequence[Clue]) -> list[UUID]:
    """Those that the index has for the most telling of the clues, and for others where that one has none."""
    for places in _in_turn(clues):
        keys: dict[UUID, None] = {}
        for place in places:
            keys.update(dict.fromkeys(_range(place)))
            if len(keys) >= _FAR:
                break
        if keys:
            return list(keys)
    return []


def _in_turn(clues: Sequence[Clue]) -> list[tuple[Place, ...]]:
    """A street and a name are one range, narrower than either."""
    name = next((clue for clue in clues if isinstance(clue, Name)), None)
    street = next((clue for clue in clues if isinstance(clue, Street)), None)
    found = [clue.places() for clue in clues]
    if name and street:
        both = tuple(street.with_name(sound_of(word)) for word in name.words)
        at = next(n for n, clue in enumerate(clues) if clue is name)
        found.insert(at, both)
    return found


def _range(place: Place) -> list[UUID]:
    """Those whose key begins so, the last of the alphabet first, and of the same key the newest."""
    keys = PersonKey.objects.filter(
        kind=place.kind.value, value__gte=place.begins, value__lt=after(place.begins)
    )
    return list(keys.order_by("-value", "-record_id").values_list("record_id", flat=True)[:_FAR])


def _young() -> list[SourceRecord]:
    """Those of the last minutes, which have no keys yet."""
    return list(SourceRecord.objects.filter(id__gt=reached()).order_by("-id")[:_YOUNG])


def _fits(clues: Sequence[Clue], record: SourceRecord) -> list[Fit]:
    told = Told(record.name, record.email, record.phone, record.address.splitlines())
    return [fit for clue in clues if (fit := clue.fit(told)) is not None]


def _alike(record: SourceRecord, fits: Sequence[Fit]) -> Alike:
    ordered = sorted(fits, key=lambda fit: -fit.score)
    return Alike(
        id=record.id,
        name=record.name,
        email=record.email,
        phone=record.phone,
        address=tuple(record.address.splitlines()),
        recorded_at=record.recorded_at,
        why=tuple(fit.words for fit in ordered),
        score=sum(fit.score for fit in ordered),
    )
