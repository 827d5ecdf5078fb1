"""The story of a case in plain words, from its facts and the texts they point to: one for staff, a shorter for the
resident, who reads no names of staff, no notes and no tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.apps.cases import events as told
from moothall.apps.cases.models import Case, CaseText
from moothall.apps.cases.reading import form_of_case, pinned, service_name
from moothall.apps.cases.views import Entry
from moothall.apps.deadlines.api import day_in_words
from moothall.apps.forms import api as forms
from moothall.apps.identity.api import accounts_named
from moothall.apps.messaging import api as messaging
from moothall.ground.events.api import Recorded, history
from moothall.kernel.actors import Actor, system
from moothall.kernel.money import Money

REPORTER = "The reporter"
SYSTEM = "The system"
ERASED = "(erased)"
_SELF = system("cases")

_CHANNELS = {
    "web": "on the website",
    "phone": "by telephone",
    "email": "by e-mail",
    "counter": "in person",
    "letter": "by letter",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What sentences need to know: the case, its texts, officers' names, other cases' references."""

    case: Case
    texts: Mapping[UUID, str]
    names: Mapping[UUID, str]
    references: Mapping[UUID, str]
    revisions: Mapping[int, forms.Kept]

    def correction(self, number: int) -> str:
        """Which answers the revision `number` put right, with what stood there before."""
        was, now = self.revisions.get(number - 1), self.revisions.get(number)
        if was is None or now is None:
            return "Corrected an answer."
        form = form_of_case(self.case)
        before = {said.question: said for said in forms.answers_in_words(form, was.answers)}
        after = {said.question: said for said in forms.answers_in_words(form, now.answers)}
        changes = [
            f"{_named(said)} was: {', '.join(said.lines)}."
            for key, said in before.items()
            if key not in after or after[key].lines != said.lines
        ]
        return " ".join(["Corrected an answer.", *changes])

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
    told.CaseOpened: lambda f, s: (
        f"Made the request {_CHANNELS.get(f.channel, f'by {f.channel}')}: {service_name(f.service)}."
        f"{_due(f.due_on)}",
        "",
        False,
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
    told.NoteAdded: lambda f, s: ("Wrote a note.", s.text(f.text), True),
    told.AnswersCorrected: lambda f, s: (s.correction(f.number), s.text(f.text), True),
    told.TaskCompleted: lambda f, s: (f"Completed a task: {f.kind}.", "", True),
    told.CaseClosed: lambda f, s: (f"Closed the request: {s.outcome(f.outcome)}.", s.text(f.text), False),
    told.CaseReopened: lambda f, s: (f"Opened the request again.{_due(f.due_on)}", s.text(f.text), False),
    told.ReporterAdded: lambda f, s: (f"Added {_added(f)}.", s.text(f.text), False),
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


def story_for_staff(case: Case, *, seen_by: Actor) -> tuple[Entry, ...]:
    """Everything that happened, oldest first, with who did it and what was sent."""
    happened = history(case.stream)
    story = _story(case, happened, seen_by)
    entries = [
        Entry(one.at, _who(one.actor, story), *said)
        for one in happened
        if (tell := STAFF.get(type(one.fact))) and (said := tell(one.fact, story))
    ]
    entries += [_sent(one) for one in messaging.messages_about(case.stream, seen_by=seen_by)]
    return tuple(sorted(entries, key=lambda entry: entry.at))


def story_for_resident(case: Case) -> tuple[Entry, ...]:
    """What the person who made the request reads."""
    happened = history(case.stream)
    story = _story(case, happened, None)
    entries: list[Entry] = []
    for one in happened:
        tell = None if _own_unlinking(one) else RESIDENT.get(type(one.fact))
        said = tell(one.fact, story) if tell else None
        if said and not (entries and entries[-1].sentence == said[0]):
            entries.append(Entry(one.at, "", *said))
    return tuple(entries)


def _own_unlinking(one: Recorded) -> bool:
    """Who withdraws a duplicate reads that they did, and not that it follows nobody any more."""
    return isinstance(one.fact, told.DuplicateUnlinked) and one.actor.startswith("resident:")


def _story(case: Case, happened: Sequence[Recorded], staff: Actor | None) -> Story:
    theirs = [one.fact.text for one in happened if isinstance(one.fact, told.FollowerAdded) and one.fact.text]
    wanted = Q(case_id=case.id) | Q(pk__in=theirs) if theirs and staff else Q(case_id=case.id)
    texts = dict(CaseText.objects.filter(wanted).values_list("id", "text"))
    others = {
        key
        for one in happened
        for key in (getattr(one.fact, "original", None), getattr(one.fact, "duplicate", None))
        if key is not None
    }
    references = dict(Case.objects.filter(pk__in=others).values_list("id", "reference")) if others else {}
    names = accounts_named(_officers(happened), seen_by=staff) if staff else {}
    corrected = staff is not None and any(isinstance(one.fact, told.AnswersCorrected) for one in happened)
    kept = forms.revisions_of(case.stream, seen_by=_SELF) if corrected else ()
    return Story(case, texts, names, references, {one.number: one for one in kept})


def _officers(happened: Sequence[Recorded]) -> set[UUID]:
    acting = {UUID(o.actor.removeprefix("officer:")) for o in happened if o.actor.startswith("officer:")}
    given = {getattr(one.fact, "assignee", None) for one in happened}
    return acting | {key for key in given if key is not None}


def _who(actor: str, story: Story) -> str:
    kind, _, key = actor.partition(":")
    if kind == "officer":
        return story.name(UUID(key))
    return SYSTEM if kind == "system" else REPORTER


def _sent(one: messaging.Told) -> Entry:
    to = "the reporter" if one.role == "reporter" else one.role.replace("_", " ")
    if one.state == "failed":
        return Entry(
            one.settled_at or one.queued_at, SYSTEM, f"Could not e-mail {to} ({one.moment}). {one.failure}"
        )
    if one.state == "queued":
        return Entry(one.queued_at, SYSTEM, f"An e-mail to {to} is on its way ({one.moment}).")
    return Entry(one.settled_at or one.queued_at, SYSTEM, f"E-mailed {to}: {one.subject}")
