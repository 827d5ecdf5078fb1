"""Several people and one form: who takes part, what each is asked and sees, what `check` says of it."""

from __future__ import annotations

from moothall.apps.forms.api import answers_in_words, missing_pages, path, relevant
from tests.apps.forms.made import given, sound, told

JOINT = """\
people:
  - person: co_applicant
    name: the other applicant
    email: their_email
    named: their_name
    when: together = true
    sees: [street]
sections:
  - section: home
    title: The home
    pages:
      - page: street
        questions: [{ask: street, type: short-text, label: Which street?, name: the street}]
      - page: together
        questions: [{ask: together, type: yes-no, label: With somebody else?, name: with somebody else}]
      - page: who
        when: together = true
        title: Who else
        questions:
          - {ask: their_name, type: short-text, label: Their name, name: their name}
          - {ask: their_email, type: email, label: Their e-mail address}
  - section: other
    by: co_applicant
    title: About you
    pages:
      - page: income
        when: street != "none"
        questions: [{ask: pay, type: number, label: What do you earn?, name: what you earn}]
"""
MAIN = given(
    street=("short-text", "High Street"),
    together=("yes-no", True),
    their_name=("short-text", "Mary Bold"),
    their_email=("email", "mary@example.com"),
)
BOTH = MAIN.with_(given(pay=("number", "900")))


def but(old: str, new: str) -> list[str]:
    assert old in JOINT
    return told(JOINT.replace(old, new))


def test_each_person_has_a_part_of_their_own_and_the_whole_is_both() -> None:
    form = sound(JOINT)
    assert path(form.part(), MAIN) == ("street", "together", "who")
    assert path(form.part("co_applicant"), given(street=("short-text", "High Street"))) == ("income",)
    assert path(form, BOTH) == ("street", "together", "who", "income")
    assert [said.question for said in answers_in_words(form.part(), BOTH)] == [*MAIN]
    assert form.part().part("co_applicant").part() is form.part()


def test_a_form_without_people_is_its_own_part() -> None:
    form = sound("pages: [{page: a, questions: [{ask: b, type: yes-no, label: Yes?, name: yes}]}]")
    assert form.part() is form.whole is form
    assert form.shown == {}


def test_who_is_not_needed_is_not_waited_for() -> None:
    form = sound(JOINT)
    alone = MAIN.with_(given(together=("yes-no", False)))
    assert missing_pages(form, alone) == ()
    assert "pay" not in relevant(form, alone.with_(given(pay=("number", "900"))))


def test_a_condition_of_a_part_reads_what_the_person_is_shown() -> None:
    form = sound(JOINT).part("co_applicant")
    assert path(form, given(street=("short-text", "none"))) == ()


def test_mistakes_in_people_say_what_to_write() -> None:
    assert but("by: co_applicant", "by: somebody") == [
        "2: No section is the part of ‘co_applicant’. Write `by: co_applicant` in one, or take this person away.",
        "23: No person under `people:` is called ‘somebody’. Write ‘co_applicant’.",
    ]
    assert but("email: their_email", "email: their_name") == [
        "4: A short-text question has no e-mail address. Name one of the type email or person."
    ]
    assert but("email: their_email", "email: their_mail") == [
        "4: No page asks ‘their_mail’. Write ‘their_email’."
    ]
    assert but("email: their_email", "email: pay") == [
        "4: ‘pay’ is asked in another person’s part, and they have to be asked first. "
        "Ask it in a section of whoever begins."
    ]
    assert but("sees: [street]", "sees: [streets]")[0] == "7: No page asks ‘streets’. Write ‘street’."
    assert but("sees: [street]", "sees: [street, pay]") == [
        "7: ‘pay’ is asked in another person’s part, which nobody else sees. Take it away."
    ]


def test_a_condition_reads_no_private_answer() -> None:
    assert but("sees: [street]", "sees: []") == [
        "27: ‘street’ is asked of whoever begins, and ‘co_applicant’ does not see it. "
        "Write it under `sees:` of ‘co_applicant’, or take the condition away."
    ]
    assert but("when: together = true\n        title", "when: pay > 3\n        title") == [
        "17: ‘pay’ is asked in the part of ‘co_applicant’, and nobody else sees what they answer. "
        "Ask about it in this part too, or take the condition away."
    ]
    assert but("when: together = true\n    sees", "when: pay > 3\n    sees") == [
        "6: ‘pay’ is asked in the part of ‘co_applicant’, and nobody else sees what they answer. "
        "Ask about it in this part too, or take the condition away."
    ]


def test_by_needs_people() -> None:
    found = told(JOINT.partition("sections:")[1] + JOINT.partition("sections:")[2])
    assert found[0].endswith("This form has no `people:`. Write who takes part there, or take `by:` away.")
