"""The story of a case in plain words, from its facts and the texts they point to: one for staff, a shorter one for the
resident.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from moothall.apps.cases import events as told
from moothall.apps.cases import rules
from moothall.apps.cases.deeds_told import DEEDS, RESIDENT_DEEDS
from moothall.apps.cases.field_told import rule_acted
from moothall.apps.cases.hung import Hung
from moothall.apps.cases.models import Case, CaseText, SensitiveNote
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


def story_for_staff(hung: Hung, *, seen_by: Actor) -> tuple[Entry, ...]:
    """Everything that happened, oldest first, with who did it and what was sent."""
    case = hung.case
    happened = history(case.stream)
    corrected = any(isinstance(one.fact, told.AnswersCorrected) for one in happened)
    revisions = forms.revisions_of(case.stream, seen_by=_SELF) if corrected else ()
    return entries_of(case, happened, story_at_desk(hung, happened, revisions, seen_by), seen_by=seen_by)


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
    story = story_of(case, happened)
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


def story_of(case: Case, happened: Sequence[Recorded]) -> Story:
    """As far as the resident reads it."""
    found = list(CaseText.objects.filter(case_id=case.id).values_list("id", "text", "answers_id"))
    others = _others(happened)
    references = dict(Case.objects.filter(pk__in=others).values_list("id", "reference")) if others else {}
    return Story(
        case,
        {key: text for key, text, _answers in found},
        {},
        references,
        {},
        {},
        answered={key: answers for key, _text, answers in found},
        sent_on=_sent_on(happened),
    )


def story_at_desk(
    hung: Hung, happened: Sequence[Recorded], revisions: Sequence[forms.Kept], staff: Actor
) -> Story:
    """As an officer reads it. `revisions` are those of a case that was corrected."""
    texts, sensitive = hung.texts, _sensitive(hung, staff)
    officers = acting_officers(happened) | {one.author for one in sensitive}
    return Story(
        hung.case,
        {**hung.theirs, **{key: one.text for key, one in texts.items()}},
        accounts_named(officers, seen_by=staff),
        _references(hung, _others(happened)),
        {one.number: one for one in revisions},
        _taking_part(happened),
        {one.fact.before: one.fact.text for one in happened if isinstance(one.fact, told.NoteChanged)},
        sensitive,
        {key: one.answers_id for key, one in texts.items()},
        _sent_on(happened),
    )


def _others(happened: Sequence[Recorded]) -> set[UUID]:
    """The cases that its facts name."""
    return {
        key
        for one in happened
        for name in ("original", "duplicate", "first", "second", "other")
        if isinstance(key := getattr(one.fact, name, None), UUID)
    }


def _references(hung: Hung, others: Collection[UUID]) -> Mapping[UUID, str]:
    """Those of the cases it has or had to do with are known; of any other one asks."""
    known = {key: other.reference for key, other in hung.others.items()}
    known[hung.case.id] = hung.case.reference
    unknown = [key for key in others if key not in known]
    asked = Case.objects.filter(pk__in=unknown).values_list("id", "reference") if unknown else ()
    return {**known, **dict(asked)}


def _sensitive(hung: Hung, staff: Actor) -> tuple[SensitiveNote, ...]:
    """The notes of a case that are for a role of whoever reads, or that they wrote: nobody else knows of them."""
    return tuple(one for one in hung.sensitive if one.role in staff.roles or one.author == staff.account_id)


def _sent_on(happened: Sequence[Recorded]) -> Mapping[UUID | None, str]:
    return {one.fact.text: _day_of(one) for one in happened if isinstance(one.fact, told.ReplySent)}


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
