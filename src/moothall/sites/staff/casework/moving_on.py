"""From one column of the board to another: which verb leads a case to a status, and why none does.

The page says it with a button or a link for each status, for whoever has no pointer or no script. The board's script
sends the same form and asks for JSON: `done` with a sentence, `go` with the page where the verb asks its words, or
`refused` with the reason. Nothing here decides: each verb does, when it is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from moothall.apps.cases.api import CaseNotFound, CaseView, Status, Verb, case_for, verdicts_for
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import PRESSES, SAID
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import STATUS_WORDS
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: What leads from one status to another, the likely first.
VERBS = {
    (Status.NEW, Status.IN_PROGRESS): (Verb.TAKE, Verb.START),
    (Status.NEW, Status.WAITING): (Verb.ASK,),
    (Status.NEW, Status.CLOSED): (Verb.CLOSE,),
    (Status.IN_PROGRESS, Status.WAITING): (Verb.ASK,),
    (Status.IN_PROGRESS, Status.CLOSED): (Verb.CLOSE,),
    (Status.WAITING, Status.IN_PROGRESS): (Verb.ANSWER, Verb.GO_ON),
    (Status.WAITING, Status.CLOSED): (Verb.CLOSE,),
    (Status.CLOSED, Status.IN_PROGRESS): (Verb.REOPEN,),
}
#: What is done by it, as its button or link says it.
WORDS = {
    Verb.TAKE: "Take this case",
    Verb.START: "Start work on it",
    Verb.ANSWER: "Write down the answer",
    Verb.GO_ON: "Go on with it",
    Verb.REOPEN: "Open it again",
    Verb.ASK: "Ask the reporter",
    Verb.CLOSE: "Close the case",
}
NEVER_NEW = "Nobody can make a case new again once work on it has begun."
THERE = "The case is there already."
OPEN_FIRST = "This case is closed. Open it again first."
ERASED = "What was said in this case has been erased, so it cannot be worked on."
NOT_YOURS = "Your role does not let you do this, or the case does not stand as it needs it."


@dataclass(frozen=True, slots=True)
class Way:
    """How a case gets to a status: by a button (`press`), by a page (`href`), or not, and why."""

    status: str
    title: str
    words: str = ""
    press: str = ""
    href: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePage(Page):
    template: ClassVar[str] = "staff/queues/move.html"
    case: CaseView
    now: str
    ways: tuple[Way, ...]


def move(request: Request, reference: str) -> HttpResponseBase:
    """Where a case can go from its column; sent, it goes there or leads to the page that asks what is needed."""
    known, by = reading.reference(reference), request.actor
    try:
        case = case_for(known, seen_by=by, purpose="queue", route="cases.board")
    except CaseNotFound as hidden:
        raise Http404 from hidden
    if request.method != "POST":
        return _page(request, case, "")
    way = way_to(case, reading.words(request.POST, "to"), by)
    why = way.why_not
    if way.press:
        try:
            PRESSES[way.press].do(known, request.POST, by)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        except Refused as no:
            why = no.sentence
    as_json = request.headers.get("Accept", "") == "application/json"
    if why:
        return JsonResponse({"refused": why}, status=422) if as_json else _page(request, case, why)
    done = SAID.get(way.press, "") if way.press else ""
    if as_json:
        return JsonResponse({"done": done} if way.press else {"go": way.href})
    return HttpResponseRedirect(
        f"{reverse('staff-case', args=[known])}?done={way.press}" if way.press else way.href
    )


def way_to(case: CaseView, status: str, by: Actor) -> Way:
    """The first verb that leads there and is possible; else the first reason why not."""
    if status not in STATUS_WORDS:
        return Way(status, status, why_not="Choose one of the columns.")
    title = STATUS_WORDS[status]
    if status == case.status:
        return Way(status, title, why_not=THERE)
    if status == Status.NEW:
        return Way(status, title, why_not=NEVER_NEW)
    if case.erased_under:
        return Way(status, title, why_not=ERASED)
    verbs = VERBS.get((Status(case.status), Status(status)), ())
    if not verbs:
        return Way(status, title, why_not=OPEN_FIRST)
    verdicts = verdicts_for(case, by=by)
    come_up = [verb for verb in verbs if verb in verdicts]
    for verb in come_up:
        if not verdicts[verb]:
            if verb.value in PRESSES:
                return Way(status, title, WORDS[verb], press=verb.value)
            href = reverse(f"staff-case-{verb.value}", args=[case.reference])
            return Way(status, title, WORDS[verb], href=href)
    return Way(status, title, why_not=verdicts[come_up[0]] if come_up else NOT_YOURS)


def _page(request: Request, case: CaseView, why: str) -> HttpResponseBase:
    others = [status for status in STATUS_WORDS if status not in (case.status, Status.NEW)]
    page = MovePage(
        title="Move the case to another column",
        frame=staff_frame(request),
        problems=(Problem(why, "#ways"),) if why else (),
        case=case,
        now=STATUS_WORDS[case.status],
        ways=tuple(way_to(case, status, request.actor) for status in others),
    )
    return show(request, page, status=422 if why else 200)
