"""Every mistake in a form.yaml is told at its line, with what to write instead."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from moothall.apps.catalogue.api import PartFile, PartSource, located_nowhere
from moothall.apps.forms.api import FORM_PART, KINDS, Form
from tests.apps.forms.made import SERVICE, sound, told

OPTIONS = "options: [{value: red, label: Red}, {value: blue, label: Blue}]"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(FORM_PART.schema)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_example_of_every_type_is_sound(kind: str) -> None:
    example = indent(KINDS[kind].example, "      ").replace("      ask", "    - ask", 1)
    form = sound(f"pages:\n- page: only\n  questions:\n{example}")
    (question,) = form.questions.values()
    assert question.kind.type == kind


def page(question: str, rest: str = "") -> str:
    """A form of one question, whose first line is line 4, and what else its page says."""
    return f"pages:\n- page: only\n  questions:\n{indent(dedent(question), '  ')}{indent(dedent(rest), '  ')}"


@pytest.mark.parametrize(
    ("question", "mistakes"),
    [
        (
            "- {ask: colour, type: one-off, label: Colour?}",
            ["4: ‘type’ cannot be ‘one-off’. Write ‘one-of’."],
        ),
        (
            "- {ask: My Colour, type: email, label: Colour?}",
            ["4: ‘ask’ cannot be ‘My Colour’. Write small letters, digits and underscores, such as rubbish_type."],
        ),
        (
            "- {ask: if, type: email, label: Colour?}",
            ["4: ‘if’ has a meaning of its own in conditions. Write another key, such as ‘if_given’."],
        ),
        (
            "- {ask: colour, type: email, label: Colour?, hints: x}",
            ["4: There is no ‘hints’ here. Write ‘hint’."],
        ),
        (
            "- {ask: colour, type: yes-no, label: Colour?, name: it is red, max_length: 4}",
            [
                "4: There is no ‘max_length’ here. Take it out, or write ‘hint’, ‘required’, ‘error’, ‘binding’, "
                "‘index’, ‘sensitive’, ‘when’, ‘have_ready’, ‘example’, ‘yes_hint’ or ‘no_hint’."
            ],
        ),
        (
            "- {ask: colour, type: short-text, label: Colour?}",
            [
                "4: Nothing says what to tell somebody who leaves ‘colour’ empty. Write `name:` with what is asked for "
                "(it is used as in “Enter …”), or `error:` with `missing:` and the whole sentence."
            ],
        ),
        ("- {ask: colour, type: short-text, label: Colour?, required: no}", []),
        ("- {ask: colour, type: short-text, label: Colour?, error: {missing: Enter a colour}}", []),
        (
            "- {ask: colour, type: email, label: Colour?, error: {mising: Enter a colour}}",
            ["4: There is no ‘mising’ here. Write ‘missing’."],
        ),
        (
            "- {ask: colour, type: email, label: Colour?, error: {missing: 'Enter {nam}'}}",
            ["4: This sentence cannot fill in {nam}. Write ‘name’."],
        ),
        ("- {ask: colour, type: long-text, label: C?, name: c, error: {too_long: 'At most {most}'}}", []),
        (
            "- {ask: colour, type: email, label: Colour?, binding: person.emial}",
            ["4: ‘binding’ cannot be ‘person.emial’. Write ‘person.email’."],
        ),
        (
            "- {ask: colour, type: yes-no, label: Colour?, name: red, binding: person.email}",
            ["4: A yes-no question cannot be ‘person.email’. Use the type ‘email’, or another binding."],
        ),
        (
            "- {ask: colour, type: email, label: Colour?, required: maybe}",
            ["4: ‘required’ cannot be ‘maybe’. Write ‘yes’ or ‘no’."],
        ),
        (
            "- ask: colour\n  type: one-of\n  label: C?\n  name: c\n"
            "  options: [{value: red, label: Red}, {value: red, label: Rot}]",
            ["8: Two options have the value “red”. Give each option its own value."],
        ),
        (
            "- ask: colour\n  type: several-of\n  label: C?\n  name: c\n"
            "  options: [{value: a, label: A, exclusive: yes}, {value: b, label: B, exclusive: yes}]",
            ["8: Only one option can be exclusive. Keep `exclusive: yes` on the one that means none."],
        ),
        (
            "- {ask: day, type: date, label: Day?, latest: someday}",
            [
                "4: ‘latest’ cannot be ‘someday’. Write today, yesterday, tomorrow, a date such as 2026-04-01, or a "
                "distance such as 28 days ago."
            ],
        ),
        (
            "- {ask: day, type: date, label: Day?, latest: 2026-02-30}",
            ["4: 2026-02-30 is not a real date. Write one such as 2026-04-01."],
        ),
        (
            "- {ask: day, type: date, label: Day?, earliest: 2026-02-03, latest: 2026-02-02}",
            ["4: `earliest: 2026-02-03` lies after `latest: 2026-02-02`. Swap them."],
        ),
        (
            "- {ask: day, type: date, label: Day?}\n- {ask: day, type: email, label: Mail?}\ntitle: Both",
            ["5: There is already a question ‘day’. Give this one a name of its own."],
        ),
        (
            "- {ask: day, type: date, label: Day?}\n- {ask: mail, type: email, label: Mail?}",
            ["2: A page with several questions needs a heading. Write `title:` with what they have in common."],
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_question(question: str, mistakes: list[str]) -> None:
    assert told(page(question)) == mistakes


def pages(*said: str) -> str:
    """A form of pages one, two, three…, each asking a yes-or-no of the same name; `said` goes on with the page's
    lines after line 3, the first line of a page being 1 + 3 × its number (a page without more has three lines)."""
    names = ("one", "two", "three", "four")
    lines = ["pages:"]
    for name, more in zip(names, said, strict=False):
        lines.append(f"- page: {name}")
        lines.append("  questions:")
        lines.append(f"  - {{ask: {name}, type: yes-no, label: {name}?, name: it is}}")
        lines += [f"  {line}" for line in dedent(more).strip().split("\n") if line]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("said", "mistakes"),
    [
        (("", "when: one", "when: one = true and two = null"), []),
        (
            ("next: tree", "", ""),
            ["5: There is no page ‘tree’. Did you mean ‘three’?"],
        ),
        (("next: check-your-answers",), []),
        (
            ("next: three", "", ""),
            ["6: No way leads to the page ‘two’. Let an earlier page go there, or take it out."],
        ),
        (
            ("", "next: one", "next: check-your-answers"),
            ["8: These pages lead in a circle: ‘one’ → ‘two’ → ‘one’. Let ‘two’ go to a page further on."],
        ),
        (
            ("next: [{if: one, go: one}]",),
            ["5: These pages lead in a circle: ‘one’ → ‘one’. Let ‘one’ go to a page further on."],
        ),
        (
            ("next: [{go: two}, {if: one, go: three}]", "", ""),
            ["5: The branches below this one are never reached, because it has no `if`. Give it one, or move it last."],
        ),
        (
            ("when: two", "", ""),
            ["5: ‘two’ is asked on the page ‘two’, which no way passes before this one. "
             "Move that page up, or ask about something earlier."],
        ),
        (
            ("when: one",),
            ["5: ‘one’ is asked on this same page, so its answer is not known yet. "
             "Move what depends on it to a page of its own, further on."],
        ),
        (("next: [{if: one, go: three}]", "next: check-your-answers", ""), []),
        (
            ("next: [{if: one, go: three}]", "next: check-your-answers", "when: two"),
            ["13: ‘two’ is asked on the page ‘two’, which no way passes before this one. "
             "Move that page up, or ask about something earlier."],
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_ways(said: tuple[str, ...], mistakes: list[str]) -> None:
    assert told(pages(*said)) == mistakes


COLOUR = f"""\
pages:
- page: colour
  questions:
  - {{ask: colour, type: one-of, label: C?, name: c, {OPTIONS}}}
