"""What whoever asked is told of what they have to do once their request is another service's, or two requests."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

NOTHING: Final = N_("You do not have to do anything.")
ASKED: Final = N_("We need to know more from you. We ask you in another e-mail. Please answer it.")
PERHAPS: Final = N_(
    "We may need to know more from you. If so, we ask you. Until then you do not have to do anything."
)


def what_to_do(*, more: bool, asked: bool = False) -> str:
    """In the language of the moment: `more`, its form asks something that is not answered yet; `asked`, they are."""
    if not more:
        return _(NOTHING)
    return _(ASKED) if asked else _(PERHAPS)
