"""People, bank accounts, ratings, rankings, tables, statements, and what nobody is asked."""

from __future__ import annotations

import pytest

from moothall.apps.forms.api import Kind, Reading, outline, posted, read_page
from moothall.apps.forms.question import Arrival
from moothall.apps.forms.types.bank_account import BankAccount
from moothall.apps.forms.types.consent import Consent
from moothall.apps.forms.types.declaration import Declaration
from moothall.apps.forms.types.from_context import FromContext
from moothall.apps.forms.types.number import Number
from moothall.apps.forms.types.options import Option
from moothall.apps.forms.types.parts import Part
from moothall.apps.forms.types.person import Person
from moothall.apps.forms.types.ranking import Ranking
from moothall.apps.forms.types.rating import Rating
from moothall.apps.forms.types.signature import Signature
from moothall.apps.forms.types.table import Column, Table
from moothall.apps.forms.types.time import Time
from moothall.ui.questions import compile_page
from moothall.ui.questions.outline import More
from tests.apps.forms.made import asking, form_of_one, read, said, value, wrong

CHILD = Person(ask_for=("born_on", "relation"), may_leave=("relation",))
BANK = BankAccount(roll_number=True)
SCHOOLS = (Option("hill", "Hill Primary"), Option("river", "River Primary"), Option("wood", "Wood Primary"))
CHOICES = Ranking(options=SCHOOLS, places=2)
HOURS = Table(
    columns=(
        Column(part=Part(key="opens", kind=Time(), label="Opens", name="when it opens")),
        Column(part=Part(key="staff", kind=Number(), label="Staff", name="how many work", required=False)),
    ),
    rows=(Option("Monday", "Monday"), Option("Tuesday", "Tuesday")),
    at_least=1,
)
VISITS = Table(columns=HOURS.columns, each="Visit", at_most=3)


def posting(kind: Kind, fields: dict[str, str]) -> Reading:
    return read_page(form_of_one(kind), "page", posted(fields))


def test_a_person() -> None:
    held = value(said(CHILD, name="Jo Bloggs", born_on_day="27 march 1980", relation="child"))
    assert held == {"name": "Jo Bloggs", "born_on": "1980-03-27", "relation": "child"}
    assert CHILD.words(held) == ("Jo Bloggs", "Date of birth: 27 March 1980", "Relation to you: Child")
    assert CHILD.search_text(held) == "Jo Bloggs 27 March 1980 Child"


def test_a_person_half_told() -> None:
    found = said(
        CHILD, born_on_day="30", born_on_month="2", born_on_year="1980", more={"name": "your child’s name"}
    )
    assert wrong(found) == [
        ("it-name", "Enter your child’s name"),
        ("it-born-on-day", "The date of birth must be a real date. February 1980 has 29 days"),
    ]
    assert [(problem.parts, problem.cell) for problem in found.problems] == [
        ((), "it-name"),
        (("day",), "it-born-on"),
    ]
    assert value(said(CHILD, more={"required": False})) is None
    assert Person(may_leave=("phone",)).mistakes() == (
        "`may_leave` names phone, which is not asked. Write it under `ask_for` too.",
    )


def test_ones_own_details_may_be_filled_in_by_the_browser() -> None:
    own = Person(ask_for=("born_on", "email", "phone"))
    fields = own.widget(asking(own, binding="person.self")).fields
    assert [getattr(field.widget, "autocomplete", None) for field in fields] == ["name", None, "email", "tel"]
    assert fields[1].widget.birthday is True
    others = own.widget(asking(own)).fields
    assert [getattr(field.widget, "autocomplete", None) for field in others] == ["", None, "", ""]


@pytest.mark.parametrize(
    ("sort_code", "account", "expected"),
    [
        ("30-94-30", "00733445", {"sort_code": "309430", "account_number": "00733445"}),
        ("30 94 3O", "733445", {"sort_code": "309430", "account_number": "00733445"}),
    ],
)
def test_a_bank_account(sort_code: str, account: str, expected: dict[str, str]) -> None:
    assert value(said(BANK, sort_code=sort_code, account_number=account)) == expected
    assert BANK.words(expected) == ("Sort code: 30-94-30", "Account number: 00733445")
    assert BANK.search_text(expected) == ""


