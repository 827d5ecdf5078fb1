"""Putting a case on hold, and going on with it."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Press
from moothall.sites.staff.deeds.sheets import Ask, Choice, Sheet, day_of, typed
from moothall.ui.routes import Request
from moothall.ui.words import day

_TASK = "task:"


def hold(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    waits = [
        Choice("day", "A day"),
        *([Choice("answer", "The reporter’s answer")] if case.question else []),
        Choice("document", "A photo or file from the reporter"),
        Choice("case", "Another request being closed", "Write its reference below"),
        *(Choice(f"{_TASK}{task.id}", f"The task: {task.words}") for task in case.tasks),
    ]
    asks = (
        Ask("radios", "until", "What does it wait for?", "", tuple(waits), ("day",)),
        Ask("line", "other", "Reference of the other request", "Only if it waits for one"),
        Ask(
            "day",
            "day",
            "When does it come back at the latest?",
            "Such as 9 4 2027. It then comes back with a task",
        ),
        Ask("words", "reason", "Why is it on hold?", "For colleagues"),
    )
    return Sheet(
        "Put the case on hold",
        "Put it on hold",
        typed(asks, sent),
        intro="It comes back by itself. The clock stands still, and the reporter is told, only where the service says.",
    )


def do_hold(request: Request, case: CaseView, sent: QueryDict) -> str:
    until = reading.words(sent, "until")
    task = _key(until.removeprefix(_TASK)) if until.startswith(_TASK) else None
    kind = "task" if until.startswith(_TASK) else until
    if kind not in ("day", "answer", "document", "case", "task"):
        raise Refused("STAFF-22", "Choose what it waits for.")
    cases.hold_case(
        case.reference,
        reading.text(sent, "reason"),
        day=day_of(sent, "day", "STAFF-20"),
        until=kind,
        other=_reference(sent) if kind == "case" else "",
        task=task,
        by=request.actor,
    )
    return "hold"


def _key(typed_key: str) -> UUID | None:
    try:
        return UUID(typed_key)
    except ValueError:
        return None


def _reference(sent: QueryDict) -> str:
    try:
        return read_reference(reading.words(sent, "other"))
    except NotAReference as none:
        raise Refused("CASE-166", none.sentence) from none


GO_ON = Press(
    "go-on",
    cases.WORK,
    lambda reference, sent, by: cases.end_hold(reference, by=by),
    said="The case is not on hold any more.",
)


def later(request: Request, case: CaseView, sent: QueryDict) -> Sheet:
    asks = (
        Ask("day", "day", "By which day do you finish?", "Such as 9 4 2027"),
        Ask(
            "words", "reason", "Why does it take longer?", "All who reported it read this, and colleagues do"
        ),
    )
    due = f"It is due on {day(case.due_on)}. " if case.due_on else ""
    intro = f"{due}The reporter is told of the new day, and the proof of the day says that it was agreed."
    return Sheet("Agree on a later day", "Set the later day", typed(asks, sent), intro=intro)


def do_later(request: Request, case: CaseView, sent: QueryDict) -> str:
    cases.agree_later_day(
        case.reference, day_of(sent, "day", "STAFF-63"), reading.text(sent, "reason"), by=request.actor
    )
    return "later"
