"""A page on which something is asked, with what it will come to: for verbs that are more than a list of fields.

A sheet is made of blocks (what is so, in pairs of words) and asks (what is chosen or typed). It comes back as it was
when the verb refuses; a page that needs a look first says so by its button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.http import Http404, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases.api import CaseNotFound, CaseView, Entry, as_seen, case_for
from moothall.apps.forms.api import day_said
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.acting import since_seen, why_not
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """`kind` is `words`, `line`, `radios`, `checks`, `day` or `hidden`; `values` were typed or chosen."""

    kind: str
    name: str
    label: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """Day, month and year as they were typed."""
        given = (*self.values, "", "", "")
        return given[0], given[1], given[2]


@dataclass(frozen=True, slots=True)
class Block:
    """What is so: a heading, a sentence, pairs of label and text."""

    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page asks and says. `looks`: its button only shows what it would come to, by GET or by `look`."""

    title: str
    button: str
    asks: tuple[Ask, ...]
    intro: str = ""
    blocks: tuple[Block, ...] = ()
    #: A second button, which shows the page again with what it would come to: its words.
    look: str = ""
    #: A page of somebody else's, to which the intro leads.
    leads_to: str = ""
    #: The form only asks for the next page.
    by_get: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    """`since` is what colleagues did meanwhile; `why_not` why it cannot be done now."""

    template: ClassVar[str] = "staff/deeds/sheet.html"
    case: CaseView
    sheet: Sheet
    why_not: str = ""
    since: tuple[Entry, ...] = ()


#: What a verb's page asks of a case, given what was typed so far.
Make = Callable[[Request, CaseView, QueryDict], Sheet]
#: Does it; answers with where one is then, or what the case page says.
Do = Callable[[Request, CaseView, QueryDict], str]


def sheeting(name: str, make: Make, do: Do) -> Callable[..., HttpResponseBase]:
    """The view of a verb: shows its sheet, shows it with what it would come to, or does it and leads on."""

    def view(request: Request, reference: str) -> HttpResponseBase:
        known = reading.reference(reference)
        try:
            case = case_for(known, seen_by=request.actor)
            if request.method != "POST" or "look" in request.POST:
                return _page(request, name, case, make, None)
            with as_seen(known, reading.number(request.POST, "seen")):
                led = do(request, case, request.POST)
        except CaseNotFound as hidden:
            raise Http404 from hidden
        except Refused as no:
            return _page(request, name, case, make, no)
        if led.startswith("/"):
            return HttpResponseRedirect(led)
        return HttpResponseRedirect(f"{reverse('staff-case', args=[known])}?done={led}")

    return view


def _page(request: Request, name: str, case: CaseView, make: Make, no: Refused | None) -> HttpResponseBase:
    sent = request.POST if request.method == "POST" else request.GET
    sheet = make(request, case, sent)
    since = since_seen(case, no, request.actor)
    first = next((ask.name for ask in sheet.asks if ask.kind != "hidden"), "button")
    at = "#since" if since else f"#{AT.get(no.code, first) if no else first}"
    page = SheetPage(
        title=sheet.title,
        frame=staff_frame(request),
        problems=_problems(request, sheet, no, at),
        case=case,
        sheet=replace(sheet, button=f"{sheet.button} all the same") if since else sheet,
        why_not="" if no and not since else why_not(case, name, request.actor),
        since=since,
    )
    return show(request, page, status=422 if no else 200)


def _problems(request: Request, sheet: Sheet, no: Refused | None, at: str) -> tuple[Problem, ...]:
    """What a rule refused; or that nothing was chosen on a first page, which its button has sent back."""
    if no is not None:
        return (Problem(no.sentence, at),)
    return (Problem("Choose one of these.", at),) if sheet.by_get and "asked" in request.GET else ()


#: The field a rule's sentence is about, where it is not the first of its page.
AT = {
    "CASE-162": "reason",
    "CASE-163": "day-day",
    "CASE-166": "other",
    "CASE-175": "purpose",
    "CASE-176": "fields",
    "CASE-177": "contact",
    "CASE-179": "fields",
    "CASE-240": "handed",
    "CASE-253": "leaving",
    "CASE-257": "reason",
    "CASE-258": "review-day",
    "CASE-259": "why_not",
    "CASE-260": "tell",
    "CLOCK-06": "day-day",
    "STAFF-20": "day-day",
    "STAFF-21": "review-day",
    "STAFF-63": "day-day",
    "STAFF-76": "tell",
}


def typed(asks: Sequence[Ask], sent: QueryDict) -> tuple[Ask, ...]:
    """The asks with what was sent in them; an ask that was not on the page keeps what it has."""
    return tuple(_with(ask, sent) for ask in asks)


def _with(ask: Ask, sent: QueryDict) -> Ask:
    if ask.kind == "checks":
        there = f"{ask.name}-there" in sent
        return replace(ask, values=tuple(reading.all_of(sent, ask.name))) if there else ask
    if ask.kind == "day":
        names = [f"{ask.name}-{part}" for part in ("day", "month", "year")]
        if not any(name in sent for name in names):
            return ask
        return replace(ask, values=tuple(reading.words(sent, name, 40) for name in names))
    return replace(ask, values=(reading.text(sent, ask.name),)) if ask.name in sent else ask


def day_of(sent: QueryDict, name: str, code: str) -> date:
    """The day typed in three fields, as residents may: "30 nov 2026" too. Raises Refused."""
    typed = [reading.words(sent, f"{name}-{part}", 40) for part in ("day", "month", "year")]
    found = day_said(*typed, today=clock.today())
    if found is None:
        raise Refused(code, "Enter a day, such as 9 4 2027.")
    return found
