"""Opening a case: everything the confirmation page shows happens in this one transaction."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from moothall.apps.cases import rules
from moothall.apps.cases.answered import index_answers
from moothall.apps.cases.events import CaseHeld, CaseOpened, PartyAdded
from moothall.apps.cases.fees import fee_paid, is_paid, receipt
from moothall.apps.cases.holding import HELD
from moothall.apps.cases.indexing import document_of
from moothall.apps.cases.models import Case, Party, Status
from moothall.apps.cases.projection import entry_of
from moothall.apps.cases.said import REPORTER, SaidParty, digests_said, listed_name, parties_said, ward_said
from moothall.apps.cases.telling import Facts, due_facts, tell_party
from moothall.apps.cases.whereabouts import whereabouts
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.messaging import api as messaging
from moothall.apps.payments import api as payments
from moothall.apps.people import api as people
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.events.api import record
from moothall.ground.jobs.api import in_frames
from moothall.ground.search import api as search
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.kernel.references import new_reference
from moothall.kernel.rules import Refused
from moothall.ui.languages import BASE, page_language, speaking

#: Two references in a million cases are the same every other time; three draws in a row never are.
_DRAWS = 3
#: What both engines say when a reference or a key is taken, which alone is worth another try.
_CLASH = re.compile(r"cases_case[._](reference|opened_with)")
_log = logging.getLogger("moothall.cases")
_SELF = system("cases")


#: Says why something looks like spam, as codes; mostly nothing.
Judge = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """What the confirmation page shows. `promise` is empty and `due_on` None where the service promises nothing."""

    case_id: UUID
    reference: str
    promise: str
    due_on: date | None
    told_by_email: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    """Everything `open_case` was asked, so that it can be tried again with another reference."""

    service: catalogue.PinnedService
    answers: forms.Answers
    by: Actor
    key: str
    draft: forms.Draft | None
    channel: str
    parties: tuple[SaidParty, ...]
    uploads_of: str
    held: Judge
    quiet: bool = False


def open_case(
    service: catalogue.PinnedService,
    answers: forms.Answers,
    *,
    by: Actor,
    key: str = "",
    draft: forms.Draft | None = None,
    channel: str = "web",
    parties: Sequence[SaidParty] | None = None,
    uploads_of: str = "",
    held: Judge = tuple,
    quiet: bool = False,
) -> Opened:
    """Open a case of `service` from complete answers.

    `held` is asked in the transaction, so that it may count: why it looks like spam, if it does; then nobody is told
    and no list shows it until a person has looked.

    `quiet`: the verb that calls tells them itself.

    `key` names what opened it (a call, an e-mail): the same key a second time returns the first case again. A `draft`
    is its own key and owns its uploads, and is finished in the same transaction. `parties` are read from the answers'
    bindings when left out. `uploads_of` owns the documents already attached, which become the case's
    as far as an answer names their digest; the others (a photo that was replaced) are dropped.
    Raises Refused CASE-30 when the service takes no requests today, CASE-40 when a draft's fee is not paid.
    """
    _demand_open(service)
    if draft and forms.form_of(service).fee and not is_paid(service, answers, draft.owner, by=by):
        if found := opened_before(draft.owner):
            return found
        rules.fee_is_paid.demand(False)
    said = tuple(parties_said(forms.form_of(service), answers) if parties is None else parties)
    opened_with = draft.owner if draft else key or f"once:{new_id()}"
    uploads = draft.owner if draft else uploads_of
    wish = _Wish(service, answers, by, opened_with, draft, channel, said, uploads, held, quiet)
    return _open_with_some_reference(wish)


def _open_with_some_reference(wish: _Wish) -> Opened:
    for _ in range(_DRAWS):
        try:
            with transaction.atomic(), rows.together():
                return _open(wish)
        except IntegrityError as error:
            if found := opened_before(wish.key):
                return found
            if not _CLASH.search(str(error)):
                _log.error("A case could not be opened.", extra={"frames": in_frames(error)})
                raise
    raise Refused("CASE-31", "We could not give your request a reference. Send it again.")


def _demand_open(service: catalogue.PinnedService) -> None:
    if isinstance(service, catalogue.Service):
        today = service.availability(clock.today())
        if not today.open:
            raise Refused("CASE-30", today.sentence)


def _open(wish: _Wish) -> Opened:
    """Every step, in order; one statement each where nothing says otherwise."""
    service, said, by = wish.service, wish.parties, wish.by
    form = forms.form_of(service)
    why_held = tuple(wish.held())
    case = _case(wish, ward_said(form, wish.answers), held=bool(why_held))
    catalogue.keep_version(service)
    rows.insert(case)
    spoken = {part.person: part.language for part in wish.draft.others} if wish.draft else {}
    party_ids, people_said = _record_parties(case, said, spoken, by)
    revision = forms.record_revision(case.stream, wish.answers, source=wish.channel, by=by)
    promise = _start_clock(case, service, by)
    if form.takes_files:
        _hand_files_over(wish, case, by)
    if wish.draft and form.fee:
        payments.hand_over_payments(wish.draft.owner, to=case.stream, by=by)
    due_on = promise.due_on if promise else None
    facts = _facts(case, said, people_said, due_on, revision)
    held = (CaseHeld(",".join(why_held)),) if why_held else ()
    record(case.stream, *facts, *held, by=by, after=0)
    name = listed_name(form, said[0].name) if said and said[0].role == REPORTER else ""
    at = whereabouts(form, wish.answers)
    entry = entry_of(case, due_on=due_on, reporter_name=name, tasks=0, at=at)
    rows.insert(entry)
    _make_findable(case, service, wish.answers, entry.position, name)
    paid = fee_paid(case, form, seen_by=by)
    told = not (why_held or wish.quiet) and _confirm(
        case, said, party_ids, spoken, lambda: {**due_facts(promise), "paid": receipt(paid)}, by
    )
    if wish.draft:
        forms.empty_draft(wish.draft, case.reference, by=by)
    return Opened(case.id, case.reference, promise.sentence if promise else "", due_on, told)


def _hand_files_over(wish: _Wish, case: Case, by: Actor) -> None:
    """What was uploaded for the answers is the case's. What a draft's earlier form asked for goes with the draft."""
    owners = [wish.uploads_of] if wish.uploads_of else []
    owners += [part.owner for part in wish.draft.others] if wish.draft else []
    for owner in owners:
        documents.hand_over(owner, to=case.stream, keep=digests_said(wish.answers), by=by)


def _make_findable(
    case: Case, service: catalogue.PinnedService, answers: forms.Answers, position: int, name: str
) -> None:
    """Its answers for the queue and for search, in the first language whatever the resident reads: officers do."""
    with speaking(BASE):
        first = service if service.language == BASE else catalogue.version(service.digest)
        form = forms.form_of(first)
        index_answers(case, form, answers, position=position)
        search.put_new(document_of(case, said=forms.search_text(form, answers), reporter=name))


def _case(wish: _Wish, ward: str, *, held: bool) -> Case:
    service = wish.service
    return Case(
        id=new_id(),
        reference=new_reference(catalogue.council().prefix),
        service=service.slug,
        version=service.digest,
        team=service.team,
        confidentiality=HELD if held else service.confidentiality,
        status=Status.NEW,
        ward=ward,
        channel=wish.channel,
        assignee=None,
        outcome="",
        opened_at=clock.now(),
        closed_at=None,
        last_event=max(1, len(wish.parties)) + held,
        opened_with=wish.key,
        erased=False,
    )


def _record_parties(
    case: Case, said: Sequence[SaidParty], spoken: Mapping[str, str], by: Actor
) -> tuple[tuple[UUID, ...], tuple[people.RecordedSource, ...]]:
    """The parties' ids, and the records of what each said about themselves; in the order of `said`."""
    made, records = [], []
    for one in said:
        source = people.record_source(
            source=f"form:{case.service}",
            name=one.name,
            email=one.email,
            phone=one.phone,
            address=one.address,
            purpose=f"case:{case.service}",
            by=by,
        )
        made.append(
            Party(
                id=new_id(),
                case_id=case.id,
                role=one.role,
                person=one.person,
                source_record_id=source.id,
                language=spoken.get(one.person) or page_language(),
            )
        )
        records.append(source)
    if made:
        rows.insert(*made)
    return tuple(party.id for party in made), tuple(records)


