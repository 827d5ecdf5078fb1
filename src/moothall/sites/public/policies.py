"""Who may see which page of the public site."""

from __future__ import annotations

from moothall.kernel.actors import Actor, Kind
from moothall.kernel.policies import PUBLIC, WhenDenied, policy


def _may_have_proven(actor: Actor) -> bool:
    """An officer may have, as a resident and in the same browser, also one who is half signed in; which requests,
    only the proof itself can say."""
    signing_in = actor.is_officer or actor.may("identity.finish_sign_in")
    return signing_in or (actor.kind is Kind.RESIDENT and bool(actor.holds or actor.shares))


#: Which request it may be is asked again, by the case itself.
OWN_REQUEST = policy(
    "public.own-request",
    "Residents who have proven a request to be theirs: with its reference and e-mail address, or by a link.",
    _may_have_proven,
    WhenDenied.NOT_FOUND,
)

__all__ = ["OWN_REQUEST", "PUBLIC"]
