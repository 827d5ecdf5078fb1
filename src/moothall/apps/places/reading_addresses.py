"""Address points out of the rows of a CSV file, every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from moothall.apps.places.mistakes import MOST_LISTED, Mistake, NotLoaded
from moothall.apps.places.models import AddressPoint
from moothall.apps.places.outlines import Outlines
from moothall.apps.places.postcodes import read_postcode
from moothall.apps.places.streets import as_looked_up, street_in
from moothall.kernel.characters import said_strange, strange_in

#: A row with the line of the file it begins on.
Row = tuple[int, Mapping[str, str | None]]
#: Not the name of a column: how many values a row has too many.
TOO_MANY = "\0too many"
_NEEDED = ("uprn", "line", "postcode", "longitude", "latitude")
#: Figures of one, noughts before it counted.
_LONGEST_UPRN = 12


@dataclass(slots=True)
class AddressReader:
    """Reads row after row; `points` yields what is right and remembers what is wrong.

    `wards` leads from a ward's code, and from its name in small letters, to its code; `outlines` are the wards'.
    """

    file: str
    wards: Mapping[str, str]
    outlines: Outlines
    mistakes: list[Mistake] = field(default_factory=list)
    _seen: dict[int, int] = field(default_factory=dict)

    def points(self, rows: Iterable[Row]) -> Iterator[AddressPoint]:
        """Ends with NotLoaded when anything was wrong, at the latest at the hundredth mistake."""
        try:
            for line, row in rows:
                if missing := [name for name in _NEEDED if name not in row]:
                    self.mistakes.append(
                        Mistake(self.file, 1, f"There is no column {missing[0]!r}. It needs {_columns()}.")
                    )
                    break
                try:
                    given = {name: (value or "").strip() for name, value in row.items() if name}
                    point = self._point(given, line)
                except ValueError as wrong:
                    self.mistakes.append(Mistake(self.file, line, str(wrong)))
                    if len(self.mistakes) >= MOST_LISTED:
                        break
                    continue
                yield point
        except NotLoaded as no:
            self.mistakes += no.mistakes
        self.settle()

    def settle(self) -> None:
        """Raises NotLoaded when anything was wrong."""
        if self.mistakes:
            raise NotLoaded(self.mistakes)

    def _point(self, row: Mapping[str, str], line: int) -> AddressPoint:
        if many := row.get(TOO_MANY):
            raise ValueError(
                f"There are more values here than columns, by {many}. "
                'Write a value that has a comma in quotes, such as "1, Mill Lane".'
            )
        if strange := strange_in("".join(row.values())):
            raise ValueError(said_strange(strange))
        uprn = _uprn(row["uprn"])
        if uprn in self._seen:
            raise ValueError(f"The UPRN {uprn} is in line {self._seen[uprn]} already. Leave one of them out.")
        self._seen[uprn] = line
        postcode = read_postcode(row["postcode"])
        if postcode is None:
            raise ValueError(f"{row['postcode']!r} is no postcode. Write one like BC4 7DE.")
        if not 0 < len(row["line"]) <= 200:
            raise ValueError("The line of the address must have 1 to 200 characters.")
        lon, lat = _degrees(row["longitude"], 180, "longitude"), _degrees(row["latitude"], 90, "latitude")
        return AddressPoint(
            uprn=uprn,
            line=row["line"],
            street=as_looked_up(street_in(row["line"])),
            town=row.get("town", "")[:100],
            postcode=postcode,
            lon=lon,
            lat=lat,
            ward=self._ward(row.get("ward", ""), lon, lat),
        )

    def _ward(self, said: str, lon: float, lat: float) -> str:
        if not said:
            return self.outlines.area_at(lon, lat) or ""
        code = self.wards.get(said) or self.wards.get(said.lower())
        if code is None:
            raise ValueError(
                f"There is no ward {said!r}. Write its name or code as in the areas, or leave it empty."
            )
        return code


def _columns() -> str:
    return ", ".join(_NEEDED) + " and may have town, ward"


def _uprn(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_UPRN and int(text)):
        raise ValueError(f"{text!r} is no UPRN. Write a whole number of at most 12 digits.")
    return int(text)


def _degrees(text: str, most: int, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise ValueError(
            f"The {what} {text!r} is not in degrees. Write a number from -{most} to {most} (WGS84)."
        )
    return value
