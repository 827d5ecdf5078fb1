"""Writing to the reporter and others with a part: kept as a draft, sent after some seconds or at a chosen moment, and
called back until then.

A reply that waits is a row and a job due when it leaves; whoever calls it back changes the row, and the job finds
nothing to do. Only what has left is a fact, so nothing has to be taken out of the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import ngettext

from moothall.apps.cases import rules
from moothall.apps.cases.events import ReplySent
from moothall.apps.cases.models import Case, CaseText, Party, Reply, ReplyState, TextKind
from moothall.apps.cases.policies import WORK, CaseNotFound, demand
from moothall.apps.cases.said import CO_APPLICANT
from moothall.apps.cases.seen import demand_as_seen
from moothall.apps.cases.telling import tell_party
from moothall.apps.cases.traits import WRITING, gain, keep_traits, lose
from moothall.apps.cases.writing import Change, bounded, finish, locked
from moothall.apps.cases.written import WRITABLE, Draft
from moothall.apps.documents import api as documents
from moothall.apps.messaging import api as messaging
from moothall.apps.people import api as people
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.events.api import commitment, digest_of
from moothall.ground.jobs.api import forget_jobs_about, job
from moothall.kernel import clock
from moothall.kernel.actors import Actor, Kind, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import usable

#: How long a reply waits that is sent at once.
UNDO = timedelta(seconds=20)
#: How long after a reply has left the same page, sent once more, sends nothing.
TWICE = timedelta(minutes=5)
#: How long it waits once more for files that are still being checked.
CHECKING = timedelta(seconds=15)
#: A job is due to the millisecond, so it may come that much before its moment; nothing would send the reply later.
ONE_TICK = timedelta(milliseconds=1)
_SELF = system("cases")


def keep_reply(reference: str, draft: Draft, *, by_itself: bool = False, by: Actor) -> None:
    """Keep what somebody has written so far; nothing of it is said to anybody. Empty, it is forgotten.

    What a page sends `by_itself` may come late: after a later word from there, or after the reply was sent, it is
    left alone.
    """
    with _held(reference, by) as case:
        if by_itself and _overtaken(case, draft, by):
            return
        if draft.words.strip() or draft.files:
            _keep(case, draft, by)
        elif by.account_id and (found := _draft_of(case, by.account_id)):
            found.text.delete()
            _settle_trait(case)


def send_reply(
    reference: str,
    draft: Draft,
    *,
    at: datetime | None = None,
    known: Collection[UUID] | None = None,
    by: Actor,
) -> UUID:
    """Let it leave in some seconds, or at a chosen moment of a working day; which reply.

    `known` are the replies of colleagues on their way that stood on the page; another one stops it (CASE-135). What was
    said since the page was shown does so by `as_seen`.

    Until then `call_back` brings it back. Raises Refused; what was written is the caller's to keep. A page that is sent
    twice sends one reply: the same words to the same people are on their way already, or have just left.
    """
    with _held(reference, by) as case:
        demand_as_seen(case, by)
        words = bounded(draft.words)
        rules.has_words.demand(words)
        rules.is_for_somebody.demand(draft.parties)
        rules.all_have_email.demand(_have_email(case, draft.parties))
        _demand_files(case, draft.files, by)
        rules.nobody_else_writes.demand(known is None or _others_on_their_way(case, by) <= set(known))
        leaves_at = clock.now() + UNDO if at is None else _moment(at)
        if (same := _sent_already(case, words, draft, at, by)) is not None:
            return same
        reply = _keep(case, replace(draft, words=words), by)
        reply.state, reply.leaves_at, reply.scheduled = ReplyState.WAITING, leaves_at, at is not None
        reply.save(force_update=True)
        let_leave.using(run_after=leaves_at).enqueue(reply=str(reply.id))
        return reply.id


def _sent_already(case: Case, words: str, draft: Draft, at: datetime | None, by: Actor) -> UUID | None:
    """The very same reply of the same officer, where it waits or left a moment ago; its draft is forgotten."""
    if by.account_id is None:
        return None
    own = Reply.objects.filter(
        case_id=case.id, author=by.account_id, text__text=words, scheduled=at is not None
    )
    waits = Q(state=ReplyState.WAITING, **({"leaves_at": at} if at else {}))
    going = own.filter(waits | Q(state=ReplyState.SENT, left_at__gt=clock.now() - TWICE)).order_by("id")
    asked = sorted(map(str, draft.parties)), sorted(map(str, draft.files))
    same = next((one for one in going if (sorted(one.parties), sorted(one.files)) == asked), None)
    if same is None:
        return None
    if (begun := _draft_of(case, by.account_id)) is not None:
        begun.text.delete()
        _settle_trait(case)
    return same.id


def call_back(reference: str, reply: UUID, *, by: Actor) -> None:
    """It does not leave: its words stand in the box of whoever wrote it, above what they have begun since."""
    with _held(reference, by) as case:
        found = Reply.objects.filter(pk=reply, case_id=case.id).select_related("text").first()
        if found is None:
            raise CaseNotFound(reference)
        rules.reply_still_waits.demand(found.state == ReplyState.WAITING)
        begun = _draft_of(case, found.author)
        if begun is not None:
            found.text.text = f"{found.text.text}\n\n{begun.text.text}".strip()
            found.text.save(update_fields=["text"])
            found.files = list(dict.fromkeys((*found.files, *begun.files)))
            begun.text.delete()
        found.state, found.leaves_at, found.scheduled = ReplyState.DRAFT, None, False
        found.save(force_update=True)


@job(attempts=20)
def let_leave(reply: str) -> None:
    """A reply's moment has come. One that was called back, sent, erased, or is to leave later, is left alone."""
    with transaction.atomic():
        found = Reply.objects.filter(pk=UUID(reply), state=ReplyState.WAITING).first()
        case = Case.objects.select_for_update().filter(pk=found.case_id).first() if found else None
        if case is not None and not case.erased:
            waits = Reply.objects.filter(pk=UUID(reply), state=ReplyState.WAITING).select_related("text")
            _leave(case, waits.first())


