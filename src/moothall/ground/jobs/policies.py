"""Who may see and decide about dead jobs."""

from __future__ import annotations

from moothall.kernel.policies import needs

RETRY_JOBS = needs("jobs.retry", "Officers who look after the platform.")
