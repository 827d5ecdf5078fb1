"""A request that another body has now: an outcome of every service, which a service may say in its own words."""

from __future__ import annotations

from django.utils.translation import gettext_noop as N_

PASSED_ON = "passed-on"
#: What staff read, and what the resident does, where the service does not name it.
PASSED_ON_NAME = "Passed to another body"
PASSED_ON_WORDS = N_("Somebody else is responsible for this. We have passed your request on to them.")
