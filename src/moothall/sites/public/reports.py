"""Public reports: how a request goes, for everybody; and being told by e-mail, confirmed and left with one press."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from moothall.apps.cases.api import (
    CaseNotFound,
    PublicReport,
    ask_to_subscribe,
    confirm_subscription,
    public_photo,
    public_report,
    subscription_of,
    unsubscribe,
)
from moothall.apps.places.api import ward_name
from moothall.kernel import clock
from moothall.kernel.references import NotAReference, read_reference
from moothall.sites.public.following import EMAIL, STATUS, file_response
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import Limit, TooMany
from moothall.sites.public.pages import Happening, ReportPage, SubscriptionPage
from moothall.ui.languages import local
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import time

#: Mails to one address about one report, whoever asks; and to all addresses about it.
ASKED = Limit("subscribe", most=3, seconds=24 * 3600)
ASKED_OF_ONE = Limit("subscribe-report", most=60, seconds=3600)


def report(request: Request, reference: str) -> HttpResponseBase:
    """The report; and, when posted, the wish to be told how it goes."""
    found = _found(request, reference)
    if found.reference != reference:
        return HttpResponseRedirect(local(f"/reports/{found.reference}"))
    if request.method != "POST":
        return _show(request, found, asked="asked" in request.GET)
    email = request.POST.get("email", "")[:254].replace("\x00", "").strip()
    if not EMAIL.fullmatch(email):
        sentence = _("Enter an e-mail address in the correct format, like name@example.com")
        return _show(
            request, found, email=email, problem=sentence if email else _("Enter your e-mail address")
        )
    if not request.POST.get("website"):
        _ask(found.reference, email, request)
    return HttpResponseRedirect(local(f"/reports/{found.reference}?asked=yes"))


def photo(request: Request, reference: str, document: UUID) -> HttpResponseBase:
    """A photo that an officer has put on the report: what was made of it, never what was sent."""
    try:
        attached, content = public_photo(
            read_reference(reference), document, seen_by=request.actor, small="small" in request.GET
        )
    except (CaseNotFound, NotAReference, FileNotFoundError):
        raise Http404 from None
    return file_response(attached, content)


def _ask(reference: str, email: str, request: Request) -> None:
    """Send the link, unless this address was asked often enough: whoever reads the page is told the same."""
    one = f"{reference} {email.lower()}"
    try:
        ASKED.demand(one)
        ASKED_OF_ONE.demand(reference)
    except TooMany:
        return
    ASKED.count(one)
    ASKED_OF_ONE.count(reference)
    ask_to_subscribe(reference, email, by=request.actor)


def confirm(request: Request, token: str) -> HttpResponseBase:
    """The link in the mail opens a page with one button, so that a mail scanner that opens links confirms nothing."""
    try:
        reference, confirmed = subscription_of(token)
        if request.method == "POST":
            confirm_subscription(token, by=request.actor)
            confirmed = True
    except CaseNotFound:
        raise Http404 from None
    title = _("You will hear from us") if confirmed else _("Confirm your e-mail address")
    return _press(
        request, title, "" if confirmed else "confirm", local(f"/reports/confirm/{token}"), reference
    )


@csrf_exempt
def leave(request: Request, token: str) -> HttpResponseBase:
    """One press, also by a mail program that sends it itself (RFC 8058): the address holds all there is to prove."""
    address = local(f"/reports/leave/{token}")
    try:
        reference, _confirmed = subscription_of(token)
        if request.method == "POST":
            unsubscribe(token, by=request.actor)
            return _press(request, _("We have forgotten your address"), "", address, reference)
    except CaseNotFound:
        raise Http404 from None
    return _press(request, _("Stop e-mails about this report"), "leave", address, reference)


def _press(request: Request, title: str, act: str, address: str, reference: str) -> HttpResponse:
    page = SubscriptionPage(
        title=title,
        frame=public_frame(request),
        act=act,
        address=address,
        report=local(f"/reports/{reference}"),
        reference=reference,
    )
    response = show(request, page)
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: Request, reference: str) -> PublicReport:
    try:
        return public_report(read_reference(reference), seen_by=request.actor)
    except (CaseNotFound, NotAReference):
        raise Http404 from None


def _show(
    request: Request, found: PublicReport, *, email: str = "", problem: str = "", asked: bool = False
) -> HttpResponse:
    status, sentence = STATUS[found.status] if found.status != "waiting" else STATUS["in_progress"]
    status, sentence = _(status), _(sentence)
    page = ReportPage(
        title=found.service_name,
        frame=public_frame(request),
        problems=(Problem(problem, "#email"),) if problem else (),
        reference=found.reference,
        service_href=local(f"/services/{found.service}"),
        ward=ward_name(found.ward) if found.ward else "",
        kind="in-progress" if found.status == "waiting" else found.status.replace("_", "-"),
        status=status,
        status_sentence=found.outcome_words or sentence,
        due_on=found.due_on,
        story=tuple(
            Happening(on=clock.local(step.at).date(), at=time(step.at), sentence=step.sentence)
            for step in reversed(found.story)
        ),
        email=email,
        asked=asked,
        photos=tuple(local(f"/reports/{found.reference}/photos/{one.id}") for one in found.photos),
    )
    return show(request, page)
