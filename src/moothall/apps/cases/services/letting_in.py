"""Letting somebody in who has typed a reference and an e-mail address, when typing alone is not enough."""

from __future__ import annotations

from moothall.apps.cases.jobs import mail_link
from moothall.apps.cases.links import email_mark
from moothall.kernel.actors import Actor


def mail_own_link(reference: str, email: str, *, by: Actor) -> None:
    """Send the link to the request to `email`, if that is its reporter's.

    Right or wrong, the same is done here: one row.
    """
    mail_link.enqueue(reference=reference, mark=email_mark(email))
