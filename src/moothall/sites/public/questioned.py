"""The questions of an officer as a small form: the reporter answers on a page like any other of ours."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from moothall.apps.cases.api import (
    QUESTION_PAGE,
    CaseNotFound,
    SmallFormView,
    fill_in_questions,
    keep_answers,
    small_form_for,
)
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.public.following import address_of_request, own, visitor
from moothall.sites.public.frames import public_frame
from moothall.sites.public.kept_files import with_files
from moothall.ui.pages import layout_around
from moothall.ui.questions.compile import Parts, compile_page
from moothall.ui.routes import Request


def questions(request: Request, reference: str) -> HttpResponseBase:
    """Ask, or take the answers. What is right is kept, also when something else is wrong: a file above all."""
    found = own(request, reference)
    by, back = visitor(request), address_of_request(found)
    try:
        view = small_form_for(found.reference, seen_by=by)
        if request.method != "POST":
            return _page(request, view, back, forms.typed_for(view.form, QUESTION_PAGE, view.answers, {}))
        return _take(request, view, back, by)
    except CaseNotFound:
        return HttpResponseRedirect(back)


def _take(request: Request, view: SmallFormView, back: str, by: Actor) -> HttpResponseBase:
    reading = forms.read_page(view.form, QUESTION_PAGE, request.POST, request.FILES, held=view.answers)
    reading = with_files(reading, view.owner, held=view.answers, source="request", by=by)
    answers = view.answers.without(reading.asked).with_(reading.answers)
    if not reading.ok or reading.stay:
        keep_answers(view.reference, answers, by=by)
        typed = {**forms.typed_for(view.form, QUESTION_PAGE, answers, {}), **reading.page_typed}
        return _page(request, view, back, typed, reading.page_problems, reading.more)
    files = sum(
        view.form.questions[key].kind.is_file and answers.value(key) is not None for key in reading.asked
    )
    try:
        fill_in_questions(view.reference, answers, files=files, by=by)
    except Refused as no:
        first = next(iter(view.form.questions))
        return _page(request, view, back, reading.page_typed, (forms.Problem(first, first, no.sentence),))
    return HttpResponseRedirect(f"{back}?done=answered")


def _page(
    request: Request,
    view: SmallFormView,
    back: str,
    typed: forms.Typed,
    problems: tuple[forms.Problem, ...] = (),
    more: tuple[forms.More, ...] = (),
) -> HttpResponse:
    frame = public_frame(request)

    def around(parts: Parts) -> str:
        return layout_around(parts.main, title=parts.title, before=parts.before, frame=frame)

    outline = forms.outline(view.form, QUESTION_PAGE, button=_("Send your answers"))
    html = compile_page(outline, around).fill(
        token=get_token(request), typed=typed, problems=problems, more=more, back=back
    )
    response = HttpResponse(html)
    response["Cache-Control"] = "private, no-store"
    return response
