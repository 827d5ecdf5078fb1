"""Who may decide places."""

from __future__ import annotations

from moothall.kernel.policies import needs

STAFF_MANAGE = needs("staff.manage", "Staff who manage teams and roles.")
