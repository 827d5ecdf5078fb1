"""One mistake hides no other: what is wrong in one file is said together with what is wrong in all others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moothall.apps.catalogue.api import check
from tests.apps.catalogue.folders import ROOT


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "councils" / "barchester", tmp_path / "town"))


def change(file: Path, written: str, instead: str) -> int:
    """Replace once; returns the line."""
    said = file.read_text()
    assert written in said
    file.write_text(said.replace(written, instead, 1))
    return said[: said.index(written)].count("\n") + 1


def found(town: Path) -> dict[tuple[str, int], str]:
    return {(Path(one.file).name, one.line): one.sentence for one in check(town)}


def test_a_mistake_in_one_file_of_the_council_hides_none_in_another(town: Path) -> None:
    division = change(town / "council.yaml", "division: england-and-wales", "division: mars")
    ability = change(town / "roles.yaml", "cases.assign", "cases.asign")
    team = change(town / "teams.yaml", "code: customer-services", "code: waste")
    role = change(town / "staff.yaml", "role: officer", "role: oficer")
    said = found(town)
    assert "Write ‘england-and-wales’" in said["council.yaml", division]
    assert "Write ‘cases.assign’" in said["roles.yaml", ability]
    assert "There are two teams called ‘waste’" in said["teams.yaml", team]
    assert "Write ‘officer’" in said["staff.yaml", role]


def test_places_are_checked_without_a_database(town: Path) -> None:
    addresses = town / "places" / "addresses.csv"
    lines = addresses.read_text().splitlines()
    lines[2] = "x" + lines[2]
    lines[4] += ",more"
    lines.insert(1, "")
    addresses.write_text("\n".join(lines))
    (town / "places" / "wards.geojson").write_text('{"features":\n[\n}')
    said = found(town)
    assert "is no UPRN" in said["addresses.csv", 4]
    assert "more values here than columns, by 1" in said["addresses.csv", 6]
    assert "This is not JSON" in said["wards.geojson", 3]
    assert len(said) == 3


def test_what_no_database_keeps_is_found(town: Path) -> None:
    change(town / "places" / "wards.geojson", "Plumstead", "Plum\\ud800stead")
    addresses = town / "places" / "addresses.csv"
    nul, long = (
        change(addresses, *said)
        for said in (("1 Gazebee", "1 Gaz\0ebee"), ("999900000006", "0" * 12 + "19" * 9))
    )
    said = found(town)
    assert "half a character (U+D800)" in said["wards.geojson", 1]
    assert "control character (U+0000)" in said["addresses.csv", nul]
    assert "is no UPRN. Write a whole number of at most 12 digits" in said["addresses.csv", long]
    assert len(said) == 3


def test_a_ward_that_is_not_among_the_outlines_is_found(town: Path) -> None:
    addresses = town / "places" / "addresses.csv"
    heading, first, *rest = addresses.read_text().splitlines()
    values = first.split(",")
    values[heading.split(",").index("ward")] = "Atlantis"
    addresses.write_text("\n".join([heading, ",".join(values), *rest]))
    assert list(found(town)) == [("addresses.csv", 2)]


def test_a_file_that_cannot_be_opened_is_a_mistake(town: Path) -> None:
    addresses = town / "places" / "addresses.csv"
    addresses.unlink()
    addresses.mkdir()
    assert "cannot be read" in found(town)["addresses.csv", 1]
