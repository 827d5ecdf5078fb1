"""Outcomes that no service has to name: in our words for staff and for the resident, where the service has none."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.cases.joined import TOGETHER
from moothall.apps.cases.withdrawn import WITHDRAWN, WITHDRAWN_NAME, WITHDRAWN_WORDS

#: Another body has the request now.
PASSED_ON = "passed-on"
PASSED_ON_WORDS = N_("Somebody else is responsible for this. We have passed your request on to them.")

_NAMES: Mapping[str, str] = {
    WITHDRAWN: WITHDRAWN_NAME,
    PASSED_ON: "Passed to another body",
    TOGETHER: "Merged with another",
}
_WORDS: Mapping[str, str] = {WITHDRAWN: WITHDRAWN_WORDS, PASSED_ON: PASSED_ON_WORDS}


def name_of_outcome(code: str) -> str:
    """What staff read of an outcome that the service does not name."""
    return _NAMES.get(code, code)


def words_of_outcome(code: str) -> str:
    """What the resident reads of one."""
    return _(_WORDS[code]) if code in _WORDS else code
