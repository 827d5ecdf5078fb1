"""What the invented residents of a demonstration say and do: the council folder's `demo.yaml`, drawn from by a seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from moothall.apps.catalogue.api import Council, Plain, mapping, read_yaml, sequence, text
from moothall.kernel import clock

Typed = str | tuple[str, ...] | Mapping[str, str]

SPOTS = (
    "On the verge opposite {line}.",
    "Behind the garages next to {line}.",
    "At the lay-by near {line}, beside the hedge.",
    "In the alley that starts at {line}.",
    "On the pavement outside {line}.",
    "By the bus stop across from {line}.",
)


#: Words of demo.yaml that stand for what is drawn from elsewhere.
DRAWN = ("~address", "~place", "~postcode", "~name", "~email", "~phone", "~day", "~nothing")


@dataclass(frozen=True, slots=True)
class Resident:
    name: str
    email: str
    phone: str
    line: str
    town: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Script:
    """One service's lines: by question what may be typed, and what is said afterwards."""

    service: str
    share: float
    answers: Mapping[str, tuple[Plain, ...]]
    questions: tuple[str, ...]
    replies: tuple[str, ...]
    notes: tuple[str, ...]
    not_fixed: tuple[str, ...]
    outcomes: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything there is to draw from."""

    scripts: tuple[Script, ...]
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    addresses: tuple[tuple[str, str, str], ...]

    def script(self, draw: random.Random) -> Script:
        return draw.choices(self.scripts, [script.share for script in self.scripts])[0]

    def resident(self, draw: random.Random) -> Resident:
        """Somebody invented. The telephone is in Ofcom's range for drama, the address at a domain nobody has."""
        first, last = draw.choice(self.first_names), draw.choice(self.surnames)
        line, town, postcode = draw.choice(self.addresses)
        number = draw.randrange(1000)
        return Resident(
            name=f"{first} {last}",
            email=f"{first}.{last}{number}@example.org".lower(),
            phone=f"07700 900{number:03d}",
            line=line,
            town=town,
            postcode=postcode,
        )


def read_bank(council: Council, instead: Path | None = None) -> Bank:
    """The council's `demo.yaml` and its addresses. Raises FileNotFoundError where the council has none.

    `instead` is another council's folder, for what this one does not have; then the caller says which scripts fit.
    """
    own = council.folder
    said = own if instead is None or (own / "demo.yaml").is_file() else instead
    node, _ = read_yaml((said / "demo.yaml").read_bytes(), "demo.yaml")
    data = mapping(node.plain() if node else None)
    known = Path("places") / "addresses.csv"
    lie = own if instead is None or (own / known).is_file() else instead
    scripts = tuple(_script(slug, mapping(said)) for slug, said in mapping(data.get("services")).items())
    return Bank(
        scripts=scripts,
        first_names=_texts(data.get("first_names")),
        surnames=_texts(data.get("surnames")),
        addresses=_addresses(lie / known),
    )


def _script(slug: str, said: Mapping[str, Plain]) -> Script:
    return Script(
        service=slug,
        share=float(text(said.get("share")) or 0),
        answers={key: tuple(sequence(given)) for key, given in mapping(said.get("answers")).items()},
        questions=_texts(said.get("questions")),
        replies=_texts(said.get("replies")),
        notes=_texts(said.get("notes")),
        not_fixed=_texts(said.get("not_fixed")),
        outcomes={code: float(text(share)) for code, share in mapping(said.get("outcomes")).items()},
        words={code: _texts(lines) for code, lines in mapping(said.get("words")).items()},
    )


def _texts(said: Plain) -> tuple[str, ...]:
    return tuple(text(one) for one in sequence(said))


def _addresses(file: Path) -> tuple[tuple[str, str, str], ...]:
    with file.open(newline="", encoding="utf-8") as lines:
        return tuple((row["line"], row["town"], row["postcode"]) for row in csv.DictReader(lines))


def typed_by(resident: Resident, script: Script, draw: random.Random) -> dict[str, Typed]:
    """What `resident` types into the form of `script`, now."""
    drawn = {key: draw.choice(given) for key, given in script.answers.items()}
    return {key: _typed(one, resident, draw) for key, one in drawn.items()}


def _typed(drawn: Plain, resident: Resident, draw: random.Random) -> Typed:
    if isinstance(drawn, list):
        return tuple(text(one) for one in drawn)
    word = text(drawn)
    match word:
        case "~address":
            return {"line_1": resident.line, "town": resident.town, "postcode": resident.postcode}
        case "~place":
            return draw.choice(SPOTS).format(line=resident.line)
        case "~day":
            return _parts_of(clock.today() - timedelta(days=draw.randrange(0, 7)))
    plain = {
        "~postcode": resident.postcode,
        "~name": resident.name,
        "~email": resident.email,
        "~phone": resident.phone,
        "~nothing": "",
    }
    return plain.get(word, word)


def _parts_of(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def weighted(shares: Mapping[str, float], draw: random.Random) -> str:
    names: Sequence[str] = sorted(shares)
    return draw.choices(names, [shares[name] for name in names])[0]
