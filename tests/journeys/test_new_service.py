"""The digital officer's journey: copy a service, change a question, check it, and it is on both sites."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.apps.catalogue.folders import change
from tests.hands import patient, press
from tests.journeys.people import WASTE_OFFICER, report, sign_in
from tests.journeys.server import ROOT, Server
from tests.journeys.test_other_ways import MISSED

pytestmark = pytest.mark.journeys


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A council's folder with a service of its own: a copy of the missed bin with another first question."""
    folder = tmp_path / "council"
    shutil.copytree(ROOT / "councils" / "barchester", folder)
    copied = folder / "services" / "report-missed-sack"
    shutil.copytree(ROOT / "services" / "report-missed-bin", copied)
    shutil.rmtree(copied / "journeys")
    change(copied / "service.yaml", "name: Report a missed bin", "name: Report a missed sack")
    change(copied / "form.yaml", "label: What was not emptied?", "label: Which sack is still there?")
    return folder


@pytest.fixture
def new_site(tmp_path: Path, council: Path) -> Iterator[Server]:
    folder = tmp_path / "site"
    folder.mkdir()
    server = Server(folder, {"MOOTHALL_COUNCIL": str(council)})
    server.fill()
    server.start()
    yield server
    server.stop()


def test_a_copied_service_with_another_question_is_on_both_sites(
    chromium: Browser, new_site: Server, window: Callable[..., Page]
) -> None:
    assert "report-missed-sack" not in new_site.run("moothall.project.cli", "check")
    context = patient(chromium.new_context(base_url=new_site.address))
    page = context.new_page()
    page.goto("/")
    press(page, "Report a missed sack", role="link")
    press(page, "Start now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which sack is still there?")
    reference = report(page, "report-missed-sack", MISSED)
    sign_in(page, WASTE_OFFICER)
    page.goto(f"/staff/cases/{reference}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report a missed sack")
    expect(page.get_by_text("Which sack is still there?").first).to_be_visible()
    page.goto("/staff/?service=report-missed-sack")
    expect(page.get_by_text(reference).first).to_be_visible()
    context.close()
