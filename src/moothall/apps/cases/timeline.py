"""The sentence of each fact of a case: for staff, and for the resident, who reads no names of staff, no notes and no
tasks. `story.py` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.apps.cases import events as told
from moothall.apps.cases.field import VisitTold
from moothall.apps.cases.field_told import SAID as FIELD
from moothall.apps.cases.models import Case, SensitiveNote, TaskKind
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.said import CO_APPLICANT, MAY_FOLLOW
from moothall.apps.deadlines.api import day_in_words
from moothall.apps.forms import api as forms
from moothall.kernel.money import Money
from moothall.ui.languages import BASE, name_of

ERASED = "(erased)"

#: What a task was about, by its kind.
_TASKS: Mapping[str, str] = {
    TaskKind.NOT_SETTLED: "what the reporter says is not settled",
    TaskKind.MESSAGE_FAILED: "a message that did not arrive",
    TaskKind.ANSWERED: "what the reporter answered",
    TaskKind.ADDED: "what the reporter added",
    TaskKind.FILE_REFUSED: "a file that we could not take",
    TaskKind.FEE: "the fee",
    TaskKind.RULE: "what a rule asked for",
    TaskKind.HOLD: "back from hold",
    TaskKind.APPROVAL: "what a second person was asked",
    TaskKind.REST: "what else the other form asks",
    TaskKind.OWN: "what a colleague wrote down",
}

_CHANNELS = {
    "web": "on the website",
    "phone": "by telephone",
    "email": "by e-mail",
    "counter": "in person",
    "letter": "by letter",
    "split": "out of another one",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What sentences need to know: the case, its texts, officers' names, other cases' references."""

    case: Case
    texts: Mapping[UUID, str]
    names: Mapping[UUID, str]
    references: Mapping[UUID, str]
    revisions: Mapping[int, forms.Kept]
    #: What those are called who filled in a part of the form.
    taking: Mapping[UUID, str]
    #: Of a note the one written in its place; notes that only some read, as far as whoever reads this does.
    changed: Mapping[UUID, UUID] = field(default_factory=dict)
    sensitive: tuple[SensitiveNote, ...] = ()
    #: Of what the reporter wrote, the text it answers; and the days on which replies were sent.
    answered: Mapping[UUID, UUID | None] = field(default_factory=dict)
    sent_on: Mapping[UUID | None, str] = field(default_factory=dict)
    #: Revisions in words, each worked out when it is first read.
    in_words: dict[int, tuple[forms.Said, ...]] = field(default_factory=dict)

    def said_in(self, number: int) -> tuple[forms.Said, ...] | None:
        """The answers of the revision `number`; None where it is not there to be read."""
        kept = self.revisions.get(number)
        if kept is None:
            return None
        if number not in self.in_words:
            self.in_words[number] = forms.answers_in_words(form_of_case(self.case), kept.answers)
        return self.in_words[number]

    def correction(self, number: int) -> str:
        """Which answers the revision `number` put right, with what stood there before."""
        was, now = self.said_in(number - 1), self.said_in(number)
        if was is None or now is None:
            return "Corrected an answer."
        before = {said.question: said for said in was}
        after = {said.question: said for said in now}
        changes = [
            f"{_named(said)} was: {', '.join(said.lines)}."
            for key, said in before.items()
            if key not in after or after[key].lines != said.lines
        ]
        return " ".join(["Corrected an answer.", *changes])

    def latest(self, key: UUID) -> str:
        """What a note says since whoever wrote it changed it."""
        while key in self.changed:
            key = self.changed[key]
        return self.text(key)

    def added(self, fact: told.ReporterAdded) -> str:
        """What the reporter added, and to which of our replies."""
        answered = self.sent_on.get(self.answered.get(fact.text)) if fact.text else None
        to = f" in answer to our reply of {answered}" if answered else ""
        return f"Added {_added(fact)}{to}."

    def text(self, key: UUID | None) -> str:
        return "" if key is None else self.texts.get(key, ERASED)

    def name(self, key: UUID | None) -> str:
        return "its team" if key is None else self.names.get(key, "an officer")

    def reference(self, key: UUID) -> str:
        return self.references.get(key, "another request")

    def outcome(self, code: str) -> str:
        known = pinned(self.case).outcome(code)
        return known.name if known else code

    def outcome_words(self, code: str) -> str:
        known = pinned(self.case).outcome(code)
        return known.words if known else ""


def _named(said: forms.Said) -> str:
    return f"“{said.label}” ({', '.join(said.item)})" if said.item else f"“{said.label}”"