def test_no_bank_account() -> None:
    assert wrong(said(BANK)) == [
        ("it-sort-code", "Enter a sort code"),
        ("it-account-number", "Enter an account number"),
    ]
    assert wrong(said(BANK, sort_code="30943", account_number="12345", roll_number="x" * 19)) == [
        ("it-sort-code", "Sort code must be 6 digits"),
        ("it-account-number", "Account number must be between 6 and 8 digits"),
        ("it-roll-number", "Building society roll number must be 18 characters or less"),
    ]
    assert wrong(said(BANK, sort_code="abcdef", account_number="00000000")) == [
        ("it-sort-code", "Sort code must only include numbers"),
        ("it-account-number", "Enter a valid account number, like 00733445"),
    ]


def test_a_rating() -> None:
    happy = Rating(points=("Bad", "Fair", "Good"))
    assert [value(said(happy, it=text)) for text in ("3", "good", "2/3", "２")] == [3, 3, 2, 2]
    assert happy.words(3) == ("Good (3 of 3)",)
    assert wrong(said(happy, it="4")) == [("it", "Select a number from 1 to 3")]
    assert wrong(said(happy)) == [("it", "Select the thing")]
    likely = Rating(many=11, start=0, lowest="Not likely", highest="Very likely")
    assert [likely.label(point) for point in (0, 5, 10)] == ["0 – Not likely", "5", "10 – Very likely"]
    assert value(said(likely, it="0")) == 0
    assert Rating(points=("Bad", "bad")).mistakes() == (
        "Two points say the same. Give each point its own words.",
    )


def test_a_ranking() -> None:
    assert value(said(CHOICES, **{"1": "wood", "2": "Hill Primary"})) == ["wood", "hill"]
    assert value(said(CHOICES, it="wood, hill")) == ["wood", "hill"]
    assert value(said(CHOICES, it=["river", "hill"])) == ["river", "hill"]
    assert CHOICES.words(["wood", "hill"]) == ("1. Wood Primary", "2. Hill Primary")
    twice = wrong(said(CHOICES, **{"1": "wood", "2": "wood"}))
    assert twice == [("it-2", "You have already chosen Wood Primary. Select a different second choice")]
    some = Ranking(options=SCHOOLS, at_least=1)
    assert value(said(some, **{"1": "wood"})) == ["wood"]
    assert wrong(said(some, **{"1": "wood", "3": "hill"}, more={"name": "school"})) == [
        ("it-2", "Select your second choice of school, or clear the choices after it")
    ]
    assert wrong(said(CHOICES, **{"1": "moon"})) == [
        ("it-1", "Select one of the options listed"),
        ("it-2", "Select your second choice of the thing"),
    ]


def test_a_table_of_fixed_rows() -> None:
    held = value(said(HOURS, **{"2_opens": "9am", "2_staff": "about 3"}))
    assert held == [{"row": "Tuesday", "opens": "09:00", "staff": 3}]
    assert HOURS.words(held) == ("Tuesday: Opens: 9am, Staff: 3",)
    assert HOURS.feel_value(held)[0]["row"] == "Tuesday"
    assert wrong(said(HOURS, **{"1_staff": "many"})) == [
        ("it-1-opens", "Monday: Enter when it opens"),
        ("it-1-staff", "Monday: How many work must be a number, like 30"),
    ]


def test_a_table_that_grows_without_javascript() -> None:
    more = posting(VISITS, {"it-1-opens": "9am", "it-rows": "1", "it-more": "yes"})
    assert more.more == (More(question="it", rows=2),)
    assert (more.ok, more.problems, dict(more.answers)) == (False, (), {})
    full = posting(VISITS, {"it-rows": "3", "it-more": "yes"})
    assert wrong(full) == [("it-1-opens", "You can add 3 at most")]
    held = value(said(VISITS, **{"1_opens": "9am", "3_opens": "noon", "rows": "3"}))
    assert held == [{"opens": "09:00"}, {"opens": "12:00"}]
    assert VISITS.retype(asking(VISITS), held)["it-rows"] == ("2",)


def test_too_few_rows() -> None:
    assert wrong(said(VISITS)) == [("it-1-opens", "Visit 1: Enter when it opens")]
    two = Table(columns=VISITS.columns, at_least=2)
    assert wrong(said(two, **{"1_opens": "9am"})) == [("it-2-opens", "Fill in at least 2 of these")]
    assert value(said(VISITS, more={"required": False})) is None
    assert Table(columns=VISITS.columns, at_least=9, at_most=2).mistakes() == (
        "`at_least: 9` is more than there can be rows (2). Write less, or more rows.",
    )


