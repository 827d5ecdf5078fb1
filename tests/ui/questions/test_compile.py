"""A compiled page is, to the letter, the page that GOV.UK's macros draw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup, escape

from moothall.ui.questions import Parts, Typed, compile_page
from moothall.ui.questions.compile import WRONG_PART, main_part
from moothall.ui.questions.outline import (
    OTHER,
    AddressLookup,
    Asked,
    Checkboxes,
    DateInput,
    FieldGroup,
    FileInput,
    GroupField,
    Hidden,
    InputGroup,
    Item,
    LabelledInput,
    More,
    Outline,
    Radios,
    Row,
    Rows,
    Select,
    TextArea,
    TextInput,
    Widget,
)
from moothall.ui.questions.render import Shown, back_link, question, summary

OPTIONS = (Item(value="red", label="Red <b>"), Item(value='bl"ue', label="Blue & sky", hint="As 'above'"))
NONE = Item(value="none", label="None of these", exclusive=True)
ADDRESS = InputGroup(
    name="home",
    inputs=(
        LabelledInput(label="Line 1", input=TextInput(name="home-line-1", autocomplete="address-line1")),
        LabelledInput(label="Postcode", input=TextInput(name="home-postcode", width="10", spellcheck=False)),
    ),
)
FLAT = AddressLookup(
    name="flat",
    find=(
        LabelledInput(label="Postcode", input=TextInput(name="flat-postcode", width="10")),
        LabelledInput(label="House number", input=TextInput(name="flat-building"), hint="As on the <door>"),
    ),
    hand=(
        LabelledInput(label="Line 1", input=TextInput(name="flat-line-1")),
        LabelledInput(label="Postcode", input=TextInput(name="flat-postcode", width="10")),
    ),
    by_hand="Enter it by hand",
    choice="flat-uprn",
    chosen="Choose & check",
    carried=("flat-listed",),
)


def bin_row(number: int) -> Row:
    key = f"bins-{number}"
    return Row(
        legend=f"Bin <{number}>",
        fields=(
            GroupField(key=f"{key}-what", label="What", widget=TextInput(name=f"{key}-what", prefix="£")),
            GroupField(key=f"{key}-hue", label="Hue", widget=Select(name=f"{key}-hue", items=OPTIONS)),
            GroupField(key=f"{key}-when", label="When", widget=DateInput(name=f"{key}-when")),
        ),
    )


OATH = FieldGroup(
    name="oath",
    statement=("I <swear>", "and & sign"),
    fields=(
        GroupField(
            key="oath-agree",
            widget=Checkboxes(name="oath-agree", items=(Item(value="yes", label="I agree"),)),
        ),
        GroupField(
            key="oath-sure", label="Sure?", hint="Are you", widget=Radios(name="oath-sure", items=OPTIONS)
        ),
        GroupField(key="oath-on", label="On", widget=DateInput(name="oath-on")),
    ),
)
WIDGETS: dict[str, Widget] = {
    "name": TextInput(name="name", autocomplete="name", spellcheck=False, width="20"),
    "town": TextInput(name="town", width="two-thirds", inputmode="numeric", autocapitalize="words"),
    "story": TextArea(name="story", rows=8),
    "counted": TextArea(name="counted", max_length=200, spellcheck=True, autocomplete="off"),
    "colour": Radios(name="colour", items=OPTIONS),
    "sure": Radios(name="sure", items=OPTIONS, inline=True),
    "colours": Checkboxes(name="colours", items=(*OPTIONS, NONE)),
    "day": DateInput(name="day"),
    "born": DateInput(name="born", birthday=True),
    "home": ADDRESS,
    "photo": FileInput(name="photo", accept="image/png", optional=True, remove_label="Remove this photo"),
    "scan": FileInput(name="scan"),
    "proofs": FileInput(name="proofs", accept="image/png", several=True, add_label="Add <it>"),
    "part": TextInput(name="part", suffix="% of <it>"),
    "shade": Select(name="shade", items=OPTIONS, empty="Choose"),
    "oath": OATH,
    "bins": Rows(name="bins", rows=tuple(bin_row(n) for n in (1, 2, 3)), shown=1, more="Add another"),
    "fixed": Rows(name="fixed", rows=(Row(legend="Mon", fields=OATH.fields[:1]),), shown=1),
    "flat": FLAT,
    "source": Hidden(name="source"),
}
FIELDS = (
    "name", "town", "story", "counted", "colour", "sure", "colours", "day-day", "day-month", "day-year", "born-day",
    "born-month", "born-year", "home-line-1", "home-postcode", "photo", "photo-remove", "scan", "proofs",
    "proofs-held",
    "part", "shade", "oath-agree", "oath-sure", "oath-on-day", "bins-1-what", "bins-2-hue", "bins-2-when-month",
    "bins-rows",
    "flat-postcode", "flat-line-1", "flat-uprn", "flat-listed", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    question: str
    field: str
    sentence: str
    parts: tuple[str, ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Drawing(Shown):
    """One showing of a page, drawn by the macros themselves."""

    typed: Typed
    problems: tuple[Problem, ...]
    more: tuple[More, ...] = ()

    def value(self, field: str) -> str | None:
        return self.text(field) or None

    def text(self, field: str) -> str:
        said = {name: value for more in self.more for name, value in more.fields}
        return said.get(field) or (self.typed.get(field) or ("",))[-1]

    def option(self, field: str, value: str) -> tuple[str, bool]:
        return value, value in self.typed.get(field, ())

    def selected(self, field: str, value: str) -> tuple[str, bool]:
        return self.option(field, value)

    def error(self, field: str) -> str | None:
        at = [p for p in self.problems if p.field == field] or [
            p for p in self.problems if field in (p.question, p.cell)
        ]
        return at[0].sentence if at else None

    def listed(self, field: str, draw: Callable[[list[tuple[str, str]]], Markup]) -> Markup:
        names, keys = self.typed.get(field, ()), self.typed.get(f"{field}-held", ())
        return draw(list(zip(keys, names, strict=False))) if names else Markup()

    def part_class(self, question: str, part: str) -> str:
        first = next((p for p in self.problems if question in (p.question, p.cell)), None)
        return WRONG_PART if first and (not first.parts or part in first.parts) else ""

    def nested(self, field: str, draw: Callable[[Shown], Markup]) -> Markup:
        return draw(self)

    def held(self, field: str, draw: Callable[[str], Markup]) -> Markup:
        name = self.text(field)
        return draw(name) if name else Markup()

    def asked(self, question: str) -> More:
        return next((each for each in self.more if each.question == question), More(question=question))

    def said(self, question: str, draw: Callable[[str], Markup]) -> Markup:
        said = self.asked(question).said
        return draw(said) if said else Markup()

    def mode(
        self, question: str, fields: tuple[str, ...], draws: Mapping[str, Callable[[Shown], Markup]]
    ) -> Markup:
        mode = self.asked(question).mode
        if mode not in draws:
            mode = list(draws)[-1 if any(self.text(field).strip() for field in fields) else 0]
        return draws[mode](self)

    def choices(self, field: str, draw: Callable[[list[tuple[str, str, bool]]], Markup]) -> Markup:
        chosen = self.text(field)
        listed = self.asked(field.removesuffix("-uprn")).choices
        return draw([(value, label, bool(value) and value == chosen) for value, label in listed])

    def row(self, question: str, number: int, least: int, draw: Callable[[Shown], Markup]) -> Markup:
        return draw(self) if number <= int(self.rows(question, least)) else Markup()

    def rows(self, question: str, least: int) -> str:
        said = self.text(f"{question}-rows")
        typed = int(said) if re.fullmatch("[0-9]{1,3}", said) else 0
        return str(self.asked(question).rows or max(least, typed))


@dataclass(frozen=True, slots=True)
class Around:
    summary: Markup
    token: Markup
    action: Markup
    shown: Markup
    question: Callable[[str], Markup]


def drawn(
    outline: Outline,
    typed: Typed,
    problems: tuple[Problem, ...],
    hidden: frozenset[str] = frozenset(),
    more: tuple[More, ...] = (),
) -> str:
    """The page as the macros make it."""
    shown, asked = Drawing(typed, problems, more), {each.key: each for each in outline.questions}
    lines = [(problem.field, problem.sentence) for problem in problems]
    around = Around(
        summary=summary(outline, lines) if lines else Markup(),
        token=escape("to<ken"),
        action=Markup(),
        shown=Markup('<input type="hidden" name="_shown" value="">\n'),
        question=lambda key: Markup() if key in hidden else question(outline, asked[key], shown),
    )
    return main_part(outline, around)


def outline_of(*keys: str, hint: str = "", **more: object) -> Outline:
    asked = tuple(
        Asked(key=key, label=f"What <is> {key}?", hint=hint, widget=WIDGETS[key], conditional=key == "town")
        for key in keys
    )
    return Outline(key="page", title="A <page>", questions=asked, **more)


WHOLE = outline_of(*WIDGETS, hint="Help & hints", caption="Part <1>", intro=("One <p>", "Two"))
COMPILED = compile_page(WHOLE)
LETTERS = st.characters(exclude_characters="\r\n", exclude_categories=("Cs", "Cc", "Zl", "Zp"))
HOSTILE = st.text(LETTERS) | st.sampled_from(
    ['"><script>alert(1)</script>', "'", "&amp;", "{{ 7*7 }}", "%s{0}", "\ue0001\ue001", "red", 'bl"ue', "none", "yes"]
)  # fmt: skip
TYPED = st.dictionaries(st.sampled_from(FIELDS), st.lists(HOSTILE, max_size=3).map(tuple))
PROBLEMS = st.lists(
    st.one_of(
        st.builds(
            lambda key, sentence: Problem(key, key, sentence),
            st.sampled_from(["name", "town", "story", "counted", "colour", "colours", "photo", "scan"]),
            HOSTILE,
        ),
        st.builds(
            lambda key, sentence, parts: Problem(key, f"{key}-{(parts or ('day',))[0]}", sentence, parts),
            st.sampled_from(["day", "born"]),
            HOSTILE,
            st.lists(st.sampled_from(["day", "month", "year"]), unique=True).map(tuple),
        ),
        st.builds(Problem, st.just("home"), st.sampled_from(["home-line-1", "home-postcode"]), HOSTILE),
        st.builds(Problem, st.just("oath"), st.sampled_from(["oath-agree", "oath-sure"]), HOSTILE),
        st.builds(Problem, st.just("flat"), st.sampled_from(["flat-line-1", "flat-postcode", "flat-uprn"]), HOSTILE),
        st.builds(
            lambda sentence, parts: Problem("bins", "bins-2-when-day", sentence, parts, "bins-2-when"),
            HOSTILE,
            st.lists(st.sampled_from(["day", "month", "year"]), unique=True).map(tuple),
        ),
    ).filter(lambda problem: bool(problem.sentence.strip())),
    max_size=4,
).map(tuple)  # fmt: skip


LISTED = st.lists(st.tuples(st.sampled_from(["1", "red", '"2"', OTHER]), HOSTILE), min_size=1, max_size=4)
MORE = st.tuples(
    st.builds(
        lambda mode, said, listed: More(
            question="flat",
            mode=mode,
            said=said.strip(),
            choices=(("", "Some"), *listed),
            fields=(("flat-listed", "<b>"),) if said else (),
        ),
        st.sampled_from(["", "find", "choose", "hand"]),
        HOSTILE,
        LISTED,
    ),
    st.builds(lambda rows: More(question="bins", rows=rows), st.integers(0, 3)),
)


@given(TYPED, PROBLEMS, st.sets(st.sampled_from(["town"])).map(frozenset), MORE)
def test_a_compiled_page_equals_the_drawn_one(
    typed: Typed, problems: tuple[Problem, ...], hidden: frozenset[str], more: tuple[More, ...]
) -> None:
    filled = COMPILED.fill(token="to<ken", typed=typed, problems=problems, hidden=hidden, more=more)
    assert filled == drawn(WHOLE, typed, problems, hidden, more)


@given(TYPED, PROBLEMS)
def test_nothing_that_is_typed_becomes_markup(typed: Typed, problems: tuple[Problem, ...]) -> None:
    """However a page is filled, it has the elements that the same page filled with plain words has."""
    plain = tuple(Problem(p.question, p.field, "x", p.parts, p.cell) for p in problems)
    tags = [
        element.tag
        for element in html.fromstring(COMPILED.fill(token="t", typed=typed, problems=problems)).iter()
    ]
    assert tags == [
        element.tag
        for element in html.fromstring(COMPILED.fill(token="t", typed=_shape(typed), problems=plain)).iter()
    ]


def _shape(typed: Typed) -> Typed:
    """The same fields filled, each with a harmless word."""
    return {field: tuple("x" if value else "" for value in values) for field, values in typed.items()}


@pytest.mark.parametrize("key", list(WIDGETS))
def test_one_thing_per_page(key: str) -> None:
    """The only question that is seen is the heading: its label or legend is the h1, and no other stands there."""
    only = outline_of(key)
    page = compile_page(only).fill(token="to<ken")
    assert page == drawn(only, {}, ())
    headings = html.fromstring(page).findall(".//h1")
    expected = "A <page>" if key in ("town", "source") else f"What <is> {key}?"
    assert [heading.text_content().strip() for heading in headings] == [expected]


def test_a_page_nobody_has_answered_needs_the_token_and_what_it_showed() -> None:
    filled = COMPILED.fill(token="to<ken")
    assert filled == drawn(WHOLE, {}, ())
    assert [type(piece) is str for piece in COMPILED._blank].count(True) <= 4


def test_a_page_with_a_file_is_sent_as_one() -> None:
    assert '<form method="post" enctype="multipart/form-data" novalidate>' in COMPILED.fill(token="t")
    assert '<form method="post" novalidate>' in compile_page(outline_of("name")).fill(token="t")


def test_a_page_says_what_it_had_shown_and_may_be_left_for_later() -> None:
    page = compile_page(replace(outline_of("name"), later="Save <it>", later_note="For a day"))
    filled = page.fill(token="t", shown='a"1')
    assert 'name="_shown" value="a&#34;1"' in filled
    buttons = [(b.get("name"), b.text_content().strip()) for b in html.fromstring(filled).iter("button")]
    assert buttons == [(None, "Continue"), ("_later", "Save <it>")], "Enter presses the first"


def test_action_and_back_are_addresses() -> None:
    page = compile_page(outline_of("name"), lambda parts: parts.before + parts.main)
    assert 'action="' not in page.fill(token="t")
    assert "govuk-back-link" not in page.fill(token="t")
    filled = page.fill(token="t", action='/a?b=1&c="', back="/back?x=1&y=<")
    assert '<form method="post" action="/a?b=1&amp;c=&#34;" novalidate>' in filled
    outline = outline_of("name")
    assert filled.startswith(str(back_link(outline, "/back?x=1&y=<")))


def test_the_layout_is_compiled_with_the_page() -> None:
    def wrap(parts: Parts) -> str:
        return f"<title>{escape(parts.title)} – Barchester</title>{parts.before}<main>{parts.main}</main>"

    page = compile_page(outline_of("name"), wrap)
    assert page.fill(token="t").startswith("<title>A &lt;page&gt; – Barchester</title><main>")
    wrong = (Problem("name", "name", "Enter it"),)
    assert page.fill(token="t", problems=wrong).startswith(
        "<title>Error: A &lt;page&gt; – Barchester</title><main>"
    )


def test_an_error_is_tied_to_its_field() -> None:
    problems = (
        Problem("name", "name", "Enter your name"),
        Problem("day", "day-month", "The date must be a real date", ("month",)),
        Problem("home", "home-postcode", "Enter postcode"),
        Problem("colour", "colour", "Select a colour"),
    )
    page = html.fromstring(COMPILED.fill(token="t", typed={"name": ("Jo",)}, problems=problems))
    links = [link.get("href") for link in page.findall(".//div[@class='govuk-error-summary']//a")]
    assert links == ["#name", "#day-month", "#home-postcode", "#colour"]
    for link in links:
        assert page.get_element_by_id(link[1:]).tag == "input"
    name = page.get_element_by_id("name")
    assert (name.get("value"), name.get("aria-describedby")) == ("Jo", "name-hint name-error")
    assert page.get_element_by_id("name-error").text_content().split() == ["Error:", "Enter", "your", "name"]
    wrong = [
        part
        for part in ("day", "month", "year")
        if "govuk-input--error" in page.get_element_by_id(f"day-{part}").get("class")
    ]
    assert wrong == ["month"]
    assert page.get_element_by_id("home-postcode").get("aria-describedby") == "home-postcode-error"
    assert page.get_element_by_id("home-line-1").get("aria-describedby") is None
    legend = page.get_element_by_id("colour").getparent().getparent().getparent()
    assert legend.get("aria-describedby") == "colour-hint colour-error"


def test_what_was_chosen_is_ticked() -> None:
    page = html.fromstring(COMPILED.fill(token="t", typed={"colours": ('bl"ue', "none"), "colour": ("red",)}))
    ticked = [(box.get("name"), box.get("value")) for box in page.findall(".//input[@checked]")]
    assert ticked == [("colour", "red"), ("colours", 'bl"ue'), ("colours", "none")]


def test_a_file_that_is_held_is_named() -> None:
    page = COMPILED.fill(token="t", typed={"photo": ("b<ins.jpg",)})
    assert "You have added: <strong>b&lt;ins.jpg</strong>" in page
    assert 'name="photo-remove" type="checkbox" value="yes"' in page
    assert "photo-remove" not in COMPILED.fill(token="t")


def test_a_hidden_question_is_not_on_the_page() -> None:
    assert 'name="town"' in COMPILED.fill(token="t")
    assert 'name="town"' not in COMPILED.fill(token="t", hidden=frozenset({"town"}))


def test_a_text_of_the_form_is_never_taken_for_a_hole() -> None:
    outline = Outline(
        key="page", title="\ue0001\ue001",
        questions=(Asked(key="name", label="\ue0000\ue001", hint="", widget=WIDGETS["name"]),),
    )  # fmt: skip
    assert "\ue0000\ue001" in compile_page(outline).fill(token="t")
