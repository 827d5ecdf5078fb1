"""What looks like spam, without asking anybody to prove that they are a person.

A filled trap or a heap of links is enough alone. Sent faster than anybody types, again with the same words, or one of
very many from one address: each alone is nothing (a library has one address and quick typists), two together are.
What looks like spam is held for a person and never lost; whoever sent it sees what everybody sees. How often an address
sent and a text was said is counted for an hour under keyed hashes (`ground/tallies`), for all processes and machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core import signing

from moothall.apps.forms.api import Draft
from moothall.ground.tallies.api import counted
from moothall.kernel import clock
from moothall.kernel.ids import moment_of
from moothall.sites.public.limits import address_of
from moothall.ui.routes import Request

TRAP, STAMP = "website", "_stamp"
_SALT = "moothall.spam.stamp"
_LINK = re.compile(r"(?:https?://|www\.)\S|\[url", re.IGNORECASE)
#: So many links are enough alone; so many are half a reason.
HEAP, SOME = 5, 2
#: Nobody reads, types and sends in less; a page left open for longer proves nothing.
QUICK_SECONDS, STAMP_SECONDS = 4, 7 * 24 * 3600
#: Within an hour, from one address; and the same words, from anybody.
MANY, SAME, WITHIN_SECONDS = 40, 3, 3600
_LEAST_LETTERS = 40
#: A machine of ours: a test, a measurement, a rehearsal.
_OURS = frozenset({"127.0.0.1", "::1", ""})
_STRONG = frozenset({"trap", "heap-of-links"})


def stamp() -> str:
    """When a page was made, signed: it comes back with what is sent."""
    return signing.dumps(int(clock.now().timestamp()), salt=_SALT)


def looks_like_spam(request: Request, draft: Draft) -> tuple[str, ...]:
    """Why what is sent looks like spam, as codes; empty mostly.

    One statement, to be asked in the transaction of what is sent: then a form that is not taken counts for nothing, and
    counting waits for no disk of its own.
    """
    address = address_of(request)
    texts = tuple(_texts(draft))
    found = set(_in_words(texts))
    if request.POST.get(TRAP):
        found.add("trap")
    if address not in _OURS:
        found |= set(_in_manner(request, draft, address, texts))
    return tuple(sorted(found)) if found & _STRONG or len(found) > 1 else ()


def _in_words(texts: tuple[str, ...]) -> Iterator[str]:
    links = sum(len(_LINK.findall(text)) for text in texts)
    if links >= HEAP:
        yield "heap-of-links"
    elif links >= SOME:
        yield "links"


def _in_manner(request: Request, draft: Draft, address: str, texts: tuple[str, ...]) -> Iterator[str]:
    if _quick(request, draft):
        yield "quick"
    long = "\x1f".join(" ".join(text.lower().split()) for text in texts if len(text) >= _LEAST_LETTERS)
    seen = [f"sent from {address}", *([f"said {long}"] if long else [])]
    from_here, same = (*counted(*seen, seconds=WITHIN_SECONDS), 0)[:2]
    if from_here > MANY:
        yield "many"
    if same > SAME:
        yield "same-words"


def _quick(request: Request, draft: Draft) -> bool:
    """Sent sooner after the form was begun than anybody types, or without a stamp of ours."""
    try:
        made = int(signing.loads(request.POST.get(STAMP, ""), salt=_SALT, max_age=STAMP_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return True
    now = clock.now()
    begun = (now - moment_of(draft.id)).total_seconds()
    return begun < QUICK_SECONDS or now.timestamp() < made


def _texts(draft: Draft) -> Iterator[str]:
    for answer in draft.answers.values():
        if isinstance(answer.value, str):
            yield answer.value
