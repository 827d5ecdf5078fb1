"""Practice: says that it is, takes nothing of the real council over, and touches nothing of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client

from moothall.apps.catalogue.api import read_again
from moothall.kernel.commands import WrongUse
from moothall.project import cli
from moothall.project import environment as env
from moothall.project.commands.practice import demand_for_practice
from moothall.project.practice_council import MOST, copy_council
from moothall.sites.demo.commands import bank_now
from tests.apps.catalogue.folders import copied_folders
from tests.sites.staff.officers import an_officer, sign_in

SAID = "This is for practice. Nothing here is real, and nothing is sent."
REAL = {
    "MOOTHALL_PRODUCTION": "yes",
    "MOOTHALL_DATABASE_URL": "postgresql://real/real",
    "MOOTHALL_SMTP_URL": "smtp://mail.example.gov.uk",
    "MOOTHALL_FILES_URL": "s3://a:b@real/real",
    "MOOTHALL_CLAMD_URL": "clamd://real:3310",
    "MOOTHALL_COUNCIL": "/srv/council",
    "MOOTHALL_SECRET": "x" * 60,
    "MOOTHALL_SEAL_KEY": "y" * 60,
    "MOOTHALL_VAR": "/var/lib/moothall",
}
SHOW = (
    "from moothall.project import settings, environment as e;"
    "print([e.SMTP_URL, e.FILES_URL, e.CLAMD_URL], settings.MOOTHALL_OUTBOX, settings.SESSION_COOKIE_NAME)"
)


def run(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-c", SHOW)
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_every_page_says_that_nothing_is_real(client: Client, settings: LazySettings) -> None:
    settings.MOOTHALL_PRACTICE = True
    for address in ("/", "/staff/sign-in/", "/services/report-fly-tipping", "/staff/nothing/"):
        assert SAID in client.get(address).content.decode(), address
    assert (
        SAID
        in sign_in(client, an_officer("A B", team="waste", role="officer")).get("/staff/").content.decode()
    )


def test_no_setting_of_the_real_council_is_taken_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    around = env.environment_for_practice(tmp_path, "127.0.0.1:8011", "http://training.example:8011")
    assert set(REAL) & set(around) == {"MOOTHALL_VAR"}
    assert around["MOOTHALL_PRACTICE"] == "yes"
    assert around["MOOTHALL_VAR"] == str(tmp_path)
    assert around["MOOTHALL_HOSTS"].endswith(",training.example")
    assert "PATH" in around


def test_nothing_is_sent_whatever_is_set(tmp_path: Path) -> None:
    around = env.environment_for_practice(tmp_path, "127.0.0.1:8011", "")
    sends = {name: REAL[name] for name in ("MOOTHALL_SMTP_URL", "MOOTHALL_FILES_URL", "MOOTHALL_CLAMD_URL")}
    assert run({**around, **sends}).stdout == "['', '', ''] True moothall_practice\n"


@pytest.mark.parametrize("name", ["MOOTHALL_PRODUCTION", "MOOTHALL_DATABASE_URL"])
def test_it_is_never_the_real_council(tmp_path: Path, name: str) -> None:
    around = env.environment_for_practice(tmp_path, "127.0.0.1:8011", "")
    said = run(
        {**around, name: REAL[name], "MOOTHALL_SECRET": "x" * 60, "MOOTHALL_SEAL_KEY": "y" * 60}
    ).stderr
    assert "This is for practice (MOOTHALL_PRACTICE=yes), and so never production" in said


def test_a_folder_with_something_else_in_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demand_for_practice(tmp_path)
    demand_for_practice(tmp_path / "new")
    (tmp_path / "moothall.sqlite3").touch()
    with pytest.raises(WrongUse, match="was not made for practice"):
        demand_for_practice(tmp_path)
    assert cli.main(["practice", "--folder", str(tmp_path)]) == 2
    assert cli.main(["practice", "--folder", str(tmp_path / "moothall.sqlite3")]) == 2
    assert cli.main(["practice", "--listen", "nonsense"]) == 2
    assert cli.main(["practice", "--address", "nonsense"]) == 2
    assert "Write it whole" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["moothall.sqlite3"]


def test_a_councils_own_folder_is_copied_with_invented_people(tmp_path: Path) -> None:
    own, copy = tmp_path / "own", tmp_path / "copy"
    shutil.copytree(env.ROOT / "councils" / "barchester", own)
    (own / "staff.yaml").unlink()
    (own / "council.yaml").write_text(
        (own / "council.yaml").read_text().replace("demonstration: yes", "demonstration: no")
    )
    copy_council(own, copy)
    assert "demonstration: yes" in (copy / "council.yaml").read_text().splitlines()
    assert "demonstration: no" in (own / "council.yaml").read_text()
    people = yaml.safe_load((copy / "staff.yaml").read_text())["staff"]
    assert {one["places"][0]["role"] for one in people} >= {"officer", "manager", "crew", "adviser"}
    assert len({one["email"] for one in people}) == len(people) <= MOST
    assert not (own / "staff.yaml").exists()
    with pytest.raises(WrongUse, match="no council's folder"):
        copy_council(tmp_path, copy)


def test_practice_on_a_council_without_a_demo_yaml_knows_what_its_services_ask(
    tmp_path: Path, settings: LazySettings
) -> None:
    with copied_folders(tmp_path) as folders:
        (folders.council / "demo.yaml").unlink()
        shutil.rmtree(folders.service("report-missed-bin"))
        read_again()
        with pytest.raises(FileNotFoundError):
            bank_now()
        settings.MOOTHALL_PRACTICE = True
        assert {one.service for one in bank_now().scripts} == {
            "make-complaint", "raise-concern-about-neighbour", "report-fly-tipping",
        }  # fmt: skip
