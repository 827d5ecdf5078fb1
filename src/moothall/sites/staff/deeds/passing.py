"""Passing a case to another body, with what it may be given; taking it back."""

from __future__ import annotations

from django.http import QueryDict

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, Details, MayPass, Referring
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Act, Field
from moothall.sites.staff.casework.second import or_ask
from moothall.sites.staff.deeds.sheets import Ask, Block, Choice, Sheet, typed
from moothall.ui.routes import Request

TITLE = "Pass the case to another body"


def refer(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    """First to whom; then what they are given, as they will read it."""
    may = cases.may_pass(case.reference, reading.words(sent, "body"), seen_by=request.actor)
    return _to_whom(request, case, sent) if may is None else _what(may, sent)


def _to_whom(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    known = [one for one in cases.bodies(seen_by=request.actor) if one.takes(case.service)]
    choices = tuple(Choice(one.code, one.name, one.responsible_for) for one in known)
    asks = (Ask("radios", "body", "Who is responsible for it?", "", choices),)
    intro = "We close it here as passed on, and tell the reporter who has it now. You can take it back."
    return Sheet(TITLE, "Continue", typed(asks, sent), intro=intro, by_get=True)


def _what(may: MayPass, sent: QueryDict) -> Sheet:
    body, shown = may.body, typed(_asks(may), sent)
    button = f"Send it to {body.name}" if body.email else f"Pass it to {body.name}"
    intro = f"By e-mail to {body.email}." if body.email else "Enter it on their own page:"
    return Sheet(
        TITLE,
        button,
        shown,
        intro=intro,
        leads_to="" if body.email else body.link,
        blocks=_preview(may, shown),
        look="Look at what they are given",
    )


def _asks(may: MayPass) -> list[Ask]:
    body = may.body
    answers = tuple(Choice(one.question, one.label, ", ".join(one.lines)) for one in may.said)
    asks = [
        Ask("hidden", "body", values=(body.code,)),
        Ask(
            "radios",
            "purpose",
            "What do they need it for?",
            "One of the purposes that people were told of",
            tuple(Choice(one, f"To {one}") for one in may.purposes),
            may.purposes[:1],
        ),
        Ask(
            "checks",
            "fields",
            "Which answers are they given?",
            "No more than they need. Sensitive answers are not listed",
            answers,
            tuple(one.value for one in answers) if body.email else (),
        ),
    ]
    if may.contact:
        hint = f"{body.name} may be given them; say to the reporter that you do"
        asks.append(
            Ask("checks", "contact", "The reporter’s name and address?", hint, (Choice("yes", "Give them"),))
        )
    asks.append(Ask("words", "words", f"What else does {body.name} have to know? (optional)"))
    if not body.email:
        done = Choice("yes", f"I have entered it on the page of {body.name}")
        asks.append(Ask("checks", "handed", "Have you handed it over?", "", (done,)))
    return asks


def _preview(may: MayPass, asks: tuple[Ask, ...]) -> tuple[Block, ...]:
    held = {ask.name: ask for ask in asks}
    contact = "contact" in held and bool(held["contact"].values)
    text = may.text(held["fields"].values, contact=contact)
    words = held["words"].value.strip()
    said = "\n".join(part for part in (text, words) if part)
    return (Block(f"What {may.body.name} is given", words=said or "Nothing yet."),)


def do_refer(request: Request, case: CaseView, sent: QueryDict) -> str:
    body = reading.words(sent, "body")
    if cases.may_pass(case.reference, body, seen_by=request.actor) is None:
        raise Refused("CASE-174", "Choose one of the bodies of the list.")
    wish = Referring(
        body=body,
        purpose=reading.words(sent, "purpose"),
        fields=tuple(reading.all_of(sent, "fields")),
        words=reading.text(sent, "words"),
        contact="contact" in sent,
        handed_over="handed" in sent,
    )
    details: Details = {
        "body": wish.body,
        "purpose": wish.purpose,
        "fields": list(wish.fields),
        "contact": wish.contact,
        "handed_over": wish.handed_over,
    }
    return or_ask(
        lambda: cases.refer_case(case.reference, wish, by=request.actor),
        case.reference,
        "refer",
        details,
        wish.words,
        by=request.actor,
        done="refer",
    )


def _why(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return (
        Field(
            "words", "reason", "Why do you take it back?", "For colleagues; the reporter is told that you do"
        ),
    )


TAKE_BACK = Act(
    "take-back",
    "Take the case back",
    "Take it back",
    cases.REFER,
    _why,
    lambda reference, sent, by: cases.take_back(reference, reading.text(sent, "reason"), by=by),
    intro="It opens again with the day it was due, later by the days it waited for the reporter.",
    link="Take it back",
    order=31,
    said="The case is ours again, and the reporter is told.",
)
