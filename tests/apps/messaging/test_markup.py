"""One Markdown source, a subject, a text and an HTML; what fills a hole is never anything but text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.messaging.markup import compile_markdown, fill

BODY = """Dear {{ name }},

We have **{{ service_name }}**. Your reference is {{reference}}.

- one thing
- [Follow it]({{ track_link }})

1. first
2. second

Or here: {{ track_link }}

{{ words }}
"""
FACTS = {
    "name": "Septimus",
    "service_name": "Report fly-tipping",
    "reference": "BAR-222",
    "track_link": "https://barchester.example/track/abc?x=1&y=2",
    "words": "First line.\nSecond line.",
}


def test_text_and_html_from_one_source() -> None:
    filled = fill(compile_markdown("We have {{ reference }}", BODY), FACTS, "en")
    assert filled.subject == "We have BAR-222"
    assert filled.text == (
        "Dear Septimus,\n\nWe have Report fly-tipping. Your reference is BAR-222.\n\n- one thing\n\n"
        "- Follow it: https://barchester.example/track/abc?x=1&y=2\n\n1. first\n\n2. second\n\n"
        "Or here: https://barchester.example/track/abc?x=1&y=2\n\nFirst line.\nSecond line.\n"
    )
    link = "https://barchester.example/track/abc?x=1&amp;y=2"
    assert f'<a href="{link}">Follow it</a>' in filled.html
    assert f'Or here: <a href="{link}">{link}</a>' in filled.html
    assert "<strong>Report fly-tipping</strong>" in filled.html
    assert "First line.<br>\nSecond line." in filled.html


def test_no_remote_content_and_no_html_of_the_source() -> None:
    body = "<script>alert(1)</script>\n\n![a](https://tracker.example/x.png) <b>bold</b>"
    html = fill(compile_markdown("s", body), {}, "en").html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "said",
    [
        "<script>x</script>",
        "**bold**",
        "[x](javascript:x)",
        "{{ reference }}",
        "\ue000reference\ue001",
        "# H",
    ],
)
def test_what_a_person_wrote_stays_what_they_wrote(said: str) -> None:
    filled = fill(compile_markdown("s", "{{ words }}"), {"words": said, "reference": "BAR-222"}, "en")
    assert filled.text.strip() == said
    body = filled.html.partition("<p>")[2].partition("</p>")[0]
    assert "<" not in body
    assert "BAR-222" not in filled.html


@given(st.text(max_size=200))
def test_a_subject_is_one_line_whatever_fills_it(said: str) -> None:
    filled = fill(compile_markdown("About {{ words }}", "x"), {"words": said}, "en")
    assert not set(filled.subject) & set("\r\n\x0b\x0c\x85\u2028\u2029")
    assert len(filled.subject) <= 300


@given(st.text(max_size=300))
def test_any_source_compiles(source: str) -> None:
    fill(compile_markdown(source, source), {}, "en")
