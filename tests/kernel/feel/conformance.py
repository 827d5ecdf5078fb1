"""What the DMN technology compatibility kit asserts at level 2, as facts: case, expression, inputs, answer.

Names that have spaces in the kit are written without them here: the one rule of our subset that touches
level 2. The kit is at https://github.com/dmn-tck/tck, TestCases/compliance-level-2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from moothall.kernel.feel import Value


@dataclass(frozen=True)
class Case:
    number: str
    case: str
    expression: str
    answer: Value
    inputs: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Rules are rows of cells, one for each input, then the outputs. `policy` is the kit's hit policy."""

    number: str
    policy: str
    inputs: tuple[str, ...]
    rules: tuple[tuple[tuple[str, ...], tuple[Value, ...]], ...]
    cases: tuple[tuple[str, tuple[Value, ...], Value], ...]
    priorities: tuple[Value, ...] = ()


def _number(text: str) -> Decimal:
    return Decimal(text)


_SUMS: tuple[tuple[str, str | None], ...] = (
    ("10+5", "15"),
    ("-10+-5", "-15"),
    ("(-10)+(-5)", "-15"),
    ("10-5", "5"),
    ("-10--5", "-5"),
    ("(-10)-(-5)", "-5"),
    ("(10+20)-(-5+3)", "32"),
    ("10*5", "50"),
    ("-10*-5", "50"),
    ("(-10)*(-5)", "50"),
    ("(10+5)*(-5*3)", "-225"),
    ("10/5", "2"),
    ("-10/-5", "2"),
    ("(-10)/(-5)", "2"),
    ("(10+20)/(-5*3)", "-2"),
    ("(10+20)/0", None),
    ("10**5", "100000"),
    ("10**-5", "0.00001"),
    ("(5+2)**5", "16807"),
    ("5+2**5", "37"),
    ("5+2**5+3", "40"),
    ("5+2**(5+3)", "261"),
    ("10+null", None),
    ("null + 10", None),
    ("10 - null", None),
    ("null - 10", None),
    ("10 * null", None),
    ("null * 10", None),
    ("10 / null", None),
    ("null / 10", None),
    ("10 + 20 / -5 - 3", "3"),
    ("10 + 20 / (-5 - 3)", "7.5"),
    ("1.2*10**3", "1200"),
)
_LONG = (
    "thisIsSomeLongStringThatMustBeProcessedSoHopefullyThisTestPassWithItAndIMustWriteSomethingMore"
    "SoItIsLongerAndLongerAndLongerAndLongerAndLongerTillItIsReallyLong"
)
_TRUTHS: tuple[tuple[str, bool | None, bool | None, bool | None, bool | None], ...] = (
    ("001", True, True, True, True),
    ("002", False, True, False, True),
    ("003", None, True, None, True),
    ("004", True, False, False, True),
    ("005", False, False, False, False),
    ("006", None, False, False, None),
    ("007", True, None, None, True),
    ("008", False, None, False, None),
    ("009", None, None, None, None),
)
_LOANS = (
    ("001", "600000", "0.0375", "360", "2778.69354943277", "2878.69354943277"),
    ("002", "30000", "0.0475", "60", "562.707359373292", "662.707359373292"),
    ("003", "600000", "0.0399", "360", "2861.03377700389", "2961.03377700389"),
)
_REPAYMENT = "(loan.principal*loan.rate/12)/(1-(1+loan.rate/12)**-loan.termMonths)"


def _places(text: str) -> Decimal:
    """The kit's loans were worked out in binary floating point: they hold to eight places."""
    return round(Decimal(text), 8)


def _loan(principal: str, rate: str, months: str) -> dict[str, Value]:
    return {
        "loan": {"principal": _number(principal), "rate": _number(rate), "termMonths": _number(months)},
        "fee": _number("100"),
    }


