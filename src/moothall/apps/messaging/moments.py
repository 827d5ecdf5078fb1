"""When something is said, and what a template may say then: the fixed list.

The reference of the format (`moothall formats`) lists it, `moothall check` holds templates to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What every template may name.
ALWAYS: Mapping[str, str] = {
    "reference": "The reference, such as BAR-7K4-M9Q-XT8.",
    "service_name": "What the service is called.",
    "name": "The name the person gave, or “resident”.",
    "council_name": "The council’s name.",
    "council_phone": "The telephone number of the council’s contact centre.",
    "track_link": "The address of the page on which the person follows the request.",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """`when` is what front matter says; `facts` may be named besides those of `ALWAYS`, except what it `lacks`."""

    when: str
    sentence: str
    facts: Mapping[str, str]
    lacks: frozenset[str] = frozenset()
    #: Who is told, where the template does not say.
    to: str = "reporter"

    def knows(self, fact: str) -> bool:
        return fact in self.names

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({*ALWAYS, *self.facts} - self.lacks))


_DUE = {
    "due_on": "The day by which we will finish, such as Thursday 9 April 2026.",
    "promise": "The promise in a sentence.",
}

_WHAT_TO_DO = "What the person has to do now, in a sentence: nothing, or to answer what they are asked."

_NOT_SENT = frozenset({"reference", "track_link"})
_PART = {
    "part_link": "The address that opens their part.",
    "part_until": "The last day on which the link works, such as Thursday 9 April 2026.",
}
_PART_ASKED_BY = "The name of whoever began, or “Somebody”."
_WHOSE = {
    "person_name": "What the other person is called, or who they are, such as: the other applicant.",
    "resume_link": "The address that opens the form again on any device.",
    "resume_until": "The last day on which the link works.",
}

MOMENTS: Mapping[str, Moment] = {
    moment.when: moment
    for moment in (
        Moment(
            "form saved",
            "Somebody saves a form they have not sent yet, to come back to it.",
            {
                "resume_link": "The address that opens the form again on any device.",
                "resume_until": "The last day on which the link works, such as Thursday 9 April 2026.",
            },
            lacks=frozenset({"reference", "track_link"}),
        ),
        Moment(
            "case opened",
            "A request has arrived.",
            {
                **_DUE,
                "paid": "What was paid, when, and the payment reference, in sentences; empty for nothing.",
            },
        ),
        Moment(
            "part asked",
            "Somebody is asked to fill in their part of a form that somebody else began.",
            {**_PART, "asked_by": _PART_ASKED_BY},
            lacks=_NOT_SENT,
            to="co_applicant",
        ),
        Moment(
            "part again",
            "What somebody had signed in another person’s form has changed, so they have to look at it again.",
            {**_PART, "changed": "What has changed: the questions, by comma."},
            lacks=_NOT_SENT,
            to="co_applicant",
        ),
        Moment(
            "part done",
            "Somebody else has done their part of a form: for whoever began.",
            _WHOSE,
            lacks=_NOT_SENT,
        ),
        Moment(
            "part declined",
            "Somebody does not want to take part in a form: for whoever began.",
            _WHOSE,
            lacks=_NOT_SENT,
        ),
        Moment(
            "part dropped",
            "Whoever began a form began again, or asks somebody no longer, so nothing is asked of them any more.",
            {"asked_by": _PART_ASKED_BY},
            lacks=_NOT_SENT,
            to="co_applicant",
        ),
        Moment("part sent", "A form is sent: for those who filled in a part of it.", {}, to="co_applicant"),
        Moment(
            "part closed",
            "A request is finished: for those who filled in a part of its form.",
            {"outcome": "How it ended, in the service’s words."},
            to="co_applicant",
        ),
        Moment("question asked", "An officer asks the person something.", {"question": "The question."}),
        Moment(
            "reply",
            "An officer writes to the person.",
            {
                "words": "What the officer writes.",
                "files": "How many files came with it, in a sentence; empty for none.",
            },
        ),
        Moment(
            "part reply",
            "An officer writes to somebody who filled in a part of a form.",
            {
                "words": "What the officer writes.",
                "files": "How many files came with it, in a sentence; empty for none.",
            },
            to="co_applicant",
        ),
        Moment("link asked", "The person needs the link to their request once more.", {}),
        Moment("answer received", "The person has answered; the clock runs again.", _DUE),
        Moment(
            "case closed",
            "A request is finished.",
            {
                "outcome": "How it ended, in the service’s words.",
                "words": "What the officer adds; may be empty.",
                "reopen_until": "The last day on which the person can say it is not settled; may be empty.",
            },
        ),
        Moment("case reopened", "The person said that it is not settled; their request is open again.", _DUE),
        Moment(
            "case open again",
            "The council opens a finished request again, of which the person said nothing.",
            _DUE,
        ),
        Moment(
            "case moved",
            "A request is now one of another service.",
            {
                **_DUE,
                "old_service_name": "What the service was called before.",
                "what_to_do": _WHAT_TO_DO,
            },
        ),
        Moment(
            "duplicate linked",
            "Somebody else has asked for the same; both are dealt with as one.",
            {"original_reference": "The reference of the request that is followed from now on."},
        ),
        Moment("duplicate unlinked", "It was not the same after all.", {}),
        Moment(
            "case merged",
            "The request is dealt with together with others of the same council from now on.",
            {"original_reference": "The reference of the request under which all of them are."},
        ),
        Moment("case unmerged", "The request is dealt with on its own again.", {}),
        Moment(
            "case split",
            "Somebody asked for two things at once; there are two requests now.",
            {
                "second_reference": "The reference of the second request.",
                "second_service_name": "What the service of the second is called.",
                "what_to_do": _WHAT_TO_DO,
            },
        ),
        Moment(
            "case on hold",
            "The request stands still for a while, in a service that tells people so.",
            {"until": "Until when, such as: until Thursday 9 April 2026 at the latest."},
        ),
        Moment("case off hold", "The request goes on, after people were told that it stood still.", _DUE),
        Moment(
            "case due later",
            "An officer has said that it takes longer than promised.",
            {**_DUE, "words": "Why, as the officer writes it."},
        ),
        Moment(
            "case referred",
            "Another body is responsible and has the request now.",
            {
                "body_name": "What the body is called.",
                "body_link": "Its page; may be empty.",
                "body_phone": "Its telephone number; may be empty.",
            },
        ),
        Moment(
            "referral taken back",
            "The council deals with the request itself again.",
            {**_DUE, "body_name": "What the other body is called."},
        ),
        Moment(
            "case for a body",
            "The request as it is sent to another body: what an officer chose, and no more.",
            {
                "answers": "The answers that were chosen, a line for each.",
                "words": "What the officer adds; may be empty.",
            },
            lacks=frozenset({"track_link"}),
            to="body",
        ),
        Moment(
            "contact rules set",
            "There are rules from now on for how we deal with somebody, because of how they dealt with us.",
            {
                "words": "The rules in the officer’s words; may be empty.",
                "review_on": "The day on which we look at it again.",
            },
            lacks=frozenset({"track_link"}),
        ),
        Moment(
            "file refused",
            "A file that came with a request may do harm or cannot be opened, and is gone.",
            {"reason": "Why, such as: it cannot be opened."},
        ),
        Moment(
            "case withdrawn",
            "The person does not need it any more and has said so.",
            {"fee": "What becomes of the fee that was paid, in a sentence; empty for none."},
        ),
        Moment(
            "subscription asked",
            "Somebody wants to be told how a public report goes, and has to confirm their address.",
            {"confirm_link": "The address that confirms it."},
        ),
        Moment(
            "report closed",
            "A public report is finished: for those who subscribed to it.",
            {
                "outcome": "How it ended, in the service’s words.",
                "unsubscribe_link": "The address that ends the subscription.",
            },
        ),
        Moment(
            "report reopened",
            "A public report is open again: for those who subscribed to it.",
            {**_DUE, "unsubscribe_link": "The address that ends the subscription."},
        ),
    )
}
ROLES = ("reporter", "on_behalf_of", "co_applicant", "subscriber", "body")


def facts_in_words() -> str:
    """Every fact a template may name, for the reference of the format."""
    always = ", ".join(f"`{fact}`" for fact in ALWAYS)
    others = [
        f"when `{moment.when}`: {', '.join(f'`{fact}`' for fact in moment.facts)}"
        for moment in MOMENTS.values()
        if moment.facts
    ]
    return f"Always: {always}; {'; '.join(others)}."