def _leave(case: Case, reply: Reply | None) -> None:
    if reply is None or reply.leaves_at is None or reply.leaves_at - clock.now() >= ONE_TICK:
        return
    ready = {one.id: one for one in documents.documents_of(case.stream, seen_by=_SELF)}
    files = [ready[key] for key in map(UUID, reply.files) if key in ready]
    if any(one.state == "waiting" for one in files):
        reply.leaves_at = clock.now() + CHECKING
        reply.save(force_update=True, update_fields=["leaves_at"])
        let_leave.using(run_after=reply.leaves_at).enqueue(reply=str(reply.id))
        return
    sent = [one for one in files if one.ready]
    change = Change(case, Actor(Kind.OFFICER, f"officer:{reply.author}"))
    parties = _parties(case, [UUID(key) for key in reply.parties])
    text = reply.text
    text.kind, text.written_at = TextKind.REPLY, clock.now()
    text.save(force_update=True, update_fields=["kind", "written_at"])
    reply.state, reply.left_at, reply.files = ReplyState.SENT, clock.now(), [str(one.id) for one in sent]
    reply.save(force_update=True)
    if not _unsent(case):
        lose(case, WRITING)
    roles = ",".join(dict.fromkeys(party.role for party in parties))
    digest = digest_of(bytes(text.salt), text.text.encode())
    change.tell(ReplySent(reply.id, text.id, digest, roles, reply.language, len(sent)))
    _tell(case, parties, text.text, len(sent), by=change.by)
    finish(change, reindex=False)


def _tell(case: Case, parties: Collection[Party], words: str, files: int, *, by: Actor) -> None:
    named = people.people_named([p.source_record_id for p in parties if p.source_record_id], seen_by=_SELF)

    def said() -> dict[str, str]:
        return {"words": words, "files": files_said(files)}

    for party in parties:
        person = named.get(party.source_record_id) if party.source_record_id else None
        if person is None:
            continue
        to = messaging.Recipient(party.role, person.name, person.email)
        moment = "part reply" if party.role == CO_APPLICANT else "reply"
        tell_party(moment, case, party.id, to, said, by=by, language=party.language)


def files_said(many: int) -> str:
    """A sentence for whoever reads the e-mail; empty where nothing came along."""
    if not many:
        return ""
    one = ngettext(
        "We have sent you a file. It is on the page of your request.",
        "We have sent you {count} files. They are on the page of your request.",
        many,
    )
    return one.format(count=many)


