"""The form for somebody, on one page: every question that follows from the answers, with what is known filled in.

It is read, kept and sent by the same engine as the pages of the website. Whatever button is pressed, everything typed
is kept first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import BinaryIO, ClassVar, cast
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.cases.api import fee_due
from moothall.apps.catalogue.api import (
    Contact,
    NoSuchService,
    NoSuchVersion,
    Service,
    council,
    html_of,
    service_named,
    version,
)
from moothall.apps.contacts import api as contacts
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.contacts.call import ServiceArea, areas_of
from moothall.sites.staff.contacts.drawing import Section, Showing, sections
from moothall.sites.staff.contacts.guidance import Help, helps_for, scripts_for
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

FOLLOWS = "More questions follow from these answers. Ask them too, then send it."
NOT_THEIRS = "The form says that this is not for them. Tell them what to do instead."
ASK_CONSENT = "Ask whether we may write to them"
_NOBODYS = UUID(int=0)
NEEDS_EMAIL = "Enter their e-mail address in the form first: the link goes there."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage(Page):
    """`fee` is what has to be paid by the person; `others`: somebody else has to take part; then it is handed over."""

    template: ClassVar[str] = "staff/contacts/form.html"
    contact: contacts.ContactView
    service: Service
    council_contact: Contact
    closed: str
    sections: tuple[Section, ...]
    carried: int
    has_files: bool
    may_write: str
    fee: str
    others: tuple[str, ...]
    scripts: tuple[Help, ...]
    asked: str
    helps: tuple[Help, ...]
    areas: tuple[ServiceArea, ...]
    back: str


@dataclass(frozen=True, slots=True)
class Filling:
    """The form of one contact as it stands."""

    contact: contacts.ContactView
    service: Service
    draft: forms.Draft
    carried: int = 0

    @property
    def form(self) -> forms.Form:
        return forms.form_of(self.service).part()

    @property
    def back(self) -> str:
        return reverse("staff-contact", args=[self.contact.id])


@dataclass(frozen=True, slots=True)
class Back:
    """What the page comes back with."""

    problems: tuple[forms.Problem, ...] = ()
    more: tuple[forms.More, ...] = ()
    adding: str = ""
    said: str = ""
    at: str = "#follows"


def form(request: Request, contact: UUID, slug: str) -> HttpResponseBase:
    """The page, or what a button on it does. Raises Http404 for another's contact and for no such service."""
    try:
        service = service_named(slug, seen_by=request.actor)
        view = contacts.contact_for(contact, seen_by=request.actor)
    except (NoSuchService, contacts.ContactNotFound):
        raise Http404 from None
    if not service.takes_requests:
        raise Http404
    filling = _filling(view, service, keep=request.method == "POST", by=request.actor)
    if request.method != "POST":
        return _page(request, filling, Back())
    try:
        return _pressed(request, filling)
    except forms.DraftGone:
        return HttpResponseRedirect(request.path)


def _filling(view: contacts.ContactView, service: Service, *, keep: bool, by: Actor) -> Filling:
    """The draft of this call on today's form of the service; else one begun with what is known, or with what fits of
    another form. Looking at the page keeps nothing: only what is pressed does (`keep`)."""
    draft = contacts.draft_of(view.id, seen_by=by)
    form = forms.form_of(service).part()
    if draft is not None and draft.service == service.slug and draft.version == service.digest:
        return Filling(view, service, draft)
    old = _form_of(draft) if draft is not None else None
    if draft is not None and old is not None:
        fitting = contacts.fitting_answers(old, form, draft.answers)
    else:
        fitting = contacts.said_before(view.caller, form, seen_by=by) if view.caller else forms.Answers()
    if keep:
        return Filling(view, service, contacts.begin_form(view.id, service, fitting, by=by))
    shown = forms.Draft(_NOBODYS, "", service.slug, service.digest, fitting, {}, 0, clock.now())
    return Filling(view, service, shown, len(fitting) if old is not None else 0)


def _form_of(draft: forms.Draft) -> forms.Form | None:
    """The form a draft was begun on; None when nobody knows it any more."""
    try:
        return forms.form_of(version(draft.version)).part()
    except NoSuchVersion:
        return None


def _pressed(request: Request, filling: Filling) -> HttpResponseBase:
    post, by = request.POST, request.actor
    spots = [forms.spot_from(said) for said in post.getlist("_spot")]
    read = forms.read_all(
        filling.form, filling.draft.answers, spots, post, request.FILES, source=contacts.STAFF
    )
    given = _with_files(filling, read.reading, by=by)
    gone = reading.words(post, "_remove")
    given = _without_item(given, filling.draft.answers, gone) if gone else given
    saved = forms.save_window(filling.draft, given, None, by=by)
    filling = replace(filling, draft=saved.draft)
    pressed = post.get("do", "")
    if pressed == "switch" and (other := reading.words(post, "switch")):
        return HttpResponseRedirect(f"{filling.back}form/{quote(other, safe='')}/")
    adding = "" if gone else forms.pending(spots, filling.draft.answers)
    if pressed == "send" and not read.reading.more:
        return _send(request, filling, Back(given.problems, adding=adding))
    if pressed == "hand-over":
        return _hand_over(request, filling)
    if wanted := reading.words(post, "_add"):
        adding = _adding(filling, wanted) or adding
    return _page(request, filling, Back(forms.only_wrong(given), given.more, adding))


