"""What somebody wrote who read the documentation alone has no mistakes, and does what its journeys say."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from tests.cast import SYSTEM
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.catalogue.api import load, mistakes_now, read_again
from moothall.kernel import clock
from moothall.kernel.commands import WrongUse
from moothall.sites.rehearsal.browser import Browser, Seen
from moothall.sites.rehearsal.commands import rehearse_services
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.playing import play
from moothall.sites.rehearsal.stage import journeys_of
from moothall.sites.rehearsal.walking import AllTyped, fields_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]
SAMPLES = Path(__file__).parents[2] / "samples" / "services-from-the-docs"
SLUGS = tuple(sorted(file.parent.name for file in SAMPLES.glob("*/service.yaml")))
OVER_HTTP = ("keep-noise-diary", "apply-household-help", "find-polling-place")
LOOK_UP = "find-polling-place"


@pytest.fixture
def offered(tmp_path: Path) -> Iterator[Path]:
    """The demonstration council with these services beside its own."""
    council = tmp_path / "council"
    shutil.copytree(settings.MOOTHALL_COUNCIL, council, ignore=shutil.ignore_patterns("places"))
    shutil.copytree(SAMPLES / "data", council / "data", dirs_exist_ok=True)
    for slug in SLUGS:
        shutil.copytree(SAMPLES / slug, council / "services" / slug)
    with override_settings(MOOTHALL_COUNCIL=council):
        read_again()
        load(by=SYSTEM)
        yield council
    read_again()


@pytest.mark.usefixtures("offered")
def test_they_are_clean_and_go_as_their_journeys_say() -> None:
    """Those whose answers have parts and rows, over the real pages too: by the journey that types most."""
    assert len(SLUGS) == 5
    assert mistakes_now() == ()
    for slug in SLUGS:
        journeys = journeys_of(slug)
        assert len(journeys) >= (1 if slug == LOOK_UP else 3)
        said = [play(journey, slug) for journey in journeys]
        if slug in OVER_HTTP:
            longest = max(journeys, key=lambda journey: len(repr(journey.answers)))
            said.append(play(longest, slug, over_http=True))
        assert (slug, *said) == (slug, *([] for _ in said))


@pytest.mark.parametrize("slug", ["apply-badge", "apply-household-help", "apply-pavement-licence"])
def test_an_adviser_fills_them_in_on_one_page(slug: str, offered: Path) -> None:
    """The journey that types most, of those that need nobody else: typed on the adviser's page until it is sent."""
    said = offered / "services" / slug / "service.yaml"
    said.write_text(said.read_text("utf-8").replace("published: no", "published: yes"), "utf-8")
    read_again()
    alone = [one for one in journeys_of(slug) if not (one.people or one.refused or one.ends)]
    journey = max(alone, key=lambda one: len(repr(one.answers)))
    with clock.stopped_at(journey.at):
        assert "sent=yes" in filled_in_by_an_adviser(slug, journey.answers).path


def filled_in_by_an_adviser(slug: str, typed: AllTyped) -> Seen:
    """The page after the last press of “send”; every round types into all the fields that are there by then."""
    desk = sign_in(Client(), an_officer("Tom Towers", team="customer-relations", role="adviser"))
    call = desk.post("/staff/contacts/begin/", {"channel": "phone"})["Location"]
    browser = Browser(Inside())
    browser.cookies = {name: one.value for name, one in desk.cookies.items()}
    page, added = browser.get(f"{call}form/{slug}/"), set[str]()
    for _ in range(12):
        form = next((one for one in page.forms if any(name == "_spot" for name, _ in one.fields)), None)
        assert form is not None, (
            page.status,
            page.path,
            page.text[:400],
            [one.fields[:3] for one in page.forms],
        )
        pairs, uploads = fields_for(form, typed)
        new = {key: one for key, one in uploads.items() if key not in added}
        added |= set(new)
        page = browser.submit(form, [*pairs, ("may_write", "yes")], new, press="send")
        if "sent=yes" in page.path or page.path.partition("?")[0] != f"{call}form/{slug}/":
            break
    return page


def test_a_folder_with_a_mistake_says_which_when_it_is_to_be_played(offered: Path) -> None:
    form = offered / "services" / "apply-badge" / "form.yaml"
    form.write_text(form.read_text("utf-8").replace("width: 10", 'width: "10"'), "utf-8")
    read_again()
    with pytest.raises(
        WrongUse, match=r"(?s)of “apply-badge” has mistakes.*form.yaml:59: .* Write 10 without quotes"
    ):
        rehearse_services(Namespace(services=["apply-badge"], way=None))
    with pytest.raises(WrongUse, match="There is no service “aply-badge”"):
        rehearse_services(Namespace(services=["aply-badge"], way=None))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("look_up: BC4 7DE", "answers: {postcode: BC4 7DE}", "A look-up has no ‘answers’. Write ‘look_up’"),
        ("look_up: BC4 7DE\n", "", "‘look_up’ is missing."),
        ("says:", "say:", "There is no ‘say’ here. Write ‘says’."),
    ],
)
def test_a_journey_of_a_look_up_is_checked(offered: Path, old: str, new: str, said: str) -> None:
    journey = offered / "services" / LOOK_UP / "journeys" / "even-numbers.yaml"
    assert old in journey.read_text("utf-8")
    journey.write_text(journey.read_text("utf-8").replace(old, new), "utf-8")
    read_again()
    assert any(said in str(one) for one in mistakes_now()), mistakes_now()


def test_what_a_look_up_does_not_say_is_told(offered: Path) -> None:
    journey = offered / "services" / LOOK_UP / "journeys" / "even-numbers.yaml"
    whole = journey.read_text("utf-8")
    for old, new, said in (
        ("St Ewold's Hall", "the moon", "The answer does not say “You vote in the moon”. It says:"),
        (
            "choose: even",
            "choose: odd and even",
            "“odd and even numbers” cannot be chosen. There is: Gazebee Way",
        ),
    ):
        journey.write_text(whole.replace(old, new), "utf-8")
        read_again()
        for over_http in (False, True):
            (wrong,) = play(journeys_of(LOOK_UP)[0], LOOK_UP, over_http=over_http)
            assert said in wrong
