"""What this browser has begun of a service and not sent."""

from __future__ import annotations

from moothall.apps.catalogue.api import Service
from moothall.apps.forms import api as forms
from moothall.sites.public.devices import hand_of, mark_of
from moothall.sites.public.filling import service_or_404
from moothall.sites.public.pages import Unfinished
from moothall.ui.languages import local
from moothall.ui.routes import Request


def unfinished(request: Request, slug: str) -> tuple[Unfinished, ...]:
    """The requests of one service that this browser has begun and not sent; the current one first."""
    found = []
    tokens = hand_of(request).tokens
    service = service_or_404(request, slug) if tokens else None
    for token in tokens:
        draft = forms.draft_for(token, seen_by=request.actor)
        if (
            draft is not None
            and draft.service == slug
            and not draft.reference
            and (draft.answers or draft.typed)
        ):
            found.append(
                Unfinished(
                    href=local(f"/services/{slug}/start?draft={mark_of(token)}"),
                    about=_first_said(draft, service),
                    used=draft.last_used,
                    answers=len(draft.answers),
                )
            )
    return tuple(found)


def _first_said(draft: forms.Draft, service: Service | None) -> str:
    """The first answer, to tell one request from another; "" where it is nobody's to show."""
    if service is None or draft.version != service.digest:
        return ""
    form = forms.form_of(service)
    if draft.person and form.participant(draft.person) is None:
        return ""
    said = forms.answers_in_words(form.part(draft.person), draft.answers)
    return next((one.lines[0] for one in said if not one.blank and not one.sensitive and one.lines), "")[:80]
