"""The big list of naughty strings, through every type, every field and a compiled page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moothall.apps.forms.api import (
    Answers,
    answers_from_text,
    answers_in_words,
    outline,
    posted,
    read_page,
    typed_for,
)
from moothall.apps.forms.types.photo import safe_name
from moothall.ui.questions import compile_page
from tests.apps.forms.made import sound

STRINGS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile-blns" / "blns-even.json"
FORM = sound(
    """
    pages:
      - page: all
        title: All
        questions:
          - {ask: short, type: short-text, label: Short, required: no}
          - {ask: long, type: long-text, label: Long, required: no}
          - {ask: sure, type: yes-no, label: Sure?, required: no}
          - {ask: one, type: one-of, label: One, required: no, options: [{value: a, label: A}, {value: b, label: B}]}
          - ask: any
            type: several-of
            label: Any
            required: no
            options: [{value: a, label: A}, {value: b, label: B}]
          - {ask: day, type: date, label: Day, required: no}
          - {ask: mail, type: email, label: Mail, required: no}
          - {ask: phone, type: phone, label: Phone, required: no}
          - {ask: home, type: address, label: Home, required: no, look_up: no}
          - {ask: found, type: address, label: Found, required: no}
          - {ask: spot, type: place, label: Spot, required: no}
          - {ask: many, type: number, label: Many, required: no}
          - {ask: cost, type: money, label: Cost, required: no}
          - {ask: share, type: percentage, label: Share, required: no}
          - {ask: at, type: time, label: At, required: no}
          - {ask: stay, type: date-range, label: Stay, required: no}
          - {ask: who, type: name, label: Who, required: no, parts: yes, title: yes}
          - {ask: child, type: person, label: Child, required: no, ask_for: [born_on, relation, email, phone]}
          - {ask: nino, type: national-insurance-number, label: NI, required: no}
          - {ask: nhs, type: nhs-number, label: NHS, required: no}
          - {ask: car, type: vehicle-registration, label: Car, required: no, foreign: yes}
          - {ask: bank, type: bank-account, label: Bank, required: no, account_name: yes, roll_number: yes}
          - {ask: firm, type: company-number, label: Firm, required: no}
          - {ask: charity, type: charity-number, label: Charity, required: no}
          - {ask: property, type: uprn, label: UPRN, required: no}
          - {ask: liked, type: rating, label: Liked, required: no}
          - ask: order
            type: ranking
            label: Order
            required: no
            options: [{value: a, label: A}, {value: b, label: B}]
          - ask: rows
            type: table
            label: Rows
            required: no
            columns: [{column: note, type: short-text, label: Note}, {column: at, type: time, label: At}]
          - {ask: true_so, type: declaration, label: So?, required: no, statement: It is}
          - {ask: may_we, type: consent, label: May we, purpose: news, statement: News}
          - {ask: signed, type: signature, label: Sign, required: no, statement: It is}
          - {ask: came, type: from-context, label: Came, take: page}
          - {ask: picture, type: photo, label: Picture, required: no}
    """
)
PAGE = compile_page(outline(FORM, "all"))
FIELDS = [name for question in FORM.questions.values() for name in question.kind.fields(question)]
OWN = [
    "\x00",
    "\ud800",
    "a\x00b",
    "\ud83d",
    "\u202e\u2066",
    "\r\n" * 9,
    "\ufffe\uffff",
    "٣",
    "½",
    "0" * 60_000,
    "%s{0}{name}",
]


def through_everything(text: str) -> None:
    reading = read_page(FORM, "all", posted(dict.fromkeys(FIELDS, text)))
    page = PAGE.fill(
        token="t", typed=typed_for(FORM, "all", reading.answers, reading.typed), problems=reading.problems
    )
    page.encode("utf-8")
    stored = reading.answers.as_text()
    stored.encode("utf-8")
    assert "\x00" not in stored + page
    answers = Answers(answers_from_text(stored))
    assert answers == reading.answers
    for said in answers_in_words(FORM, answers):
        assert said.lines
    assert safe_name(text, "image/png").endswith(".png")


@pytest.mark.django_db
@pytest.mark.parametrize("text", OWN, ids=range(len(OWN)))
def test_our_own_naughty_strings(text: str) -> None:
    through_everything(text)


@pytest.mark.django_db
@pytest.mark.outside_data
@pytest.mark.skipif(not STRINGS.exists(), reason="the strings are not in the repository")
def test_the_big_list_of_naughty_strings() -> None:
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 100
    for text in strings:
        through_everything(text)
