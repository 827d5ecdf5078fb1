"""What makes a new version, and what a stored one still says when its folder has changed or is gone."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.catalogue.api import (
    NoSuchVersion,
    PinnedService,
    Service,
    keep_version,
    load,
    read_again,
    service_named,
    version,
)
from moothall.apps.catalogue.models import ServiceVersion
from moothall.apps.forms.api import Form
from moothall.kernel.actors import ANONYMOUS, system
from tests.apps.catalogue.folders import Folders, change

LOADER = system("load")
SLUG = "report-fly-tipping"


def now() -> Service:
    read_again()
    return service_named(SLUG, seen_by=ANONYMOUS)


def form_of(service: PinnedService) -> Form:
    form = service.part("form")
    assert isinstance(form, Form)
    return form


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("service.yaml", "name: Report fly-tipping", "name: Tell us about dumped rubbish"),
        ("service.yaml", "words: We have taken the rubbish away.", "words: It is gone."),
        ("service.yaml", "  months: 24", "  months: 36"),
        ("service.yaml", "team: waste", "team: digital"),
        ("service.yaml", "confidentiality: open-to-staff", "confidentiality: team"),
        ("form.yaml", "label: What has been dumped?", "label: What is it?"),
        ("form.yaml", "hint: Choose what there is most of.", "hint: Choose one."),
        ("form.yaml", "label: Garden waste", "label: Leaves and branches"),
        ("messages/en/opened.md", "Please do not touch", "Do not touch"),
    ],
)
def test_a_change_of_words_or_policy_makes_no_new_version(
    folders: Folders, file: str, old: str, new: str
) -> None:
    before = now().digest
    change(folders.service(SLUG) / file, old, new)
    assert now().digest == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("service.yaml", "    working_days: 5", "    working_days: 6"),
        ("service.yaml", "  - code: private-land", "  - code: private"),
        ("service.yaml", "reopen_within_days: 28", "reopen_within_days: 14"),
        ("form.yaml", "      - ask: amount", "      - ask: how_much"),
        ("form.yaml", 'when: rubbish_type = "other"', 'when: rubbish_type = "tyres"'),
        ("form.yaml", "{value: tyres, label: Tyres or parts of vehicles}", "{value: wheels, label: Tyres}"),
        ("form.yaml", 'if: land = "private"', 'if: land = "water"'),
    ],
)
def test_a_change_of_structure_makes_a_new_version(folders: Folders, file: str, old: str, new: str) -> None:
    before = now().digest
    shutil.rmtree(folders.service(SLUG) / "journeys")
    change(folders.service(SLUG) / file, old, new)
    if old == "      - ask: amount":
        assert "how_much" in form_of(now()).questions
    assert now().digest != before


def test_comments_and_order_of_keys_make_no_new_version(folders: Folders) -> None:
    before = now().digest
    file = folders.service(SLUG) / "service.yaml"
    change(file, "reopen_within_days: 28\n", "")
    file.write_text(
        "# about rubbish\nreopen_within_days: 28\n" + file.read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert now().digest == before


@pytest.mark.django_db
def test_an_old_version_keeps_its_structure_and_takes_the_words_of_today(folders: Folders) -> None:
    old = load(by=LOADER).services[SLUG]
    folder = folders.service(SLUG)
    shutil.rmtree(folder / "journeys")
    change(folder / "form.yaml", "        label: How much is there?", "        label: How big is the pile?")
    change(folder / "form.yaml", "  - page: danger\n    when:", "  - page: hazard\n    when:")
    change(folder / "service.yaml", "    working_days: 5", "    working_days: 9")
    change(folder / "service.yaml", "words: We have taken the rubbish away.", "words: It is gone.")
    new = now()
    load(by=LOADER)
    assert new.digest != old.digest
    kept = version(old.digest)
    assert (kept.slug, kept.digest) == (SLUG, old.digest)
    assert [target.working_days for target in kept.targets] == [5]
    assert form_of(kept).has_page("danger")
    assert not form_of(kept).has_page("hazard")
    assert form_of(kept).questions["amount"].label == "How big is the pile?"
    assert kept.outcomes[0].words.startswith("It is gone.")


@pytest.mark.django_db
def test_a_version_outlives_its_folder(folders: Folders) -> None:
    old = load(by=LOADER).services[SLUG]
    shutil.rmtree(folders.service(SLUG))
    assert SLUG not in load(by=LOADER).services or read_again()
    kept = version(old.digest)
    assert kept.name == old.name
    assert form_of(kept).questions.keys() == form_of(old).questions.keys()
    assert kept.outcome("cleared") == old.outcome("cleared")


@pytest.mark.django_db
def test_a_current_version_costs_no_query_and_an_old_one_a_single_one(folders: Folders) -> None:
    old = load(by=LOADER).services[SLUG]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        version(old.digest)
    assert len(queries) == 0
    shutil.rmtree(folders.service(SLUG))
    read_again()
    with CaptureQueriesContext(connection) as queries:
        version(old.digest)
        version(old.digest)
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_stored_version_that_was_tampered_with_is_not_believed(folders: Folders) -> None:
    old = load(by=LOADER).services[SLUG]
    row = ServiceVersion.objects.get(digest=old.digest)
    ServiceVersion.objects.filter(digest=old.digest).update(
        content=bytes(row.content).replace(b'"working_days":5', b'"working_days":4')
    )
    shutil.rmtree(folders.service(SLUG))
    read_again()
    with pytest.raises(NoSuchVersion):
        version(old.digest)
    with pytest.raises(NoSuchVersion):
        version("0" * 64)


@pytest.mark.django_db
def test_loading_again_changes_nothing(folders: Folders) -> None:
    load(by=LOADER)
    rows = list(ServiceVersion.objects.order_by("digest").values_list("digest", "first_seen"))
    assert len(rows) == len([*folders.services.iterdir(), *(folders.council / "services").iterdir()])
    load(by=LOADER)
    keep_version(now())
    assert list(ServiceVersion.objects.order_by("digest").values_list("digest", "first_seen")) == rows
