"""The forms a browser has in hand: one cookie for each service, with the proofs of its drafts, the current one first.

A page says in a hidden field which draft it showed and at which revision, so that two requests of one service, or two
windows on one request, cannot be taken for each other. Nothing in it is secret or trusted: it only chooses among the
drafts whose proofs the cookie holds.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.http import HttpResponseBase

from moothall.apps.forms.api import Draft, Window
from moothall.ui.languages import local, prefix_of, reachable
from moothall.ui.questions.outline import SHOWN
from moothall.ui.routes import Request

#: The proofs of forms being filled in; its path is the service's.
DRAFT_COOKIE = "moothall_draft"
#: A shared computer forgets a day after the last page, however long the draft itself is kept.
DAY_S = 24 * 3600
#: So many unfinished requests of one service fit into a browser.
MOST = 6
#: Begins the mark of a request that was asked for beside another and has no draft yet.
_NEW = "~"
_TOKEN = re.compile(r"[~A-Za-z0-9_-]{1,100}")
_SHOWN = re.compile(r"(~?[0-9a-f]{0,16})\.([0-9]{1,9})\.([0-9a-f]{1,16})")


@dataclass(frozen=True, slots=True)
class Hand:
    """What a browser has of one service. `stray`: the page it posted belongs to a draft it has no proof of any more."""

    tokens: tuple[str, ...] = ()
    window: Window | None = None
    stray: bool = False
    begun: bool = False

    @property
    def token(self) -> str:
        """The proof of the current draft; "" when there is none yet."""
        first = self.tokens[0] if self.tokens and not self.stray else ""
        return "" if first.startswith(_NEW) else first

    @property
    def mark(self) -> str:
        return mark_of(self.tokens[0]) if self.tokens else ""

    @property
    def full(self) -> bool:
        return len(self.tokens) >= MOST


#: A browser that has nothing of a service.
EMPTY = Hand()


def hand_of(request: Request) -> Hand:
    """The drafts in this browser's cookie; of a posted page the one it belongs to comes first."""
    cookie = request.COOKIES.get(DRAFT_COOKIE, "")
    tokens = tuple(one for one in cookie[:1000].split(".") if _TOKEN.fullmatch(one))[: MOST + 1]
    shown = _SHOWN.fullmatch(request.POST.get(SHOWN, "")) if request.method == "POST" else None
    if shown is None:
        return Hand(tokens, begun=bool(cookie))
    mark, window = shown[1], Window(int(shown[2]), shown[3])
    found = in_front(tokens, mark)
    known = found is not None or not mark or mark.startswith(_NEW)
    return Hand(found or tokens, window, stray=not known, begun=bool(cookie))


def in_front(tokens: tuple[str, ...], mark: str) -> tuple[str, ...] | None:
    """The tokens with the one of `mark` first; None when it is not among them."""
    wanted = [one for one in tokens if mark_of(one) == mark]
    return (*wanted, *(one for one in tokens if one not in wanted)) if wanted else None


def mark_of(token: str) -> str:
    """What a page may show of a token."""
    return token if token.startswith(_NEW) else hashlib.sha256(token.encode()).hexdigest()[:10]


def new_beside(tokens: Iterable[str]) -> tuple[str, ...]:
    """The place for another request before those there are."""
    return (_NEW + secrets.token_hex(4), *(one for one in tokens if not one.startswith(_NEW)))


def shown(hand: Hand, draft: Draft | None) -> str:
    """What a page says it shows; one sent back with sentences goes on saying what it had shown first."""
    mark = mark_of(draft.token) if draft else hand.mark if hand.mark.startswith(_NEW) else ""
    window = hand.window or Window(draft.revision if draft else 0, secrets.token_hex(4))
    return f"{mark}.{window.revision}.{window.name}"


def with_draft(tokens: tuple[str, ...], token: str) -> tuple[str, ...]:
    """The draft of `token` is the current one; a place kept for a new one is taken."""
    rest = tokens[1:] if tokens and tokens[0].startswith(_NEW) else tokens
    return (token, *(one for one in rest if one != token))


def without_current(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The current draft is not this browser's any more; another request begins, and the rest stay where they are."""
    rest = tuple(one for one in tokens[1:] if not one.startswith(_NEW))
    return new_beside(rest) if rest else ()


class Lasting(Protocol):
    """What knows the address of a service."""

    def address(self, page: str = "") -> str: ...


def remember(response: HttpResponseBase, service: Lasting, tokens: tuple[str, ...]) -> None:
    """For a day from the last page on; nothing to remember leaves no cookie."""
    if not tokens:
        drop_cookie(response, DRAFT_COOKIE, service.address())
        return
    keep_cookie(response, DRAFT_COOKIE, ".".join(tokens[:MOST]), service.address(), max_age=DAY_S)


def keep_cookie(
    response: HttpResponseBase, name: str, value: str, path: str, *, max_age: int | None = None
) -> None:
    """A cookie for the address `path` in every language, so that nobody loses a form by reading it in another."""
    bare = path.removeprefix(local(""))
    for there in (*(prefix_of(one.code) + bare for one in reachable()[1:]), bare):
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=there,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        if there != bare:
            # Django keeps one cookie of a name; its key in the response is no part of what is sent.
            response.cookies[f"{name} {there}"] = response.cookies.pop(name)


def drop_cookie(response: HttpResponseBase, name: str, path: str) -> None:
    keep_cookie(response, name, "", path, max_age=0)
