"""Our templates as Python: what they print, read and call."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from moothall.ui.compiling import printed
from moothall.ui.environment import environment
from moothall.ui.languages import speaking


class Drawn:
    """What knows its own HTML."""

    def __html__(self) -> str:
        return "<i>drawn</i>"


def made(source: str, **seen: object) -> str:
    return environment().from_string(source).render(**seen)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Tom & Amy", "Tom &amp; Amy"),
        ("<b>", "&lt;b&gt;"),
        ('"', "&#34;"),
        ("'", "&#39;"),
        ("Mill Way", "Mill Way"),
        ("", ""),
        (Markup("<b>safe</b>"), "<b>safe</b>"),
        (7, "7"),
        (None, "None"),
        (Drawn(), "<i>drawn</i>"),
    ],
)
def test_what_is_printed_is_escaped_unless_it_says_that_it_is_html(value: object, shown: str) -> None:
    assert printed(value) == made("{{ value }}", value=value) == shown


def test_a_text_of_a_kind_of_its_own_is_escaped_too() -> None:
    class Name(str):
        __slots__ = ()

    assert printed(Name("<b>")) == "&lt;b&gt;"


def test_a_dot_is_an_attribute_and_brackets_an_item() -> None:
    assert made("{{ it['words'] }}", it={"words": "Bin"}) == "Bin"
    assert made("{{ it.words }}", it=SimpleNamespace(words="Bin")) == "Bin"
    with pytest.raises(AttributeError):
        made("{{ it.words }}", it={"words": "Bin"})


def test_a_name_that_is_not_there_fails() -> None:
    for source in ("{{ nothing }}", "{{ nothing.there }}", "{{ nothing('x') }}"):
        with pytest.raises(UndefinedError):
            made(source)


def test_functions_take_what_python_lets_them_take() -> None:
    def joined(*words: object, **named: object) -> str:
        return f"{words} {sorted(named.items())}"

    assert made("{{ f(1, *more, b=2, **other) | safe }}", f=joined, more=[3], other={"c": 4}) == joined(
        1, 3, b=2, c=4
    )


def test_macros_call_back_and_loops_go_on() -> None:
    source = (
        "{% macro box(title) %}<p title='{{ title }}'>{{ caller() }}</p>{% endmacro %}"
        "{% for name in names %}{% call box(name) %}{{ loop.index }}: {{ name }}{% endcall %}{% endfor %}"
    )
    assert made(source, names=["A&B"]) == "<p title='A&amp;B'>1: A&amp;B</p>"


def test_a_sentence_is_in_the_language_that_is_spoken_each_time() -> None:
    source = "{{ _('Continue') }}|{% trans %}Back{% endtrans %}"
    with speaking("en"):
        english = made(source)
    with speaking("cy"):
        welsh = made(source)
    with speaking("en"):
        assert made(source) == english == "Continue|Back"
    assert welsh != english


def test_words_in_a_sentence_are_escaped_and_a_per_cent_sign_stands() -> None:
    assert made("{% trans name=name %}Hello {{ name }}{% endtrans %}", name="<b>") == "Hello &lt;b&gt;"
    assert made("{% trans %}100% of it{% endtrans %}") == "100% of it"
    source = "{% trans count=n %}{{ count }} day{% pluralize %}{{ count }} days{% endtrans %}"
    assert [made(source, n=n) for n in (1, 2)] == ["1 day", "2 days"]