def _adding(filling: Filling, spot: str) -> str:
    """The way to one more item of the list at a spot."""
    wanted = forms.spot_from(spot)
    step = forms.step_at(filling.form, filling.draft.answers, wanted.address, wanted.item)
    return forms.another_item(step) if step is not None and step.group is not None else ""


def _without_item(given: forms.Reading, held: forms.Answers, scope: str) -> forms.Reading:
    """The same reading, which takes away every answer of an item."""
    keys = {key for key in (*held, *given.answers) if scope.count("/") > 1 and key.startswith(scope)}
    return replace(
        given,
        answers=given.answers.without(keys),
        typed={name: () if name.startswith(scope) else values for name, values in given.typed.items()},
        asked=(*given.asked, *keys),
        problems=tuple(one for one in given.problems if one.question not in keys),
    )


def _with_files(filling: Filling, given: forms.Reading, *, by: Actor) -> forms.Reading:
    """A file is stored before the row that names it."""
    for upload in given.uploads:
        kept = documents.attach(
            filling.draft.owner,
            cast(BinaryIO, upload.content),
            name=upload.name,
            media_type=upload.media_type,
            kind=upload.kind,
            source=contacts.STAFF,
            by=by,
            keep_position=upload.keep_position,
        )
        given = given.kept(upload.question, kept.digest)
    return given


def _send(request: Request, filling: Filling, back: Back) -> HttpResponseBase:
    answers = filling.draft.answers
    ended = any(placed.step.page.end for placed in forms.all_steps(filling.form, answers))
    if ended:
        return _page(request, filling, Back(said=NOT_THEIRS))
    if back.problems:
        return _page(request, filling, back)
    if forms.missing_pages(filling.form, answers):
        return _page(request, filling, Back(said=FOLLOWS))
    may_write = reading.words(request.POST, "may_write")
    if may_write not in ("yes", "no"):
        return _page(request, filling, Back(said=ASK_CONSENT, at="#may_write"))
    try:
        contacts.send_form(
            filling.contact.id, filling.draft, filling.service, may_write=may_write == "yes",
            by=request.actor,
        )  # fmt: skip
    except Refused as no:
        return _page(request, filling, Back(said=no.sentence))
    except (forms.NotAllDone, forms.PartChanged):
        return _page(request, filling, Back(said="Somebody else has to take part first. Send them the link."))
    return HttpResponseRedirect(f"{filling.back}?sent=yes")


def _hand_over(request: Request, filling: Filling) -> HttpResponseBase:
    """The link to what was filled in goes to the person, who pays or lets others take part."""
    email = forms.email_in(forms.bound_text(filling.form, filling.draft.answers, "person.email"))
    if email is None:
        return _page(request, filling, Back(said=NEEDS_EMAIL))
    slug = filling.service.slug
    contacts.hand_over_form(
        filling.contact.id, filling.draft, filling.service, email,
        at=lambda link: reverse("form-resume", args=[slug, link]), by=request.actor,
    )  # fmt: skip
    return HttpResponseRedirect(f"{filling.back}?handed=yes")


def _page(request: Request, filling: Filling, back: Back) -> HttpResponse:
    service, draft = filling.service, filling.draft
    showing = Showing(
        filling.form, draft.answers, draft.typed, back.problems, back.more, filling.contact.channel
    )
    drawn = sections(showing, back.adding)
    asked = reading.words(request.POST if request.method == "POST" else request.GET, "help")
    problems = tuple(_linked(filling, one, back.adding) for one in back.problems)
    today = service.availability(clock.today())
    page = FormPage(
        title=service.name,
        frame=staff_frame(request),
        problems=(*((Problem(back.said, back.at),) if back.said else ()), *problems),
        contact=filling.contact,
        service=service,
        council_contact=council().contact,
        closed="" if today.open else today.sentence,
        sections=tuple(replace(one, body=html_of(one.body) if one.body else "") for one in drawn),
        carried=filling.carried,
        has_files=any(question.kind.is_file for question in filling.form.questions.values()),
        may_write=reading.words(request.POST, "may_write"),
        fee=_fee(filling),
        others=tuple(one.name for one in forms.who_takes_part(filling.form, draft.answers)),
        scripts=scripts_for(filling.contact.channel, service.slug),
        asked=asked,
        helps=helps_for(asked, seen_by=request.actor),
        areas=areas_of(request),
        back=filling.back,
    )
    response = show(request, page, status=422 if page.problems else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _linked(filling: Filling, problem: forms.Problem, adding: str) -> Problem:
    """A line of the summary, with where its field stands on this page."""
    for placed in forms.all_steps(filling.form, filling.draft.answers, adding):
        for one in forms.problems_at(placed, (problem,)):
            return Problem(one.sentence, f"#{one.field}")
        if placed.step.group is not None and placed.step.way == problem.question:
            return Problem(problem.sentence, f"#list-{placed.step.page.key}")
    return Problem(problem.sentence)


def _fee(filling: Filling) -> str:
    """What it costs with these answers, in words; "" for nothing, and as long as it cannot be said."""
    if not filling.form.fee or forms.missing_pages(filling.form, filling.draft.answers):
        return ""
    try:
        fee = fee_due(filling.service, filling.draft.answers)
    except Refused as no:
        return no.sentence
    return str(fee.amount) if fee else ""
