"""Who may ask who saw what."""

from __future__ import annotations

from moothall.kernel.policies import needs

SEE_LOOKS = needs("looks.see", "Officers who look after data protection.")
