"""Who may ask who saw what."""

from __future__ import annotations

from moothall.kernel.policies import needs

SEE_LOOKS = needs("audit.read", "Officers who look after data protection.")
