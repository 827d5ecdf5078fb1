"""Who may answer people."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.teams.api import register_ability
from moothall.kernel.actors import Actor
from moothall.kernel.policies import needs

LOG = needs(
    register_ability(
        "contacts.log", "Answer people who call or come: write contacts down, look people up, run the desk."
    ),
    "Advisers who answer people who call or come.",
)


def own_account(actor: Actor) -> UUID:
    """The account whose contacts somebody may see; nobody's, for whoever has none."""
    return actor.account_id or UUID(int=0)
