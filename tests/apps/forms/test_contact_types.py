"""E-mail, telephone, address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.forms.postcodes import postcode_in
from moothall.apps.forms.types.address import Address
from moothall.apps.forms.types.email import Email, likely_meant
from moothall.apps.forms.types.phone import Phone, number_in, readable
from moothall.apps.forms.types.short_text import ShortText
from tests.apps.forms.made import asking, said, value, wrong

EMAIL_WRONG = "Enter an e-mail address in the correct format, like name@example.com"
PHONE_WRONG = "Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"
PHONE_SHORT = "The telephone number is too short. Check that no digit is missing"
PHONE_LONG = "The telephone number is too long. Check that there is only one number, with no extra digits"
UNNAMED = {"name": ""}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("name@example.com", "name@example.com"),
        (" Name@Example.COM ", "Name@example.com"),
        ("name @ example.com", "name@example.com"),
        ("mailto:name@example.com", "name@example.com"),
        ("<name@example.com>", "name@example.com"),
        ("name@example.com.", "name@example.com"),
        ("name\u200b@example.com", "name@example.com"),
        ("o'neil+bins@sub.example.co.uk", "o'neil+bins@sub.example.co.uk"),
        ("a_b-c.d@x-y.org", "a_b-c.d@x-y.org"),
        ("name@bücher.example", "name@bücher.example"),
        ("name@xn--bcher-kva.example", "name@xn--bcher-kva.example"),
        ("ｎame@example.com", "name@example.com"),
    ],
)
def test_email_understood(typed: str, address: str) -> None:
    assert value(said(Email(), it=typed)) == address


@pytest.mark.parametrize(
    "typed",
    [
        "name", "name@", "@example.com", "name@example", "a@b@example.com", "a..b@example.com", ".a@example.com",
        "a.@example.com", "name@example..com", "name@-example.com", "name@example.c", "name@example.123",
        "name@[127.0.0.1]", "na me@exa,mple.com", "a@x.com b@x.com", '"a b"@example.com', "name@exa_mple.com",
        "x" * 65 + "@example.com", "a@" + "b" * 64 + ".com", "a@" + ".".join(["b" * 50] * 5) + ".com", "é@example.com",
        "name@example.com\r\nBcc: all@example.com",
    ],
)  # fmt: skip
def test_email_refused(typed: str) -> None:
    assert wrong(said(Email(), it=typed)) == [("it", EMAIL_WRONG)]


def test_email_left_empty() -> None:
    assert wrong(said(Email(), it="", more=UNNAMED)) == [("it", "Enter an e-mail address")]
    assert value(said(Email(), it=" ", more={"required": False})) is None


@pytest.mark.parametrize(
    ("address", "better"),
    [
        ("jo@gmial.com", "jo@gmail.com"),
        ("jo@gmail.co", "jo@gmail.com"),
        ("jo@gmaill.com", "jo@gmail.com"),
        ("jo@gnail.com", "jo@gmail.com"),
        ("jo@hotmail.co.ukk", "jo@hotmail.co.uk"),
        ("jo@outlok.com", "jo@outlook.com"),
        ("jo@gmail.com", None),
        ("jo@mail.com", None),
        ("jo@example.com", None),
        ("jo@gml.com", None),
    ],
)
def test_a_likely_slip_is_asked_about_and_accepted(address: str, better: str | None) -> None:
    assert likely_meant(address) == better
    assert value(said(Email(), it=address)) == address
    assert Email().second_look(address) == (f"Did you mean {better}?" if better else "")


@pytest.mark.parametrize(
    ("typed", "stored", "read"),
    [
        ("07700 900 123", "+447700900123", "07700 900123"),
        ("07700900123", "+447700900123", "07700 900123"),
        ("+44 7700 900123", "+447700900123", "07700 900123"),
        ("0044 7700 900123", "+447700900123", "07700 900123"),
        ("+44 (0)1632 960 001", "+441632960001", "01632 960001"),
        ("(01632) 960-001", "+441632960001", "01632 960001"),
        ("01632–960–001", "+441632960001", "01632 960001"),
        ("020 7946 0000", "+442079460000", "020 7946 0000"),
        ("0300 123 4567", "+443001234567", "0300 123 4567"),
        ("07700 900 123 ext 4", "+447700900123;ext=4", "07700 900123 ext 4"),
        ("01632 960001 x12", "+441632960001;ext=12", "01632 960001 ext 12"),
        ("01632 960001, extension: 7", "+441632960001;ext=7", "01632 960001 ext 7"),
        ("01534 123456", "+441534123456", "01534 123456"),
        ("07797 712345", "+447797712345", "07797 712345"),
        ("01481 234567", "+441481234567", "01481 234567"),
        ("01624 696300", "+441624696300", "01624 696300"),
        ("+353 1 679 2000", "+35316792000", "+353 1 679 2000"),
        ("00353 1 679 2000", "+35316792000", "+353 1 679 2000"),
        ("+1 650 253 0000", "+16502530000", "+1 650-253-0000"),
        ("٠٧٧٠٠٩٠٠١٢٣", "+447700900123", "07700 900123"),
    ],
)
def test_phone_understood(typed: str, stored: str, read: str) -> None:
    assert value(said(Phone(), it=typed)) == stored
    assert Phone().words(stored) == (read,)
    (again,) = Phone().retype(asking(Phone()), stored)["it"]
    assert again == read if stored.startswith("+44") else again.startswith(stored)
    assert number_in(again) == number_in(read) == (stored, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ring me", PHONE_WRONG),
        ("07700 900 123 or 01632 960001", PHONE_WRONG),
        ("+999 123 4567", PHONE_WRONG),
        ("0000000000", PHONE_WRONG),
        ("04632 960 001", PHONE_WRONG),
        ("name@example.com", PHONE_WRONG),
        ("999", PHONE_SHORT),
        ("960001", PHONE_SHORT),
        ("07700 900 12", PHONE_SHORT),
        ("07700 900 1234", PHONE_LONG),
        ("07700 900 123 07700 900 124", PHONE_LONG),
    ],
)
def test_phone_refused(typed: str, sentence: str) -> None:
    assert wrong(said(Phone(), it=typed)) == [("it", sentence)]


def test_phone_left_empty_and_odd_values() -> None:
    assert wrong(said(Phone(), it="", more=UNNAMED)) == [("it", "Enter a telephone number")]
    assert value(said(Phone(), it="", more={"required": False})) is None
    assert readable("nonsense") == "nonsense"


def test_a_search_finds_a_number_with_and_without_spaces() -> None:
    assert Phone().search_text("+447700900123").split() == ["07700", "900123", "447700900123", "07700900123"]


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("sw1a1aa", "SW1A 1AA"), ("SW1A-1AA", "SW1A 1AA"), (" m1  1ae. ", "M1 1AE"), ("B33 8TH", "B33 8TH"),
        ("cr26xh", "CR2 6XH"), ("DN55 1PT", "DN55 1PT"), ("w1a 0ax", "W1A 0AX"), ("EC1A 1BB", "EC1A 1BB"),
        ("gir 0aa", "GIR 0AA"), ("BF1 3AA", "BF1 3AA"), ("je2 3ab", "JE2 3AB"), ("M1 IAE", "M1 1AE"),
        ("W1A OAX", "W1A 0AX"), ("", None), ("SW1A", None), ("SW1A 1A", None), ("12345", None), ("QQ1 1AA", None),
        ("M1 1AC", None), ("M1 1AEE", None), ("hello", None),
    ],
)  # fmt: skip
def test_postcodes(typed: str, postcode: str | None) -> None:
    assert postcode_in(typed) == postcode


def test_a_short_text_about_the_postcode_is_one() -> None:
    bound = {"binding": "place.postcode", "required": False}
    assert value(said(ShortText(), it="ba1 1aa", more=bound)) == "BA1 1AA"
    assert wrong(said(ShortText(), it="BA1", more=bound)) == [
        ("it", "Enter a full UK postcode, like SW1A 1AA")
    ]
    assert value(said(ShortText(), it="", more=bound)) is None


def test_an_address() -> None:
    reading = said(Address(), line_1=" 1  High St ", town="Barchester", postcode="ba11aa")
    assert value(reading) == {
        "line_1": "1 High St", "line_2": "", "town": "Barchester", "county": "", "postcode": "BA1 1AA",
    }  # fmt: skip
    assert Address().words(value(reading)) == ("1 High St", "Barchester", "BA1 1AA")
    assert Address().search_text(value(reading)) == "1 High St Barchester BA1 1AA BA11AA"
    again = Address().retype(asking(Address()), value(reading))
    assert value(said(Address(), **{k.removeprefix("it-"): v[0] for k, v in again.items()})) == value(reading)


def test_an_address_with_everything_missing_or_wrong() -> None:
    assert wrong(said(Address(look_up=False))) == [
        ("it-line-1", "Enter address line 1, typically the building and street"),
        ("it-town", "Enter town or city"),
        ("it-postcode", "Enter postcode"),
    ]
    assert wrong(said(Address(), line_1="x" * 201, line_2="y" * 201, town="T", postcode="zz")) == [
        ("it-line-1", "Address line 1 must be 200 characters or less"),
        ("it-line-2", "Address line 2 must be 200 characters or less"),
        ("it-postcode", "Enter a full UK postcode, like SW1A 1AA"),
    ]


def test_an_optional_address_is_empty_or_whole() -> None:
    optional = {"required": False}
    assert value(said(Address(), more=optional)) is None
    assert [field for field, _ in wrong(said(Address(), county="Kent", more=optional))] == [
        "it-line-1", "it-town", "it-postcode",
    ]  # fmt: skip


@given(st.text())
def test_nothing_typed_breaks_them(typed: str) -> None:
    said(Email(), it=typed)
    said(Phone(), it=typed)
    said(Address(look_up=False), line_1=typed, town=typed, postcode=typed)
    readable(typed)
    likely_meant(typed)


@given(st.from_regex(r"\+?[0-9 ()-]{6,18}", fullmatch=True))
def test_a_number_once_understood_stays_the_same(typed: str) -> None:
    stored, fault = number_in(typed)
    assert bool(stored) != bool(fault)
    if stored:
        (again,) = Phone().retype(asking(Phone()), stored)["it"]
        assert number_in(again) == (stored, "")
