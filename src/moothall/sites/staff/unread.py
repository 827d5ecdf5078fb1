"""How many notices wait for whoever works here: on each page, and asked again by the page's script.

The script asks with a ticket, as it does who else has a case open (`casework.presence`): nothing but the number can be
had by it, no session is read, and asking keeps nobody signed in.
"""

from __future__ import annotations

from django.core import signing

from moothall.apps.messaging.api import STOP_COUNTING, count_unread
from moothall.kernel.actors import Actor, Kind

_SALT = "moothall.unread"
#: A ticket is good for so many seconds: a day at work on one page.
GOOD_FOR = 36_000
HEADER = "X-Unread"


def unread_by(who: Actor) -> str:
    """How many notices wait: one look into a small index."""
    many = count_unread(seen_by=who)
    return "" if not many else "99+" if many >= STOP_COUNTING else str(many)


def unread_at(key: str) -> str:
    """The same for the key of an officer, as tickets hold it."""
    return unread_by(Actor(Kind.OFFICER, key))


def ticket_of(who: Actor) -> str:
    """What a page gives its script."""
    return signing.dumps(who.key, salt=_SALT)


def read_ticket(ticket: str) -> str:
    """The officer's key. Raises BadSignature for a ticket that is not ours or too old."""
    return str(signing.loads(ticket[:2_000], salt=_SALT, max_age=GOOD_FOR))