- page: more
  questions:
  - {{ask: more, type: email, label: M?}}
  when: """


@pytest.mark.parametrize("condition", ['colour = "red"', 'colour in ("red", "blue")', "colour != null"])
def test_conditions_that_are_sound(condition: str) -> None:
    assert told(COLOUR + condition) == []


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ('color = "red"', ("color", "colour")),
        ('colour = "green"', ("green", "red", "blue")),
        ("colour > 3", ("text", "number")),
        (
            "colour",
            ("A condition must be true or false, and this is a text. Compare it, as in", 'colour = "red"'),
        ),
        ("1 + 1", ("A condition must be true or false, and this is a number.",)),
        ('colour = "red', ("character",)),
        ("colour =", ("(character 9 of the condition)",)),
    ],
)
def test_conditions_that_are_not(condition: str, parts: tuple[str, ...]) -> None:
    (mistake,) = told(f"{COLOUR}'{condition}'")
    assert mistake.startswith("8: ")
    assert [part for part in parts if part not in mistake] == []


def test_a_page_has_its_own_name() -> None:
    question = "questions: [{ask: %s, type: email, label: Mail?}]"
    twice = f"pages:\n- page: one\n  {question % 'a'}\n- page: one\n  {question % 'b'}"
    assert told(twice) == ["4: There is already a page ‘one’. Give this one a name of its own."]
    taken = f"pages:\n- page: check-your-answers\n  {question % 'a'}"
    assert told(taken) == [
        "2: ‘check-your-answers’ comes by itself after the last page. Give this page another name."
    ]


def test_a_question_that_depends_on_one_asked_too_late() -> None:
    question = (
        "- {ask: a, type: email, label: A?}\n- {ask: b, type: email, label: B?, when: a != null}\ntitle: Both"
    )
    assert told(page(question)) == [
        "5: ‘a’ is asked on this same page, so its answer is not known yet. "
        "Move what depends on it to a page of its own, further on."
    ]


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from([*KINDS, "yes", "one", "two"])
)
WORDS = st.sampled_from(
    ["pages", "page", "questions", "ask", "type", "label", "next", "when", "if", "go", "options", "value", "error",
     "missing", "binding", "required", "latest", "max_length", "intro", "title"]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6)
)


@given(
    st.dictionaries(WORDS, ANYTHING, max_size=3),
    st.lists(st.dictionaries(WORDS, ANYTHING, max_size=6), max_size=3),
)
def test_the_reader_answers_whatever_it_is_given(
    top: dict[str, object], questions: list[dict[str, object]]
) -> None:
    for content in (top, {"pages": [{"page": "one", "questions": questions, "next": top.get("next")}]}):
        source = PartSource(SERVICE, (PartFile("form.yaml", located_nowhere(content)),))
        assert isinstance(FORM_PART.read(source), Form)


PHOTO_PLACE = """\
pages:
- page: first
  questions:
  - {{ask: {first}, label: A, name: a}}
