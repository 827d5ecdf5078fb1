"""The sentence of each deed (`deeds.py`) in the story of a case, for staff and for the resident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from moothall.apps.cases import deeds as told
from moothall.apps.cases.timeline import Said, Story, Tell
from moothall.apps.deadlines.api import day_in_words

VERBS = {
    "close": "close it",
    "refund": "give the fee back",
    "refer": "pass it to another body",
    "move": "move it to another service",
}
_FLAGS = {
    "set": "Set rules for how this person is dealt with.",
    "reviewed": "Looked again at the rules for how this person is dealt with, and kept them.",
    "ended": "Ended the rules for how this person is dealt with.",
}


def _on_hold(fact: told.CasePutOnHold, story: Story) -> Said:
    waits = {
        "day": "",
        "answer": "the reporter’s answer, or ",
        "task": "a task of it, or ",
        "document": "a document, or ",
        "case": f"{story.reference(fact.other) if fact.other else 'another request'}, or ",
    }[fact.until]
    clock = " The clock stands still." if fact.clock_stands else ""
    return f"Put it on hold until {waits}{day_in_words(fact.day)}.{clock}", story.text(fact.text), True


def _off_hold(fact: told.CaseCameOffHold, story: Story) -> Said:
    due = f" Due {day_in_words(fact.due_on)}." if fact.due_on else ""
    return f"It is not on hold any more: {told.WHY.get(fact.why, '')}{due}", "", True


def _referred(fact: told.CaseReferred, story: Story) -> Said:
    answers = len([one for one in fact.fields.split(",") if one])
    gave = f" with {answers} {'answer' if answers == 1 else 'answers'}" if answers else ""
    contact = " and the reporter’s contact" if fact.contact else ""
    how = "by e-mail" if fact.how == "email" else "on its own page"
    return f"Passed it to {fact.body_name} {how}{gave}{contact}.", story.text(fact.text), False


def _merged_others(fact: told.OthersMerged, story: Story) -> Said:
    many = "another request" if fact.number == 1 else f"{fact.number} other requests"
    sentence = f"Merged {many} into it." if fact.joined else f"Took {many} out of it again."
    return sentence, story.text(fact.text) if fact.text else "", True


def _split(fact: told.CaseSplitInTwo, story: Story) -> Said:
    return f"Split it in two. The other one is {story.reference(fact.second)}.", "", False


def _given(fact: told.ApprovalGiven, story: Story) -> Said:
    instead = f" in the place of {story.name(fact.instead_of)}" if fact.instead_of else ""
    return f"Agreed{instead}: {VERBS.get(fact.verb, fact.verb)}.", "", True


def _sent_back(fact: told.ApprovalSentBack, story: Story) -> Said:
    what = VERBS.get(fact.verb, fact.verb)
    if fact.taken_back:
        return f"Nobody is asked any more to agree: {what}.", "", True
    return f"Did not agree: {what}.", story.text(fact.text), True


DEEDS: Mapping[type, Tell] = {
    told.CasePutOnHold: _on_hold,
    told.CaseCameOffHold: _off_hold,
    told.CaseStillOnHold: lambda f, s: (
        f"It is on hold as before, until {day_in_words(f.day)} at the latest.",
        "",
        True,
    ),
    told.LaterDayAgreed: lambda f, s: (
        f"Agreed on a later day: {day_in_words(f.due_on)}.",
        s.text(f.text),
        False,
    ),
    told.CaseReferred: _referred,
    told.ReferralTakenBack: lambda f, s: (f"Took it back from {f.body_name}.", s.text(f.text), False),
    told.RestFilledIn: lambda f, s: ("Filled in what else its form asks.", "", True),
    told.CaseSplitInTwo: _split,
    told.CaseSplitOff: lambda f, s: (f"Split it off {s.reference(f.first)}.", "", False),
    told.CaseMerged: lambda f, s: (
        f"Merged it into {s.reference(f.original)}, with which it is dealt with.",
        "",
        False,
    ),
    told.CaseUnmerged: lambda f, s: (
        f"Took it out of {s.reference(f.original)} again."
        + ("" if f.opened else " It stays closed, because what was said in it is erased."),
        "",
        False,
    ),
    told.OthersMerged: _merged_others,
    told.ApprovalAsked: lambda f, s: (
        f"Asked a second person to agree: {f.detail}.",
        s.text(f.text) if f.text else "",
        True,
    ),
    told.ApprovalStillAsked: lambda f, s: (
        f"A second person is asked as before to agree: {VERBS.get(f.verb, f.verb)}.",
        "",
        True,
    ),
    told.ApprovalGiven: _given,
    told.ApprovalSentBack: _sent_back,
    told.ContactFlagged: lambda f, s: (_FLAGS.get(f.what, ""), "", True),
}

#: What the resident reads; of a hold nothing, unless their service tells them by a message.
RESIDENT_DEEDS: Mapping[type, Callable[[Any, Story], Said | None]] = {
    told.LaterDayAgreed: lambda f, s: (
        _("We need more time. The new day is {day}.").format(day=day_in_words(f.due_on)),
        s.text(f.text),
        False,
    ),
    told.CaseReferred: lambda f, s: (
        _("We have passed your request to {body}, who are responsible for it.").format(body=f.body_name),
        "",
        False,
    ),
    told.ReferralTakenBack: lambda f, s: (_("We deal with your request ourselves again."), "", False),
    told.CaseSplitInTwo: lambda f, s: (
        _("You told us about two things. We deal with the other one as {reference}.").format(
            reference=s.reference(f.second)
        ),
        "",
        False,
    ),
    told.CaseSplitOff: lambda f, s: (
        _("This was part of {reference}. We deal with it on its own.").format(reference=s.reference(f.first)),
        "",
        False,
    ),
    told.CaseMerged: lambda f, s: (
        _("We deal with your request together with others, as {reference}.").format(
            reference=s.reference(f.original)
        ),
        "",
        False,
    ),
    told.CaseUnmerged: lambda f, s: (_("We deal with your request on its own again."), "", False),
}
