"""When answers cannot be taken any more: it is said kindly, and what was typed just now is given back."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import council
from moothall.apps.forms import api as forms
from moothall.sites.public.devices import remember, without_current
from moothall.sites.public.draft_pages import OutOfDatePage, TooEarlyPage
from moothall.sites.public.filling import Filling, service_or_404
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import GonePage, Row
from moothall.ui import errors
from moothall.ui.pages import show
from moothall.ui.routes import Request

#: The route of a page of questions.
FORM_PAGE = "form-page"


def gone(request: Request, filling: Filling, page: str = "") -> HttpResponse:
    """The answers are there no more. Says so, gives back what was typed just now, and offers to begin again."""
    rows: tuple[Row, ...] = ()
    if page and request.method == "POST":
        rows = typed_rows(filling.form, page, request)
    stray = filling.hand.stray
    shown = GonePage(
        title=_("Your answers are not on this device any more"),
        frame=public_frame(request, service=filling.service.name),
        rows=rows,
        start=filling.address("start") + ("?another=1" if stray else "?again=1"),
        contact=council().contact,
    )
    response = _private(show(request, shown, status=410))
    if not stray:
        remember(response, filling, without_current(filling.hand.tokens))
    return response


def too_early(request: Request, filling: Filling, page: str) -> HttpResponse:
    """An earlier page lacks an answer now, because it was changed in another window. What was typed is given back."""
    shown = TooEarlyPage(
        title=_("Another question comes first"),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        rows=typed_rows(filling.form, page, request) if forms.is_place(filling.form, page) else (),
        onward=filling.address(filling.first_missing()),
    )
    return _private(show(request, shown, status=409))


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a page of a form gives back what was typed; any other is what it always was."""
    found = request.resolver_match
    if found is None or found.url_name != FORM_PAGE or request.method != "POST":
        return errors.out_of_date(request, reason)
    asked = cast(Request, request)
    slug, page = str(found.kwargs.get("slug", "")), str(found.kwargs.get("page", ""))
    try:
        service = service_or_404(asked, slug)
        rows = typed_rows(forms.form_of(service), page, asked)
    except (Http404, KeyError):
        return errors.out_of_date(request, reason)
    shown = OutOfDatePage(
        title=_("This page is out of date"),
        frame=public_frame(request, service=service.name),
        rows=rows,
        again=request.path,
    )
    return _private(show(request, shown, status=403))


def typed_rows(form: forms.Form, page: str, request: Request) -> tuple[Row, ...]:
    """What somebody typed in their own words on a page; what they chose is soon chosen again."""
    typed = forms.read_page(form, page, request.POST, request.FILES).page_typed
    questions = {question.key: question.label for question in form.page(page.rpartition("/")[2]).questions}
    rows = []
    for name, values in typed.items():
        lines = tuple(line for value in values for line in value.splitlines() if line.strip())
        label = questions.get(name.partition("-")[0], "")
        if lines and label:
            rows.append(Row(key=name, label=label, lines=lines, change=""))
    return tuple(rows)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
