"""Look-ups: what is typed, what the table says, what is wrong in the folder; the calendar as calendars read it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from moothall.apps.catalogue.api import check, read_again, service_named
from moothall.apps.lookups import tables
from moothall.apps.lookups.api import Answer, Fact, NoData, answer, calendar_of, days_from, lookup_of
from moothall.apps.lookups.definitions import Lookup
from moothall.kernel import clock
from tests.apps.catalogue.folders import Folders, change, copied_folders
from tests.cast import SYSTEM

SLUG = "find-bin-days"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path: Path):
    with copied_folders(tmp_path / "folders") as found:
        yield found


def the_lookup() -> Lookup:
    found = lookup_of(service_named(SLUG, seen_by=SYSTEM))
    assert found is not None
    return found


def rows(folders: Folders, *lines: str) -> Lookup:
    (folders.council / "data" / "bin-days.csv").write_text(
        "\n".join(["uprn,address,postcode,rubbish,recycling,food", *lines]) + "\n", encoding="utf-8"
    )
    tables._held.clear()
    return the_lookup()


def test_a_home_is_found_however_the_postcode_is_typed(folders: Folders) -> None:
    lookup = rows(
        folders,
        "1,1 Mill Lane,BC1 1AA,2026-11-20;2026-12-04;2026-11-21,nonsense;2026-11-27,",
        "2,2 Mill Lane,bc11aa,,,2026-11-27",
    )
    with clock.stopped_at(NOON):
        for typed in ("BC1 1AA", " bc11aa ", "bc1-1aa", "BC1\u00a01AA"):
            assert [one.label for one in answer(lookup, typed).choices] == ["1 Mill Lane", "2 Mill Lane"]
        first = answer(lookup, "BC1 1AA", "0")
    assert first.about == "1 Mill Lane"
    assert [one.days for one in first.facts] == [
        (date(2026, 11, 21), date(2026, 12, 4)),
        (date(2026, 11, 27),),
        (),
    ]


@pytest.mark.parametrize("choice", ["", "2", "-1", "x", "9" * 400, "²"])
def test_a_choice_that_is_none_asks_again(folders: Folders, choice: str) -> None:
    lookup = rows(folders, "1,1 Mill Lane,BC1 1AA,,,", "2,2 Mill Lane,BC1 1AA,,,")
    assert len(answer(lookup, "BC1 1AA", choice).choices) == 2


def test_nothing_typed_is_a_problem_and_nothing_found_is_not(folders: Folders) -> None:
    lookup = rows(folders, "1,1 Mill Lane,BC1 1AA,,,")
    assert answer(lookup, " - ").problem == "Enter your postcode"
    assert answer(lookup, "BC9 9ZZ") == Answer()


def test_a_table_that_changed_is_read_again_and_a_broken_one_left_as_it_was(folders: Folders) -> None:
    lookup = rows(folders, "1,1 Mill Lane,BC1 1AA,,,")
    assert answer(lookup, "BC1 1AA").about == "1 Mill Lane"
    file = folders.council / "data" / "bin-days.csv"
    file.write_bytes(b"\xff\xfe broken")
    for held in tables._held.values():
        held.looked = 0.0
    assert answer(lookup, "BC1 1AA").about == "1 Mill Lane"
    tables._held.clear()
    with pytest.raises(NoData):
        answer(lookup, "BC1 1AA")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("data: bin-days.csv", "data: no-such.csv", "There is no data/no-such.csv in the council's folder."),
        (
            "column: postcode",
            "column: postcod",
            "data/bin-days.csv has no column ‘postcod’. Write ‘postcode’.",
        ),
        ("column: address", "column: adress", "has no column ‘adress’"),
        ("column: food", "column: foood", "has no column ‘foood’"),
        ("calendar: Bin days", "calendars: Bin days", "calendar"),
        ("type: postcode", "type: street", "‘type’ cannot be ‘street’"),
    ],
)
def test_a_mistake_names_its_line_and_what_to_write(folders: Folders, old: str, new: str, says: str) -> None:
    file = folders.council / "services" / SLUG / "lookup.yaml"
    change(file, old, new)
    mistakes = [one for one in check(folders.council) if SLUG in one.file]
    assert [one for one in mistakes if says in one.sentence], mistakes
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if new in text)
    assert all(one.line == line for one in mistakes), mistakes


def test_a_calendar_needs_days(folders: Folders) -> None:
    file = folders.council / "services" / SLUG / "lookup.yaml"
    file.write_text(file.read_text().replace("type: days", "type: text"))
    assert [
        "A calendar needs days" in one.sentence for one in check(folders.council) if SLUG in one.file
    ] == [True]


def test_a_service_with_a_form_still_has_to_say_what_becomes_of_its_requests(folders: Folders) -> None:
    file = folders.service("report-missed-bin") / "service.yaml"
    change(file, "promise:", "x-promise:")
    assert check(folders.council) != ()


def test_a_service_with_neither_form_nor_lookup_is_a_mistake(folders: Folders) -> None:
    (folders.council / "services" / SLUG / "lookup.yaml").unlink()
    assert any("form.yaml is missing" in one.sentence for one in check(folders.council))
    read_again()


def test_a_form_beside_a_lookup_is_a_mistake_and_not_passed_over(folders: Folders) -> None:
    (folders.council / "services" / SLUG / "form.yaml").write_text("pages: []\n")
    said = [one for one in check(folders.council) if one.file.endswith(f"{SLUG}/form.yaml")]
    assert ["takes the place of this file" in one.sentence for one in said][:1] == [True]
    read_again()


def test_the_calendar_is_one_that_calendars_read() -> None:
    long = "Food; garden, and “everything\\else”\nthat grows, in a bin with a very long name indeed ✓"
    found = Answer((Fact(long, days=(date(2026, 12, 31),)), Fact("No days")), about="1 Mill Lane")
    with clock.stopped_at(NOON):
        text = calendar_of(found, name="Bin days", domain="council.example")
        assert text == calendar_of(found, name="Bin days", domain="council.example")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Food\\; garden\\, and “everything\\\\else”\\nthat grows" in whole
    assert whole.count("BEGIN:VEVENT") == 1


def test_days_of_a_cell() -> None:
    assert days_from("2026-12-01; 2026-02-30;x;;2026-11-30;2026-12-01", date(2026, 12, 1)) == (
        date(2026, 12, 1),
    )
