"""Coming back to a form: saved for later, on another device, in another window, on a newer form, or not at all."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.catalogue.api import Service, council
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Recipient, tell
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.sites.public.devices import (
    drop_cookie,
    hand_of,
    in_front,
    new_beside,
    remember,
    shown,
    with_draft,
)
from moothall.sites.public.draft_pages import (
    ChoosePage,
    ClearedPage,
    ClearPage,
    Disagreement,
    NewFormPage,
    ResumePage,
    SavedPage,
    SavePage,
)
from moothall.sites.public.filling import (
    PREVIEW_COOKIE,
    Filling,
    carried,
    filling_of,
    service_or_404,
)
from moothall.sites.public.frames import public_frame
from moothall.sites.public.limits import Limit, TooMany
from moothall.ui import proofs
from moothall.ui.frames import Frame
from moothall.ui.languages import local
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request
from moothall.ui.words import day

#: Wrong addresses at one link; mails sent for one form, and to one address: nobody is to be flooded through us.
GUESSES = Limit("resume", most=10, seconds=900)
MAILS = Limit("save-form", most=5, seconds=3600)
MAILS_TO = Limit("save-form-to", most=10, seconds=3600)
NOT_TOGETHER = N_(
    "We have no saved form for this link and e-mail address. Check the address. The link may have expired too"
)
RUN_OUT = N_("This link has run out. We have sent a new one to your e-mail address.")
WRONG_EMAIL = N_("Enter an e-mail address in the correct format, like name@example.com")


def save(request: Request, slug: str) -> HttpResponseBase:
    """Save and come back later: where is the link to go?"""
    filling = filling_of(request, slug)
    draft = filling.draft
    if draft is None or not filling.begun:
        return HttpResponseRedirect(filling.address())
    if request.method != "POST":
        return _save_page(request, filling, draft, _own_email(filling))
    typed = _typed(request, "email")
    email = forms.email_in(typed)
    if email is None:
        return _save_page(
            request, filling, draft, typed, _(WRONG_EMAIL) if typed else _("Enter your e-mail address")
        )
    try:
        for limit, tried in ((MAILS, draft.owner), (MAILS_TO, email.casefold())):
            limit.demand(tried)
            limit.count(tried)
    except TooMany as too_many:
        return _save_page(request, filling, draft, typed, too_many.sentence, status=429)
    try:
        send_link(filling, draft, email, by=request.actor)
    except forms.DraftGone:
        return HttpResponseRedirect(filling.address())
    response = HttpResponseRedirect(filling.address("saved"))
    remember(response, filling, with_draft(filling.hand.tokens, draft.token))
    return response


def saved(request: Request, slug: str) -> HttpResponseBase:
    """It is saved: to whom the link went, and how to leave this device clean."""
    filling = filling_of(request, slug)
    kept = forms.saved_for(filling.draft, seen_by=request.actor) if filling.draft else None
    if kept is None or filling.sent:
        return HttpResponseRedirect(filling.address())
    page = SavedPage(
        title=_("We have saved your answers"),
        frame=_frame(request, filling),
        email=kept.email,
        until=clock.local(kept.until).date(),
        onward=filling.address("start"),
        again=filling.address("save"),
        clear=filling.address("clear"),
    )
    return _private(request, page)


def resume(request: Request, slug: str, token: str) -> HttpResponseBase:
    """The link in the e-mail: nothing is shown before the e-mail address is typed again."""
    service = service_or_404(request, slug)

    def page(typed: str, wrong: str = "", *, done: str = "", status: int = 200) -> HttpResponse:
        return _resume_page(request, service, typed, wrong, done=done, status=status)

    return let_in(request, service, token, page)


class Asking(Protocol):
    """The page that asks for the e-mail address to which a link went, with what was typed and what is wrong with it."""

    def __call__(self, typed: str, wrong: str = "", *, done: str = "", status: int = 200) -> HttpResponse: ...


def let_in(request: Request, service: Service, token: str, page: Asking) -> HttpResponseBase:
    """Whoever has a link and types the e-mail address to which it went goes on with its draft on this device."""
    if request.method != "POST":
        return page("")
    typed = _typed(request, "email")
    if forms.email_in(typed) is None:
        return page(typed, _(WRONG_EMAIL) if typed else _("Enter your e-mail address"))
    try:
        GUESSES.demand(token)
        draft = forms.resume_draft(token, typed, service=service.slug, by=request.actor)
    except TooMany as too_many:
        return page(typed, too_many.sentence, status=429)
    except forms.DraftGone:
        if _sent_anew(request, service, token, typed):
            return page("", done=_(RUN_OUT))
        GUESSES.count(token)
        return page(typed, _(NOT_TOGETHER))
    filling = Filling(service, forms.form_of(service), draft)
    response = HttpResponseRedirect(filling.address("done" if draft.reference else "start"))
    remember(response, filling, with_draft(hand_of(request).tokens, draft.token))
    return response


def _sent_anew(request: Request, service: Service, token: str, email: str) -> bool:
    """Whether a new link has gone to the address of one that has run out."""
    draft = forms.run_out(token, email, service=service.slug, by=request.actor)
    if draft is None:
        return False
    form = forms.form_of(service)
    if draft.person and form.participant(draft.person) is None:
        return False
    try:
        for limit, tried in ((MAILS, draft.owner), (MAILS_TO, email.casefold())):
            limit.demand(tried)
            limit.count(tried)
        send_link(
            Filling(service, form.part(draft.person), draft, now=service), draft, email, by=request.actor
        )
    except (TooMany, forms.DraftGone):
        return False
    return True


def carry_on(request: Request, filling: Filling) -> HttpResponseBase:
    """The form has changed since this draft was begun: what fits is carried over, and a page says so."""
    if filling.draft is None or filling.now is None:
        return HttpResponseRedirect(filling.address())
    try:
        carried(filling.draft, filling.now, by=request.actor)
    except forms.DraftGone:
        return HttpResponseRedirect(filling.address())
    return HttpResponseRedirect(filling.address("form-changed"))


def form_changed(request: Request, slug: str) -> HttpResponseBase:
    """Says that the form has changed since, and what is left to do."""
    filling = filling_of(request, slug)
    if not filling.begun:
        return HttpResponseRedirect(filling.address())
    if filling.outdated:
        return carry_on(request, filling)
    left = len(forms.missing_pages(filling.form, filling.answers))
    page = NewFormPage(
        title=_("This form has changed since you began"),
        frame=_frame(request, filling),
        left=left,
        onward=filling.address(filling.first_missing()),
    )
    return _private(request, page)


def which_answer(request: Request, slug: str) -> HttpResponseBase:
    """A question was answered differently in two windows: both answers, and which one to keep."""
    filling = filling_of(request, slug)
    draft = filling.draft
    if draft is None or not filling.begun:
        return HttpResponseRedirect(filling.address())
    conflicts = filling.conflicts
    marks = {one.question: request.POST.get(one.question, "") for one in conflicts}
    undecided = [one for one in conflicts if marks[one.question] not in one.marks]
    if conflicts and (request.method != "POST" or undecided):
        wrong = undecided if request.method == "POST" else []
        return _choose_page(request, filling, conflicts, marks, wrong)
    if conflicts:
        try:
            draft = forms.choose_answers(draft, marks, by=request.actor)
        except forms.DraftGone:
            return HttpResponseRedirect(filling.address())
    return HttpResponseRedirect(_after(request, filling, draft))


def clear(request: Request, slug: str) -> HttpResponseBase:
    """Finish and clear this device: says what goes, and lets it go."""
    filling = filling_of(request, slug)
    if request.method != "POST":
        page = ClearPage(
            title=_("Finish and clear this device"),
            frame=public_frame(request, service=filling.service.name),
            begun=filling.begun,
            kept=bool(filling.draft and forms.saved_for(filling.draft, seen_by=request.actor)),
            save=filling.address("save"),
            back=filling.address("start") if filling.begun else filling.address(),
            service=filling.service.name,
        )
        return _private(request, page)
    for token in hand_of(request).tokens:
        draft = forms.draft_for(token, seen_by=request.actor)
        if draft is not None and draft.service == filling.service.slug:
            forms.leave_draft(draft, by=request.actor)
    response = HttpResponseRedirect(filling.address("cleared"))
    remember(response, filling, ())
    drop_cookie(response, PREVIEW_COOKIE, filling.address())
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    proofs.forget(response)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def cleared(request: Request, slug: str) -> HttpResponseBase:
    page = ClearedPage(
        title=_("This device is clear"), frame=public_frame(request), service=local(f"/services/{slug}")
    )
    return _private(request, page)


def another(request: Request, filling: Filling) -> HttpResponseBase | None:
    """Another request beside those there are, or one of them, when the address of `start` asks for it."""
    tokens = filling.hand.tokens
    if "another" in request.GET and not filling.hand.full:
        response = HttpResponseRedirect(
            filling.address(
                forms.first_place(forms.form_of(filling.now or filling.service).part(), forms.Answers())
            )
        )
        remember(response, filling, new_beside(tokens))
        return response
    if "another" in request.GET:
        return HttpResponseRedirect(filling.address())
    wanted = in_front(tokens, request.GET.get("draft", "")[:20])
    if wanted is None:
        return None
    response = HttpResponseRedirect(filling.address("start"))
    remember(response, filling, wanted)
    return response


def send_link(filling: Filling, draft: forms.Draft, email: str, *, by: Actor) -> None:
    """Keep the draft and send its link, or neither. Raises DraftGone."""
    service = filling.now
    days = service.drafts.keep_days if service else 28
    with transaction.atomic():
        kept = forms.keep_draft(draft, email, days=days, by=by)
        name = forms.bound_text(filling.form, draft.answers, "person.name")
        facts = {
            "service_name": filling.service.name,
            "resume_link": f"{settings.MOOTHALL_ADDRESS}{filling.address('resume')}/{kept.link}",
            "resume_until": day(clock.local(kept.until).date()),
        }
        to = [Recipient("reporter", name, email)]
        tell("form saved", about=draft.owner, service=filling.service.slug, to=to, facts=facts, by=by)


def _own_email(filling: Filling) -> str:
    return forms.bound_text(filling.form, filling.answers, "person.email")


def _typed(request: Request, field: str) -> str:
    return request.POST.get(field, "")[:320].replace("\x00", "").strip()


def _after(request: Request, filling: Filling, draft: forms.Draft) -> str:
    """On from the page where two windows met; to what is missing when it was check-your-answers."""
    page = request.GET.get("after", "")[:200]
    onward = forms.next_page(filling.form, draft.answers, page, changing="change" in request.GET)
    return filling.address(onward)


def _save_page(
    request: Request, filling: Filling, draft: forms.Draft, typed: str, wrong: str = "", *, status: int = 200
) -> HttpResponse:
    page = SavePage(
        title=_("Save and come back later"),
        frame=_frame(request, filling),
        problems=(Problem(wrong, "#email"),) if wrong else (),
        email=typed,
        wrong=wrong,
        days=filling.now.drafts.keep_days if filling.now else 28,
        back=filling.address("start"),
        shown=shown(filling.hand, draft),
    )
    return _private(request, page, status=status)


def _resume_page(
    request: Request, service: Service, typed: str, wrong: str, *, done: str, status: int
) -> HttpResponse:
    page = ResumePage(
        title=_("Carry on with your saved form"),
        frame=public_frame(request),
        done=done,
        service=local(f"/services/{service.slug}"),
        problems=(Problem(wrong, "#email"),) if wrong else (),
        email=typed,
        wrong=wrong,
        contact=council().contact,
    )
    return _private(request, page, status=status)


def _choose_page(
    request: Request,
    filling: Filling,
    conflicts: tuple[forms.Conflict, ...],
    marks: dict[str, str],
    undecided: list[forms.Conflict],
) -> HttpResponse:
    wrong = {one.question for one in undecided}
    rows = tuple(
        Disagreement(
            key=one.question,
            label=question.label,
            options=tuple(
                (mark, forms.said_as(question, answer))
                for mark, answer in zip(one.marks, one.answers, strict=True)
            ),
            chosen=marks[one.question],
            wrong=_("Choose the answer to keep: {question}").format(question=question.label)
            if one.question in wrong
            else "",
        )
        for one in conflicts
        if (question := filling.form.question_at(one.question))
    )
    page = ChoosePage(
        title=_("You answered this in another window"),
        frame=_frame(request, filling),
        problems=tuple(Problem(row.wrong, f"#{row.key}") for row in rows if row.wrong),
        rows=rows,
        shown=shown(filling.hand, filling.draft),
    )
    return _private(request, page)


def _frame(request: HttpRequest, filling: Filling) -> Frame:
    return public_frame(request, service=filling.service.name, form=filling.address())


def _private(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """What somebody typed is for nobody's cache."""
    response = show(request, page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
