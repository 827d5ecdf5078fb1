"""The layout: landmarks, titles, no inline script or style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.test import RequestFactory
from lxml import html

from moothall.ui.environment import COMPONENTS, component, environment
from moothall.ui.errors import SorryPage, not_found
from moothall.ui.frames import Frame, Link
from moothall.ui.pages import Late, Page, Problem, layout_around, render

FRAME = Frame(
    council="Barchester District Council",
    site="staff",
    service="Casework",
    navigation=(Link(text="Cases", href="/staff/", current=True), Link(text="Jobs", href="/staff/jobs/")),
    footer=(Link(text="Accessibility", href="/accessibility/"),),
    signed_in_as="Amy <Robarts>",
    account="/staff/account/",
    sign_out="/staff/sign-out/",
)


def page(**changes: object) -> str:
    return render(SorryPage(**{"title": "Hello", "frame": FRAME, "sentences": ("One.",), **changes}))


def test_the_title_says_page_service_and_council() -> None:
    assert html.fromstring(page()).findtext(".//title") == "Hello – Casework – Barchester District Council"


def test_the_title_of_a_page_with_problems_starts_with_error() -> None:
    titled = html.fromstring(page(problems=(Problem("Enter a name", "#name"),))).findtext(".//title")
    assert titled is not None
    assert titled.startswith("Error: Hello")


def test_each_landmark_stands_once() -> None:
    document = html.fromstring(page())
    assert [len(document.findall(f".//{name}")) for name in ("main", "header", "footer", "nav", "h1")] == [
        1
    ] * 5
    assert document.get("lang") == "en"
    assert document.find(".//a").get("href") == "#main"


def test_nothing_stands_inline_so_that_the_content_security_policy_can_be_strict() -> None:
    document = html.fromstring(page(problems=(Problem("Enter a name"),)))
    assert not document.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")


def test_what_is_not_ours_is_not_shown() -> None:
    assert not re.search("crown|GDS Transport|govuk-logo", page(), re.IGNORECASE)


def test_names_are_escaped() -> None:
    assert "Amy &lt;Robarts&gt;" in page()


def test_a_field_that_a_page_does_not_have_fails_at_once() -> None:
    with pytest.raises(AttributeError):
        environment().from_string("{{ page.nothing }}").render(
            page=SorryPage(title="", frame=FRAME, sentences=())
        )


def test_a_page_that_prints_no_token_makes_none() -> None:
    made: list[str] = []
    frame = Frame(council="Barchester District Council")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Plain(Page):
        template: ClassVar[str] = "ui/sorry.html"
        sentences: tuple[str, ...] = ()

    render(Plain(title="Hello", frame=frame), csrf=Late(lambda: made.append("token") or "token"))
    assert made == []


def test_a_compiled_page_stands_in_the_same_layout_with_its_holes_untouched() -> None:
    whole = layout_around(
        "<h1>\x00title\x00</h1>", title="\x00error\x00Name", frame=FRAME, section="Report it"
    )
    assert "<h1>\x00title\x00</h1>" in whole
    assert "<title>\x00error\x00Name – Report it – Barchester District Council</title>" in whole


def test_an_error_page_needs_no_policy_and_no_database() -> None:
    response = not_found(RequestFactory().get("/nowhere"))
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("macro", sorted(COMPONENTS))
def test_every_component_can_be_called(macro: str) -> None:
    needed: dict[str, object] = {
        "text": "Yes",
        "id": "a",
        "name": "a",
        "items": [{"text": "Yes", "value": "1"}],
        "rows": [[]],
    }
    if macro == "govukSummaryList":
        needed["rows"] = [{"key": {"text": "a"}, "value": {"text": "b"}}]
    if macro == "govukPagination":
        needed["items"] = [{"number": 1, "href": "#"}]
    assert "govuk-" in component(macro)(
        {**needed, "legend": {"text": "A"}, "label": {"text": "A"}, "fieldset": {"legend": {"text": "A"}}}
    )
