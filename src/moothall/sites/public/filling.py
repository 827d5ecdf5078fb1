"""Somebody's way through a form: what this browser has filled in, and under which version of the service."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from moothall.apps.catalogue.api import (
    NoSuchService,
    NoSuchVersion,
    PinnedService,
    Service,
    service_named,
    version,
)
from moothall.apps.forms import api as forms
from moothall.kernel import clock
from moothall.ui.routes import Request

#: The token of a form being filled in; its path is the service's.
DRAFT_COOKIE = "moothall_draft"
PREVIEW_COOKIE = "moothall_preview"


@dataclass(frozen=True, slots=True)
class Filling:
    """`service` is the version they began with; `closed` says why the service takes nothing today, empty when it
    does; `lost`: this browser had begun, and what it filled in is not there any more."""

    service: PinnedService
    form: forms.Form
    draft: forms.Draft | None
    closed: str = ""
    lost: bool = False

    @property
    def answers(self) -> forms.Answers:
        return self.draft.answers if self.draft else forms.Answers()

    @property
    def sent(self) -> bool:
        return bool(self.draft and self.draft.reference)

    @property
    def begun(self) -> bool:
        """Whether there are answers that were not sent."""
        return bool(self.draft and not self.draft.reference and self.draft.answers)

    def address(self, page: str = "") -> str:
        return f"/services/{self.service.slug}" + (f"/{page}" if page else "")

    def first_missing(self) -> str:
        missing = forms.missing_pages(self.form, self.answers)
        return missing[0] if missing else forms.CHECK_ANSWERS


def filling_of(request: Request, slug: str) -> Filling:
    """What this browser has filled in of `slug` so far. Raises Http404 when there is no such service."""
    now = service_or_404(request, slug)
    open_today = now.availability(clock.today())
    closed = "" if open_today.open else open_today.sentence
    token = request.COOKIES.get(DRAFT_COOKIE)
    draft = forms.draft_for(token, seen_by=request.actor) if token else None
    service: PinnedService | None = now
    if draft is not None and draft.service != slug:
        draft = None
    if draft is not None and draft.version != now.digest:
        service = _version(draft.version)
        draft = draft if service is not None else None
    lost = token is not None and draft is None
    return Filling(service or now, forms.form_of(service or now), draft, closed, lost)


def _version(digest: str) -> PinnedService | None:
    try:
        return version(digest)
    except NoSuchVersion:
        return None


def service_or_404(request: Request, slug: str) -> Service:
    """The service, published or opened by a preview link in the address or kept from it. Raises Http404."""
    try:
        return service_named(slug, seen_by=request.actor, preview=preview_token(request))
    except NoSuchService:
        raise Http404 from None


def preview_token(request: Request) -> str | None:
    return request.GET.get("preview") or request.COOKIES.get(PREVIEW_COOKIE)