- page: second
  questions:
  - {{ask: spot, type: place, label: Where?, name: where, photo: {photo}}}
- page: third
  questions:
  - {{ask: late, type: photo, label: A photo, required: no}}
"""


@pytest.mark.parametrize(
    ("first", "photo", "mistakes"),
    [
        ("shot, type: photo", "shot", []),
        (
            "shot, type: email",
            "shot",
            ["7: There is no photo ‘shot’. Write the key of a photo of an earlier page."],
        ),
        (
            "shot, type: photo",
            "sho",
            ["7: There is no photo ‘sho’. Write the key of a photo of an earlier page."],
        ),
        (
            "shot, type: photo",
            "late",
            ["7: The photo ‘late’ is not asked for before this page. Move its page up."],
        ),
    ],
)
def test_the_photo_whose_place_may_be_used_comes_before(first: str, photo: str, mistakes: list[str]) -> None:
    assert told(PHOTO_PLACE.format(first=first, photo=photo)) == mistakes


TASKS = """\
sections:
- section: first
  title: First
  pages: [{page: one, questions: [
    {ask: via, type: from-context, label: Via, take: TAKE}, {ask: a, type: email, label: A?}]}]
- section: second
  title: Second
  pages: [{page: two, questions: [{ask: b, type: email, label: B?}]}]
"""


@pytest.mark.parametrize(("take", "many"), [("page", 1), ("channel", 0)])
def test_a_list_of_tasks_does_not_know_what_brought_somebody_there(take: str, many: int) -> None:
    assert [one.count("begins with its list of tasks") for one in told(TASKS.replace("TAKE", take))] == [
        1
    ] * many


def test_a_condition_that_spends_all_it_has_before_anything_is_answered_is_told() -> None:
    when = "when: count(for i in 1..200000 return i) > 3"
    form = f"pages:\n- page: one\n  questions: [{{ask: a, type: email, label: A?}}]\n- page: two\n  {when}\n"
    (said,) = told(f"{form}  questions: [{{ask: b, type: email, label: B?}}]\n")
    assert said.startswith("5: This asks for more work than any expression is given")


@pytest.mark.parametrize(
    ("value", "is_what"),
    [
        ('"much"', "a text"),
        ("true or false", "true or false"),
        ("today()", "a date"),
        ("12 * 950", ""),
        ("[1, 2]", ""),
    ],
)
def test_money_is_a_number(value: str, is_what: str) -> None:
    worked_out = f"- {{ask: sum, type: calculated, label: S, value: '{value}', format: money}}"
    question = f"- {{ask: mail, type: email, label: M?}}\n{worked_out}"
    said = f"5: Money is a number of pounds, and this is {is_what}. Work out a number, or take ‘format’ out."
    assert told(page(question)) == ([said] if is_what else [])
