"""Who has which part in a request: a parent for a child, an agent for a business, from the bindings of the answers."""

from __future__ import annotations

import pytest

from moothall.apps.cases.api import SaidParty, parties_said
from moothall.apps.forms.api import AllGiven, Form, fill_in
from tests.apps.forms.made import sound

REPORTER = """\
pages:
  - page: you
    title: You
    questions:
      - {ask: name, type: name, label: Your name, binding: person.name}
      - {ask: email, type: email, label: Your e-mail address, binding: person.email}
"""
CHILD = """\
  - page: child
    questions:
      - {ask: child, type: person, label: Which child?, ask_for: [born_on, relation], binding: subject.person}
"""
BUSINESS = """\
  - page: business
    title: Whose business
    questions:
      - {ask: firm, type: short-text, label: Its name, name: its name, binding: on_behalf_of.name}
      - {ask: firm_email, type: email, label: Its e-mail address, required: no, binding: on_behalf_of.email}
      - {ask: firm_phone, type: phone, label: Its phone, required: no, binding: on_behalf_of.phone}
"""
YOU = {"name": "Eleanor Bold", "email": "eleanor@example.com"}
ELEANOR = SaidParty("reporter", "Eleanor Bold", "eleanor@example.com")


def parties(form: Form, given: AllGiven) -> tuple[SaidParty, ...]:
    filled = fill_in(form, given)
    assert filled.problems == ()
    return parties_said(form, filled.answers)


def test_a_parent_for_a_child() -> None:
    born_on = {"born_on-day": "1", "born_on-month": "2", "born_on-year": "2015"}
    child = {"name": "Johnny Bold", **born_on, "relation": "child"}
    said = parties(sound(REPORTER + CHILD), {**YOU, "child": child})
    assert said == (ELEANOR, SaidParty("subject", "Johnny Bold"))


@pytest.mark.parametrize("email", ["", "office@firm.example"])
def test_an_agent_for_a_business(email: str) -> None:
    said = parties(
        sound(REPORTER + BUSINESS), {**YOU, "firm": "Bold & Sons", "firm_email": email, "firm_phone": ""}
    )
    assert said == (ELEANOR, SaidParty("on_behalf_of", "Bold & Sons", email))


def test_whoever_is_asked_about_as_a_person_is_the_reporter() -> None:
    form = sound(
        """\
        pages:
          - page: you
            questions:
              - {ask: you, type: person, label: Who are you?, ask_for: [email, phone], binding: person.self}
        """
    )
    you = {"name": "Eleanor Bold", "email": "eleanor@example.com", "phone": "07700 900123"}
    assert parties(form, {"you": you}) == (
        SaidParty("reporter", "Eleanor Bold", "eleanor@example.com", "07700 900123"),
    )
