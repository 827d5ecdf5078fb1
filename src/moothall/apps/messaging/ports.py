"""What messaging needs from outside: somebody who takes a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail, ready to go. `message_id` is stable: `<uuid@domain>`, the same on every attempt."""

    message_id: str
    sender_name: str
    sender: str
    to_name: str
    to: str
    subject: str
    text: str
    html: str
    language: str = "en"
    #: An address that ends it with one press, where there is something to end (RFC 8058).
    unsubscribe: str = ""


class MailNotTaken(Exception):
    """The other side did not take it. `sentence` says why without personal data; `permanent`: never will."""

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent


class Mailer(Protocol):
    """Takes a mail or raises MailNotTaken. Called outside any transaction; may be called again for the same mail."""

    def send(self, mail: Mail) -> None: ...

    def check(self) -> str:
        """Empty when mail can be handed over now; otherwise a sentence that says what to put right."""
