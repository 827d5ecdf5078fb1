"""Somebody's way through a form: what this browser has filled in, and under which version of the service."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from moothall.kernel.actors import Actor
from moothall.sites.public.devices import EMPTY, Hand, hand_of
from moothall.ui.languages import local, speak
from moothall.ui.routes import Request

PREVIEW_COOKIE = "moothall_preview"


@dataclass(frozen=True, slots=True)
class Filling:
    """`service` is the version they began with; `closed` says why the service takes nothing today, empty when it
    does; `lost`: this browser had begun, and what it filled in is not there any more. `now` is today's version, and
    `outdated` says that the answers are to be carried over to its form."""

    service: PinnedService
    form: forms.Form
    draft: forms.Draft | None
    closed: str = ""
    lost: bool = False
    now: Service | None = None
    hand: Hand = EMPTY
    #: Where this is somebody's part in a form that another person began.
    taking: forms.TakingPart | None = None
    #: The answers were carried over just now, because nobody knows the form any more on which they were given.
    renewed: bool = False

    @property
    def outdated(self) -> bool:
        if self.renewed:
            return True
        on_old = self.now is not None and self.service.digest != self.now.digest
        return on_old and self.begun and not (self.now and self.now.drafts.finish_on_old_form)

    @property
    def answers(self) -> forms.Answers:
        return self.draft.answers if self.draft else forms.Answers()

    @property
    def sent(self) -> bool:
        return bool(self.draft and self.draft.reference)

    @property
    def begun(self) -> bool:
        """Whether something was typed that was not sent."""
        return bool(self.draft and not self.draft.reference and (self.draft.answers or self.draft.typed))

    @property
    def conflicts(self) -> tuple[forms.Conflict, ...]:
        """The questions answered differently in two windows."""
        found = self.draft.conflicts if self.draft else ()
        return tuple(one for one in found if self.form.question_at(one.question))

    def address(self, page: str = "") -> str:
        return local(f"/services/{self.service.slug}" + (f"/{page}" if page else ""))

    def first_missing(self) -> str:
        """Where to go on: a page, the list of sections, or check-your-answers when nothing is missing."""
        return forms.first_place(self.form, self.answers)


def filling_of(request: Request, slug: str) -> Filling:
    """What this browser has filled in of `slug` so far. Raises Http404 when there is no such service."""
    now = service_or_404(request, slug)
    if not now.takes_requests:
        raise Http404
    open_today = now.availability(clock.today())
    closed = "" if open_today.open else open_today.sentence
    hand = hand_of(request)
    draft = forms.draft_for(hand.token, seen_by=request.actor) if hand.token else None
    service: PinnedService | None = now
    if draft is not None and draft.service != slug:
        draft = None
    if draft is not None and draft.version != now.digest:
        service = _version(draft.version)
    lost = draft is None and (hand.stray or bool(hand.token) or (hand.begun and not hand.tokens))
    form = forms.form_of(service or now)
    filling = Filling(service or now, form.part(), draft, closed, lost, now, hand)
    if draft is not None and draft.person:
        filling = _as_taking_part(filling, draft, form, by=request.actor)
        draft = filling.draft
    if service is None and draft is not None and not draft.reference:
        filling = _without_its_version(filling, draft, now, by=request.actor)
    return filling


def _as_taking_part(filling: Filling, draft: forms.Draft, form: forms.Form, *, by: Actor) -> Filling:
    """The part of somebody who was asked, unless nobody asks for it any more."""
    if form.participant(draft.person) is None:
        return replace(filling, draft=None, lost=True)
    own = form.part(draft.person)
    if draft.reference:
        return replace(filling, form=own)
    try:
        taking = forms.taking_part(draft, own, seen_by=by)
    except forms.DraftGone:
        return replace(filling, form=own, draft=None, lost=True)
    return replace(filling, form=own, draft=taking.draft, taking=taking)


def _without_its_version(filling: Filling, draft: forms.Draft, now: Service, *, by: Actor) -> Filling:
    """Nobody knows the form it was begun on any more, so it goes on with today's at once."""
    try:
        return replace(filling, draft=carried(draft, now, by=by), renewed=True)
    except forms.DraftGone:
        return replace(filling, draft=None, lost=True)


def carried(draft: forms.Draft, to: Service, *, by: Actor) -> forms.Draft:
    """The draft on today's form, with the answers that fit it. Raises DraftGone."""
    try:
        form = forms.form_of(to).part(draft.person)
    except KeyError:
        raise forms.DraftGone("Nobody asks for this part any more.") from None
    return forms.move_draft(draft, to.digest, lambda answers: forms.carry_forward(form, answers), by=by)


def _version(digest: str) -> PinnedService | None:
    try:
        return version(digest)
    except NoSuchVersion:
        return None


def service_or_404(request: Request, slug: str) -> Service:
    """The service, published or opened by a preview link in the address or kept from it. Raises Http404.

    From here on its language is spoken, which is the council's first where it has no words in the page's own.
    """
    try:
        service = service_named(slug, seen_by=request.actor, preview=preview_token(request))
    except NoSuchService:
        raise Http404 from None
    speak(service.language)
    return service


def preview_token(request: Request) -> str | None:
    return request.GET.get("preview") or request.COOKIES.get(PREVIEW_COOKIE)