Said = tuple[str, str, bool]
#: A fact to (sentence, text, for staff only); None where it is not told.
Tell = Callable[[Any, Story], Said | None]


_TO = {"reporter": "the reporter", "on_behalf_of": "the person it is for", CO_APPLICANT: "a co-applicant"}


def _wrote(fact: told.ReplySent) -> str:
    """A reply that has left, for staff: to whom, in which language, with how many files."""
    to = " and ".join(_TO.get(role, role) for role in fact.roles.split(","))
    tongue = f" in {name_of(fact.language)}" if fact.language != BASE else ""
    files = f" with {fact.files} {'file' if fact.files == 1 else 'files'}" if fact.files else ""
    return f"Wrote to {to}{tongue}{files}."


def _we_wrote(fact: told.ReplySent) -> str:
    if not fact.files:
        return _("We wrote to you.")
    one = ngettext("We wrote to you and sent a file.", "We wrote to you and sent {count} files.", fact.files)
    return one.format(count=fact.files)


def _due(due_on: date | None) -> str:
    return f" Due {day_in_words(due_on)}." if due_on else ""


def _added(fact: told.ReporterAdded | told.FollowerAdded) -> str:
    photos = "a photo" if fact.photos == 1 else f"{fact.photos} photos"
    return " and ".join(
        said for said in ("something" if fact.text else "", photos if fact.photos else "") if said
    )


def _with_day(sentence: str, due_on: date | None) -> str:
    """A resident's sentence, and the day by which we finish."""
    if due_on is None:
        return sentence
    return f"{sentence} " + _("We promised to finish by {day}.").format(day=day_in_words(due_on))


def _you_added(fact: told.ReporterAdded) -> str:
    if not fact.photos:
        return _("You added something.")
    if not fact.text:
        one = ngettext("You added a photo.", "You added {count} photos.", fact.photos)
        return one.format(count=fact.photos)
    both = ngettext(
        "You added something and a photo.", "You added something and {count} photos.", fact.photos
    )
    return both.format(count=fact.photos)


STAFF: Mapping[type, Tell] = {
    **FIELD,
    told.CaseOpened: lambda f, s: (
        f"Made the request {_CHANNELS.get(f.channel, f'by {f.channel}')}: {service_name(f.service)}."
        f"{_due(f.due_on)}",
        "",
        False,
    ),
    told.PartyAdded: lambda f, s: (
        (f"Sent with it the part that {s.taking.get(f.person) or 'a co-applicant'} filled in.", "", False)
        if f.role == CO_APPLICANT
        else None
    ),
    told.CaseTaken: lambda f, s: ("Took the request.", "", True),
    told.CaseAssigned: lambda f, s: (f"Gave the request to {s.name(f.assignee)}.", "", True),
    told.CaseStarted: lambda f, s: ("Started work.", "", False),
    told.ReporterAsked: lambda f, s: (
        "Asked the reporter. The clock stands still until the answer.",
        s.text(f.text),
        False,
    ),
    told.QuestionAnswered: lambda f, s: (
        f"Answered the question. The clock goes on.{_due(f.due_on)}",
        s.text(f.text),
        False,
    ),
    told.NoteAdded: lambda f, s: ("Wrote a note.", s.latest(f.text), True),
    told.AnswersCorrected: lambda f, s: (s.correction(f.number), s.text(f.text), True),
    told.TaskCompleted: lambda f, s: (f"Completed a task: {_TASKS.get(f.kind, f.kind)}.", "", True),
    told.CaseClosed: lambda f, s: (f"Closed the request: {s.outcome(f.outcome)}.", s.text(f.text), False),
    told.CaseReopened: lambda f, s: (f"Opened the request again.{_due(f.due_on)}", s.text(f.text), False),
    told.ReplySent: lambda f, s: (_wrote(f), s.text(f.text), False),
    told.NoteChanged: lambda f, s: ("Changed a note, which said before:", s.text(f.before), True),
    told.ReporterAdded: lambda f, s: (s.added(f), s.text(f.text), False),
    told.FollowerAdded: lambda f, s: (
        f"The reporter of {s.reference(f.duplicate)}, which asks for the same, added {_added(f)}.",
        s.text(f.text),
        True,
    ),
    told.CaseWithdrawn: lambda f, s: ("Withdrew the request.", s.text(f.text), False),
    told.PhotoReleased: lambda f, s: (
        "Put a photo on the public page." if f.released else "Took a photo off the public page.",
        "",
        True,
    ),
    told.PhotoRedacted: lambda f, s: (
        f"Redacted a photo: {f.boxes} {'place is' if f.boxes == 1 else 'places are'} black. The original is locked.",
        "",
        True,
    ),
    told.TagAdded: lambda f, s: (f"Added the tag “{s.text(f.text)}”.", "", True),
    told.TagRemoved: lambda f, s: (f"Took off the tag “{s.text(f.text)}”.", "", True),
    told.CaseHeld: lambda f, s: ("Held it, because it looked like spam.", "", True),
    told.CaseReleased: lambda f, s: ("Looked at it and released it: it is no spam.", "", True),
    told.CaseDropped: lambda f, s: ("Looked at it and dropped it: it is spam.", "", True),
    told.FeeGivenBack: lambda f, s: (f"Gave back {Money(f.pence)} of the fee.", "", False),
    told.CaseMoved: lambda f, s: (
        f"Moved the request from {service_name(f.from_service)} to {service_name(f.service)}.{_due(f.due_on)}",
        "",
        False,
    ),
    told.DuplicateLinked: lambda f, s: (
        f"Linked it to {s.reference(f.original)}, which it repeats.",
        "",
        False,
    ),
    told.DuplicateUnlinked: lambda f, s: (f"Undid the link to {s.reference(f.original)}.", "", False),
    told.OriginalFollowed: lambda f, s: (
        f"{'Linked' if f.followed else 'Undid the link of'} {s.reference(f.duplicate)}, which asks for the same.",
        "",
        True,
    ),
}

