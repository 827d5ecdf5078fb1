"""ClamAV's daemon over TCP and its socket, against a stub that keeps to its protocol."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from tests.connectors.clamd.stub import Stub, clamd

from moothall.apps.documents.ports import ScannerFailed
from moothall.connectors.clamd.api import ClamdOptions, ClamdScanner, connect, options_from
from moothall.connectors.demo.api import EICAR, DemoScanner
from moothall.ground.outside import InsideTransaction


@pytest.fixture(params=["tcp", "socket"])
def stub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stub]:
    with clamd(tmp_path / "clamd.ctl" if request.param == "socket" else None) as made:
        yield made


def scanner_of(stub: Stub, seconds: float = 5.0) -> ClamdScanner:
    place = stub.listener.getsockname()
    if isinstance(place, str):
        return ClamdScanner(ClamdOptions(path=place, seconds=seconds))
    return ClamdScanner(ClamdOptions(host=place[0], port=place[1], seconds=seconds))


def test_what_is_harmless_passes_whole(stub: Stub) -> None:
    content = bytes(range(256)) * 1_000
    assert scanner_of(stub).scan(io.BytesIO(content)) == ""
    assert stub.took == [content]
    assert scanner_of(stub).check() == ""


def test_eicar_is_found_by_name(stub: Stub) -> None:
    assert scanner_of(stub).scan(io.BytesIO(b"%PDF-1.7 " + EICAR)) == "Eicar-Test-Signature"


def test_the_demonstration_finds_the_same() -> None:
    assert DemoScanner().scan(io.BytesIO(b"x" + EICAR)) == "Eicar-Test-Signature"
    assert DemoScanner().scan(io.BytesIO(b"nothing")) == ""
    assert DemoScanner().check() == ""


def test_a_file_over_its_limit_is_no_clean_file(stub: Stub) -> None:
    stub.limit = 1_000
    with pytest.raises(ScannerFailed, match=r"StreamMaxLength|could not be reached"):
        scanner_of(stub).scan(io.BytesIO(b"x" * 5_000_000))


@pytest.mark.parametrize(
    "said", [b"nonsense\0", b"stream: Can't open file ERROR\0", b"\0", b"stream: OK FOUN\0"]
)
def test_an_answer_that_is_none_is_no_clean_file(stub: Stub, said: bytes) -> None:
    stub.says = said
    with pytest.raises(ScannerFailed):
        scanner_of(stub).scan(io.BytesIO(b"x"))
    assert "not clamd" in scanner_of(stub).check()


def test_one_that_never_answers_is_not_waited_for(stub: Stub) -> None:
    stub.mute = True
    with pytest.raises(ScannerFailed, match="TimeoutError"):
        scanner_of(stub, seconds=0.2).scan(io.BytesIO(b"x"))


def test_one_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for options in (ClamdOptions(host="127.0.0.1", port=port), ClamdOptions(path=str(tmp_path / "none"))):
        with pytest.raises(ScannerFailed, match="could not be reached"):
            ClamdScanner(options).scan(io.BytesIO(b"x"))
        assert "MOOTHALL_CLAMD_URL" in ClamdScanner(options).check()


@pytest.mark.django_db(transaction=True)
def test_never_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(InsideTransaction):
        ClamdScanner(ClamdOptions(host="127.0.0.1")).scan(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("clamd://scan.example", ClamdOptions(host="scan.example")),
        ("clamd://[::1]:3311", ClamdOptions(host="::1", port=3311)),
        ("clamd:///run/clamav/clamd.ctl", ClamdOptions(path="/run/clamav/clamd.ctl")),
    ],
)
def test_an_address_is_read(address: str, options: ClamdOptions) -> None:
    assert options_from(address) == options
    assert isinstance(connect(address), ClamdScanner)


@pytest.mark.parametrize(
    "address", ["clamd:", "clamd://", "clamd://host:many", "clamd://host/way", "clamd:///"]
)
def test_an_address_that_leads_nowhere_says_what_to_write(address: str) -> None:
    with pytest.raises(ValueError, match="Write clamd://host:3310"):
        options_from(address)
