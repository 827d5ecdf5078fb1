"""How what a resident types is put into the fields of a page."""

from __future__ import annotations

from moothall.sites.rehearsal.browser import read_page
from moothall.sites.rehearsal.walking import fields_for

PAGE = """
<form method="post"><input name="seen-day" value="12"><input name="seen-month" value="3">
<input name="seen-year" value="2026"><input name="name"><input name="name-of-dog" value="Rex"></form>
"""


def test_a_date_in_words_replaces_what_an_earlier_visit_left_in_all_three_fields() -> None:
    (form,) = read_page(200, "/", PAGE).forms
    pairs, _ = fields_for(form, {"seen": "14 april", "name": "Ann"})
    assert pairs == [("seen-day", "14 april"), ("seen-month", ""), ("seen-year", ""), ("name", "Ann")]
