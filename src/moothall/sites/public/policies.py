"""Who may see which page of the public site."""

from __future__ import annotations

from moothall.kernel.actors import Actor, Kind
from moothall.kernel.policies import PUBLIC, WhenDenied, policy


def _has_proven_a_request(actor: Actor) -> bool:
    return actor.kind is Kind.RESIDENT and bool(actor.holds)


#: Which request it may be is asked again, by the case itself.
OWN_REQUEST = policy(
    "public.own-request",
    "Residents who have proven a request to be theirs: with its reference and e-mail address, or by a link.",
    _has_proven_a_request,
    WhenDenied.NOT_FOUND,
)

__all__ = ["OWN_REQUEST", "PUBLIC"]
