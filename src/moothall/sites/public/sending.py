"""The last press of a button: a draft becomes a case, once, whatever happens to the line or to us in between."""

from __future__ import annotations

from django.db import transaction

from moothall.apps.cases.api import Opened, open_case
from moothall.apps.catalogue.api import PinnedService
from moothall.apps.forms.api import Draft, finish_draft, form_of, relevant
from moothall.kernel.actors import Actor


def send(draft: Draft, service: PinnedService, *, by: Actor) -> Opened:
    """Open the case of `draft` and empty the draft in one transaction.

    Sent a second time (a double press, a line that broke), the same case comes back. Raises Refused when the
    service takes no requests, DraftGone when the draft has expired.
    """
    with transaction.atomic():
        answers = relevant(form_of(service), draft.answers)
        opened = open_case(service, answers, key=draft.owner, by=by, uploads_of=draft.owner)
        finish_draft(draft, opened.reference, by=by)
        return opened
