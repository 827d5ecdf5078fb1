"""Who may load places."""

from __future__ import annotations

from moothall.kernel.policies import needs

LOAD = needs("places.load", "Only somebody who looks after the platform may load areas and addresses.")
