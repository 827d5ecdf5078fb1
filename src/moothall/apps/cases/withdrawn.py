"""A request that its own reporter withdrew: an outcome of every service, named by none."""

from __future__ import annotations

from django.utils.translation import gettext_noop as N_

WITHDRAWN = "withdrawn"
#: What staff read, and what the resident does.
WITHDRAWN_NAME = "Withdrawn by the reporter"
WITHDRAWN_WORDS = N_("You told us that you do not need it any more.")
#: What they are told who had paid.
FEE_ASKED = N_(
    "You paid for it. We look at whether we can give the money back, and say so on the page of your request."
)
