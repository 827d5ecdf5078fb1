"""How what a resident types is put into the fields of a page."""

from __future__ import annotations

from moothall.sites.rehearsal.browser import read_page
from moothall.sites.rehearsal.walking import Stuck, fields_for

PAGE = """
<form method="post"><input name="seen-day" value="12"><input name="seen-month" value="3">
<input name="seen-year" value="2026"><input name="name"><input name="name-of-dog" value="Rex"></form>
"""


def test_a_date_in_words_replaces_what_an_earlier_visit_left_in_all_three_fields() -> None:
    (form,) = read_page(200, "/", PAGE).forms
    pairs, _ = fields_for(form, {"seen": "14 april", "name": "Ann"})
    assert pairs == [("seen-day", "14 april"), ("seen-month", ""), ("seen-year", ""), ("name", "Ann")]


def test_a_walk_that_is_stuck_says_which_page_and_what_it_says_in_a_line() -> None:
    html = (
        "<title>Error: What is\n it? – Barchester</title><p>" + "Long. " * 500 + "</p>"
        '<div class="govuk-error-summary"><h2>There is a problem</h2><ul><li><a href="#kind">Choose what it is</a></li>'
        '<li><a href="#name">Enter your name</a></li></ul></div><ul><li><a href="/elsewhere">Elsewhere</a></li></ul>'
    )
    stuck = Stuck("The page came back.", read_page(200, "/services/a/kind", html))
    assert str(stuck) == (
        "The page came back. It is the page “Error: What is it? – Barchester” at /services/a/kind. "
        "It says: Choose what it is; Enter your name."
    )
    assert "It is the page at /x." in str(Stuck("There is no form here.", read_page(500, "/x", "")))
