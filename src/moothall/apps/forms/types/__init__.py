"""The question types. A new type is a module here, and a line in the list below; it edits nothing else."""

from __future__ import annotations

from moothall.apps.forms.question import Kind
from moothall.apps.forms.types.address import Address
from moothall.apps.forms.types.bank_account import BankAccount
from moothall.apps.forms.types.calculated import Calculated
from moothall.apps.forms.types.charity_number import CharityNumber
from moothall.apps.forms.types.company_number import CompanyNumber
from moothall.apps.forms.types.consent import Consent
from moothall.apps.forms.types.date import Date
from moothall.apps.forms.types.date_range import DateRange
from moothall.apps.forms.types.declaration import Declaration
from moothall.apps.forms.types.email import Email
from moothall.apps.forms.types.file import File
from moothall.apps.forms.types.files import Files
from moothall.apps.forms.types.from_context import FromContext
from moothall.apps.forms.types.long_text import LongText
from moothall.apps.forms.types.money import Money
from moothall.apps.forms.types.name import Name
from moothall.apps.forms.types.national_insurance_number import NationalInsuranceNumber
from moothall.apps.forms.types.nhs_number import NhsNumber
from moothall.apps.forms.types.number import Number
from moothall.apps.forms.types.one_of import OneOf
from moothall.apps.forms.types.percentage import Percentage
from moothall.apps.forms.types.person import Person
from moothall.apps.forms.types.phone import Phone
from moothall.apps.forms.types.photo import Photo
from moothall.apps.forms.types.place import Place
from moothall.apps.forms.types.ranking import Ranking
from moothall.apps.forms.types.rating import Rating
from moothall.apps.forms.types.several_of import SeveralOf
from moothall.apps.forms.types.short_text import ShortText
from moothall.apps.forms.types.signature import Signature
from moothall.apps.forms.types.table import Table
from moothall.apps.forms.types.time import Time
from moothall.apps.forms.types.uprn import Uprn
from moothall.apps.forms.types.vehicle_registration import VehicleRegistration
from moothall.apps.forms.types.yes_no import YesNo
from moothall.kernel.registry import Registry

KINDS: Registry[type[Kind]] = Registry("question type")

for _kind in (
    Address,
    BankAccount,
    Calculated,
    CharityNumber,
    CompanyNumber,
    Consent,
    Date,
    DateRange,
    Declaration,
    Email,
    File,
    Files,
    FromContext,
    LongText,
    Money,
    Name,
    NationalInsuranceNumber,
    NhsNumber,
    Number,
    OneOf,
    Percentage,
    Person,
    Phone,
    Photo,
    Place,
    Ranking,
    Rating,
    SeveralOf,
    ShortText,
    Signature,
    Table,
    Time,
    Uprn,
    VehicleRegistration,
    YesNo,
):
    KINDS.add(_kind.type, _kind)
