"""Rules for how somebody is dealt with: read above every case of theirs, set, looked at again, ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CONTACT_RULES, CaseNotFound, CaseView, Flagging, FlagView
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.panels import Panel, panel
from moothall.sites.staff.deeds.sheets import Ask, Choice, Sheet, day_of, typed
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True)
class Careful(Panel):
    template: ClassVar[str] = "staff/deeds/careful.html"
    flags: tuple[FlagView, ...]


@panel("first", order=1)
def careful(case: CaseView, by: Actor) -> Panel | None:
    """The rules that hold for anybody with a part in the case."""
    found = cases.rules_about(case, seen_by=by, route="cases.case")
    return Careful(found) if found else None


RULES = tuple(Choice(code, words) for code, words in CONTACT_RULES.items())
TOLD = (Choice("yes", "Yes, by e-mail"), Choice("no", "No, or another way"))


def flag(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    intro = (
        "For when staff were threatened, abused or hurt. Every officer who opens a case or contact of theirs reads the "
        "rules; why they were set only those who may set them."
    )
    asks = typed((*_whom(case), *_how(), *_why()), sent)
    return Sheet("Set rules for how somebody is dealt with", "Set the rules", asks, intro=intro)


def _whom(case: CaseView) -> tuple[Ask, ...]:
    people = tuple(
        Choice(
            str(one.id), one.name or one.email or one.phone, ", ".join(filter(None, (one.email, one.phone)))
        )
        for one in case.parties
        if one.id and (one.email or one.phone)
    )
    chosen = (people[0].value,) if len(people) == 1 else ()
    hint = "The rules hold for the address and number, not for the name"
    return (Ask("radios", "party", "Who is it about?", hint, people, chosen),)


def _how() -> tuple[Ask, ...]:
    words = "The person reads them too, if they are told"
    return (
        Ask("checks", "rules", "How should we deal with them?", "", RULES),
        Ask("words", "words", "More rules in words (optional)", words),
    )


def _why() -> tuple[Ask, ...]:
    happened = "What was said or done, and when; no opinion of the person"
    again = "Within 12 months. If nobody does, the rules end by themselves"
    no = "Such as: telling them would put somebody in danger"
    return (
        Ask("words", "reason", "What happened?", happened),
        Ask("line", "evidence", "Where is it written down?", "A case, a recorded call, a police number"),
        Ask("day", "review", "When should somebody look at this again?", again),
        Ask("radios", "tell", "Should we tell the person?", "", TOLD, ("yes",)),
        Ask("words", "why_not", "If not by e-mail: why, or how?", no),
    )


def do_flag(request: Request, case: CaseView, sent: QueryDict) -> str:
    party = reading.key(sent, "party")
    if party is None:
        raise Refused("STAFF-26", "Choose who it is about.")
    if sent.get("tell") not in ("yes", "no"):
        raise Refused("STAFF-76", "Choose whether the person is told.")
    wish = Flagging(
        rules=tuple(reading.all_of(sent, "rules")),
        words=reading.text(sent, "words"),
        reason=reading.text(sent, "reason"),
        evidence=reading.text(sent, "evidence"),
        review_on=day_of(sent, "review", "STAFF-21"),
        tell=sent.get("tell") != "no",
        why_not=reading.text(sent, "why_not"),
    )
    if party not in {one.id for one in case.parties}:
        raise Refused("STAFF-26", "Choose who it is about.")
    cases.flag_contact(case.reference, party, wish, by=request.actor)
    return "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsPage(Page):
    template: ClassVar[str] = "staff/deeds/flags.html"
    flags: tuple[FlagView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPage(Page):
    template: ClassVar[str] = "staff/deeds/flag.html"
    flag: FlagView
    asks: tuple[Ask, ...]


SAID = {"reviewed": "The rules stay until they are looked at again.", "ended": "The rules have ended."}


def flags(request: Request) -> HttpResponse:
    page = FlagsPage(
        title="Rules for how people are dealt with",
        frame=staff_frame(request),
        done=SAID.get(request.GET.get("done", ""), ""),
        flags=cases.flags_listed(seen_by=request.actor),
    )
    return show(request, page)


def review(request: Request, key: UUID) -> HttpResponseBase:
    """Look at one again: it holds until another day, or ends."""
    found = next((one for one in cases.flags_listed(seen_by=request.actor) if one.id == key), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _review_page(request, found, None)
    try:
        done = _reviewed(request.POST, key, request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    except Refused as no:
        return _review_page(request, found, no)
    return HttpResponseRedirect(f"{reverse('staff-flags')}?done={done}")


def _reviewed(sent: QueryDict, key: UUID, by: Actor) -> str:
    reason = reading.text(sent, "reason")
    if sent.get("what") == "end":
        cases.end_flag(key, reason, by=by)
        return "ended"
    if sent.get("what") != "keep":
        raise Refused("STAFF-27", "Choose whether the rules stay.")
    cases.review_flag(key, day_of(sent, "review", "STAFF-21"), reason, by=by)
    return "reviewed"


def _review_page(request: Request, found: FlagView, no: Refused | None) -> HttpResponse:
    asks = (
        Ask(
            "radios",
            "what",
            "Should the rules stay?",
            "",
            (Choice("keep", "Yes, until another day"), Choice("end", "No, they end now")),
        ),
        Ask("day", "review", "If they stay: when should somebody look at them again?", "Within 12 months"),
        Ask("words", "reason", "Why?"),
    )
    at = {"STAFF-21": "review-day", "CASE-258": "review-day", "CASE-162": "reason"}
    page = FlagPage(
        title="Look at the rules again",
        frame=staff_frame(request),
        problems=(Problem(no.sentence, f"#{at.get(no.code, 'what')}"),) if no else (),
        flag=found,
        asks=typed(asks, request.POST),
    )
    return show(request, page, status=422 if no else 200)
