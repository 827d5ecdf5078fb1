"""Answers in words, for searches, and carried over to another form."""

from __future__ import annotations

from dataclasses import replace

from moothall.apps.forms.api import (
    Answers,
    Upload,
    answers_from,
    answers_from_text,
    answers_in_words,
    bound_text,
    carry_over,
    fill_in,
    form_of,
    hidden,
    outline,
    search_text,
)
from moothall.apps.forms.filling import GivenFile
from moothall.ui.questions import compile_page
from tests.apps.documents.samples import picture
from tests.apps.forms.made import SERVICE, given, sound

FORM = sound(
    """
    pages:
      - page: what
        questions:
          - ask: rubbish
            type: one-of
            label: What was dumped?
            name: what was dumped
            options: [{value: garden, label: Garden waste}, {value: other, label: Something else}]
      - page: where
        title: Where is it?
        caption: The place
        intro: [As near as you can., Thank you.]
        questions:
          - {ask: place, type: long-text, label: Place, name: the place, binding: place.description}
          - {ask: postcode, type: short-text, label: Postcode, required: no, binding: place.postcode}
          - {ask: more, type: short-text, label: More, required: no, when: rubbish = "other"}
      - page: who
        title: Who are you?
        questions:
          - {ask: email, type: email, label: Email, binding: person.email}
          - {ask: secret, type: short-text, label: Secret, name: a secret, sensitive: yes}
      - page: photo
        questions:
          - {ask: photo, type: photo, label: Photo (optional), required: no}
    """
)
GIVEN = {
    "rubbish": "Garden waste",
    "place": "Mill Lane\nby the gate",
    "email": "jo@gmial.com",
    "secret": "hush",
}
ANSWERS = fill_in(FORM, GIVEN).answers


def test_every_answer_on_the_path_in_words() -> None:
    said = {one.question: one for one in answers_in_words(FORM, ANSWERS)}
    assert list(said) == ["rubbish", "place", "postcode", "email", "secret", "photo"]
    assert [(one.lines, one.blank) for one in said.values()] == [
        (("Garden waste",), False),
        (("Mill Lane", "by the gate"), False),
        (("Not provided",), True),
        (("jo@gmial.com",), False),
        (("hush",), False),
        (("Not provided",), True),
    ]
    assert said["place"].text == "Mill Lane\nby the gate"
    assert (said["place"].page, said["place"].label, said["place"].binding) == (
        "where",
        "Place",
        "place.description",
    )
    assert said["email"].second_look == "Did you mean jo@gmail.com?"
    assert said["rubbish"].second_look == ""
    assert [key for key, one in said.items() if one.sensitive] == ["secret"]


def test_what_has_not_been_answered_is_not_said() -> None:
    assert answers_in_words(FORM, Answers()) == ()


def test_a_search_finds_words_and_labels_but_nothing_sensitive() -> None:
    assert search_text(FORM, ANSWERS) == "Garden waste\nMill Lane by the gate\njo@gmial.com"


def test_an_answer_by_its_binding() -> None:
    assert bound_text(FORM, ANSWERS, "person.email") == "jo@gmial.com"
    assert bound_text(FORM, ANSWERS, "place.postcode") == ""
    assert bound_text(FORM, ANSWERS, "person.phone") == ""
    assert [question.key for question in FORM.bound("place.description")] == ["place"]


def test_answers_survive_being_stored() -> None:
    assert answers_from(ANSWERS.as_json()) == ANSWERS
    assert answers_from_text(ANSWERS.as_text()) == ANSWERS
    assert "hush" not in repr(ANSWERS)


def test_an_outline_says_what_the_page_looks_like() -> None:
    made = outline(FORM, "where")
    assert (made.title, made.caption, made.intro) == (
        "Where is it?",
        "The place",
        ("As near as you can.", "Thank you."),
    )
    assert [asked.label for asked in made.questions] == ["Place", "Postcode (optional)", "More (optional)"]
    assert [asked.conditional for asked in made.questions] == [False, False, True]
    assert outline(FORM, "what").title == "What was dumped?"
    assert outline(FORM, "photo").questions[0].label == "Photo (optional)"
    assert not made.heading_is_question
    assert outline(FORM, "what").heading_is_question


def test_a_question_not_asked_is_hidden_on_its_page() -> None:
    assert hidden(FORM, "where", ANSWERS) == {"more"}
    other = ANSWERS.with_(given(rubbish=("one-of", "other")))
    assert hidden(FORM, "where", other) == frozenset()
    page = compile_page(outline(FORM, "where"))
    assert 'name="more"' not in page.fill(token="t", hidden=hidden(FORM, "where", ANSWERS))
    assert 'name="more"' in page.fill(token="t", hidden=hidden(FORM, "where", other))


def test_a_form_filled_in_at_once() -> None:
    kept: list[str] = []

    def keep(upload: Upload) -> str:
        kept.append(upload.name)
        return "d1"

    content = picture()
    photo = GivenFile("bins.jpg", content)
    filled = fill_in(FORM, {**GIVEN, "photo": photo}, keep=keep)
    assert filled.problems == ()
    assert kept == ["bins.jpg"]
    assert filled.answers.value("photo") == {
        "name": "bins.jpg", "media_type": "image/jpeg", "size": len(content), "digest": "d1",
    }  # fmt: skip
    assert filled.asked == ("rubbish", "place", "postcode", "email", "secret", "photo")
    stopped = fill_in(FORM, {**GIVEN, "place": " "})
    assert (stopped.page, [problem.sentence for problem in stopped.problems]) == (
        "where",
        ["Enter the place"],
    )
    assert list(stopped.answers) == ["rubbish"]


OTHER = sound(
    """
    pages:
      - page: all
        title: All
        questions:
          - ask: rubbish
            type: one-of
            label: Which?
            name: which
            options: [{value: garden, label: Leaves}, {value: metal, label: Metal}]
          - {ask: whereabouts, type: long-text, label: Where?, name: where, binding: place.description, max_length: 30}
          - {ask: mail, type: email, label: Mail, binding: person.email}
          - {ask: secret, type: yes-no, label: Secret?, name: secret}
          - {ask: other, type: email, label: Another address, required: no}
    """
)


def test_answers_are_carried_over_by_key_and_by_binding() -> None:
    carried = carry_over(FORM, OTHER, ANSWERS)
    assert {key: (answer.value, answer.source) for key, answer in carried.items()} == {
        "rubbish": ("garden", "carried-over"),
        "whereabouts": ("Mill Lane\nby the gate", "carried-over"),
        "mail": ("jo@gmial.com", "carried-over"),
    }


def test_what_is_no_answer_there_stays_behind() -> None:
    other = ANSWERS.with_(given(rubbish=("one-of", "other"), place=("long-text", "x" * 31)))
    assert list(carry_over(FORM, OTHER, other)) == ["mail"]


def test_the_form_of_a_service() -> None:
    assert form_of(replace(SERVICE, parts={"form": FORM})) is FORM
