"""Every verb on a case that an officer finds on the staff site."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import QueryDict

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound, CaseView, Heeds
from moothall.apps.teams.api import colleagues_in
from moothall.kernel.actors import Actor
from moothall.kernel.money import Money
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.casework.acting import Act, Field, Option, Press
from moothall.sites.staff.casework.second import or_ask

#: In the list of people a case can be given to: nobody in particular.
THE_TEAM = "team"


def _ask(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return (Field("words", "question", "Your question", "It is e-mailed to the reporter as you write it"),)


def _answer(case: CaseView, by: Actor) -> tuple[Field, ...]:
    asked = case.question.text if case.question else ""
    return (Field("words", "answer", "What the reporter said", f"We asked: {asked}" if asked else ""),)


def _close(case: CaseView, by: Actor) -> tuple[Field, ...]:
    outcomes = tuple(Option(one.code, one.name, one.words) for one in case.outcomes)
    return (
        Field("radios", "outcome", "How did it end?", "The reporter reads the words below it", outcomes),
        Field("words", "words", "More for the reporter (optional)", "Added to the words of the outcome"),
    )


def _reopen(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return (
        Field(
            "words", "words", "Why is it open again?", "For colleagues; the reporter is told that it is open"
        ),
    )


def _assign(case: CaseView, by: Actor) -> tuple[Field, ...]:
    people = tuple(Option(str(key), name) for key, name in colleagues_in(case.team, seen_by=by))
    everybody = (Option(THE_TEAM, "Nobody in particular: back to the team"), *people)
    chosen = str(case.assignee) if case.assignee else ""
    return (Field("radios", "to", "Who deals with it?", "", everybody, chosen),)


def _link(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return (
        Field(
            "line",
            "original",
            "Reference of the other case",
            "The one that stays open, such as BAR-7K4-M9Q-XT8",
        ),
    )


def _task(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return (Field("line", "task", "What is to be done?", "Such as: ring the contractor on Monday"),)


def _refund(case: CaseView, by: Actor) -> tuple[Field, ...]:
    left = max((payment.left for payment in case.payments), default=Money(0))
    return (
        Field(
            "line",
            "amount",
            "How much, in pounds?",
            f"{left} is left of what was paid",
            (),
            str(left).lstrip("£"),
        ),
        Field("words", "reason", "Why?", "For colleagues and the accounts"),
    )


def _do_close(reference: str, sent: QueryDict, by: Actor) -> str:
    """Closed; or a second person is asked, where the service wants one."""
    outcome, words = reading.words(sent, "outcome"), reading.text(sent, "words")
    return or_ask(
        lambda: cases.close_case(reference, outcome, words, by=by),
        reference, "close", {"outcome": outcome}, words, by=by, done="close",
    )  # fmt: skip


def _do_refund(reference: str, sent: QueryDict, by: Actor) -> str:
    typed = reading.words(sent, "amount").replace("£", "").replace(",", "").replace(" ", "")
    try:
        amount = Money.of_pounds(Decimal(typed))
    except (InvalidOperation, ValueError) as none:
        raise Refused("STAFF-06", "Enter an amount in pounds, such as 12.50.") from none
    reason = reading.text(sent, "reason")
    return or_ask(
        lambda: cases.refund_fee(reference, amount, reason=reason, by=by),
        reference, "refund", {"pence": amount.pence}, reason, by=by, done="refund",
    )  # fmt: skip


def _do_answer(reference: str, sent: QueryDict, by: Actor) -> None:
    case = cases.case_for(reference, seen_by=by)
    if case.question is None:
        raise Refused("STAFF-01", "There is no question waiting for an answer.")
    cases.answer_question(reference, case.question.id, reading.text(sent, "answer"), by=by)


def _do_assign(reference: str, sent: QueryDict, by: Actor) -> None:
    to = reading.key(sent, "to")
    if to is None and sent.get("to") != THE_TEAM:
        raise Refused("STAFF-02", "Choose who deals with it.")
    cases.assign_case(reference, to=to, by=by)


def _do_link(reference: str, sent: QueryDict, by: Actor) -> None:
    try:
        original = read_reference(reading.words(sent, "original"), reference[:3])
        cases.case_for(original, seen_by=by, purpose="duplicate")
    except NotAReference as none:
        raise Refused("STAFF-04", none.sentence) from none
    except CaseNotFound as none:
        raise Refused("STAFF-05", "There is no case with this reference that you may see.") from none
    cases.link_duplicate(reference, original=original, by=by)


def _do_complete(reference: str, sent: QueryDict, by: Actor) -> None:
    task = reading.key(sent, "task")
    if task is None:
        raise CaseNotFound(reference)
    cases.complete_task(reference, task, by=by)


def _photo(reference: str, sent: QueryDict) -> UUID:
    photo = reading.key(sent, "photo")
    if photo is None:
        raise CaseNotFound(reference)
    return photo


ACTS = (
    Act(
        "ask",
        "Ask the reporter",
        "Send the question",
        cases.WORK,
        _ask,
        lambda reference, sent, by: cases.ask_reporter(reference, reading.text(sent, "question"), by=by),
        intro="The clock stands still until they answer, and they are told so.",
        heeds=Heeds.NOTES,
        link="Ask the reporter",
        order=20,
        said="Your question is on its way. The clock stands still until the answer.",
    ),
    Act(
        "answer",
        "Write down the answer",
        "Keep the answer",
        cases.WORK,
        _answer,
        _do_answer,
        intro="For when the reporter answered by telephone or in person. The clock goes on.",
        link="Write down the answer",
        order=10,
        said="The answer is written down. The clock goes on.",
    ),
    Act(
        "close",
        "Close the case",
        "Close it and tell the reporter",
        cases.CLOSE,
        _close,
        _do_close,
        heeds=Heeds.NOTES,
        link="Close the case",
        order=30,
        said="The case is closed. Whoever gave an e-mail address is told.",
        quiet_button="Close it",
    ),
    Act(
        "reopen",
        "Open the case again",
        "Open it again",
        cases.CLOSE,
        _reopen,
        lambda reference, sent, by: cases.reopen_case(reference, reading.text(sent, "words"), by=by),
        intro="The clock starts again from today.",
        link="Open it again",
        order=30,
        said="The case is open again. Whoever gave an e-mail address is told.",
    ),
    Act(
        "assign",
        "Give the case to somebody",
        "Give it",
        cases.ASSIGN,
        _assign,
        _do_assign,
        link="Give it to somebody",
        order=40,
        said="The case has been given to somebody.",
    ),
    Act(
        "task",
        "Write down what is to be done",
        "Write it down",
        cases.WORK,
        _task,
        lambda reference, sent, by: cases.add_task(reference, reading.words(sent, "task", 400), by=by),
        intro="It stands on the case, and the case in the list “To do”, until somebody says that it is done. The "
        "case cannot be closed before.",
        link="Write down what is to be done",
        order=44,
        said="It stands among what is to be done.",
        heeds=Heeds.NOTHING,
    ),
    Act(
        "link",
        "Link as a duplicate",
        "Link them",
        cases.WORK,
        _link,
        _do_link,
        intro="This case is closed and follows the other one: whoever reported it hears how that one ends.",
        link="Link it as a duplicate",
        order=60,
        said="This case now follows the other one, and the reporter is told.",
    ),
    Act(
        "refund",
        "Give the fee back",
        "Give it back",
        cases.REFUND,
        _refund,
        _do_refund,
        intro="The money goes back to the card it came from. This cannot be undone.",
        link="Give the fee back",
        order=70,
        said="The money is on its way back.",
    ),
)

PRESSES = (
    Press(
        "take",
        cases.WORK,
        lambda reference, sent, by: cases.take_case(reference, by=by),
        link="Take this case",
        order=1,
        said="You are dealing with this case now.",
    ),
    Press(
        "start",
        cases.WORK,
        lambda reference, sent, by: cases.start_case(reference, by=by),
        link="Start work on it",
        order=5,
        said="Work on this case has started.",
    ),
    Press(
        "unlink",
        cases.WORK,
        lambda reference, sent, by: cases.unlink_duplicate(reference, by=by),
        said="The link is undone. This case is as it was before.",
    ),
    Press(
        "complete",
        cases.WORK,
        _do_complete,
        said="The task is done.",
    ),
    Press(
        "show-photo",
        cases.WORK,
        lambda reference, sent, by: cases.show_photo(reference, _photo(reference, sent), by=by),
        said="The photo is on the public page now. The reporter can read that it is.",
    ),
    Press(
        "hide-photo",
        cases.WORK,
        lambda reference, sent, by: cases.hide_photo(reference, _photo(reference, sent), by=by),
        said="The photo is not on the public page any more.",
    ),
    Press(
        "note",
        cases.WORK,
        lambda reference, sent, by: cases.add_note(reference, reading.text(sent, "note"), by=by),
        keeps="note",
        said="Your note is kept.",
    ),
)
