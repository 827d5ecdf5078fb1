"""The story of a case in plain words, from its facts and the texts they point to: one for staff, a shorter one for the
resident.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from moothall.apps.cases import events as told
from moothall.apps.cases import rules
from moothall.apps.cases.deeds_told import DEEDS, RESIDENT_DEEDS
from moothall.apps.cases.field_told import rule_acted
from moothall.apps.cases.models import Case, CaseText, SensitiveNote, TextKind
from moothall.apps.cases.said import CO_APPLICANT
from moothall.apps.cases.timeline import RESIDENT, STAFF, Story, kind_of
from moothall.apps.cases.views import Entry
from moothall.apps.deadlines.api import day_in_words
from moothall.apps.forms import api as forms
from moothall.apps.identity.api import accounts_named
from moothall.apps.messaging import api as messaging
from moothall.apps.people.api import people_named
from moothall.ground.events.api import Recorded, history
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

#: Every fact that is told, for staff and for the resident.
TOLD = {**STAFF, **DEEDS}
TOLD_RESIDENT = {**RESIDENT, **RESIDENT_DEEDS}
REPORTER = "The reporter"
SYSTEM = "The system"
_SELF = system("cases")


def story_for_staff(case: Case, *, seen_by: Actor) -> tuple[Entry, ...]:
    """Everything that happened, oldest first, with who did it and what was sent."""
    happened = history(case.stream)
    return entries_of(case, happened, story_of(case, happened, seen_by), seen_by=seen_by)


def entries_of(
    case: Case, happened: Sequence[Recorded], story: Story, *, seen_by: Actor
) -> tuple[Entry, ...]:
    """The same, for whoever has read what happened already."""
    entries = [
        _marked(
            Entry(
                one.at,
                who_acted(one.actor, story),
                *said,
                kind=kind_of(type(one.fact)),
                sequence=one.sequence,
            ),
            one,
            story,
            seen_by,
        )
        for one in happened
        if (tell := TOLD.get(type(one.fact))) and (said := tell(one.fact, story))
    ]
    entries += [_sensitive_entry(one, story) for one in story.sensitive]
    entries += [_sent(one) for one in messaging.messages_about(case.stream, seen_by=seen_by)]
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _sensitive_entry(one: SensitiveNote, story: Story) -> Entry:
    known = f"Only those with the role “{one.role}” and whoever wrote it know of it."
    sentence = f"Wrote a sensitive note. {known}"
    return Entry(
        one.written_at,
        story.name(one.author),
        sentence,
        story.text(one.text_id),
        inside=True,
        kind="notes",
    )


def story_for_resident(case: Case) -> tuple[Entry, ...]:
    """What the person who made the request reads."""
    happened = history(case.stream)
    story = story_of(case, happened, None)
    entries: list[Entry] = []
    for one in happened:
        tell = None if _own_unlinking(one) else TOLD_RESIDENT.get(type(one.fact))
        said = tell(one.fact, story) if tell else None
        if said and not (entries and entries[-1].sentence == said[0]):
            entries.append(_as_written(Entry(one.at, "", *said), one.fact))
    return tuple(entries)


def _own_unlinking(one: Recorded) -> bool:
    """Who withdraws a duplicate reads that they did, and not that it follows nobody any more."""
    return isinstance(one.fact, told.DuplicateUnlinked) and one.actor.startswith("resident:")


def story_of(case: Case, happened: Sequence[Recorded], staff: Actor | None) -> Story:
    theirs = [one.fact.text for one in happened if isinstance(one.fact, told.FollowerAdded) and one.fact.text]
    wanted = Q(case_id=case.id) | Q(pk__in=theirs) if theirs and staff else Q(case_id=case.id)
    found = list(CaseText.objects.filter(wanted).values_list("id", "text", "kind", "answers_id"))
    texts = {key: text for key, text, _kind, _answers in found}
    others = {
        key
        for one in happened
        for name in ("original", "duplicate", "first", "second", "other")
        if isinstance(key := getattr(one.fact, name, None), UUID)
    }
    references = dict(Case.objects.filter(pk__in=others).values_list("id", "reference")) if others else {}
    sensitive = (
        _sensitive(case, staff) if staff and any(one[2] == TextKind.SENSITIVE for one in found) else ()
    )
    officers = acting_officers(happened) | {one.author for one in sensitive}
    names = accounts_named(officers, seen_by=staff) if staff else {}
    corrected = staff is not None and any(isinstance(one.fact, told.AnswersCorrected) for one in happened)
    kept = forms.revisions_of(case.stream, seen_by=_SELF) if corrected else ()
    revisions = {one.number: one for one in kept}
    return Story(
        case,
        texts,
        names,
        references,
        revisions,
        _taking_part(happened) if staff else {},
        {one.fact.before: one.fact.text for one in happened if isinstance(one.fact, told.NoteChanged)},
        sensitive,
        {key: answers for key, _text, _kind, answers in found},
        {one.fact.text: _day_of(one) for one in happened if isinstance(one.fact, told.ReplySent)},
    )


def _sensitive(case: Case, staff: Actor) -> tuple[SensitiveNote, ...]:
    """The notes of a case that are for a role of whoever reads, or that they wrote: nobody else knows of them."""
    found = SensitiveNote.objects.filter(case_id=case.id).order_by("id")
    return tuple(one for one in found if one.role in staff.roles or one.author == staff.account_id)


def _day_of(one: Recorded) -> str:
    return day_in_words(clock.local(one.at).date())


def _marked(entry: Entry, one: Recorded, story: Story, seen_by: Actor) -> Entry:
    """One's own note of some minutes ago carries its key, because it can be changed; a reply its language."""
    entry = _as_written(entry, one.fact)
    if not isinstance(one.fact, told.NoteAdded | told.NoteChanged) or one.actor != seen_by.key:
        return entry
    latest = one.fact.text not in story.changed and rules.may_still_be_changed(one.at, clock.now())
    return replace(entry, key=one.fact.text) if latest else entry


