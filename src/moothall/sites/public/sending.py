"""The last press of a button: a draft becomes a case, once, whatever happens to the line or to us in between."""

from __future__ import annotations

from moothall.apps.cases.api import Judge, Opened, open_case
from moothall.apps.catalogue.api import PinnedService
from moothall.apps.forms.api import Draft, form_of, gathered, relevant
from moothall.apps.insight import api as insight
from moothall.kernel.actors import Actor


def send(draft: Draft, service: PinnedService, *, by: Actor, held: Judge = tuple) -> Opened:
    """Open the case of `draft` and empty the draft in one transaction.

    Sent a second time (a double press, a line that broke), the same case comes back. Raises Refused when the
    service takes no requests, DraftGone when the draft has expired, NotAllDone and PartChanged when somebody else's
    part is not done. `held` says why a person looks at it first.
    """
    form = form_of(service)
    draft = gathered(draft, form, by=by)
    opened = open_case(service, relevant(form, draft.answers), by=by, draft=draft, held=held)
    if not draft.reference:
        insight.count("sent", service.slug, version=service.digest)
    return opened
