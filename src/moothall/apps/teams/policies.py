"""Who may decide places."""

from __future__ import annotations

from moothall.kernel.policies import needs

STAFF_MANAGE = needs("staff.manage", "Staff who manage teams and roles.")
#: Anybody with a place that has it leads that team, and no other.
LEAD = needs("teams.lead", "Staff who lead a team.")
