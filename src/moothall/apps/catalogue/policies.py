"""Who may see what is not published."""

from __future__ import annotations

from moothall.apps.teams.api import register_ability
from moothall.kernel.policies import needs

SERVICES_REWORD = needs(
    register_ability("services.reword", "Change the words of services on the staff site, and publish them."),
    "Staff who write services.",
)
SERVICES_PREVIEW = needs("services.preview", "Staff who prepare services.")