def _as_written(entry: Entry, fact: object) -> Entry:
    """A reply says in which language it is written, and by which key it is answered."""
    return (
        replace(entry, language=fact.language, key=fact.text) if isinstance(fact, told.ReplySent) else entry
    )


def _taking_part(happened: Sequence[Recorded]) -> Mapping[UUID, str]:
    """The names of those who filled in a part. Asks nothing of a form that one person filled in."""
    added = [one.fact for one in happened if isinstance(one.fact, told.PartyAdded)]
    keys = [fact.person for fact in added if fact.role == CO_APPLICANT]
    return {key: one.name for key, one in people_named(keys, seen_by=_SELF).items()} if keys else {}


def acting_officers(happened: Sequence[Recorded]) -> set[UUID]:
    acting = {UUID(o.actor.removeprefix("officer:")) for o in happened if o.actor.startswith("officer:")}
    given = {getattr(one.fact, name, None) for one in happened for name in ("assignee", "away", "instead_of")}
    return acting | {key for key in given if key is not None}


def who_acted(actor: str, story: Story) -> str:
    kind, _, key = actor.partition(":")
    if kind == "officer":
        return story.name(UUID(key))
    return rule_acted(key) or SYSTEM if kind == "system" else REPORTER


def _addressee(one: messaging.Told) -> str:
    """The reporter; somebody else by their name, where they gave one, and by what they are to it."""
    if one.role == "reporter":
        return "the reporter"
    role = "the co-applicant" if one.role == CO_APPLICANT else f"the {one.role.replace('_', ' ')}"
    return f"{one.name} ({role})" if one.name else role


def _sent(one: messaging.Told) -> Entry:
    to = _addressee(one)
    if one.state == "failed":
        return Entry(
            one.settled_at or one.queued_at,
            SYSTEM,
            f"Could not e-mail {to} ({one.moment}). {one.failure}",
            kind="conversation",
        )
    if one.state == "queued":
        return Entry(
            one.queued_at, SYSTEM, f"An e-mail to {to} is on its way ({one.moment}).", kind="conversation"
        )
    return Entry(
        one.settled_at or one.queued_at, SYSTEM, f"E-mailed {to}: {one.subject}", kind="conversation"
    )