CASES: tuple[Case, ...] = (
    Case("0001", "001", '"Hello " + Full_Name', "Hello John Doe", {"Full_Name": "John Doe"}),
    Case("0002", "001", "12 * Monthly_Salary", _number("120000"), {"Monthly_Salary": 10000}),
    Case(
        "0003", "001", '"You are " + Employment_Status', "You are EMPLOYED", {"Employment_Status": "EMPLOYED"}
    ),
    *(Case("0008", case, _REPAYMENT, _places(pays), _loan(p, r, n)) for case, p, r, n, pays, _ in _LOANS),
    *(
        Case("0009", case, f"{_REPAYMENT}+fee", _places(pays), _loan(p, r, n))
        for case, p, r, n, _, pays in _LOANS
    ),
    Case("0100", "001", "true", True),
    Case("0100", "001", "false", False),
    *(
        Case("0101", "001", text, _number(answer))
        for text, answer in (
            (".872", "0.872"),
            ("-.872", "-0.872"),
            ("50", "50"),
            ("-50", "-50"),
            ("125.4321987654", "125.4321987654"),
            ("-125.4321987654", "-125.4321987654"),
        )
    ),
    Case("0102", "001", '"foo bar"', "foo bar"),
    Case("0102", "002", '"šomeÚnicodeŠtriňg"', "šomeÚnicodeŠtriňg"),
    Case("0102", "003", '"横綱"', "横綱"),
    Case("0102", "004", f'"{_LONG}"', _LONG),
    *(Case("0105", "001", text, None if answer is None else _number(answer)) for text, answer in _SUMS),
    *(Case("0106", case, "A and B", both, {"A": a, "B": b}) for case, a, b, both, _ in _TRUTHS),
    *(Case("0106", case, "A or B", either, {"A": a, "B": b}) for case, a, b, _, either in _TRUTHS),
    Case("0107", "001", "not(A)", False, {"A": True}),
    Case("0107", "002", "not(A)", True, {"A": False}),
    Case("0107", "003", "not(A)", None, {"A": None}),
)

_LOAN_INPUTS = ("Age", "RiskCategory", "isAffordable")
_SIMPLE_CASES = (
    ("001", (18, "Medium", True), "Approved"),
    ("002", (17, "Medium", True), "Declined"),
    ("003", (18, "High", True), "Declined"),
)
_STANDARD, _BEST, _DECLINED = ("Approved", "Standard"), ("Approved", "Best"), ("Declined", "Standard")
_BASIC = ("Approved", "Basic")
_BY_AGE = (
    ((">=18", '"Medium"', "true"), _BEST),
    ((">=12", '"Medium"', "true"), _STANDARD),
    (("<12", '"Low"', "true"), _DECLINED),
)
_OVERLAPPING = (
    ((">=18", '"Medium","Low"', "true"), _BASIC),
    (("<18", "-", "-"), _DECLINED),
    (("-", '"High"', "-"), _STANDARD),
)
_OFFERS = (
    ((">=18", '"Low"', "true"), _BEST),
    ((">=18", '"Medium"', "true"), _STANDARD),
    (("<18", '"Medium","Low"', "true"), _DECLINED),
    (("-", '"High"', "true"), _DECLINED),
    (("-", "-", "false"), _DECLINED),
)
_APPROVE = ((">=18", '"Medium","Low"', "true"), ("Approved",))
_TOO_YOUNG = (("<18", "-", "-"), ("Declined",))
_TOO_RISKY = (("-", '"High"', "-"), ("Declined",))
_TOO_DEAR = (("-", "-", "false"), ("Declined",))
_VERDICTS = ("Approved", "Declined")
_PAY = (((">1",), (100,)), ((">2",), (200,)), ((">3",), (300,)), ((">5",), (500,)))

