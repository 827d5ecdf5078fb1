"""Numbers of registers: National Insurance, NHS, vehicles, companies, charities, properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.forms.question import Kind
from moothall.apps.forms.types.charity_number import CharityNumber
from moothall.apps.forms.types.company_number import PREFIXES, CompanyNumber
from moothall.apps.forms.types.national_insurance_number import NationalInsuranceNumber
from moothall.apps.forms.types.nhs_number import NhsNumber, checks_out
from moothall.apps.forms.types.uprn import Uprn
from moothall.apps.forms.types.vehicle_registration import VehicleRegistration, style_of
from tests.apps.forms.made import said, value, wrong

NINO, NHS, PLATE = NationalInsuranceNumber(), NhsNumber(), VehicleRegistration()
COMPANY, CHARITY, UPRN = CompanyNumber(), CharityNumber(), Uprn()
NINO_FORMAT = "Enter a National Insurance number in the correct format, like QQ 12 34 56 C"
PLATE_FORMAT = "Enter a registration number in the correct format, like AB12 CDE"
COMPANY_FORMAT = "Enter a company registration number in the correct format, like 01234567 or SC123456"
CHARITY_FORMAT = "Enter a charity number in the correct format, like 1123456, SC012345 or NIC100123"


@pytest.mark.parametrize(
    ("kind", "typed", "expected", "words"),
    [
        (NINO, "ab123456c", "AB123456C", "AB 12 34 56 C"),
        (NINO, " AB 12 34 56 C ", "AB123456C", "AB 12 34 56 C"),
        (NINO, "AB-12-34-56-C", "AB123456C", "AB 12 34 56 C"),
        (NINO, "ABI2345OC", "AB123450C", "AB 12 34 50 C"),
        (NINO, "ＡＢ１２３４５６Ｃ", "AB123456C", "AB 12 34 56 C"),
        (NHS, "943 476 5919", "9434765919", "943 476 5919"),
        (NHS, "943-476-591９", "9434765919", "943 476 5919"),
        (NHS, "94347659l9", "9434765919", "943 476 5919"),
        (PLATE, "ab12cde", "AB12CDE", "AB12 CDE"),
        (PLATE, "ABI2 CDE", "AB12CDE", "AB12 CDE"),
        (PLATE, "A81O CDE", "A810CDE", "A810 CDE"),
        (PLATE, "a123bcd", "A123BCD", "A123 BCD"),
        (PLATE, "Q 123 BCD", "Q123BCD", "Q123 BCD"),
        (PLATE, "abc 123d", "ABC123D", "ABC 123D"),
        (PLATE, "A 1", "A1", "A 1"),
        (PLATE, "1 abc", "1ABC", "1 ABC"),
        (PLATE, "AIZ 1234", "AIZ1234", "AIZ 1234"),
        (PLATE, "1234 AIZ", "1234AIZ", "1234 AIZ"),
        (PLATE, "AO12CDE", "AO12CDE", "AO12 CDE"),
        (COMPANY, "1234567", "01234567", "01234567"),
        (COMPANY, "O1234567", "01234567", "01234567"),
        (COMPANY, "sc 123456", "SC123456", "SC123456"),
        (COMPANY, "NI12345", "NI012345", "NI012345"),
        (COMPANY, "0C301234", "OC301234", "OC301234"),
        (COMPANY, "N1123456", "NI123456", "NI123456"),
        (COMPANY, "ip 123 r", "IP00123R", "IP00123R"),
        (COMPANY, "R1234567", "R1234567", "R1234567"),
        (CHARITY, "1123456", "1123456", "1123456"),
        (CHARITY, "Charity no. 202918", "202918", "202918"),
        (CHARITY, "sc 012345", "SC012345", "SC012345"),
        (CHARITY, "SCO12345", "SC012345", "SC012345"),
        (CHARITY, "NIC100123", "NIC100123", "NIC100123"),
        (UPRN, "0000 10033544", "10033544", "10033544"),
        (UPRN, "UPRN: 100023336956", "100023336956", "100023336956"),
    ],
)
def test_understood(kind: Kind, typed: str, expected: str, words: str) -> None:
    assert value(said(kind, it=typed)) == expected
    assert kind.words(expected) == (words,)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (NINO, "", "Enter the thing"),
        (NINO, "QQ123456C", NINO_FORMAT),
        (NINO, "BG123456A", NINO_FORMAT),
        (NINO, "AB123456E", NINO_FORMAT),
        (NINO, "AB123456", "Enter the whole National Insurance number. It ends in A, B, C or D"),
        (NHS, "943 476 5918", "Check the NHS number. One or more of its digits is wrong"),
        (NHS, "0000000000", "Check the NHS number. One or more of its digits is wrong"),
        (NHS, "12345", "NHS number must have 10 digits"),
        (NHS, "none", "Enter an NHS number in the correct format, like 485 777 3456"),
        (PLATE, "ABCDEFG", PLATE_FORMAT),
        (PLATE, "12345", PLATE_FORMAT),
        (PLATE, "B-MW 1234", PLATE_FORMAT),
        (
            COMPANY,
            "123456789",
            "Company registration number must be 8 characters or fewer, like 01234567 or SC123456",
        ),
        (
            COMPANY,
            "XX123456",
            "Check the first two letters of the company registration number, like SC or NI",
        ),
        (COMPANY, "0", COMPANY_FORMAT),
        (COMPANY, "none", COMPANY_FORMAT),
        (CHARITY, "12345", CHARITY_FORMAT),
        (CHARITY, "NIC200123", CHARITY_FORMAT),
        (UPRN, "0", "UPRN must be a number of up to 12 digits, like 100023336956"),
        (UPRN, "1234567890123", "UPRN must be a number of up to 12 digits, like 100023336956"),
    ],
)
def test_refused(kind: Kind, typed: str, sentence: str) -> None:
    assert wrong(said(kind, it=typed)) == [("it", sentence)]


def test_plates_from_abroad_where_the_form_takes_them() -> None:
    assert value(said(VehicleRegistration(foreign=True), it="B-MW 12345")) == "BMW12345"
    assert VehicleRegistration().spaced("BMW12345") == "BMW12345"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_of_the_register(prefix: str) -> None:
    assert value(said(COMPANY, it=f"{prefix.lower()} 000042")) == f"{prefix}000042"


@pytest.mark.parametrize(
    ("plate", "style"),
    [
        ("AB12CDE", "current"),
        ("A1BCD", "prefix"),
        ("ABC1D", "suffix"),
        ("ABC1", "dateless"),
        ("AB", ""),
        ("AQ12CDE", ""),
    ],
)
def test_styles(plate: str, style: str) -> None:
    assert style_of(plate) == style


@given(st.from_regex("[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(first_nine: str, place: int, other: int) -> None:
    whole = next((f"{first_nine}{last}" for last in range(10) if checks_out(f"{first_nine}{last}")), "")
    if whole and whole[place] != str(other):
        assert not checks_out(whole[:place] + str(other) + whole[place + 1 :])
