"""The way through a form: branches, conditions, rejoining; what counts and what is missing."""

from __future__ import annotations

from hypothesis import given as examples
from hypothesis import strategies as st

from moothall.apps.forms.api import (
    CHECK_ANSWERS,
    Answer,
    Answers,
    Branch,
    Form,
    Page,
    may_open,
    missing_pages,
    next_page,
    page_before,
    path,
    posted,
    read_page,
    relevant,
)
from moothall.apps.forms.types.short_text import ShortText
from tests.apps.forms.made import asking, given, sound, when

DUMPED = """
    pages:
      - page: what
        questions:
          - ask: rubbish
            type: one-of
            label: What was dumped?
            name: what was dumped
            options:
              - {value: household, label: Household rubbish}
              - {value: garden, label: Garden waste}
              - {value: building, label: Building rubble}
        next:
          - if: rubbish = "building"
            go: asbestos
          - if: rubbish = "garden"
            go: where
      - page: dangers
        questions:
          - ask: dangers
            type: several-of
            label: Is any of this among it?
            required: no
            options:
              - {value: needles, label: Needles}
              - {value: oil, label: Oil}
        next: where
      - page: asbestos
        questions:
          - {ask: asbestos, type: yes-no, label: Could there be asbestos?, name: there could be asbestos}
      - page: where
        questions:
          - {ask: where, type: short-text, label: Where is it?, name: where it is}
      - page: careful
        when: asbestos = true or list contains(dangers, "needles")
        title: Is it safe to walk past?
        questions:
          - {ask: safe, type: yes-no, label: Is it safe?, name: it is safe}
          - {ask: why, type: long-text, label: Why is that?, name: why, when: dangers != null, required: no}
    """
FORM = sound(DUMPED)
HOUSEHOLD = given(rubbish=("one-of", "household"))
BUILDING = given(rubbish=("one-of", "building"))
WHERE = given(where=("short-text", "Mill Lane"))


def test_nothing_answered_leads_the_usual_way() -> None:
    assert path(FORM, Answers()) == ("what", "dangers", "where")


def test_branches_rejoin() -> None:
    assert path(FORM, HOUSEHOLD) == ("what", "dangers", "where")
    assert path(FORM, BUILDING) == ("what", "asbestos", "where")
    assert path(FORM, given(rubbish=("one-of", "garden"))) == ("what", "where")


def test_a_condition_opens_a_page() -> None:
    needles = HOUSEHOLD.with_(given(dangers=("several-of", ["needles"])))
    assert path(FORM, needles) == ("what", "dangers", "where", "careful")
    assert path(FORM, HOUSEHOLD.with_(given(dangers=("several-of", ["oil"])))) == ("what", "dangers", "where")


def test_an_answer_off_the_path_counts_for_nothing_and_comes_back() -> None:
    rubble = BUILDING.with_(given(asbestos=("yes-no", True)))
    assert path(FORM, rubble) == ("what", "asbestos", "where", "careful")
    changed = rubble.with_(HOUSEHOLD)
    assert path(FORM, changed) == ("what", "dangers", "where")
    assert list(relevant(FORM, changed)) == ["rubbish"]
    assert path(FORM, changed.with_(BUILDING)) == ("what", "asbestos", "where", "careful")


def test_an_answer_of_another_type_is_no_answer() -> None:
    assert missing_pages(FORM, given(rubbish=("short-text", "building")))[0] == "what"
    assert path(FORM, given(rubbish=("short-text", "building"))) == ("what", "dangers", "where")


def test_a_required_answer_left_blank_is_missing_and_an_optional_one_is_not() -> None:
    assert missing_pages(FORM, HOUSEHOLD) == ("dangers", "where")
    assert missing_pages(FORM, HOUSEHOLD.with_(given(dangers=("several-of", None)))) == ("where",)
    assert "what" in missing_pages(FORM, given(rubbish=("one-of", None)))


def test_the_next_page() -> None:
    assert next_page(FORM, BUILDING, "what") == "asbestos"
    assert next_page(FORM, BUILDING.with_(WHERE), "where") == CHECK_ANSWERS
    assert next_page(FORM, HOUSEHOLD, "asbestos") == "dangers"


def test_the_next_page_after_a_change() -> None:
    whole = BUILDING.with_(WHERE).with_(given(asbestos=("yes-no", False)))
    assert next_page(FORM, whole, "what", changing=True) == CHECK_ANSWERS
    assert next_page(FORM, whole.with_(HOUSEHOLD), "what", changing=True) == "dangers"


