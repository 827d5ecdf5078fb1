"""A long form in sections: the list of its tasks, the answers of each, and the page where a form ends early."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import NoSuchService, council, html_of, service_named
from moothall.apps.forms import api as forms
from moothall.sites.public.answered import blocks_of
from moothall.sites.public.drafted_files import drafted_files
from moothall.sites.public.filling import Filling, filling_of
from moothall.sites.public.form_pages import EndPage, PersonRow, SectionPage, TasksPage
from moothall.sites.public.frames import public_frame
from moothall.sites.public.joining import part_page, task_rows
from moothall.sites.public.others import all_done, people_rows
from moothall.sites.public.resuming import carry_on
from moothall.ui.languages import local
from moothall.ui.pages import show
from moothall.ui.routes import Request


def tasks(request: Request, slug: str) -> HttpResponseBase:
    """The sections, in any order; when nothing is missing, on to sending."""
    filling = filling_of(request, slug)
    elsewhere = _elsewhere(request, filling)
    if elsewhere is not None:
        return elsewhere
    if filling.draft is not None and filling.draft.person:
        return part_page(request, filling, filling.draft)
    found, people = forms.tasks_of(filling.form, filling.answers), people_rows(filling, seen_by=request.actor)
    done = sum(task.status is forms.Status.COMPLETED for task in found)
    page = TasksPage(
        title=filling.service.name,
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        back=filling.address(),
        tasks=task_rows(filling, found),
        completed=done,
        minutes=forms.minutes_for(filling.form, filling.answers),
        check=filling.address(forms.CHECK_ANSWERS) if done == len(found) and all_done(people) else "",
        save=filling.address("save") if filling.begun else "",
        people=people,
        done=_asked(request, people),
    )
    return _private(show(request, page))


def _asked(request: Request, people: tuple[PersonRow, ...]) -> str:
    """Whom somebody has just asked, in a sentence."""
    asked = next((one for one in people if one.key == request.GET.get("asked")), None)
    return (
        _("We are sending the link to {name}.").format(name=asked.called)
        if asked and asked.state == "waiting"
        else ""
    )


def section_answers(request: Request, slug: str, section: str) -> HttpResponseBase:
    """The answers of one section, to be looked over before going back to the list."""
    filling = filling_of(request, slug)
    elsewhere = _elsewhere(request, filling)
    if elsewhere is not None:
        return elsewhere
    found = next((one for one in filling.form.sections if one.key == section), None)
    if found is None:
        raise Http404
    address = forms.check_of(section)
    if not forms.may_open(filling.form, filling.answers, address):
        return HttpResponseRedirect(filling.address(forms.TASKS))
    said = forms.answers_in_words(filling.form, filling.answers, section)
    files = (
        drafted_files(filling.draft.owner, filling.answers, filling.address, seen_by=request.actor)
        if filling.draft
        else {}
    )
    blocks = blocks_of(
        filling,
        said,
        {key: found.pictures for key, found in files.items()},
        {key: found.notes for key, found in files.items()},
    )
    page = SectionPage(
        title=found.title,
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        back=filling.address(forms.page_before(filling.form, filling.answers, address) or forms.TASKS),
        blocks=tuple(replace(block, section="") for block in blocks),
        onward=filling.address(forms.TASKS),
    )
    return _private(show(request, page))


def end_page(request: Request, filling: Filling, step: forms.Step) -> HttpResponseBase:
    """The form ends here, kindly: nothing is sent, and the page says what to do instead."""
    if request.method != "GET":
        return HttpResponseRedirect(filling.address(step.address))
    page = step.page
    if not isinstance(page, forms.Page):
        raise Http404
    href, words = _instead(request, page.instead)
    ended = EndPage(
        title=page.title,
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        back=filling.address(forms.page_before(filling.form, filling.answers, step.address) or ""),
        body=html_of(page.body),
        instead=href,
        instead_words=words,
        contact=council().contact,
    )
    return _private(show(request, ended))


def _instead(request: Request, named: str) -> tuple[str, str]:
    """Where to go instead: a service by its folder's name, or an address."""
    if "/" in named or not named:
        return (local(named) if named.startswith("/") else named), _("Go there now")
    try:
        service = service_named(named, seen_by=request.actor)
    except NoSuchService:
        return "", ""
    return local(f"/services/{service.slug}"), service.name


def _elsewhere(request: Request, filling: Filling) -> HttpResponseBase | None:
    """Where somebody has to go first."""
    if not filling.form.sections:
        raise Http404
    if filling.sent:
        return HttpResponseRedirect(filling.address("done"))
    if filling.closed:
        return HttpResponseRedirect(filling.address())
    if filling.lost:
        return HttpResponseRedirect(filling.address("start"))
    if filling.taking is not None and not filling.taking.needed:
        return part_page(request, filling, filling.taking.draft)
    return carry_on(request, filling) if filling.outdated else None


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
