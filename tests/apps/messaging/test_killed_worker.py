"""A worker that dies right after the mail server's 250 sends again, under the same Message-ID, and then stops."""

from __future__ import annotations

import email
import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.project.own_database import Place, a_place

WORKER = ("moothall.project.cli", "worker", "--until-empty", "--slot", "the-same", "--lane", "mail")
RUSH = "tests.apps.cases.rush"


class Killer:
    """A mail server that says 250 and kills whoever it was said to, as often as it is told."""

    def __init__(self) -> None:
        self.port = 0
        self.message_ids: list[str] = []
        self.texts: list[str] = []
        self.victim: int | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content)
        self.message_ids.append(str(message["Message-ID"]))
        self.texts.append(_plain(message))
        if self.victim is not None:
            await server.push("250 OK")
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
            return "421 Gone"
        return "250 OK"


def _plain(message: Message) -> str:
    """What people read of it."""
    parts = [one for one in message.walk() if one.get_content_type() == "text/plain"]
    return "".join(bytes(one.get_payload(decode=True)).decode() for one in parts)


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


def work(place: Place, server: Killer, *words: str, to_be_killed: bool = False) -> int:
    """Run a worker to its end; its exit code."""
    process = place.fork(
        *WORKER, *words, quiet=True, MOOTHALL_SMTP_URL=f"smtp://127.0.0.1:{server.port}?tls=no"
    )
    if to_be_killed:
        server.victim = process.pid
    return process.wait(timeout=300)


def test_only_the_same_message_comes_again(tmp_path: Path, server: Killer) -> None:
    with a_place(tmp_path / "council", migrated=True) as place:
        place.fork(RUSH, "open").communicate()
        assert work(place, server, to_be_killed=True) == -signal.SIGKILL
        assert work(place, server) == 0
        assert len(server.message_ids) == 2
        assert len(set(server.message_ids)) == 1
        assert work(place, server) == 0
        assert len(server.message_ids) == 2
        assert place.rows("SELECT state FROM messaging_message") == [("sent",)]


def test_a_reply_undone_never_leaves_and_another_leaves_once_whoever_dies(
    tmp_path: Path, server: Killer
) -> None:
    """A worker killed between “send” and “undo send”, the next one killed while it sends."""
    with a_place(tmp_path / "council", migrated=True) as place:
        [reference] = said(place, "open")
        assert work(place, server) == 0
        replies = {
            words: said(place, "write", reference, words)[0] for words in ("Not this.", "One.", "Two.")
        }
        their_moment_is_far(place)
        killed_when_it_has_begun(place, server)
        assert said(place, "undo", reference, replies["Not this."]) == ["undone"]
        their_moment_has_come(place)
        server.message_ids.clear()
        server.texts.clear()
        assert work(place, server, "--lane", "default", to_be_killed=True) == -signal.SIGKILL
        undone = {"Not this."}
        if said(place, "undo", reference, replies["Two."]) == ["undone"]:
            undone.add("Two.")  # whoever died had not come to it
        while work(place, server, "--lane", "default") != 0:
            pass
        for words in replies:
            told = zip(server.message_ids, server.texts, strict=True)
            messages = {message for message, text in told if words in text}
            assert len(messages) == (words not in undone), words
        states = dict(place.rows("SELECT state, count(*) FROM cases_reply GROUP BY state"))
        assert states == {"draft": 1, "sent": 3 - len(undone)}


def killed_when_it_has_begun(place: Place, server: Killer) -> None:
    place.change("DELETE FROM jobs_workerbeat")
    words = ("moothall.project.cli", "worker", "--slot", "the-same")
    smtp = f"smtp://127.0.0.1:{server.port}?tls=no"
    worker = place.fork(*words, quiet=True, MOOTHALL_SMTP_URL=smtp)
    while not place.rows("SELECT 1 FROM jobs_workerbeat"):
        time.sleep(0.05)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=300)


def said(place: Place, *words: str) -> list[str]:
    return place.fork(RUSH, *words).communicate()[0].split()[-1:]


def their_moment_is_far(place: Place) -> None:
    """However long the processes of this test take to begin."""
    place.change("UPDATE jobs_job SET due_ms = due_ms + 3600000 WHERE state = 'later'")


def their_moment_has_come(place: Place) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    place.change(f"UPDATE cases_reply SET leaves_at = '{past}' WHERE state = 'waiting'")
    place.change("UPDATE jobs_job SET due_ms = 1 WHERE state = 'later'")
