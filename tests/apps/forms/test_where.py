"""Addresses by postcode, and places in one field."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.forms.api import Reading, outline, posted, read_page, typed_for
from moothall.apps.forms.types.address import Address
from moothall.apps.forms.types.place import Place
from moothall.apps.places.api import load_addresses, load_areas
from moothall.kernel.actors import system
from moothall.kernel.characters import is_readable
from moothall.ui.pages import UNREADABLE
from moothall.ui.questions import compile_page
from tests.apps.forms.made import asking, form_of_one, said, value, wrong
from tests.apps.places.test_places import geojson, square

pytestmark = pytest.mark.django_db
US = system("tests")
HIRAM = {"ward": "E05000001"}
LINK = "We cannot read a place from this link. Enter a postcode, a street name or a grid reference"


@pytest.fixture(autouse=True)
def barchester() -> None:
    load_areas(
        geojson(square("E05000001", "Hiram", -1.6, 52.0), square("E05000002", "Courcy", -1.5, 52.0)), by=US
    )
    load_addresses([
        row("1", "2 Mill Lane"), row("2", "10 Mill Lane"), row("3", "Flat 1, 12 Mill Lane"),
        row("4", "Flat 2, 12 Mill Lane"), row("5", "112 Mill Lane"), row("6", "The Old Forge, High St", "BC2 2BB"),
        row("7", "3 Mill Lane", "BC3 3CC", longitude="-1.45"),
    ], by=US)  # fmt: skip


def row(uprn: str, line: str, postcode: str = "BC1 1AA", **more: str) -> dict[str, str | None]:
    point = {"town": "Barchester", "longitude": "-1.55", "latitude": "52.05"}
    return {"uprn": uprn, "line": line, "postcode": postcode, "ward": "", **point, **more}


def asked_more(reading: Reading) -> tuple[str, list[str]]:
    assert not reading.ok
    assert reading.answers == {}
    (more,) = reading.more
    return more.mode, [label for _, label in more.choices]


def test_a_postcode_brings_the_list() -> None:
    reading = said(Address(), postcode="bc1 1aa")
    assert reading.problems == ()
    assert asked_more(reading) == ("choose", [
        "5 addresses found", "2 Mill Lane, Barchester", "10 Mill Lane, Barchester", "112 Mill Lane, Barchester",
        "Flat 1, 12 Mill Lane, Barchester", "Flat 2, 12 Mill Lane, Barchester", "The address is not in this list",
    ])  # fmt: skip


def test_the_one_chosen_is_kept_with_its_uprn_and_ward() -> None:
    held = value(said(Address(), postcode="bc11aa", uprn="2", listed="BC1 1AA"))
    assert held == {
        "line_1": "10 Mill Lane", "line_2": "", "town": "Barchester", "county": "", "postcode": "BC1 1AA",
        "uprn": "2", "ward": "E05000001",
    }  # fmt: skip
    kind = Address()
    again = read_page(form_of_one(kind), "page", posted(kind.retype(asking(kind), held)))
    assert again.answers["it"].value == held


def test_a_house_number_narrows() -> None:
    assert value(said(Address(), postcode="BC1 1AA", building="10"))["uprn"] == "2"
    assert asked_more(said(Address(), postcode="BC1 1AA", building="12"))[1][0] == "2 addresses found"
    assert value(said(Address(), postcode="BC1 1AA", building="Flat 2"))["uprn"] == "4"
    assert asked_more(said(Address(), postcode="BC1 1AA", building="99"))[1][0] == "5 addresses found"


def test_nothing_chosen_from_the_list() -> None:
    reading = said(Address(), postcode="BC1 1AA", listed="BC1 1AA")
    assert wrong(reading) == [("it-uprn", "Select an address, or “The address is not in this list”")]
    assert reading.more[0].mode == "choose"


def test_another_postcode_brings_another_list() -> None:
    reading = said(Address(), postcode="BC2 2BB", uprn="2", listed="BC1 1AA")
    assert asked_more(reading)[1][1] == "The Old Forge, High St, Barchester"


def test_not_in_the_list_is_typed_by_hand() -> None:
    assert asked_more(said(Address(), postcode="BC1 1AA", uprn="other", listed="BC1 1AA")) == ("hand", [])
    typed = {"postcode": "BC1 1AA", "line_1": "New House", "town": "Barchester", "listed": "hand"}
    held = value(said(Address(), **typed))
    assert "uprn" not in held


def test_an_unknown_postcode_is_typed_by_hand() -> None:
    (more,) = said(Address(), postcode="SW1A 1AA").more
    assert (more.mode, more.said) == (
        "hand", "We do not have the addresses of SW1A 1AA. Enter the address below.",
    )  # fmt: skip
    empty = said(Address(), postcode="SW1A 1AA", listed="hand")
    assert [field for field, _ in wrong(empty)] == ["it-line-1", "it-town"]
    assert empty.more[0].mode == "hand"


def test_an_address_changed_by_hand_has_no_uprn() -> None:
    typed = {"line_1": "10 Mill Lane", "town": "Barchester", "postcode": "BC1 1AA", "uprn": "2"}
    assert value(said(Address(), **typed))["uprn"] == "2"
    changed = value(said(Address(), **{**typed, "line_1": "10a Mill Lane"}))
    assert "uprn" not in changed
    forged = value(said(Address(), **{**typed, "uprn": "1"}))
    assert "uprn" not in forged


def test_what_is_wrong_with_a_look_up() -> None:
    assert wrong(said(Address())) == [("it-postcode", "Enter postcode")]
    assert wrong(said(Address(), postcode="BC1")) == [
        ("it-postcode", "Enter a full UK postcode, like SW1A 1AA")
    ]
    assert value(said(Address(), more={"required": False})) is None


def test_by_hand_nothing_is_looked_up() -> None:
    with CaptureQueriesContext(connection) as asked:
        value(said(Address(), line_1="1 High Road", town="Barchester", postcode="BC1 1AA"))
    assert len(asked) == 0


def test_the_page_in_its_three_shapes() -> None:
    form = form_of_one(Address())
    page = compile_page(outline(form, "page"))

    def shown(**fields: str) -> str:
        reading = read_page(form, "page", posted({f"it-{key}": text for key, text in fields.items()}))
        typed = typed_for(form, "page", reading.answers, reading.typed)
        return page.fill(token="t", typed=typed, problems=reading.problems, more=reading.more)

    fresh = page.fill(token="t")
    assert '<details class="govuk-details">' in fresh
    assert "<select" not in fresh
    listed = shown(postcode="BC1 1AA")
    assert '<option value="2">10 Mill Lane, Barchester</option>' in listed
    assert 'name="it-listed" value="BC1 1AA"' in listed
    assert "There is a problem" not in listed
    by_hand = shown(postcode="SW1A 1AA")
    assert "<details" not in by_hand
    assert '<div class="govuk-inset-text">' in by_hand
    assert 'name="it-postcode" type="text" spellcheck="false" value="SW1A 1AA"' in by_hand
    assert "<details" not in shown(**{"line-1": "1 High Road"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bc1 1aa", {"kind": "postcode", "text": "BC1 1AA", "postcode": "BC1 1AA", "ward": "E05000001"}),
        ("52.05, -1.55", {"kind": "point", "text": "52.05, -1.55", "lon": -1.55, "lat": 52.05, "ward": "E05000001"}),
        ("-1.55 52.05", {"kind": "point", "text": "-1.55 52.05", "lon": -1.55, "lat": 52.05, "ward": "E05000001"}),
        ("52.05N 1.55W", {"kind": "point", "text": "52.05N 1.55W", "lon": -1.55, "lat": 52.05, "ward": "E05000001"}),
        ("the high st", {"kind": "words", "text": "the high st"}),
        ("High Street", {"kind": "street", "text": "High St", "street": "High St", "town": "Barchester", **HIRAM}),
    ],
)  # fmt: skip
def test_a_place(typed: str, expected: dict[str, object]) -> None:
    held = value(said(Place(), it=typed))
    assert isinstance(held, dict)
    assert held.pop("ward_name", "Hiram") == "Hiram"
    assert held.pop("near", "") == ("2 Mill Lane, Barchester" if expected["kind"] == "point" else "")
    assert held == expected


@pytest.mark.parametrize(
    "typed",
    [
        "SP 3094 5060",
        "grid ref SP30945060",
        "https://maps.example/maps/@52.153,-1.549,17z",
        "52°9'11\"N 1°32'56\"W",
    ],
)
def test_points_however_they_are_written(typed: str) -> None:
    held = value(said(Place(), it=typed))
    assert isinstance(held, dict)
    assert (held["lon"], held["lat"]) == (pytest.approx(-1.549, abs=0.002), pytest.approx(52.153, abs=0.002))
    assert held["outside"] is True
    assert Place().second_look(held) == "This seems to be outside our area. Is it right?"
    assert wrong(said(Place(inside=True), it=typed)) == [
        ("it", "Enter a place in our area. This one is outside it")
    ]


def test_a_street_in_two_wards_is_asked_about() -> None:
    reading = said(Place(), it="mill ln")
    assert asked_more(reading) == ("choose", [
        "2 found", "Mill Lane, Barchester (Hiram ward)", "Mill Lane, Barchester (Courcy ward)", "None of these",
    ])  # fmt: skip
    (more,) = reading.more
    assert wrong(said(Place(), it="mill ln", listed="mill ln")) == [
        ("it-pick", "Select which Mill Lane you mean")
    ]
    held = value(said(Place(), it="mill ln", pick=more.choices[2][0], listed="mill ln"))
    assert isinstance(held, dict)
    assert (held["street"], held["ward_name"]) == ("Mill Lane", "Courcy")
    assert Place().words(held) == ("Mill Lane, Barchester", "Courcy ward")
    assert value(said(Place(), it="mill ln", pick="other", listed="mill ln")) == {
        "kind": "words",
        "text": "mill ln",
    }


def test_a_house_number_stays_with_its_street() -> None:
    held = value(said(Place(), it="6 High Street"))
    assert isinstance(held, dict)
    assert (held["text"], held["street"], held["ward"]) == ("6 High Street", "High St", "E05000001")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the thing"),
        ("filled.count.soap", "We cannot use what3words. Enter a postcode, a street name or a grid reference"),
        ("///filled.count.soap", "We cannot use what3words. Enter a postcode, a street name or a grid reference"),
        ("48.85, 2.35", "Enter a place in the United Kingdom"),
        ("https://example.com/", LINK),
        ("12345", "Enter a postcode, a street name or a grid reference, like SP 5123 0623"),
        ("x" * 201, "The thing must be 200 characters or less"),
    ],
)  # fmt: skip
def test_no_place(typed: str, sentence: str) -> None:
    assert wrong(said(Place(), it=typed)) == [("it", sentence)]


def test_words_may_not_be_enough() -> None:
    sentence = "We do not know that street. Check the spelling, or enter a postcode or a grid reference"
    assert wrong(said(Place(exact=True), it="by the oak")) == [("it", sentence)]


def test_where_a_photo_was_taken_is_offered_filled_in_when_asked_for_and_sent_when_they_go_on() -> None:
    kind = Place(photo="shot")
    offer = kind.offer(asking(kind), "52.05000,-1.55000")
    assert offer is not None
    assert offer.said == (
        "Your photo says that it was taken near 2 Mill Lane, Barchester. We do not keep that unless you choose it."
    )
    assert offer.fields == (("it-photo", "52.05000,-1.55000"),)
    away = kind.offer(asking(kind), "52.06000,-1.55000")
    assert away is not None
    assert away.said == (
        "Your photo says that it was taken in Hiram ward. We do not keep that unless you choose it."
    )
    pressed = said(kind, it="", photo="52.05000,-1.55000")
    (more,) = pressed.more
    assert (pressed.answers, pressed.problems) == ({}, ())
    assert more.fields == (("it", "52.05000, -1.55000"), ("it-photo", ""))
    held = value(said(kind, it="52.05000, -1.55000"))
    assert isinstance(held, dict)
    assert (held["lon"], held["lat"], held["ward_name"]) == (-1.55, 52.05, "Hiram")


@pytest.mark.parametrize("position", ["", "x", "0,0", "52.05", "9" * 500, "BC1 1AA", "\x00", "\ud800,1"])
def test_what_is_no_place_is_not_offered_and_a_forged_button_is_no_button(position: str) -> None:
    kind = Place(photo="shot")
    assert kind.offer(asking(kind), position) is None
    reading = said(kind, it="BC1 1AA", photo=position)
    if is_readable(position):
        assert value(reading) == value(said(kind, it="BC1 1AA"))
    else:
        assert [one.sentence for one in reading.problems] == [UNREADABLE]


def test_a_place_outside_is_offered_only_where_it_would_be_taken() -> None:
    anywhere, here = Place(photo="shot"), Place(photo="shot", inside=True)
    offer = anywhere.offer(asking(anywhere), "53.00000,-1.55000")
    assert offer is not None
    assert offer.said == "Your photo says where it was taken. We do not keep that unless you choose it."
    assert here.offer(asking(here), "53.00000,-1.55000") is None
    plain = Place()
    assert plain.fields(asking(plain)) == ("it", "it-pick", "it-listed")
