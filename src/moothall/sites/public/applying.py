"""Filling in a form: one thing per page, saved at every page, checked before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token

from moothall.apps.cases.api import CaseNotFound, request_for
from moothall.apps.catalogue.api import NoSuchVersion, PinnedService, council, version
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.references import spoken
from moothall.sites.public.compiled import compiled
from moothall.sites.public.frames import public_frame
from moothall.sites.public.looking import service_or_404
from moothall.sites.public.pages import CheckPage, DonePage, Row, Section
from moothall.sites.public.sending import send
from moothall.ui import proofs
from moothall.ui.pages import show
from moothall.ui.routes import Request

COOKIE = "moothall_draft"
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Filling:
    """Somebody's way through a form: `service` is the version they began with."""

    service: PinnedService
    form: forms.Form
    draft: forms.Draft | None

    @property
    def answers(self) -> forms.Answers:
        return self.draft.answers if self.draft else forms.Answers()

    @property
    def sent(self) -> bool:
        return bool(self.draft and self.draft.reference)

    def address(self, page: str = "") -> str:
        return f"/services/{self.service.slug}" + (f"/{page}" if page else "")

    def first_missing(self) -> str:
        missing = forms.missing_pages(self.form, self.answers)
        return missing[0] if missing else forms.CHECK_ANSWERS


def filling_of(request: Request, slug: str) -> Filling:
    """What this browser has filled in of `slug` so far. Raises Http404 when there is no such service."""
    service: PinnedService = service_or_404(request, slug)
    token = request.COOKIES.get(COOKIE)
    draft = forms.draft_for(token, seen_by=request.actor) if token else None
    if draft is not None and draft.service != slug:
        draft = None
    if draft is not None and draft.version != service.digest:
        try:
            service = version(draft.version)
        except NoSuchVersion:
            draft = None
    return Filling(service, forms.form_of(service), draft)


def start(request: Request, slug: str) -> HttpResponseBase:
    """Off to the first page. What was filled in and not sent is still there; what was sent is not begun again."""
    service = service_or_404(request, slug)
    if not service.availability(clock.today()).open:
        return HttpResponseRedirect(f"/services/{slug}")
    filling = filling_of(request, slug)
    response = HttpResponseRedirect(filling.address(filling.form.pages[0].key))
    if filling.sent:
        response.delete_cookie(COOKIE, path=filling.address())
    return response


def question_page(request: Request, slug: str, page: str) -> HttpResponseBase:
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if not filling.form.has_page(page):
        raise Http404
    if not forms.may_open(filling.form, filling.answers, page):
        return HttpResponseRedirect(filling.address(filling.first_missing()))
    if request.method != "POST":
        kept = filling.draft.typed if filling.draft else {}
        return _page(request, filling, page, forms.typed_for(filling.form, page, filling.answers, kept))
    reading = forms.read_page(filling.form, page, request.POST, request.FILES, held=filling.answers)
    if not reading.ok:
        return _page(request, filling, page, reading.typed, reading.problems)
    try:
        draft = _save(filling, reading, by=request.actor)
    except forms.DraftGone:
        return _expired(filling)
    onward = forms.next_page(filling.form, draft.answers, page, changing="change" in request.GET)
    response = HttpResponseRedirect(filling.address(onward))
    _remember(response, filling, draft)
    return response


def check(request: Request, slug: str) -> HttpResponseBase:
    """Check your answers; and, when posted, send them."""
    filling = filling_of(request, slug)
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    missing = forms.missing_pages(filling.form, filling.answers)
    if missing or filling.draft is None:
        return HttpResponseRedirect(filling.address(missing[0] if missing else filling.form.pages[0].key))
    if request.method != "POST":
        return _check_page(request, filling)
    try:
        opened = send(filling.draft, filling.service, by=request.actor)
    except forms.DraftGone:
        return _expired(filling)
    response = HttpResponseRedirect(filling.address("done"))
    proofs.prove(request, response, opened.case_id)
    return response


def done(request: Request, slug: str) -> HttpResponseBase:
    """The confirmation. It can be loaded again for as long as this browser remembers the draft."""
    filling = filling_of(request, slug)
    if filling.draft is None or not filling.draft.reference:
        return HttpResponseRedirect(filling.address())
    reference = filling.draft.reference
    try:
        found = request_for(reference, seen_by=request.actor)
    except CaseNotFound:
        return HttpResponseRedirect("/track")
    page = DonePage(
        title=f"{filling.service.name}: sent",
        frame=public_frame(request),
        reference=reference,
        spoken=spoken(reference),
        promise=found.promise,
        due_on=found.due_on,
        told_by_email=any(said.binding == "person.email" and not said.blank for said in found.answers),
        follow=f"/requests/{reference}",
        contact=council().contact,
    )
    return _private(show(request, page))


def _page(
    request: Request,
    filling: Filling,
    page: str,
    typed: forms.Typed,
    problems: tuple[forms.Problem, ...] = (),
) -> HttpResponse:
    before = forms.page_before(filling.form, filling.answers, page)
    back = forms.CHECK_ANSWERS if "change" in request.GET else before or ""
    html = compiled(filling.service, filling.form, page).fill(
        token=get_token(request),
        typed=typed,
        problems=problems,
        back=filling.address(back),
        hidden=forms.hidden(filling.form, page, filling.answers),
    )
    return _private(HttpResponse(html))


def _save(filling: Filling, reading: forms.Reading, *, by: Actor) -> forms.Draft:
    """Save a page; a file is stored before the row that names it. Raises DraftGone."""
    if filling.draft is None:
        draft = forms.begin_draft(filling.service.slug, filling.service.digest, reading, by=by)
        if not reading.uploads:
            return draft
    else:
        draft = filling.draft
    for upload in reading.uploads:
        kept = documents.attach(
            draft.owner,
            upload.content,
            name=upload.name,
            media_type=upload.media_type,
            kind="photo",
            source=f"form:{draft.service}",
            by=by,
        )
        reading = reading.kept(upload.question, kept.digest)
    return forms.save_page(draft, reading, by=by)


def _check_page(request: Request, filling: Filling) -> HttpResponse:
    said = forms.answers_in_words(filling.form, forms.relevant(filling.form, filling.answers))
    rows = tuple(
        Row(
            key=one.question,
            label=one.label,
            lines=() if one.blank else one.lines,
            change=f"{filling.address(one.page)}?change=1",
            second_look=one.second_look,
        )
        for one in said
    )
    before = forms.page_before(filling.form, filling.answers, forms.CHECK_ANSWERS)
    page = CheckPage(
        title="Check your answers",
        frame=public_frame(request, service=filling.service.name),
        back=filling.address(before or ""),
        sections=(Section(title="", rows=rows),),
        send_label="Send",
    )
    return _private(show(request, page))


def _remember(response: HttpResponseBase, filling: Filling, draft: forms.Draft) -> None:
    if filling.draft is None:
        response.set_cookie(
            COOKIE,
            draft.token,
            max_age=DAY_S,
            path=filling.address(),
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def _expired(filling: Filling) -> HttpResponseBase:
    response = HttpResponseRedirect(filling.address())
    response.delete_cookie(COOKIE, path=filling.address())
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody typed is for nobody's cache, on a library's computer least of all."""
    response["Cache-Control"] = "private, no-store"
    return response
