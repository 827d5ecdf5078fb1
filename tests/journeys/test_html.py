"""Every page is HTML as the W3C's checker reads it: of every service of the library, of both sites, errors included."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver
from tests.journeys.test_pages import NOT_PAGES, routes
from tests.shown.checker import EXCEPTIONS, excused, found_in
from tests.shown.everywhere import Keeper

pytestmark = pytest.mark.journeys


def test_every_page_is_kept(kept: Keeper) -> None:
    there = set(routes(get_resolver().url_patterns)) - set(NOT_PAGES)
    assert there - kept.routes == set(), (
        "Nobody comes to these pages: say in tests/shown/everything.py or at_work.py how one does."
    )


def test_the_checker_finds_nothing(kept: Keeper) -> None:
    said = found_in(kept.folder)
    for pattern in EXCEPTIONS:
        assert any(re.match(pattern, one.sentence) for one in said), f"Nothing says any more: {pattern}"
    found = [one for one in said if not excused(one.sentence)]
    told = {one.sentence: f"{kept.came.get(one.file, one.file)}: {one}" for one in reversed(found)}
    assert not found, f"{len(found)} in all; of each kind one:\n" + "\n".join(sorted(told.values()))
