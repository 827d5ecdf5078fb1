"""The pages of a repeating group: the list of its items, with one more or no more, and taking one out."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import keep_version
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor
from moothall.sites.public.devices import remember, shown, with_draft
from moothall.sites.public.filling import Filling
from moothall.sites.public.form_pages import Item, ListPage, RemovePage
from moothall.sites.public.frames import public_frame
from moothall.ui.pages import Problem, show
from moothall.ui.questions.outline import LATER
from moothall.ui.routes import Request

#: The last part of the address where an item is taken out.
REMOVE = "/remove"


def list_page(request: Request, filling: Filling, step: forms.Step) -> HttpResponseBase:
    """The items there are; when posted, on to another or on with the form."""
    if request.method != "POST":
        return _list(request, filling, step)
    if LATER in request.POST:
        return HttpResponseRedirect(filling.address("save"))
    said = forms.read_list(filling.form, filling.answers, step, request.POST)
    if said.problems:
        return _list(request, filling, step, tuple(problem.sentence for problem in said.problems))
    if not said.reading.asked:
        return HttpResponseRedirect(filling.address(said.onward))
    draft = keep(filling, said.reading, by=request.actor)
    changing = "change" in request.GET
    onward = said.onward or forms.next_page(filling.form, draft.answers, step.address, changing=changing)
    return _with(HttpResponseRedirect(filling.address(onward)), filling, draft)


def remove_page(request: Request, filling: Filling, step: forms.Step, item: str) -> HttpResponseBase:
    """Asks whether an item is to go; one that has gone already leads back to the list."""
    back = filling.address(step.address)
    if item not in step.items or filling.draft is None:
        return HttpResponseRedirect(back)
    if request.method == "POST":
        choice = request.POST.get("remove", "")
        if choice == forms.YES:
            draft = keep(filling, forms.removal(step, item), by=request.actor)
            return _with(HttpResponseRedirect(back), filling, draft)
        if choice == forms.NO:
            return HttpResponseRedirect(back)
    name = forms.item_titles(filling.form, filling.answers, f"{step.way}/{item}/")[-1]
    wrong = _("Select yes if you want to remove {item}").format(item=name) if request.method == "POST" else ""
    page = RemovePage(
        title=_("Are you sure you want to remove {item}?").format(item=name),
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        problems=(Problem(wrong, "#remove"),) if wrong else (),
        back=back,
        wrong=wrong,
        shown=shown(filling.hand, filling.draft),
    )
    return _private(show(request, page))


def keep(filling: Filling, reading: forms.Reading, *, by: Actor) -> forms.Draft:
    """Save what a list says. Raises DraftGone."""
    if filling.draft is not None:
        return forms.save_window(filling.draft, reading, None, by=by).draft
    keep_version(filling.service)
    return forms.begin_draft(
        filling.service.slug, filling.service.digest, reading, by=by, window=filling.hand.window
    )


def _list(
    request: Request, filling: Filling, step: forms.Step, problems: tuple[str, ...] = ()
) -> HttpResponse:
    group = step.group
    assert group is not None
    many = len(step.items)
    before = forms.page_before(filling.form, filling.answers, step.address)
    back = forms.check_of(step.section) if "change" in request.GET else before or ""
    page = ListPage(
        title=group.title,
        frame=public_frame(request, service=filling.service.name, form=filling.address()),
        problems=tuple(Problem(sentence, "#another") for sentence in problems),
        back=filling.address(back),
        caption=forms.caption(filling.form, filling.answers, step) or group.caption,
        intro=group.intro,
        items=tuple(_item(filling, step, at, item) for at, item in enumerate(step.items, 1)),
        question=_("Do you want to add {another}?").format(another=forms.another(group, many))
        if many < group.at_most
        else "",
        wrong=problems[0] if problems else "",
        full=_("You cannot add more than {count}.").format(count=group.at_most)
        if many >= group.at_most
        else "",
        shown=shown(filling.hand, filling.draft),
    )
    return _private(show(request, page))


def _item(filling: Filling, step: forms.Step, number: int, item: str) -> Item:
    scope = f"{step.way}/{item}/"
    inside = [one for one in forms.steps_of(filling.form, filling.answers, scope) if one.seen]
    missing = next((one.address for one in inside if one.missing), "")
    place = f"{step.address}/{number}"
    first = next((one.address for one in inside), step.address)
    return Item(
        title=forms.item_titles(filling.form, filling.answers, scope)[-1],
        change=filling.address(missing or first),
        remove=f"{filling.address(place)}{REMOVE}?item={item}",
        lacks=bool(missing),
    )


def _with(response: HttpResponseBase, filling: Filling, draft: forms.Draft) -> HttpResponseBase:
    remember(response, replace(filling, draft=draft), with_draft(filling.hand.tokens, draft.token))
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