def test_rows_shown_are_those_asked_for() -> None:
    form, mistakes = read(
        """
        pages:
          - page: page
            title: A page
            questions:
              - {ask: it, type: table, label: Visits, columns: [{column: at, type: time, label: At}], at_most: 4}
        """
    )
    assert mistakes == []
    page = compile_page(outline(form, "page"))
    assert 'name="it-2-at"' not in page.fill(token="t")
    reading = read_page(form, "page", posted({"it-rows": "1", "it-more": "yes", "it-1-at": "9am"}))
    shown = page.fill(token="t", typed=reading.typed, more=reading.more)
    assert 'name="it-2-at"' in shown
    assert 'name="it-3-at"' not in shown
    assert 'value="9am"' in shown
    assert '<input type="hidden" id="it-rows" name="it-rows" value="2">' in shown


def test_a_declaration_is_kept_with_its_words() -> None:
    kind = Declaration(statement=("It is true.",), tick="I declare this")
    assert wrong(said(kind)) == [("it-agree", "Select “I declare this” to continue")]
    held = value(said(kind, agree="yes"))
    assert held == {"agreed": True, "statement": ["It is true.", "I declare this"]}
    later = Declaration(statement=("It is all true.",))
    assert later.words(held) == ("I declare this", "It is true.")
    assert kind.feel_value(held) is True


def test_consent_may_be_refused() -> None:
    kind = Consent(purpose="events", statement=("We may write to you.",))
    refused = value(said(kind))
    assert refused == {
        "given": False,
        "purpose": "events",
        "statement": ["We may write to you.", "Yes, I agree"],
    }
    assert kind.words(refused) == ("No", "We may write to you.")
    assert kind.feel_value(refused) is False
    given = value(said(kind, agree="yes"))
    assert (kind.feel_value(given), kind.words(given)[0]) == (True, "Yes, I agree")
    assert value(said(kind, agree="perhaps")) == refused


def test_a_signature() -> None:
    kind = Signature(statement=("I apply.",))
    assert value(said(kind, signed=" Jo  Bloggs ")) == {"signed": "Jo Bloggs", "statement": ["I apply."]}
    assert wrong(said(kind, more={"name": ""})) == [("it-signed", "Type your full name to sign")]
    assert wrong(said(kind, signed="12", more={"name": ""})) == [
        ("it-signed", "Type your full name to sign, not an e-mail address or a number")
    ]


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        (FromContext(take="channel"), "web"),
        (FromContext(take="page"), "/services/bins"),
        (FromContext(take="link", parameter="via", allow=("poster",)), "poster"),
        (FromContext(take="link", allow=("letter",)), None),
    ],
)
def test_how_somebody_came(kind: FromContext, taken: str | None) -> None:
    question = asking(kind)
    typed = kind.preset(
        question, Arrival(channel="web", page="/services/bins", query={"via": "poster", "it": "x"})
    )
    assert typed.get("it", (None,))[0] == taken
    assert value(said(kind, it=taken or "")) == taken


def test_what_a_link_carries_is_never_trusted() -> None:
    kind = FromContext(take="link", allow=("poster",))
    assert value(said(kind, it="<script>")) is None
    assert value(said(FromContext(take="page"), it="//evil.example/")) == "//evil.example/"
    assert value(said(FromContext(take="page"), it="https://evil.example/")) is None
    assert FromContext(take="link").mistakes() == (
        "Anybody can write anything into a link. List under `allow` the words to be taken.",
    )


def test_rows_are_kept_by_their_value_and_said_in_any_language() -> None:
    columns = [{"column": "opens", "type": "time", "label": "Opens"}]
    english = Table.from_settings({"columns": columns, "rows": [{"value": "mon", "label": "Monday"}]})
    welsh = Table.from_settings({"columns": columns, "rows": [{"value": "mon", "label": "Dydd Llun"}]})
    held = value(said(english, **{"1_opens": "9am"}))
    assert held == [{"row": "mon", "opens": "09:00"}]
    assert (english.words(held), welsh.words(held)) == (
        ("Monday: Opens: 9am",),
        ("Dydd Llun: Opens: 9am",),
    )
    assert welsh.retype(asking(welsh), held)["it-1-opens"] == ("9am",)
    assert english.answer_schema() == welsh.answer_schema()
