"""Connectors are found among the installed packages by what an address begins with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from moothall.connectors.demo.api import DemoMailer
from moothall.connectors.folder.api import FolderStore
from moothall.connectors.s3.api import S3Store
from moothall.connectors.smtp.api import SmtpMailer
from moothall.project import environment, mailers, stores, tills
from moothall.project.cli import main
from moothall.project.connecting import connect, connectors


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of somebody else's with a connector of its own: its mail goes by pigeon."""
    (tmp_path / "pigeons.py").write_text(
        "class Loft:\n"
        "    def __init__(self, address): self.address = address\n"
        "    def send(self, mail): pass\n"
        "    def check(self): return f'The loft of {self.address} is empty. Buy pigeons.'\n"
    )
    info = tmp_path / "pigeons-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pigeons\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[moothall.connectors]\nmail.pigeon = pigeons:Loft\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("pigeons", None)


def test_what_is_ours_is_found_by_its_port() -> None:
    assert set(connectors("mail")) == {"demo", "smtp"}
    assert {"folder", "s3"} <= set(connectors("files"))
    assert "demo" in connectors("payments")


def test_the_settings_choose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "VAR", tmp_path / "a place")
    assert isinstance(mailers.mailer(), DemoMailer)
    assert isinstance(stores.file_store(), FolderStore)
    assert stores.file_store().check() == ""
    assert (tmp_path / "a place" / "files").is_dir()
    assert tills.payment_provider().name == "demo"
    monkeypatch.setattr(environment, "SMTP_URL", "smtp://mail.example.gov.uk")
    monkeypatch.setattr(environment, "FILES_URL", "s3://key:secret@s3.example.gov.uk/bucket")
    assert isinstance(mailers.mailer(), SmtpMailer)
    assert isinstance(stores.file_store(), S3Store)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "smpt://u:secret@host",
            "MOOTHALL_SMTP_URL begins with smpt. Write an address beginning with demo: or smtp:",
        ),
        ("u:secret@host", "begins with u. Write"),
        ("secret@host", "begins with something else. Write"),
        ("smtp://u:secret@host:port", "The port of MOOTHALL_SMTP_URL is not a number"),
    ],
)
def test_a_mistaken_address_is_a_sentence_without_the_secret(address: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as found:
        connect("mail", address, "MOOTHALL_SMTP_URL")
    assert sentence in str(found.value)
    assert "secret" not in str(found.value)


@pytest.mark.usefixtures("pigeon")
def test_somebody_elses_is_found_and_examined_by_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "SMTP_URL", "pigeon:tower")
    monkeypatch.setattr(environment, "VAR", tmp_path)
    messaging = sys.modules["moothall.apps.messaging.services"]
    messaging.use_mailer(None)
    main(["doctor"])
    messaging.use_mailer(None)
    assert "The loft of pigeon:tower is empty. Buy pigeons." in capsys.readouterr().out
