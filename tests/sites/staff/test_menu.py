"""Which link of the menu is marked: the page one is on, or the part of the site that the page belongs to."""

from __future__ import annotations

import pytest

from moothall.kernel.actors import Actor, Kind
from moothall.sites.staff.frame import MENU, menu_of

EVERYTHING = Actor(
    Kind.OFFICER,
    "officer:00000000-0000-0000-0000-000000000001",
    abilities=frozenset(ability for _, _, ability, _ in MENU),
)


@pytest.mark.parametrize(
    ("path", "page", "parts"),
    [
        ("/staff/", ["Cases"], []),
        ("/staff/cases/BAR-7K4-M9Q-XT8/", [], ["Cases"]),
        ("/staff/contacts/", ["Contacts"], ["Contacts"]),
        ("/staff/contacts/desk/", [], ["Contacts"]),
        ("/staff/services/report-fly-tipping/", [], ["Services"]),
        ("/staff/people/waste/", [], ["Team", "People"]),
        ("/staff/notices/", [], []),
    ],
)
def test_the_page_itself_is_marked_as_the_page_and_what_lies_below_it_as_its_part(
    path: str, page: list[str], parts: list[str]
) -> None:
    for _asked_again in "12":
        links = menu_of(path, EVERYTHING)
        assert [link.text for link in links if link.current] == page
        assert [link.text for link in links if link.within] == parts


def test_somebody_who_may_see_less_gets_a_shorter_menu_of_the_same_page() -> None:
    adviser = Actor(Kind.OFFICER, EVERYTHING.key, abilities=frozenset({"contacts.log"}))
    assert len(menu_of("/staff/contacts/", EVERYTHING)) > 10
    assert [(link.text, link.current) for link in menu_of("/staff/contacts/", adviser)] == [
        ("Contacts", True)
    ]
