"""Who may do or see what. Denied unless a policy says otherwise.

A policy is named by every route (see `moothall.ui.routes`) and by verbs; the name is what the generated table of
routes × roles prints, and what an audit reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from moothall.kernel.actors import Actor
from moothall.kernel.registry import Registry
from moothall.kernel.rules import Refused


class WhenDenied(StrEnum):
    """What somebody sees who may not: a sign-in page, 'page not found', or a plain no."""

    SIGN_IN = "sign in"
    NOT_FOUND = "not found"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Policy:
    """`allows(actor)` decides; `sentence` says in plain words who may."""

    code: str
    sentence: str
    allows: Callable[[Actor], bool]
    when_denied: WhenDenied = WhenDenied.NOT_FOUND

    def demand(self, actor: Actor) -> None:
        """Raises Refused when `actor` may not."""
        if not self.allows(actor):
            raise Refused(self.code, self.sentence)


POLICIES: Registry[Policy] = Registry("policy")


def policy(
    code: str,
    sentence: str,
    allows: Callable[[Actor], bool],
    when_denied: WhenDenied = WhenDenied.NOT_FOUND,
) -> Policy:
    """Make a policy and list it in `POLICIES` under `code`."""
    made = Policy(code, sentence, allows, when_denied)
    POLICIES.add(code, made)
    return made


#: Anybody at all, signed in or not.
PUBLIC = policy("public", "Anybody.", lambda actor: True)


def needs(ability: str, sentence: str) -> Policy:
    """The policy that lets through whoever has `ability`; others are asked to sign in, or told no."""
    return policy(ability, sentence, lambda actor: actor.may(ability), WhenDenied.SIGN_IN)
