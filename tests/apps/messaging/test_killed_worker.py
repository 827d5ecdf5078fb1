"""A worker that dies right after the mail server's 250 sends again, under the same Message-ID, and then stops."""

from __future__ import annotations

import email
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.project.own_database import Place, a_place

WORKER = ("moothall.project.cli", "worker", "--lane", "mail", "--until-empty", "--slot", "the-same")


class Killer:
    """A mail server that says 250 and kills whoever it was said to, as often as it is told."""

    def __init__(self) -> None:
        self.port = 0
        self.message_ids: list[str] = []
        self.victim: int | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.message_ids.append(str(email.message_from_bytes(envelope.content)["Message-ID"]))
        if self.victim is not None:
            await server.push("250 OK")
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
            return "421 Gone"
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Killer]:
    killer = Killer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        killer.port = free.getsockname()[1]
    controller = Controller(killer, hostname="127.0.0.1", port=killer.port)
    controller.start()
    yield killer
    controller.stop()


def work(place: Place, server: Killer, *, to_be_killed: bool = False) -> int:
    """Run a worker to its end; its exit code."""
    process = place.fork(*WORKER, quiet=True, MOOTHALL_SMTP_URL=f"smtp://127.0.0.1:{server.port}?tls=no")
    if to_be_killed:
        server.victim = process.pid
    return process.wait(timeout=120)


def test_only_the_same_message_comes_again(tmp_path: Path, server: Killer) -> None:
    with a_place(tmp_path / "council", migrated=True) as place:
        place.fork("tests.apps.cases.rush", "open").communicate()
        assert work(place, server, to_be_killed=True) == -signal.SIGKILL
        assert work(place, server) == 0
        assert len(server.message_ids) == 2
        assert len(set(server.message_ids)) == 1
        assert work(place, server) == 0
        assert len(server.message_ids) == 2
        assert place.rows("SELECT state FROM messaging_message") == [("sent",)]
