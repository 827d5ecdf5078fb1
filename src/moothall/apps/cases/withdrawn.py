"""A request that its own reporter withdrew: an outcome of every service, named by none."""

from __future__ import annotations

WITHDRAWN = "withdrawn"
#: What staff read, and what the resident does.
WITHDRAWN_NAME = "Withdrawn by the reporter"
WITHDRAWN_WORDS = "You told us that you do not need it any more."
