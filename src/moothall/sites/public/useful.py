"""“Was this page useful?”: a number, and whatever somebody wants to add. No cookie, no address, no name.

The form carries no token: there is nobody signed in whose word could be forged, and a token would need a cookie. What
another website sends in a visitor's name is not counted.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from moothall.apps.catalogue.api import NoSuchPage, NoSuchService, page_named, service_named
from moothall.apps.insight import api as insight
from moothall.kernel.characters import is_readable, readable
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import UsefulPage
from moothall.ui.languages import local
from moothall.ui.pages import UNREADABLE, Problem, show
from moothall.ui.routes import Request

#: Pages of a service beside its first one that may be asked about.
OF_A_SERVICE = ("", "done", "answer")
FROM_HERE = ("same-origin", "none", "")
LONGEST = 1_000


@csrf_exempt
def useful(request: Request) -> HttpResponseBase:
    """Yes or no about a page; then, if somebody likes, words."""
    if request.method != "POST":
        return HttpResponseRedirect(local("/"))
    subject, page = _about(request, request.POST.get("page", ""))
    from_here = request.headers.get("Sec-Fetch-Site", "") in FROM_HERE and not request.POST.get("website")
    said, words = request.POST.get("useful", ""), request.POST.get("words", "")
    if said in ("yes", "no"):
        if from_here:
            insight.find_useful(subject, page=page, useful=said == "yes")
        return _ask(request, said)
    if not is_readable(words):
        return _ask(request, "", readable(words), _(UNREADABLE))
    if len(words) > LONGEST:
        return _ask(request, "", words, _("Write no more than 1,000 letters"))
    if from_here:
        insight.remark(subject, words, page=page, by=request.actor)
    return _ask(request, "", done=True)


def _about(request: Request, page: str) -> tuple[str, str]:
    """What a page of ours is called in the counts. Raises Http404 for what is none."""
    kind, __, rest = page[:200].removeprefix(local("")).strip("/").partition("/")
    slug, __, place = rest.partition("/")
    try:
        if kind == "services" and place in OF_A_SERVICE:
            return service_named(slug, seen_by=request.actor).slug, place or "service"
        if kind == "pages" and not place:
            return f"page:{page_named(slug).slug}", ""
    except (NoSuchService, NoSuchPage):
        raise Http404 from None
    raise Http404


def _ask(
    request: Request, said: str, words: str = "", problem: str = "", *, done: bool = False
) -> HttpResponse:
    page = UsefulPage(
        title=_("Thank you") if not problem else _("Tell us more"),
        frame=public_frame(request),
        problems=(Problem(problem, "#words"),) if problem else (),
        about=readable(request.POST.get("page", ""))[:200],
        said=said,
        words=words,
        finished=done,
    )
    return show(request, page)
