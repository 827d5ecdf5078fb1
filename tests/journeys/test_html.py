"""Every page is HTML as the W3C's checker reads it: of every service of the library, of both sites, errors included."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver
from tests.journeys.test_pages import NOT_PAGES, routes
from tests.shown.checker import EXCEPTIONS, excused, found_in
from tests.shown.everywhere import Keeper

pytestmark = pytest.mark.journeys

#: Pages to which nobody is led here yet (21 November 2026): axe looks at them in test_pages.py, the W3C's checker
#: does not. The list may only shrink.
NOT_LED_TO = {
    "request-questions", "staff-absence", "staff-case-rest", "staff-case-take-back", "staff-case-together",
    "staff-case-unmerge", "staff-contact", "staff-contact-form", "staff-contacts", "staff-declared",
    "staff-desk", "staff-flag", "staff-look-up", "staff-looks", "staff-many", "staff-round",
    "staff-round-sheet", "staff-team-looks", "staff-unusual", "staff-visit", "staff-word", "staff-words",
    "staff-words-history", "waiting-room",
}  # fmt: skip


def test_every_page_is_kept(kept: Keeper) -> None:
    there = set(routes(get_resolver().url_patterns)) - set(NOT_PAGES)
    assert there - kept.routes - NOT_LED_TO == set(), (
        "Nobody comes to these pages: say in tests/shown/everything.py how one does."
    )
    assert there - kept.routes >= NOT_LED_TO, "Somebody comes to these pages by now: take them off the list."


def test_the_checker_finds_nothing(kept: Keeper) -> None:
    said = found_in(kept.folder)
    for pattern in EXCEPTIONS:
        assert any(re.match(pattern, one.sentence) for one in said), f"Nothing says any more: {pattern}"
    found = [one for one in said if not excused(one.sentence)]
    told = {one.sentence: f"{kept.came.get(one.file, one.file)}: {one}" for one in reversed(found)}
    assert not found, f"{len(found)} in all; of each kind one:\n" + "\n".join(sorted(told.values()))
