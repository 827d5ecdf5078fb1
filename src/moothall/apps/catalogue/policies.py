"""Who may see what is not published."""

from __future__ import annotations

from moothall.kernel.policies import needs

SERVICES_PREVIEW = needs("services.preview", "Staff who prepare services.")
