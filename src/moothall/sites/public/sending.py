"""The last press of a button: a draft becomes a case, once, whatever happens to the line or to us in between."""

from __future__ import annotations

from collections.abc import Sequence

from moothall.apps.cases.api import Opened, open_case
from moothall.apps.catalogue.api import PinnedService
from moothall.apps.forms.api import Draft, form_of, relevant
from moothall.apps.insight import api as insight
from moothall.kernel.actors import Actor


def send(draft: Draft, service: PinnedService, *, by: Actor, held: Sequence[str] = ()) -> Opened:
    """Open the case of `draft` and empty the draft in one transaction.

    Sent a second time (a double press, a line that broke), the same case comes back. Raises Refused when the
    service takes no requests, DraftGone when the draft has expired. `held`: why a person looks at it first.
    """
    opened = open_case(service, relevant(form_of(service), draft.answers), by=by, draft=draft, held=held)
    if not draft.reference:
        insight.count("sent", service.slug, version=service.digest)
    return opened