TABLES: tuple[Table, ...] = (
    Table(
        "0004",
        "UNIQUE",
        _LOAN_INPUTS,
        (
            _APPROVE,
            (("<18", '"Medium","Low"', "true"), ("Declined",)),
            (("-", '"High"', "true"), ("Declined",)),
            _TOO_DEAR,
        ),
        _SIMPLE_CASES,
    ),
    Table("0005", "ANY", _LOAN_INPUTS, (_APPROVE, _TOO_YOUNG, _TOO_RISKY, _TOO_DEAR), _SIMPLE_CASES),
    Table(
        "0006",
        "PRIORITY",
        _LOAN_INPUTS,
        (_APPROVE, _TOO_YOUNG, _TOO_RISKY, _TOO_DEAR),
        _SIMPLE_CASES,
        _VERDICTS,
    ),
    Table(
        "0007",
        "PRIORITY",
        _LOAN_INPUTS,
        (_APPROVE, (("-", "-", "-"), ("Declined",))),
        _SIMPLE_CASES,
        _VERDICTS,
    ),
    Table(
        "0010",
        "UNIQUE",
        _LOAN_INPUTS,
        _OFFERS,
        (
            ("001", (18, "Medium", True), _STANDARD),
            ("002", (17, "Medium", True), _DECLINED),
            ("003", (18, "High", True), _DECLINED),
        ),
    ),
    Table(
        "0108",
        "FIRST",
        _LOAN_INPUTS,
        _BY_AGE,
        (
            ("001", (19, "Medium", True), _BEST),
            ("002", (13, "Medium", True), _STANDARD),
            ("003", (10, "Low", True), _DECLINED),
        ),
    ),
    Table(
        "0109",
        "RULE ORDER",
        _LOAN_INPUTS,
        _BY_AGE,
        (
            ("001", (19, "Medium", True), (_BEST, _STANDARD)),
            ("002", (13, "Medium", True), (_STANDARD,)),
            ("003", (10, "Low", True), (_DECLINED,)),
        ),
    ),
    Table(
        "0110",
        "OUTPUT ORDER",
        _LOAN_INPUTS,
        _OVERLAPPING,
        (
            ("001", (17, "High", True), (_STANDARD, _DECLINED)),
            ("002", (19, "Low", True), (_BASIC,)),
            ("003", (10, "Low", True), (_DECLINED,)),
        ),
        _VERDICTS,
    ),
    Table(
        "0111",
        "FIRST",
        ("age",),
        (((">18",), ("Cars",)), ((">12",), ("Videogames",)), ((">0",), ("Toys",))),
        (("001", (19,), "Cars"), ("002", (13,), "Videogames"), ("003", (5,), "Toys")),
    ),
    Table(
        "0112",
        "RULE ORDER",
        ("Age",),
        (((">=18",), ("Best",)), ((">=12",), ("Standard",)), (("<12",), ("Standard",))),
        (("001", (19,), ("Best", "Standard")), ("002", (13,), ("Standard",)), ("003", (10,), ("Standard",))),
    ),
    Table(
        "0113",
        "OUTPUT ORDER",
        ("Age",),
        (((">=18",), ("Approved",)), (("<18",), ("Declined",)), ((">=0",), ("Approved",))),
        (("001", (17,), _VERDICTS), ("002", (19,), ("Approved", "Approved")), ("003", (10,), _VERDICTS)),
        _VERDICTS,
    ),
    Table(
        "0114",
        "COLLECT MIN",
        ("NumOfYears",),
        (
            ((">1",), (_number("98.83"),)),
            ((">2",), (_number("150.21"),)),
            ((">3",), (_number("205.43"),)),
            ((">4",), (_number("64.32"),)),
        ),
        (("001", (5,), _number("64.32")), ("002", (3,), _number("98.83")), ("003", (4,), _number("98.83"))),
    ),
    Table(
        "0115",
        "COLLECT SUM",
        ("NumOfYears",),
        _PAY,
        (("001", (6,), 1100), ("002", (3,), 300), ("003", (2,), 100)),
    ),
    Table(
        "0116", "COLLECT COUNT", ("NumOfYears",), _PAY, (("001", (6,), 4), ("002", (2,), 1), ("003", (3,), 2))
    ),
    Table(
        "0117",
        "ANY",
        _LOAN_INPUTS,
        (*_OFFERS, ((">=19", '"Low"', "true"), _BEST)),
        (
            ("001", (19, "Low", True), _BEST),
            ("002", (17, "High", True), _DECLINED),
            ("003", (19, "Medium", True), _STANDARD),
        ),
    ),
    Table(
        "0118",
        "PRIORITY",
        _LOAN_INPUTS,
        _OVERLAPPING,
        (
            ("001", (17, "High", True), _STANDARD),
            ("002", (19, "Low", True), _BASIC),
            ("003", (10, "Low", True), _DECLINED),
        ),
        _VERDICTS,
    ),
    Table(
        "0119",
        "COLLECT",
        _LOAN_INPUTS,
        _OVERLAPPING,
        (
            ("001", (17, "High", True), (_DECLINED, _STANDARD)),
            ("002", (19, "Low", True), (_BASIC,)),
            ("003", (10, "Low", True), (_DECLINED,)),
        ),
    ),
)
