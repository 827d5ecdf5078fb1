"""Who may decide places."""

from __future__ import annotations

from moothall.kernel.policies import WhenDenied, needs, policy

STAFF_MANAGE = needs("staff.manage", "Staff who manage teams and roles.")
#: Anybody with a place that has it leads that team, and no other.
LEAD = needs("teams.lead", "Staff who lead a team.")
ANNOUNCE = needs("staff.announce", "Staff who may tell everybody something.")
#: Whoever leads a team gives out its roles; the verb holds them to their own team and abilities.
PLACES = policy(
    "teams.places",
    "Staff who lead a team, or who manage all staff.",
    lambda actor: LEAD.allows(actor) or STAFF_MANAGE.allows(actor),
    WhenDenied.SIGN_IN,
)
