"""Handing one mail to the mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from moothall.apps.messaging.ports import Mail, MailNotTaken
from moothall.connectors.smtp.options import SmtpOptions
from moothall.ground.outside import forbid_in_transaction
from moothall.kernel import clock

#: RFC 5321, 4.5.3.1: what any server must take; a longer one is no address.
LONGEST_ADDRESS, LONGEST_LOCAL = 254, 64


class SmtpMailer:
    """A `Mailer` over SMTP; one connection a mail, so that nothing of one talk can leak into the next."""

    def __init__(self, options: SmtpOptions) -> None:
        self._options = options

    def send(self, mail: Mail) -> None:
        """Raises MailNotTaken, with a sentence that repeats nothing of the mail."""
        forbid_in_transaction("The mail server")
        message, sender, to = composed(mail)
        with _told_apart(), self._connected() as server:
            unicode_address = not to.isascii() or not sender.isascii()
            if unicode_address and not server.has_extn("smtputf8"):
                raise MailNotTaken("The mail server takes no address with accented letters.", permanent=True)
            options = ["SMTPUTF8", "BODY=8BITMIME"] if unicode_address else []
            server.send_message(message, sender, [to], mail_options=options)

    def check(self) -> str:
        """Empty when the server can be reached and takes our sign-in, else what to put right."""
        try:
            with _told_apart(), self._connected() as server:
                server.noop()
        except MailNotTaken as problem:
            where = f"{self._options.host}:{self._options.port}"
            return f"{problem.sentence} The server is {where}: check MOOTHALL_SMTP_URL."
        return ""

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        chosen = self._options
        context = ssl.create_default_context()
        if chosen.tls_from_the_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.host, chosen.port, timeout=chosen.seconds, context=context
            )
        else:
            server = smtplib.SMTP(chosen.host, chosen.port, timeout=chosen.seconds)
        with server:
            if chosen.tls and not chosen.tls_from_the_start:
                server.starttls(context=context)
            if chosen.user:
                server.login(chosen.user, chosen.password)
            server.ehlo_or_helo_if_needed()
            yield server


def composed(mail: Mail) -> tuple[EmailMessage, str, str]:
    """The message, and the two addresses of its envelope. Raises MailNotTaken for what cannot be a header."""
    try:
        sender, to = _address(mail.sender_name, mail.sender), _address(mail.to_name, mail.to)
        message = EmailMessage(SMTP.clone(utf8=False))
        message["Message-ID"] = _one_line(mail.message_id)
        message["From"] = sender
        message["To"] = to
        message["Subject"] = _one_line(mail.subject)
        message["Date"] = format_datetime(clock.now())
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = _one_line(mail.language)
        if mail.unsubscribe:
            message["List-Unsubscribe"] = f"<{_one_line(mail.unsubscribe)}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    except (ValueError, UnicodeError, IndexError):
        raise MailNotTaken("The address or the subject cannot be put into a mail.", permanent=True) from None
    return message, sender.addr_spec, to.addr_spec


def _address(name: str, email: str) -> Address:
    """Raises ValueError for anything that is not one plain address: a comma, a space or a line break is none."""
    local, _, domain = email.rpartition("@")
    if len(email) > LONGEST_ADDRESS or not 0 < len(local) <= LONGEST_LOCAL or not domain:
        raise ValueError("no address")
    if any(char.isspace() or ord(char) < 32 or char in ',;<>"\\()[]:\x7f' for char in email) or "@" in local:
        raise ValueError("no address")
    plain = " ".join("".join(char if char.isprintable() else " " for char in name).split())[:100]
    return Address(plain, local, domain.encode("idna").decode())


def _one_line(text: str) -> str:
    """Raises ValueError where a header would end early."""
    if any(char in text for char in "\r\n\x00"):
        raise ValueError("a line break in a header")
    return text


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn what went wrong into: never, or not now."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise _not_taken("The mail server refused our sign-in", error.smtp_code, permanent=False) from None
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (0, b""))[0]
        raise _not_taken("The mail server refused the address", code) from None
    except smtplib.SMTPResponseException as error:
        raise _not_taken("The mail server refused the mail", error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise MailNotTaken(
            "The mail server does not offer what MOOTHALL_SMTP_URL asks for.", permanent=False
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        sentence = f"The mail server could not be reached ({type(error).__name__})."
        raise MailNotTaken(sentence, permanent=False) from None


def _not_taken(what: str, code: int, *, permanent: bool | None = None) -> MailNotTaken:
    for_good = code >= 500 if permanent is None else permanent
    return MailNotTaken(f"{what} {'for good' if for_good else 'for now'} ({code}).", permanent=for_good)
