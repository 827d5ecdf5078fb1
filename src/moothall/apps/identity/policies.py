"""Who may look after an account: its owner. Who is staff at all."""

from __future__ import annotations

from moothall.kernel.policies import WhenDenied, policy

#: `identity.finish_sign_in` is the one ability of somebody whose password was right and who has no second factor yet.
OWN_ACCOUNT = policy(
    "identity.own_account",
    "Whoever has signed in, for their own account.",
    lambda actor: actor.is_officer or actor.may("identity.finish_sign_in"),
    WhenDenied.SIGN_IN,
)

STAFF = policy(
    "staff", "Whoever has an account and has signed in.", lambda actor: actor.is_officer, WhenDenied.SIGN_IN
)