def forget_unsent(case: Case) -> None:
    """Part of an erasure: the jobs of replies that wait. Their rows go with their words."""
    for key in Reply.objects.filter(case_id=case.id, state=ReplyState.WAITING).values_list("id", flat=True):
        forget_jobs_about(key, by=_SELF)


@contextmanager
def _held(reference: str, by: Actor) -> Iterator[Case]:
    """The case, its row locked, for an officer who may work on it. Nothing is told of what happens within."""
    with transaction.atomic():
        case = locked(reference, by=by)
        demand(WORK, by)
        rules.is_not_erased.demand(case.erased)
        yield case


def _keep(case: Case, draft: Draft, by: Actor) -> Reply:
    """The officer's draft, as it stands now."""
    if by.account_id is None:
        raise CaseNotFound(case.reference)
    rules.files_are_few.demand(len(draft.files))
    known = {str(one.id) for one in documents.documents_of(case.stream, seen_by=by)} if draft.files else set()
    files = [str(key) for key in dict.fromkeys(draft.files) if str(key) in known]
    parties = [str(key) for key in dict.fromkeys(draft.parties)]
    words = bounded(draft.words)
    salt, _digest = commitment(words.encode())
    found = _draft_of(case, by.account_id)
    if found is None:
        text = CaseText(
            id=new_id(), case_id=case.id, kind=TextKind.DRAFT, text=words, salt=salt, settled=True,
            written_at=clock.now(),
        )  # fmt: skip
        rows.insert(text)
        found = Reply(id=new_id(), case_id=case.id, author=by.account_id, text=text, state=ReplyState.DRAFT)
        found.scheduled, found.seen = False, draft.seen
        found.box, found.turn = draft.box, draft.turn
        found.parties, found.files, found.language = parties, files, usable(draft.language)
        rows.insert(found)
        _settle_trait(case)
        return found
    CaseText.objects.filter(pk=found.text_id).update(text=words, salt=salt, written_at=clock.now())
    found.parties, found.files, found.language = parties, files, usable(draft.language)
    found.seen, found.box, found.turn = draft.seen, draft.box, draft.turn
    found.save(force_update=True)
    return found


def _others_on_their_way(case: Case, by: Actor) -> set[UUID]:
    """Replies of colleagues that leave in some seconds; one for a moment that somebody chose is no surprise."""
    waiting = Reply.objects.filter(case_id=case.id, state=ReplyState.WAITING, scheduled=False)
    return set(waiting.exclude(author=by.account_id or UUID(int=0)).values_list("id", flat=True))


def _overtaken(case: Case, draft: Draft, by: Actor) -> bool:
    """Whether something later of the same page is here already: as draft, on its way or sent."""
    own = Reply.objects.filter(case_id=case.id, author=by.account_id or UUID(int=0), box=draft.box)
    return draft.box is not None and own.filter(turn__gte=draft.turn).exists()


def _unsent(case: Case) -> bool:
    return Reply.objects.filter(case_id=case.id).exclude(state=ReplyState.SENT).exists()


def _settle_trait(case: Case) -> None:
    before = case.traits
    (gain if _unsent(case) else lose)(case, WRITING)
    keep_traits(case, before)


def _draft_of(case: Case, author: UUID) -> Reply | None:
    own = Reply.objects.filter(case_id=case.id, author=author, state=ReplyState.DRAFT)
    return own.select_related("text").first()


def _parties(case: Case, keys: Collection[UUID]) -> list[Party]:
    return list(Party.objects.filter(case_id=case.id, pk__in=keys, role__in=WRITABLE).order_by("id"))


def _have_email(case: Case, keys: Collection[UUID]) -> bool:
    parties = _parties(case, keys)
    sources = [party.source_record_id for party in parties if party.source_record_id]
    reached = sum(bool(one.email) for one in people.people_named(sources, seen_by=_SELF).values())
    return len(parties) == len(set(keys)) == reached


def _demand_files(case: Case, keys: Collection[UUID], by: Actor) -> None:
    held = documents.documents_of(case.stream, seen_by=by) if keys else ()
    going = {one.id for one in held if one.state in ("waiting", "clean") and not one.locked}
    rules.files_can_be_sent.demand(going.issuperset(keys))


def _moment(at: datetime) -> datetime:
    rules.leaves_soon_enough.demand(clock.now(), at)
    local = clock.local(at)
    rules.leaves_in_working_hours.demand(teams.working_calendar().is_working(local.date()), local.time())
    return at
