"""Mail through a mail server that we run ourselves."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from moothall.apps.messaging.ports import Mail, MailNotTaken
from moothall.connectors.smtp.api import SmtpMailer, SmtpOptions, options_from

MAIL = Mail(
    message_id="<0190@barchester.example>",
    sender_name="Barchester Council",
    sender="hello@barchester.example",
    to_name="Septimus Harding",
    to="septimus@example.com",
    subject="We have your report BAR-2",
    text="Dear Septimus,\n\n£5 – thank you.\n",
    html="<p>Dear Septimus,</p>",
)


class Server:
    """Takes mail, or answers what it was told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[Envelope, Message]] = []
        self.says = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.says.startswith("25") or "DATA" in self.says:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return self.says

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append((envelope, email.message_from_bytes(envelope.content, policy=default)))
        return self.says.removeprefix("DATA ")


@pytest.fixture
def server() -> Iterator[Server]:
    handler = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    handler.port = port
    yield handler
    controller.stop()


def mailer(server: Server) -> SmtpMailer:
    return SmtpMailer(SmtpOptions("127.0.0.1", server.port, tls=False, seconds=5))


def test_a_mail_arrives_as_it_was_written(server: Server) -> None:
    mailer(server).send(MAIL)
    [(envelope, message)] = server.taken
    assert envelope.rcpt_tos == ["septimus@example.com"]
    assert message["Message-ID"] == MAIL.message_id
    assert message["To"] == "Septimus Harding <septimus@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert "Dear Septimus" in html.get_content()


@pytest.mark.parametrize(
    ("says", "permanent"),
    [
        ("550 no such user", True),
        ("450 greylisted", False),
        ("DATA 554 spam", True),
        ("DATA 451 later", False),
    ],
)
def test_never_and_not_now_are_told_apart(server: Server, says: str, permanent: bool) -> None:
    server.says = says
    with pytest.raises(MailNotTaken) as refusal:
        mailer(server).send(MAIL)
    assert refusal.value.permanent is permanent
    assert "septimus" not in refusal.value.sentence


def test_nobody_there_is_not_for_ever() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nobody = SmtpMailer(SmtpOptions("127.0.0.1", port, tls=False, seconds=2))
    with pytest.raises(MailNotTaken) as refusal:
        nobody.send(MAIL)
    assert not refusal.value.permanent
    assert "MOOTHALL_SMTP_URL" in nobody.check()


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\r\nBcc: victim@example.com",
        "a@example.com, victim@example.com",
        "a@example.com>\n<victim@example.com",
        "two words@example.com",
        "no-at-sign",
        "@example.com",
        "a@",
        "a@b@example.com",
        "x" * 65 + "@example.com",
        "a@" + "x" * 300 + ".com",
        "a@exa\x00mple.com",
        "a@-..example",
        '"quoted"@example.com',
        "a@example.com\u2028Bcc: x",
    ],
)
def test_what_is_no_address_is_refused_for_good(server: Server, address: str) -> None:
    with pytest.raises(MailNotTaken) as refusal:
        mailer(server).send(replace(MAIL, to=address))
    assert refusal.value.permanent
    assert not server.taken


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x00"])
def test_a_subject_cannot_begin_another_header(server: Server, break_: str) -> None:
    with pytest.raises(MailNotTaken):
        mailer(server).send(replace(MAIL, subject=f"Hello{break_}Bcc: victim@example.com"))
    assert not server.taken


def test_a_name_is_only_ever_a_name(server: Server) -> None:
    mailer(server).send(replace(MAIL, to_name='Evil" <victim@example.com>\r\nBcc: victim@example.com'))
    [(envelope, message)] = server.taken
    assert envelope.rcpt_tos == ["septimus@example.com"]
    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["septimus@example.com"]


@pytest.mark.parametrize("address", ["zoë@example.com", "post@münchen.example", "用户@example.com"])
def test_addresses_of_any_script_arrive(server: Server, address: str) -> None:
    mailer(server).send(replace(MAIL, to=address, to_name="Zoë Müller 用户"))
    [(envelope, _)] = server.taken
    assert envelope.rcpt_tos[0].isascii() or envelope.smtp_utf8


def test_a_huge_mail_arrives_whole(server: Server) -> None:
    mailer(server).send(replace(MAIL, text="wörter " * 100_000))
    assert len(server.taken[0][1].get_body(("plain",)).get_content()) >= 700_000


def test_the_server_answers_a_check(server: Server) -> None:
    assert mailer(server).check() == ""


def test_options_from_a_url() -> None:
    assert options_from("smtp://me:p%40ss@mail.example:587?tls=yes") == SmtpOptions(
        "mail.example", 587, "me", "p@ss"
    )
    assert options_from("smtp://mail.example?tls=no") == SmtpOptions("mail.example", 25, tls=False)
    assert options_from("smtp://mail.example:465").tls_from_the_start
    assert "p@ss" not in repr(options_from("smtp://me:p%40ss@mail.example"))


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://x:notaport", "smtp://x?tls=perhaps"]
)
def test_a_wrong_url_says_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match=r"smtp://|tls="):
        options_from(url)