#: What the reporter said and was told; what colleagues wrote for each other. Everything else is a change.
CONVERSATION: set[type] = {
    told.CaseOpened,
    told.ReporterAsked,
    told.QuestionAnswered,
    told.CaseClosed,
    told.CaseReopened,
    told.ReporterAdded,
    told.FollowerAdded,
    told.CaseWithdrawn,
    told.ReplySent,
}
NOTES: set[type] = {told.NoteAdded, told.NoteChanged, VisitTold}

RESIDENT: Mapping[type, Tell] = {
    told.CaseOpened: lambda f, s: (_with_day(_("We have your request."), f.due_on), "", False),
    told.CaseTaken: lambda f, s: (_("We are dealing with your request."), "", False),
    told.CaseStarted: lambda f, s: (_("We are dealing with your request."), "", False),
    told.ReporterAsked: lambda f, s: (_("We asked you a question."), s.text(f.text), False),
    told.AnswersCorrected: lambda f, s: (_("We put right something that we had written down."), "", False),
    told.QuestionAnswered: lambda f, s: (
        _with_day(_("We have your answer."), f.due_on),
        s.text(f.text),
        False,
    ),
    told.FeeGivenBack: lambda f, s: (
        _("We are giving back {amount}. It takes up to 5 working days to reach you.").format(
            amount=Money(f.pence)
        ),
        "",
        False,
    ),
    told.CaseClosed: lambda f, s: (
        _("We have finished with your request. {outcome}").format(outcome=s.outcome_words(f.outcome)).strip(),
        s.text(f.text),
        False,
    ),
    told.CaseReopened: lambda f, s: (
        _with_day(_("Your request is open again."), f.due_on),
        s.text(f.text),
        False,
    ),
    told.ReplySent: lambda f, s: (
        (_we_wrote(f), s.text(f.text), False) if set(f.roles.split(",")) & set(MAY_FOLLOW) else None
    ),
    told.ReporterAdded: lambda f, s: (_you_added(f), s.text(f.text), False),
    told.PhotoReleased: lambda f, s: (
        _("We put your photo on the public page about this, where everybody can see it.")
        if f.released
        else _("We took your photo off the public page."),
        "",
        False,
    ),
    told.CaseWithdrawn: lambda f, s: (_("You withdrew your request."), s.text(f.text), False),
    told.CaseMoved: lambda f, s: (
        _with_day(
            _("We passed your request on to the right people. It is now called “{service}”.").format(
                service=service_name(f.service)
            ),
            f.due_on,
        ),
        "",
        False,
    ),
    told.DuplicateLinked: lambda f, s: (
        _(
            "Somebody else told us about the same thing. We deal with both together. Theirs is {reference}."
        ).format(reference=s.reference(f.original)),
        "",
        False,
    ),
    told.DuplicateUnlinked: lambda f, s: (
        _("Yours is not the same as the other request after all. We deal with it on its own."),
        "",
        False,
    ),
}


def kind_of(fact: type) -> str:
    """By what a line of the story is filtered."""
    return "conversation" if fact in CONVERSATION else "notes" if fact in NOTES else "changes"