def _facts(
    case: Case,
    said: Sequence[SaidParty],
    records: Sequence[people.RecordedSource],
    due_on: date | None,
    revision: forms.Revision,
) -> tuple[object, ...]:
    """What is told of a new case: one fact, and one more for each party after the first."""
    first = records[0] if records else None
    opened = CaseOpened(
        reference=case.reference,
        service=case.service,
        version=case.version,
        team=case.team,
        confidentiality=case.confidentiality,
        channel=case.channel,
        due_on=due_on,
        answers=revision.key,
        answers_digest=revision.digest,
        person=first.id if first else None,
        person_digest=first.digest if first else None,
    )
    others = zip(said[1:], records[1:], strict=True)
    return (opened, *(PartyAdded(one.role, kept.id, kept.digest) for one, kept in others))


def _start_clock(case: Case, service: catalogue.PinnedService, by: Actor) -> deadlines.Promise | None:
    if not service.targets:
        return None
    return deadlines.start_clock(
        case.stream,
        working_days=service.targets[0].working_days,
        calendar=teams.working_calendar(),
        by=by,
    )


def _confirm(
    case: Case,
    said: Sequence[SaidParty],
    parties: Sequence[UUID],
    spoken: Mapping[str, str],
    facts: Facts,
    by: Actor,
) -> bool:
    told = 0
    for one, party in zip(said, parties, strict=True):
        recipient = messaging.Recipient(one.role, one.name, one.email)
        tongue = spoken.get(one.person) or page_language()
        told += tell_party("case opened", case, party, recipient, facts, by=by, language=tongue)
    return told > 0


def opened_before(key: str) -> Opened | None:
    case = Case.objects.filter(opened_with=key).first()
    if case is None:
        return None
    running = deadlines.clock_of(case.stream)
    promise = deadlines.promise(running.due_on, running.working_days) if running else None
    told = bool(messaging.messages_about(case.stream, seen_by=_SELF))
    due_on = promise.due_on if promise else None
    return Opened(case.id, case.reference, promise.sentence if promise else "", due_on, told)