def test_back() -> None:
    assert page_before(FORM, BUILDING, "what") is None
    assert page_before(FORM, BUILDING, "where") == "asbestos"
    assert page_before(FORM, BUILDING, CHECK_ANSWERS) == "where"
    assert page_before(FORM, BUILDING, "dangers") is None
    assert page_before(Form(()), Answers(), CHECK_ANSWERS) is None


def test_a_page_opens_when_all_before_it_is_answered() -> None:
    assert may_open(FORM, Answers(), "what")
    assert not may_open(FORM, Answers(), "dangers")
    assert may_open(FORM, BUILDING, "asbestos")
    assert not may_open(FORM, BUILDING, "dangers")
    assert not may_open(FORM, BUILDING, CHECK_ANSWERS)
    whole = BUILDING.with_(WHERE).with_(given(asbestos=("yes-no", False)))
    assert may_open(FORM, whole, CHECK_ANSWERS)
    assert not may_open(FORM, whole, "no-such-page")


def test_a_hidden_question_is_not_read() -> None:
    rubble = BUILDING.with_(WHERE).with_(given(asbestos=("yes-no", True)))
    reading = read_page(FORM, "careful", posted({"safe": "yes", "why": "x"}), held=rubble)
    assert list(reading.answers) == ["safe"]
    assert reading.asked == ("safe",)
    needles = HOUSEHOLD.with_(WHERE).with_(given(dangers=("several-of", ["needles"])))
    reading = read_page(FORM, "careful", posted({"safe": "yes", "why": "x"}), held=needles)
    assert list(reading.answers) == ["safe", "why"]


def test_an_expression_that_never_ends_does_not_hold() -> None:
    endless = when("some x in 1..1000000 satisfies x < 0")
    pages = (
        Page(key="one", title="", questions=(asking(ShortText(), "one"),), next=(Branch("three", endless),)),
        Page(key="two", title="", questions=(asking(ShortText(), "two"),), when=endless),
        Page(key="three", title="", questions=(asking(ShortText(), "three"),)),
    )
    assert path(Form(pages), Answers()) == ("one", "three")


KEYS = ("one", "two", "three", "four", "five")
TARGETS = st.sampled_from((*KEYS, CHECK_ANSWERS, "nowhere"))
CONDITIONS = st.sampled_from([None, *(when(f'{key} = "yes"') for key in KEYS), when("1 = 1"), when("one")])
PAGES = st.tuples(
    *(
        st.builds(
            lambda condition, next_, asked, key=key: Page(
                key=key,
                title="",
                questions=(asking(ShortText(), key, when=asked),),
                when=condition,
                next=tuple(next_),
            ),
            CONDITIONS,
            st.lists(st.builds(Branch, TARGETS, CONDITIONS), max_size=3),
            CONDITIONS,
        )
        for key in KEYS
    )
)
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["yes", "no", None])).map(
    lambda said: Answers({key: Answer("short-text", value) for key, value in said.items()})
)


@examples(PAGES, ANSWERS)
def test_every_walk_ends_and_agrees_with_itself(pages: tuple[Page, ...], answers: Answers) -> None:
    form = Form(pages)
    keys = path(form, answers)
    assert len(set(keys)) == len(keys) <= len(KEYS)
    counted = relevant(form, answers)
    assert set(counted) <= set(keys)
    assert path(form, counted) == keys
    assert set(missing_pages(form, answers)) <= set(keys)
    for key in (*KEYS, CHECK_ANSWERS):
        assert next_page(form, answers, key if key in KEYS else KEYS[0]) in (*keys, CHECK_ANSWERS)
        assert page_before(form, answers, key) in (*keys, None)
        if may_open(form, answers, key):
            assert key in (*keys, CHECK_ANSWERS)


def test_a_way_once_found_is_another_forms_no_more() -> None:
    """Answers note the last way found through them; another form, or other answers, have their own."""
    answers = given(one=("short-text", "yes"))
    first = Form((Page(key="a", title="", questions=(asking(ShortText(), "one"),)),))
    second = Form((Page(key="b", title="", questions=(asking(ShortText(), "one"),)),))
    assert [path(first, answers), path(second, answers), path(first, answers)] == [("a",), ("b",), ("a",)]
    assert missing_pages(first, answers) == ()
    assert missing_pages(first, answers.without(["one"])) == ("a",)


def test_what_is_too_large_to_be_kept_is_not_kept() -> None:
    form = sound("""
    pages:
      - page: years
        questions:
          - {ask: years, type: number, label: How many years?, name: the years}
      - page: worth
        questions:
          - {ask: worth, type: calculated, label: Worth, value: 1.05 ** years, format: money}
    """)
    for years, worth in ((2, 1.1025), (20_000, None), (900_000_000, None)):
        assert relevant(form, given(years=("number", years)))["worth"].value == worth
