"""Every shipped service does what its journeys say, headless and over the real pages."""

from __future__ import annotations

import pytest
from tests.cast import FLY_TIPPING, SYSTEM

from moothall.apps.catalogue.api import services_listed
from moothall.sites.rehearsal.journeys import Journey
from moothall.sites.rehearsal.playing import play
from moothall.sites.rehearsal.stage import WAYS, journeys_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SERVICES = tuple(one.slug for one in services_listed(seen_by=SYSTEM) if journeys_of(one.slug))
#: What a way writes, the other writes too: one of them is enough to hear what another engine says of it.
ENGINES = {"headless": pytest.mark.any_engine}
PLAYED = [(slug, journey) for slug in SERVICES for journey in journeys_of(slug)]


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("way", [pytest.param(way, marks=ENGINES.get(way, ())) for way in WAYS])
@pytest.mark.parametrize(("slug", "journey"), PLAYED, ids=[f"{s}-{j.file}" for s, j in PLAYED])
def test_a_journey_goes_as_it_says(slug: str, journey: Journey, way: str) -> None:
    assert play(journey, slug, over_http=way == "http") == []


@pytest.mark.parametrize("slug", SERVICES)
def test_every_service_shows_several_journeys(slug: str) -> None:
    assert len(journeys_of(slug)) >= 2


@pytest.mark.usefixtures("post")
def test_what_is_not_as_the_journey_says_is_told() -> None:
    journey = next(j for j in journeys_of(FLY_TIPPING) if j.then.case and "due" in j.then.case)
    wrong = Journey(
        journey.name, journey.file, journey.at, journey.answers, journey.refused,
        type(journey.then)(case={"due": "2020-01-01", "team": "nobody"}), (),
    )  # fmt: skip
    said = play(wrong, FLY_TIPPING)
    assert len(said) == 2
    assert "the journey says “2020-01-01”" in said[0]
    assert "the journey says “nobody”" in said[1]
